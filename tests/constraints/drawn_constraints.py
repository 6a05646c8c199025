"""Constraints of every type, with parameters far beyond those that generated tasks draw."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drawn_form_families import FORM_FAMILIES
from drawn_structure_families import structure_families
from drawn_surface_families import surface_families
from drawn_training_families import training_families
from drawn_word_families import word_families
from hypothesis import strategies as st

from adhere.constraints import CATALOGUE
from adhere.constraints.languages import SAMPLES

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from adhere.constraints import Constraint

WORDS = st.sampled_from(
    ("cat", "C++", "don't", "New York", "the", "naïve", "école", ".NET", "a.b", "well-known", "R2-D2", "it", "50%")
)
TOPICS = st.sampled_from(
    (
        "growing tomatoes",
        "",
        "NASA, ESA & JAXA",
        "The *bold* [x] of C++",
        "l'été à Paris",
        "cat",
        "猫について",
        "a " * 50,
    )
)


def _bounds(highest: int, least: int = 0) -> SearchStrategy[dict[str, int]]:
    at_least = st.integers(1, highest).map(lambda low: {"minimum": low})
    at_most = st.integers(least, highest).map(lambda high: {"maximum": high})
    both = st.tuples(st.integers(1, highest), st.integers(0, 5)).map(
        lambda ends: {"minimum": ends[0], "maximum": sum(ends)}
    )
    return st.one_of(at_least, at_most, both)


def _with(bounds: SearchStrategy[dict[str, int]], name: str, values: SearchStrategy[str]) -> SearchStrategy[dict]:
    return st.tuples(bounds, values).map(lambda pair: {**pair[0], name: pair[1]})


def _nth(draw: st.DrawFn) -> dict[str, object]:
    count = draw(st.integers(1, 6))
    return {"paragraphs": count, "nth": draw(st.integers(1, count)), "word": draw(WORDS)}


PHRASES = st.sampled_from(('Is that "all"?', "Peace!", "I'm done.", "in India.", "e.g. this", "The end\nof it all…"))
PARAMETERS: dict[str, SearchStrategy[dict]] = {
    "keywords:existence": st.lists(WORDS, min_size=1, max_size=4, unique=True).map(lambda ws: {"keywords": tuple(ws)}),
    "keywords:frequency": _with(_bounds(6), "keyword", WORDS),
    "keywords:forbidden_words": st.lists(WORDS, min_size=1, max_size=4, unique=True).map(
        lambda ws: {"words": tuple(ws)}
    ),
    "keywords:letter_frequency": _with(_bounds(12), "letter", st.sampled_from("aeiouqxzETN#!é7")),
    "language:response_language": st.sampled_from(sorted(SAMPLES)).map(lambda code: {"language": code}),
    "length_constraints:number_sentences": _bounds(12, least=1),
    "length_constraints:number_paragraphs": _bounds(6, least=1),
    "length_constraints:number_words": _bounds(300, least=1),
    "length_constraints:nth_paragraph_first_word": st.composite(_nth)(),
    "detectable_content:number_placeholders": _bounds(6),
    "detectable_content:postscript": st.sampled_from(("P.S.", "P.P.S", "P.P.S.", "NB:")).map(lambda m: {"marker": m}),
    "detectable_format:number_bullet_lists": _bounds(8),
    "detectable_format:constrained_response": st.booleans().map(lambda alone: {"alone": alone}),
    "detectable_format:number_highlighted_sections": _bounds(6),
    "detectable_format:multiple_sections": _with(_bounds(8), "marker", st.sampled_from(("Section", "PART", "Day"))),
    "detectable_format:json_format": st.just({}),
    "detectable_format:title": st.just({}),
    "combination:two_responses": st.just({}),
    "combination:repeat_prompt": PHRASES.map(lambda text: {"prompt": f"Write a poem. {text}"}),
    "startend:end_checker": PHRASES.map(lambda text: {"phrase": text}),
    "startend:quotation": st.just({}),
    "change_case:capital_word_frequency": _bounds(8),
    "change_case:english_capital": st.just({}),
    "change_case:english_lowercase": st.just({}),
    "punctuation:no_comma": st.just({}),
    **word_families(_bounds),
    **FORM_FAMILIES,
    **structure_families(_bounds),
    **training_families(_bounds),
    **surface_families(_bounds),
}


def constraints_of(type_id: str) -> SearchStrategy[Constraint]:
    return PARAMETERS[type_id].map(lambda params: CATALOGUE[type_id](**params))
