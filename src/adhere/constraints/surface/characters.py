"""Characters that a reply does without: emoji, whatever is not ASCII."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from adhere.constraints.bounds import Bounds
from adhere.constraints.domain import Domain, Quantity
from adhere.constraints.ifbench.emoji import EMOJI
from adhere.constraints.surface.absent import Absent
from adhere.constraints.surface.passages import matches

if TYPE_CHECKING:
    from adhere.text import Document, Span

# Unicode 16, emoji-data.txt, property Emoji_Presentation, and the pictographs beyond the basic plane that fonts colour.
_SHOWN = (
    "\u231a\u231b\u23e9-\u23ec\u23f0\u23f3\u25fd\u25fe\u2614\u2615\u2648-\u2653\u267f\u2693\u26a1\u26aa\u26ab\u26bd"
    "\u26be\u26c4\u26c5\u26ce\u26d4\u26ea\u26f2\u26f3\u26f5\u26fa\u26fd\u2705\u270a\u270b\u2728\u274c\u274e"
    "\u2753-\u2755\u2757\u2795-\u2797\u27b0\u27bf\u2b1b\u2b1c\u2b50\u2b55\U0001f004\U0001f0cf\U0001f18e"
    "\U0001f191-\U0001f19a\U0001f1e6-\U0001f1ff\U0001f201\U0001f21a\U0001f22f\U0001f232-\U0001f236\U0001f238-\U0001f23a"
    "\U0001f250\U0001f251\U0001f300-\U0001f64f\U0001f680-\U0001f6ff\U0001f7e0-\U0001f7eb\U0001f7f0"
    "\U0001f90c-\U0001f9ff\U0001fa70-\U0001faff"
)
_ONE = f"(?:[#*0-9]\ufe0f?\u20e3|[{_SHOWN}](?!\ufe0e)|(?:[^\\s\\w]|\u2139)\ufe0f)"
_SEQUENCE = re.compile(
    f"[\U0001f1e6-\U0001f1ff]{{2}}|{_ONE}[\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]*"
    f"(?:\u200d[^\\s\\w\u200d][\ufe0f\U0001f3fb-\U0001f3ff]*)*"
)
_DIGITS = re.compile(r"\d+")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class NoEmoji(Absent):
    """No emoji, code and quotations included; a sequence that shows as one picture (a family, a flag) is one.

    Undecided where it rests on a symbol that shows as text or as a picture, depending on the font, and has no selector
    ("\u2714", "\u260e"). Smileys of punctuation such as ":-)" are none.
    """

    id: ClassVar[str] = "surface:no_emoji"
    thing: ClassVar[str] = "emoji"
    things: ClassVar[str] = "emoji"
    additions: ClassVar[tuple[str, ...]] = (
        "\U0001f600",
        "\U0001f468\u200d\U0001f469\u200d\U0001f467",
        "\U0001f1eb\U0001f1f7",
        "\u2764\ufe0f",
        "1\ufe0f\u20e3",
        "\U0001f44d\U0001f3fd",
        "\u2705",
    )

    def find(self, reply: Document) -> list[Span]:
        return [] if reply.text.isascii() else matches(_SEQUENCE, reply.text)

    def find_doubtful(self, reply: Document) -> list[Span]:
        if reply.text.isascii():
            return []
        return [span for span in matches(EMOJI, reply.text) if reply.text[span.end : span.end + 1] != "\ufe0e"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AsciiOnly(Absent):
    """Every character is ASCII, in code too: no curly quotes, dashes, accents or emoji.

    An invisible one (a zero-width space, a byte order mark) is one that is not.
    """

    id: ClassVar[str] = "surface:ascii_only"
    thing: ClassVar[str] = "run of characters beyond ASCII"
    things: ClassVar[str] = "characters beyond ASCII"
    additions: ClassVar[tuple[str, ...]] = ("\u00e9", "\u2013", "\U0001f600", "\u201cSo\u201d", "a\u200bb")

    def find(self, reply: Document) -> list[Span]:
        return [] if reply.text.isascii() else matches(_NOT_ASCII, reply.text)

    def wordings(self) -> tuple[str, ...]:
        return (
            "Use only ASCII characters.",
            "Your whole answer must be plain ASCII: no accents, curly quotes, dashes or emoji.",
            "Write your reply with nothing but the characters of ASCII.",
            "Every character of your response should be in the ASCII range.",
            "Keep to plain ASCII text throughout.",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class NoDigits(Absent):
    """No digit of any script, in code and names too."""

    id: ClassVar[str] = "surface:no_digits"
    thing: ClassVar[str] = "row of digits"
    things: ClassVar[str] = "digits"
    additions: ClassVar[tuple[str, ...]] = ("It takes 5 days.", "H2O", "\u0665")

    def find(self, reply: Document) -> list[Span]:
        return matches(_DIGITS, reply.text)

    def domain(self) -> Domain:
        return Domain(counts={(Quantity.NUMBERS, ""): Bounds(0, 0)})
