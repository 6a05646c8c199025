"""HTML that cannot be forgotten to be escaped: what is not ``Html`` is text, and text is escaped."""

from __future__ import annotations

import html
import unicodedata
from typing import TYPE_CHECKING

from adhere.text.acting import acts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_VOID = frozenset({"br", "col", "meta"})


class Html(str):
    """Text that is HTML already."""

    __slots__ = ()


def tag(name: str, attributes: Mapping[str, str], *content: str) -> Html:
    """Return one element; content that is not ``Html`` is text."""
    opening = "".join(f' {key}="{_attribute(value)}"' for key, value in attributes.items())
    if name in _VOID:
        return Html(f"<{name}{opening}>")
    return Html(f"<{name}{opening}>{joined(content)}</{name}>")


def joined(parts: Iterable[str]) -> Html:
    """Return the parts one after the other; those that are not ``Html`` are text."""
    return Html("".join(part if isinstance(part, Html) else escaped(part) for part in parts))


def escaped(text: str) -> Html:
    """Return text as HTML, with each character that acts or hides shown as its code point."""
    plain = text.replace("\r\n", "\n")
    return Html("".join(_visible(char) if acts(char) else char for char in html.escape(plain)))


def _visible(char: str) -> str:
    name = html.escape(unicodedata.name(char, "control character").lower())
    return f'<span class="code-point" title="{name}">{_code_point(char)}</span>'


def _attribute(value: str) -> str:
    return html.escape(shown(value))


def shown(text: str) -> str:
    """Return text with each character that acts or hides written as its code point; not yet HTML."""
    return "".join(_code_point(char) if acts(char) else char for char in text)


def _code_point(char: str) -> str:
    return f"U+{ord(char):04X}"
