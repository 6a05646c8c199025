"""Dates: how they are written, that the calendar has them, and the period that they lie in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar, NamedTuple, Self

from adhere.constraints.bounds import Noun
from adhere.constraints.composing import prose
from adhere.constraints.surface.conforming import Conforming, Instance
from adhere.constraints.surface.passages import at_numbers, without_code
from adhere.errors import UsageError
from adhere.text import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from random import Random

    from adhere.text import Document

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_NAMES = "|".join((*MONTHS, *(rf"{month[:3]}\.?" for month in MONTHS), r"Sept\.?"))
_FROM_NUMBER = re.compile(
    r"(?<![\d./-])(?:"
    r"(?P<y>\d{4})(?P<sep1>[-/.])(?P<m>\d{1,2})(?P=sep1)(?P<d>\d{1,2})(?![\d/-]|\.\d)"
    r"|(?P<a>\d{1,2})(?P<sep2>[-/.])(?P<b>\d{1,2})(?P=sep2)(?P<c>\d{4}|\d{2})(?![\d/-]|\.\d)"
    rf"|(?P<day>\d{{1,2}})(?P<nth>st|nd|rd|th|\.)?(?: of)? (?P<month>{_NAMES}),? (?P<year>\d{{4}})(?!\d))",
    re.IGNORECASE,
)
# The capital stands first so that the search can skip to it.
_FROM_MONTH = re.compile(
    rf"[ADFJMNOS](?<!\w.)(?i:(?<=(?=(?P<month>{_NAMES}) ).)[a-z]+\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? )"
    r"(?P<year>\d{4})(?!\d)"
)
_PARTIAL_FROM_NUMBER = re.compile(rf"(?<!\w)\d{{1,2}}(?:st|nd|rd|th|\.)?(?: of)? (?:{_NAMES})(?!\w)")
_PARTIAL_FROM_MONTH = re.compile(rf"[ADFJMNOS](?<!\w.)(?<=(?=(?:{_NAMES}) ).)[a-z]+\.? \d{{1,2}}(?:st|nd|rd|th)?(?!\w)")
_MOST_DAYS, _MOST_MONTHS = 31, 12


def _shown(year: int, month: int, day: int) -> dict[str, str]:
    name = MONTHS[month - 1]
    return {
        "YYYY-MM-DD": f"{year:04}-{month:02}-{day:02}",
        "YYYY/MM/DD": f"{year:04}/{month:02}/{day:02}",
        "DD.MM.YYYY": f"{day:02}.{month:02}.{year:04}",
        "DD/MM/YYYY": f"{day:02}/{month:02}/{year:04}",
        "MM/DD/YYYY": f"{month:02}/{day:02}/{year:04}",
        "DD-MM-YYYY": f"{day:02}-{month:02}-{year:04}",
        "Month D, YYYY": f"{name} {day}, {year:04}",
        "D Month YYYY": f"{day} {name} {year:04}",
    }


FORMATS = tuple(_shown(2024, 5, 31))
_NUMERIC: dict[str, tuple[re.Pattern[str], str]] = {
    "YYYY-MM-DD": (re.compile(r"(\d{4})-(\d\d)-(\d\d)"), "ymd"),
    "YYYY/MM/DD": (re.compile(r"(\d{4})/(\d\d)/(\d\d)"), "ymd"),
    "DD.MM.YYYY": (re.compile(r"(\d\d)\.(\d\d)\.(\d{4})"), "dmy"),
    "DD/MM/YYYY": (re.compile(r"(\d\d)/(\d\d)/(\d{4})"), "dmy"),
    "MM/DD/YYYY": (re.compile(r"(\d\d)/(\d\d)/(\d{4})"), "mdy"),
    "DD-MM-YYYY": (re.compile(r"(\d\d)-(\d\d)-(\d{4})"), "dmy"),
    "Month D, YYYY": (re.compile(rf"({'|'.join(MONTHS)}) ([1-9]\d?), (\d{{4}})", re.IGNORECASE), "mdy"),
    "D Month YYYY": (re.compile(rf"([1-9]\d?) ({'|'.join(MONTHS)}) (\d{{4}})", re.IGNORECASE), "dmy"),
}


def _calendar_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def read_date(text: str, written: str) -> date | None:
    """Return the day that ``text`` names in the format ``written``; None for another format or no day at all."""
    pattern, order = _NUMERIC[written]
    match = pattern.fullmatch(text)
    if match is None:
        return None
    numbers = [int(part) if part.isdigit() else _month(part) for part in match.groups()]
    by_letter = dict(zip(order, numbers, strict=True))
    return _calendar_day(by_letter["y"], by_letter["m"], by_letter["d"])


class FoundDate(NamedTuple):
    """A place that is written like a date, and whether it may be something else: 3.11.17 is a version, too."""

    span: Span
    readings: frozenset[date]
    """The days that it may name: none where the calendar has no such day, two for 03/04/2024."""
    sure: bool


def _month(name: str) -> int:
    return next(i for i, month in enumerate(MONTHS, 1) if month[:3].casefold() == name[:3].casefold())


def _numeric_readings(a: int, b: int, years: tuple[int, ...], separator: str) -> frozenset[date]:
    # No country writes the month first with points.
    pairs = {(b, a)} if separator == "." else {(a, b), (b, a)}
    days = (_calendar_day(year, month, day) for year in years for month, day in pairs)
    return frozenset(day for day in days if day is not None)


def _read(match: re.Match[str]) -> FoundDate | None:
    part = match.groupdict()
    span = Span(*match.span())
    if part.get("c"):
        year, a, b = int(part["c"]), int(part["a"]), int(part["b"])
        full = len(part["c"]) > len("24")
        days = _numeric_readings(a, b, (year,) if full else (1900 + year, 2000 + year), part["sep2"])
        plausible = full and min(a, b) <= _MOST_MONTHS and max(a, b) <= _MOST_DAYS
        return FoundDate(span, days, full or part["sep2"] == "/") if days or plausible else None
    if part.get("y"):
        day = _calendar_day(int(part["y"]), int(part["m"]), int(part["d"]))
    else:
        day = _calendar_day(int(part["year"]), _month(part["month"]), int(part["day"]))
    return FoundDate(span, frozenset() if day is None else frozenset({day}), sure=True)


def find_dates(text: str) -> Iterator[FoundDate]:
    """Yield the complete dates of ``text``, in any format, with the days that each may name."""
    written = [*at_numbers(_FROM_NUMBER, text), *_FROM_MONTH.finditer(text)]
    for match in sorted(written, key=re.Match.start):
        found = _read(match)
        if found is not None:
            yield found


def _check_format(id: str, written: str) -> None:  # noqa: A002 - the field's name for it
    if written not in FORMATS:
        raise UsageError(f"{id}: unknown format {written!r}", hint=f"one of: {'; '.join(FORMATS)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class DateFormat(Conforming):
    """Every date with day, month and year is written in the ``format``, and is a day of the calendar; not in code.

    The formats are YYYY-MM-DD, YYYY/MM/DD, DD.MM.YYYY, DD/MM/YYYY, MM/DD/YYYY, DD-MM-YYYY, "Month D, YYYY" and
    "D Month YYYY" with English months, to the letter: 5.3.2024 is no DD.MM.YYYY and 31.02.2024 no day. A year or a
    month alone is no date; undecided where a date has no year ("May 5") or may be a version, and where there is none.
    """

    id: ClassVar[str] = "date:format"
    noun: ClassVar[Noun] = Noun("date", "dates")
    format: str

    def __post_init__(self) -> None:
        _check_format(self.id, self.format)

    def asked(self) -> str:
        return f"written as {self.format}"

    def instances(self, reply: Document) -> list[Instance]:
        text = without_code(reply)
        found = [
            Instance(span, None if not sure else read_date(span.of(text), self.format) is not None)
            for span, _, sure in find_dates(text)
        ]
        inside = {place for span, _ in found for place in range(*span)}
        partial = [*at_numbers(_PARTIAL_FROM_NUMBER, text), *_PARTIAL_FROM_MONTH.finditer(text)]
        doubtful = (Instance(Span(*match.span()), None) for match in partial if match.start() not in inside)
        return sorted([*found, *doubtful])

    def wordings(self) -> tuple[str, ...]:
        example = _shown(2024, 5, 31)[self.format]
        return (
            f"Write every date as {self.format}, for example {example}.",
            f"Use the date format {self.format} throughout, as in {example}.",
            f"All dates in your answer must have the form {self.format} (such as {example}).",
            f"Give each date in the format {self.format}, like {example}.",
            f"Dates must be written {self.format} and in no other way; {example} is an example.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        days = [date(1990, 1, 1) + timedelta(days=rng.randrange(15_000)) for _ in range(rng.randint(1, 3))]
        lines = [f"It happened on {_shown(day.year, day.month, day.day)[self.format]}." for day in days]
        return " ".join([prose(rng, topic, 2), *lines])

    def mutants(self, text: str) -> Iterator[str]:
        for other, shown in _shown(2024, 5, 31).items():
            if other != self.format:
                yield f"{text} And again on {shown}."
        yield f"{text} It ended on {_shown(2023, 2, 31)[self.format]}."
        yield f"{text} It ended on May 5th, 2024."
        yield f"{text} It ended on 5.3.24."

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls(format=rng.choice(FORMATS))


@dataclass(frozen=True, slots=True, kw_only=True)
class DatePeriod(Conforming):
    """Every date with day, month and year, in any format, lies in the period from ``first`` to ``last``, both included.

    Both are given as YYYY-MM-DD. A day that the calendar does not have lies in no period; undecided where only one of
    the two readings of a date such as 03/04/2024 does, and where there is no date. Dates in code are not looked at.
    """

    id: ClassVar[str] = "date:period"
    noun: ClassVar[Noun] = Noun("date", "dates")
    first: str
    last: str

    def __post_init__(self) -> None:
        days = [read_date(text, "YYYY-MM-DD") for text in (self.first, self.last)]
        if days[0] is None or days[1] is None or days[0] > days[1]:
            raise UsageError(
                f"{self.id}: from {self.first!r} to {self.last!r}", hint="give first and last as YYYY-MM-DD, in order"
            )

    @property
    def _allows(self) -> Callable[[date], bool]:
        first, last = date.fromisoformat(self.first), date.fromisoformat(self.last)
        return lambda day: first <= day <= last

    def asked(self) -> str:
        return f"between {self.first} and {self.last}"

    def instances(self, reply: Document) -> Iterator[Instance]:
        allows = self._allows
        for span, readings, sure in find_dates(without_code(reply)):
            verdicts = {allows(day) for day in readings} or {False}
            yield Instance(span, verdicts.pop() if sure and len(verdicts) == 1 else None)

    def wordings(self) -> tuple[str, ...]:
        ends = f"from {self.first} to {self.last}"
        return (
            f"Mention only dates {ends}.",
            f"Every date in your answer must lie in the period {ends}.",
            f"Give full dates, and none outside the period {ends}.",
            f"All dates that you name have to fall in the time {ends}.",
            f"Use no date before {self.first} or after {self.last}.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        first, last = date.fromisoformat(self.first), date.fromisoformat(self.last)
        days = [first, last, first + timedelta(days=rng.randint(0, (last - first).days))]
        lines = [f"It happened on {_shown(day.year, day.month, day.day)['D Month YYYY']}." for day in days]
        return " ".join([prose(rng, topic, 2), *lines])

    def mutants(self, text: str) -> Iterator[str]:
        first, last = date.fromisoformat(self.first), date.fromisoformat(self.last)
        if first > date.min:
            yield f"{text} It began on {first - timedelta(days=1)}."
        if last < date.max:
            yield f"{text} It ended on {last + timedelta(days=1)}."
        yield f"{text} It ended on 31.02.{first.year:04}."

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        first = date(rng.randint(1900, 2010), rng.randint(1, 12), 1)
        return cls(first=str(first), last=str(first + timedelta(days=rng.randint(300, 9000))))
