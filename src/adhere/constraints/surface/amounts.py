"""How amounts are written: of money, of shares in a hundred, and of what is measured."""

from __future__ import annotations

import re
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, ClassVar, Self

from adhere.constraints.bounds import Noun
from adhere.constraints.composing import prose
from adhere.constraints.surface.conforming import Conforming, Instance
from adhere.constraints.surface.passages import at_numbers, without_code
from adhere.errors import UsageError
from adhere.text import Document, Span

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

NUMBER_WORD = (
    "one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|fifty|hundred|thousand"
)
_NUMBER = r"\d[\d.,\u00a0\u202f]{0,30}(?<=\d)"
_CODES = "USD EUR GBP JPY CHF CAD AUD NZD CNY INR SEK NOK DKK PLN CZK HUF BRL MXN ZAR KRW TRY"
_SYMBOLS = "$\u20ac\u00a3\u00a5\u20b9\u20a9\u20bd\u20ba\u20aa\u20ab\u0e3f"
_WORDS = "dollars?|euros?|pounds? sterling|yen|rupees?|swiss francs?|francs?|yuan|kron(?:or|er|a|e)|zloty|pesos?|bucks?"
_SIGN = rf"[{_SYMBOLS}]|\b(?:{'|'.join(_CODES.split())})\b"
_MONEY = re.compile(
    rf"(?P<before>(?:\b(?:US|CA|AU|NZ|A|C))?(?:{_SIGN}))(?P<gap1>[ \u00a0\u202f]?)[-\u2212]?{_NUMBER}"
    rf"|(?<![\w.,]){_NUMBER}(?P<gap2>[ \u00a0\u202f]?)(?:(?:thousand|million|billion|trillion|[kmbKMB]|bn) ?)?"
    rf"(?P<after>{_SIGN}|(?i:\b(?:{_WORDS})\b))"
)
_BEFORE_NUMBER = len("US$ -")
"""Characters before the number of an amount at most."""
POSITIONS = ("before", "after")


