"""Lists whose items are known: numbers, dates, capitals, countries."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import compress, pairwise
from typing import TYPE_CHECKING, ClassVar, Self

from adhere.constraints.bounds import Bounds, Noun
from adhere.constraints.dividing import filled_lines, without_marks_around
from adhere.constraints.domain import Domain, Quantity, Shape
from adhere.constraints.ifbench.geography import (
    AFRICA,
    AFRICANS,
    CAPITALS,
    DISPUTED,
    LATITUDES,
    OPTIONAL_CAPITALS,
    plain,
)
from adhere.constraints.ifbench.likeness import likeness
from adhere.constraints.judging import mark, satisfied, violated
from adhere.constraints.punctuation import COMMAS
from adhere.errors import UsageError
from adhere.text import Span
from adhere.text.spans import spans_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

    from adhere.constraints.protocol import Verdict
    from adhere.text import Document

# The first character stands first so that the search can skip to it: a digit, or a minus that follows no word.
_NUMBER = re.compile(r"[-\u2212\d](?<![\d.].)(?:(?<=\d)|(?<!\w.)(?=\d))\d*(?:\.\d+)?")
_LETTER = re.compile(r"[^\W\d_]")


def _listing(words: int, commas: int = 0) -> Domain:
    counts = {(Quantity.WORDS, ""): Bounds(words), (Quantity.COMMAS, ""): Bounds(commas)}
    return Domain(counts=counts, shape=Shape.LISTING)


def _is_other(word: str) -> bool:
    return word != "and" and (word[0].isalpha() or _LETTER.search(word) is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Multiples:
    """The numbers in the reply are the multiples of ``factor`` from ``first`` to ``last``, in order, without words.

    "And" may join them. A number that starts a list item is printed too, so numbered lists add numbers.
    """

    id: ClassVar[str] = "custom:multiples"
    factor: int = 7
    first: int = 10
    last: int = 50

    def __post_init__(self) -> None:
        if self.factor < 1 or self.first < 0 or not self._wanted:
            raise UsageError(
                f"{self.id}: no multiples of {self.factor} from {self.first} to {self.last}",
                hint="give a factor of 1 or more with a multiple between first and last",
            )

    @property
    def _wanted(self) -> list[str]:
        return [str(i) for i in range(-(-self.first // self.factor) * self.factor, self.last + 1, self.factor)]

    def check(self, reply: Document) -> Verdict:
        places = spans_of(_NUMBER.finditer(reply.text))
        numbers = [place.of(reply.text) for place in places]
        wanted = self._wanted
        other = set(filter(_is_other, set(reply.folded_words)))
        words = list(compress(reply.words, map(other.__contains__, reply.folded_words)))
        if numbers == wanted and not words:
            return satisfied(f"the {len(numbers)} multiples and nothing else", mark(places, "multiple"))
        share = likeness(numbers, wanted) * len(wanted) / (len(wanted) + len(words) + 1)
        reason = f"{len(numbers)} numbers and {len(words)} words, {len(wanted)} numbers asked in order and no words"
        return violated(reason, share, mark(words, "word") if numbers == wanted else mark(places, "number"))

    def wordings(self) -> tuple[str, ...]:
        ends = f"{self.first} to {self.last}"
        return (
            f"Count from {ends} but only print multiples of {self.factor}.",
            f"Print the multiples of {self.factor} from {ends} in order and nothing else.",
            f"Your whole reply must be the multiples of {self.factor} from {ends}, in ascending order.",
            f"Output only those numbers from {ends} that are multiples of {self.factor}.",
            f"While you count from {ends}, write down just the numbers that {self.factor} divides.",
        )

    def witness(self, rng: Random, topic: str) -> str:  # noqa: ARG002 - what is asked for leaves no choice
        return rng.choice((", ", " ", "\n", ",")).join(self._wanted)

    def mutants(self, text: str) -> Iterator[str]:
        yield f"{text}, {int(self._wanted[-1]) + self.factor}"
        yield text[: text.rstrip().rfind(self._wanted[-1])] or "none"
        yield f"Here you are: {text}"
        yield f"{int(self._wanted[0]) + 1}, {text}"

    def domain(self) -> Domain:
        return _listing(len(self._wanted))

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        first = rng.randrange(0, 40, 5)
        return cls(factor=rng.randint(2, 9), first=first, last=first + rng.randrange(20, 60, 5))


CAREER = (date(1793, 2, 22), date(1815, 6, 18))
"""From La Maddalena to Waterloo: no battle of Napoleon's lies outside."""

