"""Texts that would take a naive parser hours: every view of each comes in bounded time."""

from __future__ import annotations

import pytest

from adhere.text import Document

SIZE = 1_000_000
SMALL = 100_000  # where the parser is linear but slow
HOSTILE = {
    "brackets": "[" * SIZE,
    "images": "![" * (SIZE // 2),
    "links that never close": "[a](" * (SIZE // 4),
    "many paragraphs of brackets": ("[" * 900 + "\n\n") * (SMALL // 90),
    "combining characters": "\u0301" * SIZE,
    "one letter under a heap of marks": "a" + "\u0301" * SIZE,
    "one word": "a" * SIZE,
    "one hyphenated word": "a-" * (SIZE // 2),
    "one number": "1," * (SIZE // 2),
    "lone surrogates": "\ud800" * SIZE,
    "nested lists": "".join("  " * level + "- a\n" for level in range(1000)),
    "nested quotes": ">" * SIZE,
    "nested quotes on every line": (">" * 55 + " a\n") * (SMALL // 58),
    "lists in quotes": ("> - " * 25 + "a\n") * (SMALL // 100),
    "emphasis that never closes": "*a " * (SIZE // 3),
    "emphasis that closes too early": "**a*b " * (SIZE // 6),
    "backticks": " ".join("`" * count for count in range(1400)),
    "tags": "<a " * (SIZE // 3),
    "comments": "<!--" * (SIZE // 4),
    "quotation marks": '"a ' * (SIZE // 3),
    "spaces": "a" + " " * SIZE + "b",
    "blank lines": "a" + "\n " * (SIZE // 2) + "b",
    "reasoning": "<think></think>" * (SIZE // 15),
    "open reasoning": "<think>" * (SIZE // 7),
    "full stops": "A. " * (SMALL // 3),
    "exclamation marks": "!" * SMALL,
    "table": "|a|b|\n|-|-|\n" + "|a|b|\n" * (SMALL // 6),
    "ordinary replies": "Hello **there**, `x` and [y](z). One more.\n\n- item *one*\n- two\n\n" * (SMALL // 65),
}
VIEWS = ("words", "word_texts", "paragraphs", "blocks", "inlines", "code", "sentences", "quotations", "language")


@pytest.mark.timeout(20)
@pytest.mark.parametrize("name", HOSTILE)
def test_every_view_comes_in_bounded_time(name: str) -> None:
    document = Document(HOSTILE[name])
    for view in (*VIEWS, "is_empty"):
        getattr(document, view)
