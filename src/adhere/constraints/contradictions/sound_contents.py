"""Facts about replies that are given as a whole: fixed answers, copies, listings, tables."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from adhere.constraints.bounds import Bounds
from adhere.constraints.contradictions.facts import (
    BOTH_SIDES,
    DATA,
    EACH_BRACKET,
    FIRST_LETTERS,
    NOT_EACH,
    SCRIPT,
    SIDES,
    Facts,
    Key,
    Measure,
    is_ordinary,
    runs,
)
from adhere.constraints.copying import TOKEN, key_of, words_of
from adhere.constraints.dividing import has_word, without_marks_around
from adhere.constraints.ifbench.backwards import ANSWER
from adhere.constraints.ifbench.geography import CAPITALS, LATITUDES, OPTIONAL_CAPITALS, plain
from adhere.constraints.ifbench.listings import UNDISPUTED
from adhere.constraints.matching import occurrences
from adhere.constraints.punctuation import COMMAS
from adhere.text import Document

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from adhere.constraints.combination import RepeatPrompt
    from adhere.constraints.ifbench.fixed_answers import Options
    from adhere.constraints.ifbench.listings import Multiples
    from adhere.constraints.ifbench.repeats import RepeatChanged, RepeatSentence, RepeatSpan
    from adhere.constraints.ifbench.tables import CityCsv
    from adhere.constraints.ifrlvr.copies import CopiedCharacters, CopiedRequest, MultipliedRequest
    from adhere.constraints.protocol import Constraint
    from adhere.constraints.whole import ConstrainedResponse

COPY_MARKS = frozenset("\"'\u2018\u2019\u201c\u201d*_>#`")
"""The marks that a copy may have around each word."""


def _least(**least: int) -> dict[Key, Bounds]:
    return {(Measure[name], ""): Bounds(count) for name, count in least.items()}


def fixed_answers(answers: Sequence[str]) -> Facts:
    """Return that the words are those of one of the answers, whatever marks are around them."""
    if not all(is_ordinary(answer) and answer.isascii() and has_word(answer) for answer in answers):
        return Facts()
    cases = tuple(Facts(content=without_marks_around(answer), free=None) for answer in answers)
    return Facts(
        counts={(Measure.PARTS, ""): Bounds(0, 1)}, cases=(cases,), unlike=((BOTH_SIDES, "one answer on one side"),)
    )


def options(constraint: Options) -> Facts:
    """One of the options."""
    return fixed_answers(constraint.options)


def constrained_response(constraint: ConstrainedResponse) -> Facts:
    """One of the options, white space between its words; where it need not stand alone, nothing."""
    if not constraint.alone:
        return Facts()
    facts = fixed_answers(constraint.options)
    gaps = min(len(option.split()) - 1 for option in constraint.options)
    marks = [{key: each.minimum for key, each in _marks_of(option).items()} for option in constraint.options]
    shared = {key: Bounds(min(each.get(key, 0) for each in marks)) for key in marks[0]}
    return replace(facts, counts={**facts.counts, **_least(SPACES=gaps), **shared})


def _copy(tokens: Sequence[str]) -> Facts:
    text = " ".join(tokens)
    if not (text.isascii() and is_ordinary(text) and has_word(text)):
        return Facts()
    return Facts(
        counts=_least(SPACES=len(tokens) - 1) | _marks_of(text),
        cases=((Facts(content=text, free=COPY_MARKS, texts=(text,), start=_start(text)),),),
        last=_last(text),
        unlike=_unbracketed(tokens),
    )


def _start(text: str) -> frozenset[str]:
    return frozenset(text.casefold().lstrip("".join(COPY_MARKS))[:1])


def _marks_of(text: str) -> dict[Key, Bounds]:
    """Return how often a copy has at least each mark that is not one of those that may be left out around words."""
    marks = {mark for mark in text if mark.isascii() and not mark.isalnum() and not mark.isspace()}
    return {(Measure.CHARACTER, mark): Bounds(text.count(mark)) for mark in marks - COPY_MARKS}


def _last(text: str) -> frozenset[str]:
    """Return what a copy ends with: its last character, or marks around it that no closing mark of a text is."""
    return frozenset(text.casefold().rstrip("".join(COPY_MARKS))[-1:] + ">#")


def _unbracketed(tokens: Sequence[str]) -> tuple[tuple[str, str], ...]:
    return ((EACH_BRACKET, NOT_EACH),) if any("[" not in token for token in tokens) else ()


def repeat_sentence(constraint: RepeatSentence) -> Facts:
    """The sentence."""
    return _copy(words_of(constraint.sentence))


def repeat_span(constraint: RepeatSpan) -> Facts:
    """The words of the prompt between the indices."""
    return _copy(
        [
            token
            for text in TOKEN.findall(constraint.prompt)[constraint.first : constraint.last + 1]
            for token in words_of(text)
        ]
    )


def copied_request(constraint: CopiedRequest) -> Facts:
    """The request."""
    return _copy(words_of(constraint.prompt))


def copied_characters(constraint: CopiedCharacters) -> Facts:
    """The characters of the request between the indices."""
    return _copy(words_of(constraint.prompt[constraint.first : constraint.last + 1]))


_ON_TWO_SIDES = 2
"""Copies of a request that have one row of asterisks between them, as two responses do."""


def multiplied_request(constraint: MultipliedRequest) -> Facts:
    """The request so often, asterisks between."""
    facts = _copy(words_of(constraint.prompt) * constraint.times)
    if constraint.times != _ON_TWO_SIDES or "***" in constraint.prompt:
        return facts
    return replace(facts, unlike=(*facts.unlike, (SIDES, "the same")))


def repeat_changed(constraint: RepeatChanged) -> Facts:
    """All words of the request but the first, behind another."""
    tokens = words_of(constraint.prompt)[1:]
    rest = " ".join(tokens)
    # The line of hyphens in a table would be a word too many.
    return Facts(
        counts={(Measure.TABLES, ""): Bounds(0, 0), (Measure.ENTRIES, ""): Bounds(0, 1 + rest.count(":"))}
        | _least(SPACES=len(tokens))
        | _marks_of(rest),
        last=_last(rest) if rest and is_ordinary(rest) else None,
        unlike=_unbracketed(tokens),
        texts=(rest,) if rest.isascii() and rest else (),
        closing=runs(rest) if is_ordinary(rest) else (),
        spaced=_spaced_in(tokens) if rest.isascii() else None,
    )


def _spaced_in(tokens: Sequence[str]) -> Callable[[str], int | None]:
    """Return how often a phrase is in these tokens behind a word that is free, which has no white space inside."""
    rest = " ".join(map(key_of, tokens))

    def most(phrase: str) -> int | None:
        return None if COPY_MARKS & set(phrase) else len(occurrences(phrase, rest)) + _may_begin(phrase, rest)

    return most


def _may_begin(phrase: str, rest: str) -> bool:
    """Whether all words of a phrase but the first may be the first of a text."""
    later = runs(" ".join(phrase.split()[1:]))
    return runs(rest)[: len(later)] == later


def repeat_prompt(constraint: RepeatPrompt) -> Facts:
    """The request first, and a word behind it."""
    tokens = words_of(constraint.prompt)
    text = " ".join(tokens)
    if not (text.isascii() and has_word(text)):
        return Facts()
    count = len(Document(text).words)
    return Facts(
        counts=_least(WORDS=count + 1, SPACES=len(tokens)) | _marks_of(text),
        texts=(text,),
        opening=runs(text),
        start=_start(text),
        unlike=_unbracketed(tokens),
    )


def multiples(constraint: Multiples) -> Facts:
    """The digits of the multiples, and no letters but those of "and"."""
    wanted = [
        str(i)
        for i in range(-(-constraint.first // constraint.factor) * constraint.factor, constraint.last + 1)
        if i % constraint.factor == 0
    ]
    digits = "".join(wanted)
    counts = {(Measure.CHARACTER, digit): Bounds(digits.count(digit)) for digit in "0123456789"}
    return Facts(
        counts=counts | {(Measure.OTHER_LETTERS, ""): Bounds(0, 0)} | _least(DIGITS=len(digits)),
        vocabulary=frozenset({"and"}),
        unlike=((FIRST_LETTERS, "a digit one of them"),),
    )


def battle_dates(constraint: Constraint) -> Facts:  # noqa: ARG001 - every type gives its facts in this form
    """Dates and commas."""
    count = len(UNDISPUTED)
    return Facts(
        counts=_ITEMS
        | _least(COMMAS=count - 1, DIGITS=8 * count, WORDS=1)
        | dict.fromkeys(((measure, "") for measure in _NOT_OF_DATES), Bounds(0, 0))
        | {(Measure.COMMONEST, ""): Bounds(1, 1)},
        unlike=((FIRST_LETTERS, "a digit one of them"),),
        vocabulary=frozenset(),
        most=lambda character: None if character in "0123456789-." or _divides(character) else 0,
    )


def _divides(character: str) -> bool:
    return character.isspace() or COMMAS.fullmatch(character) is not None


_NOT_OF_DATES = (
    Measure.OTHER_LETTERS,
    Measure.LETTERS,
    Measure.EMOJI,
    Measure.HEADINGS,
    Measure.LISTS,
    Measure.TABLES,
    Measure.FENCES,
    Measure.BULLETS,
    Measure.HIGHLIGHTS,
    Measure.OPEN_BRACKETS,
    Measure.QUESTION_MARKS,
)
"""What a reply has none of in which nothing but dates stands between commas, each of them once."""


def capitals(constraint: Constraint) -> Facts:  # noqa: ARG001 - as above
    """Names and commas, no name twice."""
    count = len(LATITUDES) - len(OPTIONAL_CAPITALS)
    limits = {
        (Measure.LETTERS, ""): Bounds(0, _LETTERS_OF_CAPITALS),
        (Measure.WORDS, ""): Bounds(count, _WORDS_OF_CAPITALS),
    }
    names = frozenset(run for name in [*CAPITALS, *CAPITALS.values()] for run in runs(name))
    nothing = {(measure, ""): Bounds(0, 0) for measure in (Measure.DIGITS, Measure.EMOJI)}
    return Facts(
        counts=_ITEMS | nothing | limits | _least(COMMAS=count - 1, OTHER_LETTERS=count),
        texts=(*_ONLY_NAMES_OF_CAPITALS, "Reykjavik Helsinki"),  # whose places nobody can take
        vocabulary=names,
        unlike=((SCRIPT, "Latin"),),
    )


_NAMES_OF_CAPITALS = [[plain(name) for name, city in CAPITALS.items() if city == each] for each in LATITUDES]
_ONLY_NAMES_OF_CAPITALS = tuple(
    name
    for (name, *others) in _NAMES_OF_CAPITALS
    if not others and name.isalpha() and CAPITALS[name] not in OPTIONAL_CAPITALS
)
_LETTERS_OF_CAPITALS = sum(max(len(name.replace(" ", "")) for name in names) for names in _NAMES_OF_CAPITALS)
_WORDS_OF_CAPITALS = sum(max(len(name.split()) for name in names) for names in _NAMES_OF_CAPITALS)
"""The most that a list has of either which has each capital once."""


def words_reversed(constraint: Constraint) -> Facts:
    """The answer, its words in reverse order, and no others in their usual order."""
    return _backwards(constraint, " ".join(reversed(ANSWER)))


def letters_reversed(constraint: Constraint) -> Facts:
    """The answer, its letters in reverse order, and no word that is not."""
    return _backwards(constraint, " ".join(word[::-1] for word in reversed(ANSWER)))


def _backwards(constraint: Constraint, answer: str) -> Facts:
    """Return that the answer stands there, and that none of a text beside it is the wrong way round."""
    return Facts(
        texts=(answer,),
        # A word that is none parts the two, so that only the text itself can be at fault.
        keeps=lambda text: constraint.check(Document(f"{answer} qx {text}")).satisfied,
    )


_ITEMS: dict[Key, Bounds] = {(Measure.STARRED_LINES, ""): Bounds(0, 0), (Measure.PARTS, ""): Bounds(0, 1)}
"""What a reply has not that is nothing but items and commas."""


def csv(constraint: CityCsv) -> Facts:
    """The names of the columns in a row, and a delimiter between any two fields."""
    names = constraint.columns
    gaps = (len(names) - 1) * (constraint.rows + 1)
    counts = _least(SPACES=constraint.rows + (gaps if constraint.delimiter == "\t" else 0))
    if constraint.delimiter != "\t":  # which may be all that a row of empty fields has
        counts |= _least(LINES=constraint.rows + 1)
    if constraint.delimiter == ",":
        counts |= _least(COMMAS=gaps)
    elif all(map(has_word, names)):
        counts |= _least(GAPS=len(names) - 1)
    plain = all(name.isascii() and name.isalpha() for name in names)
    return Facts(
        counts=counts | (_least(WORDS=len(names)) if plain else {}),
        texts=(" ".join(names),) if plain else (),
        exact=names,
        unlike=(("the name of the first column", names[0]), *_unbracketed(names[:1]), *_rows_of_fields(names)),
    )


def _rows_of_fields(names: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Return that the first row is no bracket, and the second no row of hyphens, which would be one field."""
    return ((DATA, "rows of fields"),) if len(names) > 1 and names[0][0].isalnum() else ()