UNDISPUTED = tuple(
    date.fromisoformat(day)
    for day in (
        "1796-05-10", "1796-11-15", "1797-01-14", "1798-07-21", "1800-06-14", "1805-12-02", "1806-10-14", "1807-06-14",
        "1809-07-05", "1812-09-07", "1813-10-16", "1815-06-18",
    )
)  # fmt: skip
"""Lodi, Arcole, Rivoli, the Pyramids, Marengo, Austerlitz, Jena, Friedland, Wagram, Borodino, Leipzig, Waterloo."""


def _date(text: str) -> date | None:
    """Return the day of his campaigns that ``text`` gives as YYYY-MM-DD, None where it gives none."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if CAREER[0] <= day <= CAREER[1] else None


def _items(reply: Document) -> list[Span]:
    """Return what commas divide, without white space and a full stop at the end."""
    body = Span(0, len(reply.text)).trimmed(reply.text)
    end = body.end - 1 if body.of(reply.text).endswith(".") else body.end
    gaps = [comma.span() for comma in COMMAS.finditer(reply.text, body.start, end)]
    starts, ends = [body.start, *(after for _, after in gaps)], [*(before for before, _ in gaps), end]
    return [Span(start, stop).trimmed(reply.text) for start, stop in zip(starts, ends, strict=True)]


@dataclass(frozen=True, slots=True, kw_only=True)
class BattleDates:
    """Dates as YYYY-MM-DD with commas between them and nothing else: the first days of Napoleon's battles.

    Each is a day of the calendar within his campaigns, none comes twice, and the days of the twelve battles that no
    list leaves out are among them. Which further battles belong in the list historians do not agree on: any such day
    may stand.
    """

    id: ClassVar[str] = "custom:date_format_list"

    def check(self, reply: Document) -> Verdict:
        items = [item for item in _items(reply) if item.start < item.end]
        days = [_date(item.of(reply.text)) for item in items]
        wrong = [item for item, day in zip(items, days, strict=True) if day is None]
        different = set(filter(None, days))
        missing = [day.isoformat() for day in UNDISPUTED if day not in different]
        twice = len(items) - len(wrong) - len(different)
        if not (wrong or missing or twice):
            return satisfied(f"{len(days)} dates, those of the best known battles among them", mark(items, "date"))
        reason = f"{Noun('item', 'items').counted(len(items))}, {len(wrong)} no date of his battles, {twice} twice"
        if missing:
            reason = f"{reason}; no {' and no '.join(missing)}"
        share = (len(UNDISPUTED) - len(missing)) / (len(UNDISPUTED) + len(wrong) + twice + 1)
        return violated(reason, share, mark(wrong, "no such date") if wrong else mark(items, "date"))

    def wordings(self) -> tuple[str, ...]:
        return (
            "List the start dates (YYYY-MM-DD) of all battles Napoleon fought, separated by commas; explain nothing.",
            "Give me only the dates on which Napoleon's battles began, as YYYY-MM-DD with commas between them.",
            "Write nothing but the days on which Napoleon's battles started, as YYYY-MM-DD, divided by commas.",
            "Without any explanation, list when each of Napoleon's battles started: YYYY-MM-DD, separated by commas.",
            "Your reply must be a comma-separated list of the start dates (YYYY-MM-DD) of all battles Napoleon fought.",
        )

    def witness(self, rng: Random, topic: str) -> str:  # noqa: ARG002 - what is asked for leaves no choice
        return rng.choice((", ", ",")).join(day.isoformat() for day in UNDISPUTED)

    def mutants(self, text: str) -> Iterator[str]:
        yield text.replace("1805-12-02", "1805-02-30")
        yield text.replace("1805-12-02, ", "").replace("1805-12-02,", "")
        yield text.replace("1805-12-02", "2 December 1805")
        yield text.replace(",", ";")
        yield f"{text}, 1805-12-02"
        yield f"Here they are: {text}"

    def domain(self) -> Domain:
        return _listing(len(UNDISPUTED), commas=len(UNDISPUTED) - 1)

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls()


LONGEST_NAME = 80
"""Characters of what may be the name of a country or a capital: more are a sentence."""

SAME_LATITUDE = 0.1
"""Degrees within which sources give a city's latitude: such neighbours may come in either order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CapitalsByLatitude:
    """The capitals of Europe north of 45 degrees with commas between them, from north to south, and nothing else.

    Each once and none missing; Kyiv is one of them, Astana may be. Two within a tenth of a degree may change places.
    Accents, case and a full stop at the end do not matter, and names such as Kiev and Berne are known.
    """

    id: ClassVar[str] = "custom:european_capitals_sort"

    def check(self, reply: Document) -> Verdict:
        items = [item for item in _items(reply) if item.start < item.end]
        cities = [_capital(item.of(reply.text)) for item in items]
        unknown = [item for item, city in zip(items, cities, strict=True) if not city]
        missing = LATITUDES.keys() - set(cities) - OPTIONAL_CAPITALS
        known = [city for city in cities if city]
        twice = len(known) - len(set(known))
        late = [
            item
            for item, city, before in zip(items[1:], cities[1:], cities, strict=False)
            if city and before and LATITUDES[city] > LATITUDES[before] + SAME_LATITUDE
        ]
        if not (unknown or missing or twice or late):
            return satisfied(f"{len(items)} capitals from north to south", mark(items, "capital"))
        reason = (
            f"{len(missing)} capitals missing, {len(unknown)} items that are none or not in Europe's north, "
            f"{twice} twice, {len(late)} farther north than the one before"
        )
        share = len(set(known) - OPTIONAL_CAPITALS) / (len(LATITUDES) + len(unknown) + twice + len(late))
        return violated(reason, share, mark(sorted([*unknown, *late]), "wrong here"))

    def wordings(self) -> tuple[str, ...]:
        return (
            "Give only the names of Europe's capitals above 45 degrees north, highest first, set apart by commas.",
            "List every European capital north of 45 degrees of latitude, from north to south, as names with commas.",
            "Write only the capitals of Europe above 45 degrees north, separated by commas, the northernmost first.",
            "Name the European capitals over 45 degrees in descending order of latitude, divided by commas.",
            "Sort the European capitals north of 45 degrees by latitude, highest first, in a comma-separated list.",
        )

    def witness(self, rng: Random, topic: str) -> str:  # noqa: ARG002 - what is asked for leaves no choice
        return ", ".join(city for city in LATITUDES if city not in OPTIONAL_CAPITALS)

    def mutants(self, text: str) -> Iterator[str]:
        yield text.replace("Kyiv, ", "")
        yield text.replace("Reykjavik", "Zagreb").replace("Zagreb", "Reykjavik")
        yield text.replace("Paris", "Paris (France)")
        yield f"{text}, Rome"
        yield text.replace(",", ";")

    def domain(self) -> Domain:
        count = len(LATITUDES) - len(OPTIONAL_CAPITALS)
        return _listing(count, commas=count - 1)

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls()


