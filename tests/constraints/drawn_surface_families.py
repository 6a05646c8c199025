"""Parameters of the surface families, far beyond those that draws give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from adhere.constraints.surface.amounts import STYLES, SYSTEMS
from adhere.constraints.surface.dates import FORMATS
from adhere.constraints.surface.lengths import MEASURES
from adhere.constraints.surface.numbers import SEPARATORS
from adhere.constraints.surface.scripts import SCRIPTS
from adhere.constraints.surface.times import CLOCKS

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

OPENINGS = st.sampled_from((("Sure",), ("Of course", "I'd be happy to", "Well"), ("As an AI language model",)))
PHRASES = st.sampled_from(
    (("bridge", "door"), ("on the other hand", "New York", "C++"), ("well-known", "naïve", "don't"), ("50%", "a.b"))
)
LABELS = st.sampled_from((("1",), ("1", "2", "3"), ("doc1", "Doc 7"), ("Smith, 2020", "Müller et al. 2021")))
SOURCES = st.sampled_from(
    (
        "The bridge was opened in 1932.",
        "It's a long way, said the man\u2014and he knew.\n\nNobody answered; the river ran on, as it always had.",
        'She called it "the best of days" and left (for good).',
    )
)
MESSAGES = st.sampled_from(
    (
        "Could you help me with this question, please?",
        "Wie komme ich am besten von Hamburg nach Berlin?",
        "\u00bfC\u00f3mo puedo aprender a cocinar en casa?",
        "Как мне лучше добраться до вокзала?",
    )
)
WITHOUT_PARAMETERS = (
    "surface:no_first_person",
    "surface:no_second_person",
    "surface:no_exclamation",
    "surface:no_question",
    "surface:no_em_dash",
    "surface:no_parentheses",
    "surface:no_ellipsis",
    "surface:no_emoji",
    "surface:ascii_only",
    "surface:no_digits",
    "surface:no_contractions",
    "surface:no_links",
    "surface:no_placeholder",
    "surface:no_repeated_sentence",
    "number:in_digits",
    "spelling:british",
    "spelling:american",
)


def _amount(draw: st.DrawFn) -> dict[str, object]:
    sign = draw(st.sampled_from(("$", "\u20ac", "\u00a3", "USD", "EUR", "CHF", "dollars", "euros")))
    position = "after" if sign in {"dollars", "euros"} else draw(st.sampled_from(("before", "after")))
    return {"sign": sign, "position": position}


def _any_of(draw: st.DrawFn) -> dict[str, object]:
    phrases = draw(PHRASES)
    return {"phrases": phrases, "minimum": draw(st.integers(1, len(phrases)))}


def _period(draw: st.DrawFn) -> dict[str, object]:
    first, last = sorted((draw(st.dates()), draw(st.dates())))
    return {"first": str(first), "last": str(last)}


def _level(highest: int, step: int) -> SearchStrategy[dict[str, int]]:
    """Bounds of a reading level: a fraction, so that both ends are never the same."""
    low, more = st.integers(1, highest), st.integers(step, 2 * step)
    both = st.tuples(low, more).map(lambda ends: {"minimum": ends[0], "maximum": sum(ends)})
    return st.one_of(low.map(lambda m: {"minimum": m}), low.map(lambda m: {"maximum": m}), both)


def surface_families(bounds: Callable[..., SearchStrategy[dict[str, int]]]) -> dict[str, SearchStrategy[dict]]:
    """The parameters by id; ``bounds`` draws a minimum, a maximum or both, up to a highest."""
    phrases = PHRASES.map(lambda given: {"phrases": given})
    sources = LABELS.map(lambda given: {"sources": given})
    measures = st.sampled_from(MEASURES)
    return {
        **{type_id: st.just({}) for type_id in WITHOUT_PARAMETERS},
        "surface:no_filler_opening": OPENINGS.map(lambda phrases: {"phrases": phrases}),
        "surface:no_filler_closing": OPENINGS.map(lambda phrases: {"phrases": phrases}),
        "reading:grade": _level(15, 2),
        "reading:ease": _level(90, 8),
        "date:format": st.sampled_from(FORMATS).map(lambda given: {"format": given}),
        "date:period": st.composite(_period)(),
        "time:format": st.sampled_from(CLOCKS).map(lambda given: {"clock": given}),
        "number:thousands": st.sampled_from(tuple(SEPARATORS)).map(lambda given: {"separator": given}),
        "number:decimal_places": st.integers(1, 9).map(lambda given: {"places": given}),
        "number:in_words": st.sampled_from((None, 1, 10, 12, 999)).map(lambda given: {"up_to": given}),
        "number:currency": st.composite(_amount)(),
        "number:percent": st.sampled_from(STYLES).map(lambda given: {"style": given}),
        "number:units": st.sampled_from(SYSTEMS).map(lambda given: {"system": given}),
        "citation:sources": sources,
        "citation:only_given": sources,
        "citation:each_paragraph": sources,
        "citation:each_sentence": sources,
        "citation:quote_from": SOURCES.map(lambda given: {"source": given}),
        "language:same_as_user": MESSAGES.map(lambda given: {"user": given}),
        "language:script": st.sampled_from(tuple(SCRIPTS)).map(lambda given: {"script": given}),
        "length:characters": bounds(900, least=1),
        "length:tokens": st.tuples(bounds(300, least=1), measures).map(lambda pair: {**pair[0], "measure": pair[1]}),
        "length:sentence_words": bounds(30, least=1),
        "length:paragraph_sentences": bounds(6, least=1),
        "length:paragraph_words": bounds(90, least=1),
        "length:word_letters": bounds(12, least=1),
        "keywords:any_of": st.composite(_any_of)(),
        "keywords:none_of_phrases": phrases,
        "keywords:in_order": phrases.filter(lambda given: len(given["phrases"]) > 1),
    }


FORBIDDING = {
    *WITHOUT_PARAMETERS,
    "surface:no_filler_opening",
    "surface:no_filler_closing",
    "number:in_words",
    "reading:grade",
    "reading:ease",
    "date:format",
    "date:period",
    "time:format",
    "number:thousands",
    "number:decimal_places",
    "number:currency",
    "number:percent",
    "number:units",
    "citation:only_given",
    "language:same_as_user",
    "language:script",
    "keywords:none_of_phrases",
}
"""Types that an empty reply leaves undecided."""
