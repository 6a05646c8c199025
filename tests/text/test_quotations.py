from __future__ import annotations

import pytest

from adhere.text import Document


@pytest.mark.parametrize(
    ("text", "quotations"),
    [
        ('He said "yes" and "no".', ['"yes"', '"no"']),
        ("“Curly” and «guillemets» and „low“", ["“Curly”", "«guillemets»", "„low“"]),
        ("「はい」", ["「はい」"]),
        ('A 5" pipe and a 6" one', []),
        ('"over\ntwo lines"', ['"over\ntwo lines"']),
        ('"never closed\n\nnext "one"', ['"one"']),
        ('`"code"` and "text"', ['"text"']),
        ('"uses `x` inside"', ['"uses `x` inside"']),
        ('[a](/b "title")', []),
        ('""', []),
    ],
)
def test_quotations_stand_between_marks(text: str, quotations: list[str]) -> None:
    document = Document(text)
    assert [quotation.of(document.text) for quotation in document.quotations] == quotations
