"""The variants of a reply that IFEval's loose accuracy looks at."""

from __future__ import annotations


def loose_variants(text: str) -> tuple[str, ...]:
    """Return IFEval's variants (Zhou et al. 2023, section 2.2): without first line, last line, both; and without ``*``.

    The first is ``text`` itself; some of the eight may be equal.
    """
    lines = text.split("\n")
    trimmed = (text, "\n".join(lines[1:]).strip(), "\n".join(lines[:-1]).strip(), "\n".join(lines[1:-1]).strip())
    return (*trimmed, *(variant.replace("*", "") for variant in trimmed))
