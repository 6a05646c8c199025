"""Proofs that constraints contradict each other: their facts together leave no reply."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations, product
from math import prod
from string import ascii_lowercase
from typing import TYPE_CHECKING

from adhere.constraints.bounds import Bounds
from adhere.constraints.contradictions.facts import Facts, Key, Measure, lettered, runs
from adhere.constraints.contradictions.measures import measured
from adhere.constraints.contradictions.sound import facts_of
from adhere.constraints.ifbench.letters import VOWELS
from adhere.constraints.matching import occurrences
from adhere.text import Document

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adhere.constraints.protocol import Constraint

_MOST_CASES = 64
"""Combinations of cases gone through; of more, the longest lists of cases are left out, which weakens no proof."""

_AT_MOST_WORDS = (
    Measure.DIFFERENT_WORDS,
    Measure.SENTENCES,
    Measure.PARAGRAPHS,
    Measure.PARTS,
    Measure.HIGHLIGHTS,
    Measure.CAPITAL_WORDS,
)
"""What a text has no more of than words: each of them has one of its own."""

_AT_MOST_LINES = (
    Measure.PARAGRAPHS,
    Measure.PARTS,
    Measure.STARRED_LINES,
    Measure.SEPARATORS,
    Measure.HEADINGS,
    Measure.ENTRIES,
)
"""What a text has no more of than lines: each of them begins on one of its own."""

_WITHIN: tuple[tuple[Key, Key], ...] = (
    *(((measure, ""), (Measure.LINES, "")) for measure in _AT_MOST_LINES),
    *(((measure, ""), (Measure.WORDS, "")) for measure in _AT_MOST_WORDS),
    ((Measure.BULLETS, ""), (Measure.SPACES, "")),
    ((Measure.SEPARATORS, ""), (Measure.STARRED_LINES, "")),
    ((Measure.GAPS, ""), (Measure.SPACES, "")),
    ((Measure.CHARACTER, ","), (Measure.COMMAS, "")),
    ((Measure.CHARACTER, "?"), (Measure.QUESTION_MARKS, "")),
    *(((Measure.CHARACTER, bracket), (Measure.OPEN_BRACKETS, "")) for bracket in "([{"),
    *(((Measure.CHARACTER, digit), (Measure.DIGITS, "")) for digit in "0123456789"),
    *(((Measure.CHARACTER, letter), (Measure.OTHER_LETTERS, "")) for letter in "bcefghijklmopqrstuvwxyz"),
    *(((Measure.CHARACTER, letter), (Measure.LETTERS, "")) for letter in ascii_lowercase),
    ((Measure.CAPITAL_WORDS, ""), (Measure.CAPITALS, "")),
    ((Measure.BEYOND_ASCII, ""), (Measure.OTHER_LETTERS, "")),
    ((Measure.CAPITALS, ""), (Measure.LETTERS, "")),
    ((Measure.SMALL, ""), (Measure.LETTERS, "")),
    ((Measure.ASIDES, ""), (Measure.WORDS, "")),
    ((Measure.BARE, ""), (Measure.WORDS, "")),
    ((Measure.COMMONEST, ""), (Measure.WORDS, "")),
    ((Measure.LETTERS, ""), (Measure.LETTER_BYTES, "")),
    ((Measure.LETTERS, ""), (Measure.CHARACTERS, "")),
    ((Measure.DIGITS, ""), (Measure.CHARACTERS, "")),
    ((Measure.WORDS, ""), (Measure.CHARACTERS, "")),
    *(((measure, ""), (Measure.MARKDOWN, "")) for measure in (Measure.HEADINGS, Measure.TABLES, Measure.FENCES)),
)
"""Pairs of which every text has at most as many of the first as of the second."""

_OF_TEXTS = (
    Measure.WORDS,
    Measure.DIFFERENT_WORDS,
    Measure.COMMAS,
    Measure.OTHER_LETTERS,
    Measure.LETTERS,
    Measure.DIGITS,
    Measure.OPEN_BRACKETS,
    Measure.QUESTION_MARKS,
)
"""What a reply has at least as much of as the words in it that are given."""

_OF_CONTENT = (
    Measure.WORDS,
    Measure.DIFFERENT_WORDS,
    Measure.COMMONEST,
    Measure.LETTER_BYTES,
    Measure.LETTERS,
    Measure.BEYOND_ASCII,
    Measure.OTHER_LETTERS,
    Measure.DIGITS,
)
"""What the words alone determine; the marks of a content determine these, too, unless they are free:"""
_OF_MARKED_CONTENT = (Measure.COMMAS, Measure.OPEN_BRACKETS, Measure.QUESTION_MARKS, Measure.EMOJI)


def refute(constraints: Sequence[Constraint]) -> str | None:
    """Return why no reply in ordinary letters satisfies all constraints; None where no reason is found."""
    facts = [facts_of(constraint) for constraint in constraints]
    return contradiction(facts)


def contradiction(facts: Sequence[Facts]) -> str | None:
    """Return why the facts hold of no reply together; None where they may."""
    reason = _Together(facts).contradiction()
    if reason is not None:
        return reason
    choices = sorted((cases for each in facts for cases in each.cases), key=len)
    while prod(map(len, choices)) > _MOST_CASES:
        choices.pop()
    if not choices:
        return None
    for chosen in product(*choices):
        reason = _Together([*facts, *chosen]).contradiction()
        if reason is None:
            return None
    return reason


@dataclass(slots=True)
class _Together:
    """Facts that hold at once, and what follows from them."""

    facts: Sequence[Facts]
    counts: dict[Key, Bounds] = field(default_factory=dict)

    def contradiction(self) -> str | None:
        for facts in self.facts:
            for key, bounds in facts.counts.items():
                self._bound(key, *bounds)
        if (
            reason := self._unlike()
            or self._cases()
            or self._opening()
            or self._ending()
            or self._rules()
            or self._rows()
        ) is not None:
            return reason
        self._contents()
        self._texts()
        self._phrases()
        self._limits()
        self._relations()
        self._derived()
        return self._empty_interval() or self._outside_vocabulary()

    def _bound(self, key: Key, low: int, high: int | None) -> None:
        known_low, known_high = self.counts.get(key, Bounds())
        highest = known_high if high is None else high if known_high is None else min(high, known_high)
        self.counts[key] = Bounds(max(low, known_low), highest)

    def _unlike(self) -> str | None:
        asked: dict[str, str] = {}
        for name, text in (pair for facts in self.facts for pair in facts.unlike):
            if asked.setdefault(name, text) != text:
                return f"{name}: {asked[name]}, and also {text}"
        languages = [facts.languages for facts in self.facts if facts.languages is not None]
        if languages and not frozenset.intersection(*languages):
            return "the reply cannot be in two languages"
        return None

    def _opening(self) -> str | None:
        openings = [facts.opening for facts in self.facts if facts.opening]
        openings += [runs(facts.content) for facts in self.facts if facts.content is not None]
        for one, other in combinations(openings, 2):
            if any(a != b for a, b in zip(one, other, strict=False)):
                return f'the reply cannot begin with both "{" ".join(one)}" and "{" ".join(other)}"'
        closings = [facts.closing for facts in self.facts if facts.closing]
        closings += [runs(facts.content) for facts in self.facts if facts.content is not None]
        for one, other in combinations(closings, 2):
            if any(a != b for a, b in zip(one[::-1], other[::-1], strict=False)):
                return f'the reply cannot end with both "{" ".join(one)}" and "{" ".join(other)}"'
        for firsts in ([facts.first for facts in self.facts], [facts.start for facts in self.facts]):
            asked = [first for first in firsts if first is not None]
            if asked and not frozenset.intersection(*asked):
                return f"the reply cannot begin with one of {' and also one of '.join(map(_listed, asked))}"
        return None

    def _ending(self) -> str | None:
        tails = [facts.tail for facts in self.facts if facts.tail is not None]
        for one, other in combinations(tails, 2):
            if not (one.endswith(other) or other.endswith(one)):
                return f'the reply cannot end with both "{one}" and "{other}"'
        lasts = [facts.last for facts in self.facts if facts.last is not None]
        for ends in (facts.ends for facts in self.facts if facts.ends is not None):
            for tail in (tail for tail in tails if not ends(tail)):
                return f'the reply cannot end with "{tail}"'
            for last in (last for last in lasts if not any(map(ends, last))):
                return f"the reply cannot end with one of {_listed(last)}"
        for facts in self.facts:
            for tail in tails:
                if facts.last is not None and tail[-1] not in facts.last:
                    return f'the reply ends with one of {_listed(facts.last)}, and cannot end with "{tail}"'
        return None

    def _cases(self) -> str | None:
        for convert in (facts.case for facts in self.facts if facts.case is not None):
            for text in (text for facts in self.facts for text in facts.exact):
                if text != convert(text):
                    return f'"{text}" is asked for as it is written, and all letters in another case'
        return None

    def _rules(self) -> str | None:
        contents = [facts.content for facts in self.facts if facts.content is not None]
        for one, other in combinations(contents, 2):
            if runs(one) != runs(other):
                return f'the reply cannot be both "{one}" and "{other}"'
        for facts in self.facts:
            for content in contents:
                if facts.decides is not None and not facts.decides(content):
                    return f'"{content}" leaves no room for what else is asked'
            for text in (text for each in self.facts for text in each.texts if facts.content is not None):
                if facts.content is not None and not _times_in(text, facts.content):
                    return f'"{text}" must stand in the reply, and the words of the reply are "{facts.content}"'
            for text in (text for each in self.facts for text in each.texts if facts.keeps is not None):
                if facts.keeps is not None and not facts.keeps(text):
                    return f'"{text}" must stand in the reply and breaks a rule for its words'
        return None

    def _rows(self) -> str | None:
        asked = [name for (measure, name), (low, _) in self.counts.items() if measure is Measure.PHRASE and low]
        asked += [text for facts in self.facts for text in (*facts.texts, *facts.exact, *facts.opening, *facts.closing)]
        for rows in (facts.rows for facts in self.facts if facts.rows is not None):
            for row in (row for text in asked for row in runs(text) if not rows(row)):
                return f'"{row}" must stand in the reply, and no line has room for it'
        return None

    def _contents(self) -> None:
        limited = any(facts.most is not None for facts in self.facts)
        for facts in self.facts:
            if facts.content is None:
                continue
            document = Document(facts.content)
            measures = _OF_CONTENT if facts.free is None else (*_OF_CONTENT, *_OF_MARKED_CONTENT)
            for measure in measures:
                self._bound((measure, ""), *Bounds.exactly(measured((measure, ""), document)))
            for character in set(filter(_is_plain, facts.content.lower())) if limited else ():
                self._bound((Measure.CHARACTER, character), measured((Measure.CHARACTER, character), document), None)
            for key in list(self.counts):
                most = _most(key, facts, document)
                if most is not None:
                    self._bound(key, 0, most)

    def _texts(self) -> None:
        for text in {text for facts in self.facts for text in facts.texts}:
            document = Document(text)
            for measure in _OF_TEXTS:
                self._bound((measure, ""), measured((measure, ""), document), None)
            for key in list(self.counts):
                if key[0] is Measure.CHARACTER and key[1].isalnum():
                    self._bound(key, measured(key, document), None)
                elif key[0] is Measure.PHRASE:
                    self._bound(key, sum(_inside(key[1], token) for token in text.split()), None)
            for letter in set(filter(str.isalpha, text.lower())):
                self._bound((Measure.CHARACTER, letter), text.lower().count(letter), None)

    def _phrases(self) -> None:
        phrases = [(key[1], bounds.minimum) for key, bounds in self.counts.items() if key[0] is Measure.PHRASE]
        for phrase, times in phrases:
            if not times:
                continue
            worded = sum(bool(runs(token)) for token in phrase.split())
            self._bound((Measure.WORDS, ""), times * (worded - 1) + 1 if worded else 0, None)
            self._bound((Measure.SPACES, ""), times * (len(phrase.split()) - 1), None)
            bare = sum(token[0].isalnum() for token in phrase.split()[1:])
            self._bound((Measure.BARE, ""), times * bare, None)
            for character in set(filter(_is_settled, phrase)):
                self._bound((Measure.CHARACTER, character), times * phrase.count(character), None)
            for other, _ in phrases:
                self._bound((Measure.PHRASE, other), times * len(occurrences(other, phrase)), None)

    def _limits(self) -> None:
        for spaced in (facts.spaced for facts in self.facts if facts.spaced is not None):
            for key in [key for key in self.counts if key[0] is Measure.PHRASE and " " in key[1]]:
                self._bound(key, 0, spaced(key[1]))
        for most in (facts.most for facts in self.facts if facts.most is not None):
            for key in list(self.counts):
                if key[0] is Measure.CHARACTER and (limit := most(key[1])) is not None:
                    self._bound(key, 0, limit)

    def _relations(self) -> None:
        for fewer, more in (*_WITHIN, *reversed(_WITHIN)):
            low = self.counts.get(fewer, Bounds()).minimum
            high = self.counts.get(more, Bounds()).maximum
            if low:
                self._bound(more, low, None)
            if high is not None and fewer in self.counts:
                self._bound(fewer, 0, high)

    def _derived(self) -> None:
        lines = self.counts.get((Measure.LINES, ""), Bounds()).minimum
        self._bound((Measure.SPACES, ""), max(0, lines - 1), None)
        apart = (self.counts.get((measure, ""), Bounds()).minimum for measure in (Measure.LETTERS, Measure.DIGITS))
        self._bound((Measure.CHARACTERS, ""), sum(apart) + max(0, lines - 1), None)
        if self.counts.get((Measure.LETTERS, ""), Bounds()).maximum == 0:
            self._bound((Measure.LETTER_BYTES, ""), 0, 0)
        if self.counts.get((Measure.BULLETS, ""), Bounds()).minimum:
            self._bound((Measure.LISTS, ""), 1, None)
        if (Measure.VOWELS, "") in self.counts:
            asked = (self.counts.get((Measure.CHARACTER, vowel), Bounds()).minimum for vowel in VOWELS)
            self._bound((Measure.VOWELS, ""), sum(map(bool, asked)), None)
            if self.counts.get((Measure.OTHER_LETTERS, ""), Bounds()).maximum == 0:
                self._bound((Measure.VOWELS, ""), 0, 1)

    def _empty_interval(self) -> str | None:
        for (measure, name), (low, high) in self.counts.items():
            if high is not None and low > high:
                of = f' "{name}"' if name and measure is not Measure.OWN else ""
                return f"{measure}{of}: at least {low}, and at most {high}"
        return None

    def _outside_vocabulary(self) -> str | None:
        asked = [name for (measure, name), (low, _) in self.counts.items() if measure is Measure.PHRASE and low]
        asked += [text for facts in self.facts for text in (*facts.texts, *facts.opening)]
        asked += [facts.content for facts in self.facts if facts.content is not None]
        for facts in self.facts:
            for text in asked if facts.vocabulary is not None else ():
                if facts.vocabulary is not None and not lettered(text) <= facts.vocabulary:
                    return f'"{text}" is asked for, and the reply has no place for it'
            given = facts.vocabulary if facts.content is None else lettered(facts.content)
            for some in (each.some for each in self.facts if each.some is not None):
                if given is not None and not any(map(some, given)):
                    return "a word is asked for that the reply has no place for"
        return None


def _most(key: Key, facts: Facts, content: Document) -> int | None:
    """Return how many of a phrase or a character a reply of this content has at most; None where it is free."""
    measure, name = key
    if measure is Measure.PHRASE:
        return _times_in(name, content.text) if runs(name) else None
    if measure is not Measure.CHARACTER or name.isspace():
        return None
    if name.isalnum():
        return measured(key, content) if name.isascii() else None
    return None if facts.free is None or name in facts.free else measured(key, content)


def _times_in(phrase: str, text: str) -> int:
    """Return how often the runs of a phrase stand in those of a text, in a row."""
    wanted, given = runs(phrase), runs(text)
    return sum(given[i : i + len(wanted)] == wanted for i in range(len(given) - len(wanted) + 1))


def _inside(phrase: str, token: str) -> int:
    """Return how often a phrase occurs in a token whatever marks are put around that."""
    if len(phrase.split()) > 1 or not (phrase[0].isalnum() and phrase[-1].isalnum()):
        return 0
    return sum(end < len(token) and token[end] in ".,;:!?)-" for _, end in occurrences(phrase, token))


def _is_plain(character: str) -> bool:
    return character.isalnum() and character.isascii()


def _is_settled(character: str) -> bool:
    """Whether a phrase asks for just this character: white space and quotation marks have several forms."""
    return not character.isspace() and character not in "\"'\u2018\u2019\u201c\u201d"


def _listed(characters: frozenset[str]) -> str:
    return " ".join(sorted(characters))
