"""Quotations: what stands between quotation marks."""

from __future__ import annotations

import re

from adhere.text.spans import Span, masked

# Straight marks open after a non-word character and close before one, so that inches (5") and doubled marks do not
# pair up. A quotation may run over a line break, not over a blank line.
# The first character stands apart from the alternatives so that the search can skip to it.
_QUOTATION = re.compile(
    r'["“„«‹「『](?:(?<=")(?<!\w")(?=\S)[^"]++(?<=\S)"(?!\w)'  # noqa: RUF001 (they are meant)
    r"|(?<=“)[^“”]++”|(?<=„)[^„“”]++[“”]|(?<=«)[^«»]++»"
    r"|(?<=‹)[^‹›]++›|(?<=「)[^「」]++」|(?<=『)[^『』]++』)"  # noqa: RUF001 (they are meant)
)


def find_quotations(text: str, paragraphs: tuple[Span, ...], asides: tuple[Span, ...]) -> tuple[Span, ...]:
    """Return the quotations in ``text``, marks included, in order.

    Straight, curly and low double marks, guillemets and corner brackets; inside one paragraph, and not in
    ``asides`` (code and addresses).
    """
    # A quotation may hold code: what masks it is neither white space nor a quotation mark.
    text = masked(text, asides, "\N{OBJECT REPLACEMENT CHARACTER}")
    return tuple(
        Span(*quotation.span())
        for paragraph in paragraphs
        for quotation in _QUOTATION.finditer(text, paragraph.start, paragraph.end)
    )
