"""The variants of a reply that IFEval's loose accuracy looks at."""

from __future__ import annotations

from adhere.text.spans import Span


def loose_variants(text: str) -> tuple[str, ...]:
    """Return IFEval's variants (Zhou et al. 2023, section 2.2): without first line, last line, both; and without ``*``.

    The first is ``text`` itself; some of the eight may be equal.
    """
    trimmed = (text, *(span.of(text) for span in trimmed_lines(text)))
    return (*trimmed, *(variant.replace("*", "") for variant in trimmed))


def trimmed_lines(text: str) -> tuple[Span, Span, Span]:
    """Return ``text`` without its first line, its last line, and both, each without white space around it."""
    second, last = text.find("\n") + 1 or len(text), max(text.rfind("\n"), 0)
    spans = (Span(second, len(text)), Span(0, last), Span(second, max(second, last)))
    without_first, without_last, without_both = (span.trimmed(text) for span in spans)
    return without_first, without_last, without_both