def _capital(name: str) -> str:
    """Return the capital that a name denotes: marks may be around it, but no digit, and no letter of another script."""
    if len(name) > LONGEST_NAME or (not name.isascii() and not _is_latin(name)) or _NOT_OF_A_NAME.search(name):
        return ""
    return CAPITALS.get(plain(name), "")


_NOT_OF_A_NAME = re.compile(r"\d|\w['\u2019]\w")


def _is_latin(name: str) -> bool:
    letters = unicodedata.normalize("NFKD", name)
    return all(letter.isascii() for letter in letters if letter.isalnum())


_NUMBERING = re.compile(r"\A\d+[\W_]++")


@dataclass(frozen=True, slots=True, kw_only=True)
class AfricaReversed:
    """The 54 countries of Africa, each on a line, in reverse alphabetical order of the names that the reply gives them.

    Numbers, bullets and accents do not matter; "The" may count for the order or not. Western Sahara and Somaliland may
    stand or be left out. What stands before the first country and after the last (an introduction) is free; between
    them stand countries of Africa and single letters as headings.
    """

    id: ClassVar[str] = "custom:reverse_newline"

    def check(self, reply: Document) -> Verdict:
        lines = [(span, _listed(span.of(reply.text))) for span in filled_lines(reply.text)]
        named = [i for i, (_, name) in enumerate(lines) if _country(name)]
        inside = lines[named[0] : named[-1] + 1] if named else []
        listed = [(span, name) for span, name in inside if _country(name)]
        others = [span for span, name in inside if not _country(name) and len(plain(name)) > 1]
        countries = {_country(name) for _, name in listed}
        missing = AFRICANS - countries
        twice = len(listed) - len(countries)
        names = [plain(name) for _, name in listed]
        ascents = min(_ascents(names), _ascents([_without_article(name) for name in names]))
        if not (missing or others or twice or ascents):
            return satisfied(f"{len(listed)} countries from Z to A", mark((span for span, _ in listed), "country"))
        reason = (
            f"{len(missing)} countries missing, {len(others)} lines that name none, {twice} twice, "
            f"{ascents} out of order"
        )
        share = len(countries - DISPUTED) / (len(AFRICANS) + len(others) + twice + ascents + 1)
        return violated(reason, share, mark(others or (span for span, _ in listed), "listed"))

    def wordings(self) -> tuple[str, ...]:
        return (
            "List the countries of Africa in reverse alphabetical order, each on a new line.",
            "Name every African country, one a line, from Z to A.",
            "Write down all countries of Africa on lines of their own, sorted in reverse alphabetical order.",
            "Give me the countries of Africa, each on a separate line, in descending alphabetical order.",
            "Your reply must list Africa's countries one a line, in reverse alphabetical order down to Algeria.",
        )

    def witness(self, rng: Random, topic: str) -> str:  # noqa: ARG002 - what is asked for leaves no choice
        names = sorted(AFRICANS, key=plain, reverse=True)
        bullet = rng.choice(("", "- "))
        return "\n".join(f"{bullet}{name}" for name in names)

    def mutants(self, text: str) -> Iterator[str]:
        yield "\n".join(reversed(text.split("\n")))
        yield text.replace("Kenya", "")
        yield text.replace("\n", ", ")
        yield text.replace("Togo", "Zzz").replace("Mali", "Togo").replace("Zzz", "Mali")
        yield f"{text}\nKenya"
        yield text.replace("Zambia", "Zambia\nYemen")

    def domain(self) -> Domain:
        return _listing(54)

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls()


def _listed(line: str) -> str:
    """Return what a line of a list names: without bullet, number and the marks around it."""
    return _NUMBERING.sub("", without_marks_around(line))


def _ascents(names: Sequence[str]) -> int:
    return sum(before < here for before, here in pairwise(names))


@lru_cache(maxsize=1024)
def _country(name: str) -> str | None:
    """Return the country that a name denotes, with or without another name of it in brackets."""
    if len(name) > LONGEST_NAME:
        return None
    outer, _, inner = name.partition("(")
    known = (AFRICA.get(_without_article(plain(part))) for part in (name, outer, inner))
    return next(filter(None, known), None)


def _without_article(name: str) -> str:
    return name.removeprefix("the ")
