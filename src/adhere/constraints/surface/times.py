"""Times of day: how they are written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from adhere.constraints.bounds import Noun
from adhere.constraints.composing import prose
from adhere.constraints.function_words import STOP_WORDS
from adhere.constraints.surface.conforming import Conforming, Instance
from adhere.constraints.surface.passages import at_numbers, without_code
from adhere.errors import UsageError
from adhere.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from adhere.text import Document

_TIME = re.compile(
    r"(?<![\w.:/-])(?P<hour>\d{1,2})(?::(?P<minute>\d\d)(?::(?P<second>\d\d))?)?"
    r"(?P<half> ?(?:[ap]\.m\.|[ap]m)(?!\w))?(?![\w:/]|[.,]\d|-\d)",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"(?<![^\W_])([^\W\d_]+) (?:of )?$")
_COMPARED = frozenset({"ratio", "odds", "scale", "score", "verse", "psalm", "surah"})
_DAYS = frozenset({"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"})
_LAST_HOUR, _LAST_MINUTE, _NOON = 23, 59, 12
CLOCKS = ("24-hour", "12-hour")


def _is_verse(text: str, start: int) -> bool:
    """Whether the word before digits around a colon is what verses, scores and ratios have there: "John 3:16"."""
    before = _BEFORE.search(text, max(0, start - 30), start)
    if before is None:
        return False
    word = before[1].casefold()
    return word in _COMPARED or (before[1][0].isupper() and word not in STOP_WORDS | _DAYS)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeFormat(Conforming):
    """Every time of day is written by the ``clock``: "24-hour" (14:30) or "12-hour" (2:30 PM, 2 p.m.); not in code.

    It must exist: neither 25:10 nor 14:30 PM does. Undecided where digits around a colon may be a verse, a score or a
    ratio ("John 3:16"), and where there is no time.
    """

    id: ClassVar[str] = "time:format"
    noun: ClassVar[Noun] = Noun("time", "times")
    clock: str

    def __post_init__(self) -> None:
        if self.clock not in CLOCKS:
            raise UsageError(f"{self.id}: unknown clock {self.clock!r}", hint=f"one of: {', '.join(CLOCKS)}")

    def asked(self) -> str:
        return f"written by the {self.clock} clock"

    def instances(self, reply: Document) -> Iterator[Instance]:
        text = without_code(reply)
        for match in at_numbers(_TIME, text):
            if match["minute"] is None and match["half"] is None:
                continue
            span = Span(*match.span())
            perhaps = match["half"] is None and (int(match["hour"]) > _LAST_HOUR + 2 or _is_verse(text, span.start))
            yield Instance(span, None if perhaps else self._fits(match))

    def _fits(self, match: re.Match[str]) -> bool:
        hour = int(match["hour"])
        exists = int(match["minute"] or 0) <= _LAST_MINUTE and int(match["second"] or 0) <= _LAST_MINUTE
        if self.clock == "24-hour":
            return exists and match["half"] is None and hour <= _LAST_HOUR
        return exists and match["half"] is not None and 1 <= hour <= _NOON

    def wordings(self) -> tuple[str, ...]:
        example = "14:30" if self.clock == "24-hour" else "2:30 PM"
        return (
            f"Write every time of day by the {self.clock} clock, for example {example}.",
            f"Use the {self.clock} format for all times, as in {example}.",
            f"All times in your answer must be in {self.clock} format (such as {example}).",
            f"Give each time in the {self.clock} style, like {example}.",
            f"Times must be written by the {self.clock} clock and in no other way; {example} is an example.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        lines = []
        for _ in range(rng.randint(1, 3)):
            hour, minute = rng.randrange(24), rng.randrange(60)
            half = "PM" if hour >= _NOON else "AM"
            shown = f"{hour:02}:{minute:02}" if self.clock == "24-hour" else f"{hour % 12 or 12}:{minute:02} {half}"
            lines.append(f"It starts at {shown} in the hall.")
        return " ".join([prose(rng, topic, 2), *lines])

    def mutants(self, text: str) -> Iterator[str]:
        wrong = ("3:15 PM", "7 a.m.", "25:10") if self.clock == "24-hour" else ("15:15", "9:05", "14:30 PM")
        for shown in wrong:
            yield f"{text} It ends at {shown} in the hall."

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls(clock=rng.choice(CLOCKS))