@dataclass(frozen=True, slots=True, kw_only=True)
class Currency(Conforming):
    """Each amount of money carries the ``sign`` ("$", "\u20ac", "EUR", "dollars") at its ``position``: before or after.

    A space between the two does not matter, nor does a word such as "million". An amount with another sign, or with the
    currency written another way, breaks the rule. Undecided where no amount is named in digits; code is left out.
    """

    id: ClassVar[str] = "number:currency"
    noun: ClassVar[Noun] = Noun("amount of money", "amounts of money")
    sign: str
    position: str = "before"

    def __post_init__(self) -> None:
        known = [*_SYMBOLS, *_CODES.split()]
        if self.sign not in known and not re.fullmatch(_WORDS, self.sign, re.IGNORECASE):
            raise UsageError(
                f"{self.id}: unknown sign {self.sign!r}", hint=f"one of {' '.join(known)}, or dollars etc."
            )
        if self.position not in POSITIONS:
            raise UsageError(f"{self.id}: position is {self.position!r}", hint=f"one of: {', '.join(POSITIONS)}")
        if self.position == "before" and self.sign not in known:
            raise UsageError(f"{self.id}: {self.sign} before the amount", hint="a word stands after: position after")

    def asked(self) -> str:
        return f"with {self.sign} {self.position} the amount"

    def instances(self, reply: Document) -> Iterator[Instance]:
        for match in at_numbers(_MONEY, without_code(reply), _BEFORE_NUMBER):
            sign = match["before"] or match["after"]
            place = "before" if match["before"] else "after"
            same = sign.casefold().removesuffix("s") == self.sign.casefold().removesuffix("s")
            yield Instance(Span(*match.span()), same and place == self.position)

    def _shown(self, amount: int) -> str:
        gap = " " if len(self.sign) > 1 else ""
        return f"{self.sign}{gap}{amount}" if self.position == "before" else f"{amount} {self.sign}"

    def wordings(self) -> tuple[str, ...]:
        how, example = f"{self.sign} {self.position} the amount", self._shown(25)
        return (
            f"Write every amount of money with {how}, as in {example}.",
            f"Give all prices and sums with {how}, for example {example}.",
            f"Amounts of money in your answer must have {how}, such as {example}.",
            f"Put {how} wherever you name a sum of money, like {example}.",
            f"Use one form for all money: {how}; {example} is an example.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        lines = [f"It costs {self._shown(rng.randint(2, 900))} in all." for _ in range(rng.randint(1, 3))]
        return " ".join([prose(rng, topic, 2), *lines])

    def mutants(self, text: str) -> Iterator[str]:
        for shown in ("$40", "40 \u20ac", "EUR 40", "40 USD", "40 dollars", "\u00a3 40"):
            if not all(instance.fits for instance in self.instances(Document(shown))):
                yield f"{text} The rest is {shown} more."

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return rng.choice((cls(sign="$"), cls(sign="\u20ac", position="after"), cls(sign="EUR"), cls(sign="\u00a3")))


_IN_DIGITS = re.compile(rf"(?<![\w.,]){_NUMBER}[ \u00a0\u202f-]?(?P<mark>%|(?i:per ?cent)(?!\w))")
_PERCENT = re.compile(r"(?<=[a-z])[ -]?(?P<mark>%|per ?cent(?!\w))", re.IGNORECASE)
_IN_WORDS = re.compile(rf"\b(?:{NUMBER_WORD})(?:-[a-z]{{3,5}})?\Z", re.IGNORECASE)
_LONGEST = 20
"""Characters that such a number in words has at most."""
STYLES = ("%", "percent", "per cent")


@dataclass(frozen=True, slots=True, kw_only=True)
class Percent(Conforming):
    """Every percentage is written in the ``style``: "%" (5%), "percent" (5 percent) or "per cent" (5 per cent).

    A space before the sign does not matter. Undecided where there is no percentage; code is left out.
    """

    id: ClassVar[str] = "number:percent"
    noun: ClassVar[Noun] = Noun("percentage", "percentages")
    style: str

    def __post_init__(self) -> None:
        if self.style not in STYLES:
            raise UsageError(f"{self.id}: unknown style {self.style!r}", hint=f"one of: {', '.join(STYLES)}")

    def asked(self) -> str:
        return f"written with {self.style}"

    def instances(self, reply: Document) -> Iterator[Instance]:
        text = without_code(reply)
        found = [(match.start(), match) for match in at_numbers(_IN_DIGITS, text)]
        for match in _PERCENT.finditer(text) if "%" in text or "cent" in text.lower() else ():
            words = _IN_WORDS.search(text, max(0, match.start() - _LONGEST), match.start())
            if words is not None:
                found.append((words.start(), match))
        for start, match in sorted(found, key=itemgetter(0)):
            yield Instance(Span(start, match.end()), match["mark"].casefold() == self.style)

    def _shown(self, number: int) -> str:
        return f"{number}%" if self.style == "%" else f"{number} {self.style}"

    def wordings(self) -> tuple[str, ...]:
        example = self._shown(5)
        return (
            f"Write every percentage with {self.style}, as in {example}.",
            f"Use {self.style} for all percentages, for example {example}.",
            f"All percentages in your answer must have the form {example}, with {self.style} behind the number.",
            f"Put {self.style} after the number wherever you give a percentage, like {example}.",
            f"Percentages must be written with {self.style} and in no other way; {example} is an example.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        lines = [f"It grew by {self._shown(rng.randint(2, 99))} in all." for _ in range(rng.randint(1, 3))]
        return " ".join([prose(rng, topic, 2), *lines])

    def mutants(self, text: str) -> Iterator[str]:
        for style, shown in (("%", "7%"), ("percent", "7 percent"), ("per cent", "7 per cent")):
            if style != self.style:
                yield f"{text} The rest is {shown} more."

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls(style=rng.choice(STYLES))


_METRIC = (
    "mm|cm|dm|km|kilomet(?:er|re)s?|centimet(?:er|re)s?|millimet(?:er|re)s?|met(?:er|re)s?|kg|mg|kilograms?|kilos?|"
    "grams?|grammes?|milligrams?|tonnes?|ml|cl|dl|lit(?:er|re)s?|millilit(?:er|re)s?|hectares?|\u00b0 ?C|km/h|kph|"
    "degrees? celsius|celsius|m\u00b2|km\u00b2|m\u00b3"
)
_IMPERIAL = (
    "inch(?:es)?|foot|feet|ft|yards?|yd|miles?|mi|mph|pounds?|lbs?|ounces?|oz|fl\\.? oz|stones?|gallons?|gal|quarts?|"
    "pints?|acres?|\u00b0 ?F|degrees? fahrenheit|fahrenheit|square (?:feet|miles|yards|inches)|cubic (?:feet|inches)"
)
_MEASURE = re.compile(
    rf"(?<![\w.,$\u20ac\u00a3])(?:{_NUMBER}|{NUMBER_WORD})[ \u00a0-]?"
    rf"(?:(?P<metric>{_METRIC})|(?P<imperial>{_IMPERIAL})|(?P<bare>(?<=[\d ])[mgl]))(?![\w\u00b2\u00b3])",
)
SYSTEMS = ("metric", "imperial")


@dataclass(frozen=True, slots=True, kw_only=True)
class Units(Conforming):
    """All lengths, weights, volumes, areas, speeds and temperatures are in units of the ``system``: metric or imperial.

    What counts is a number with a unit behind it: "5 km", "three miles", "20 \u00b0C". US customary units count
    as imperial. Undecided where "pounds" may be money or "stones" be stones, and where nothing is measured.
    """

    id: ClassVar[str] = "number:units"
    noun: ClassVar[Noun] = Noun("measurement", "measurements")
    system: str

    def __post_init__(self) -> None:
        if self.system not in SYSTEMS:
            raise UsageError(f"{self.id}: unknown system {self.system!r}", hint=f"one of: {', '.join(SYSTEMS)}")

    def asked(self) -> str:
        return f"in {self.system} units"

    def instances(self, reply: Document) -> Iterator[Instance]:
        for match in _MEASURE.finditer(without_code(reply)):
            imperial = match["imperial"]
            doubtful = imperial is not None and imperial.startswith(("pound", "stone"))
            fits = ("imperial" if imperial else "metric") == self.system
            yield Instance(Span(*match.span()), None if doubtful and not fits else fits)

    def wordings(self) -> tuple[str, ...]:
        example = "5 km and 20 \u00b0C" if self.system == "metric" else "3 miles and 70 \u00b0F"
        return (
            f"Use {self.system} units for all measurements, as in {example}.",
            f"Give every measurement in {self.system} units, for example {example}.",
            f"All lengths, weights and temperatures in your answer must be in {self.system} units, such as {example}.",
            f"Measure in the {self.system} system throughout, like {example}.",
            f"Write measurements in {self.system} units and in no others; {example} is an example.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        units = ("km", "kg", "cm", "\u00b0C") if self.system == "metric" else ("miles", "feet", "lb", "\u00b0F")
        lines = [f"It is about {rng.randint(2, 90)} {rng.choice(units)} in all." for _ in range(rng.randint(1, 3))]
        return " ".join([prose(rng, topic, 2), *lines])

    def mutants(self, text: str) -> Iterator[str]:
        for unit in ("miles", "oz", "\u00b0F") if self.system == "metric" else ("km", "kg", "\u00b0C"):
            yield f"{text} The rest is 7 {unit} more."

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls(system=rng.choice(SYSTEMS))
