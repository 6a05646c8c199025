"""Replies made to keep a checker busy: the time of every check stays in proportion to the length."""

from __future__ import annotations

import time
from random import Random

import pytest

from adhere.constraints import CATALOGUE
from adhere.text import Document

LENGTH = 60_000
UNITS = (
    *("[", "[a", "]", "<", "<<a ", "<<x>", "a:", '"', '" a', "“", "*", "* a\n", "***\n", "P.S. ", "## P.S.\n", "#"),
    *("a" + "\n" * 999, "a" + " " * 999, "Section 1\n", "```json\n", "{", "{}", "word ", "-" * 99 + "\n", "Write a "),
    *("😀", "a", "> ", ",", "\n<<x>>\n```\nx\n```\n"),
)


@pytest.mark.usefixtures("_no_collector")
@pytest.mark.parametrize("unit", UNITS)
def test_no_check_takes_time_in_the_square_of_the_length(unit: str) -> None:
    document = Document(unit * (LENGTH // len(unit)))
    for kind in CATALOGUE.values():
        constraint = kind.draw(Random(3), "Write a poem.")
        constraint.check(document)  # the views of the document are parsed once, and timed elsewhere
        start = time.process_time()
        constraint.check(document)
        assert time.process_time() - start < 0.5, constraint.id
