"""Parameters of IF-RLVR's training types, far beyond those that draws give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drawn_form_families import PROMPTS
from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

WORD = st.sampled_from(("river", "don't", "naïve", "R2-D2", "it", "Q"))
KEYWORDS = st.sampled_from(("kaleidoscope", "C++", "New York", "don't", "naïve", "well-known"))
PHRASES = st.sampled_from(
    (
        "rain or shine",
        "one step at a time",
        "Don't stop me now, please",
        "day by day",
        "The pen \u2014 and the well-worn sword",
    )
)
REQUESTS = st.one_of(PROMPTS, st.just("What hides behind ****** here?"))


def _characters(draw: st.DrawFn) -> dict[str, object]:
    prompt = draw(PROMPTS)
    first = draw(st.sampled_from([i for i, character in enumerate(prompt) if character.isalnum()]))
    return {"prompt": prompt, "first": first, "last": draw(st.integers(first, len(prompt) - 1))}


def training_families(bounds: Callable[..., SearchStrategy[dict[str, int]]]) -> dict[str, SearchStrategy[dict]]:
    """The parameters by id; ``bounds`` draws a minimum, a maximum or both, up to a highest."""
    keyword = st.tuples(bounds(6), KEYWORDS).map(lambda pair: {**pair[0], "keyword": pair[1]})
    word = WORD.map(lambda given: {"word": given})
    prompt = PROMPTS.map(lambda given: {"prompt": given})
    times = st.integers(1, 4)
    between = st.tuples(st.integers(1, 4), st.integers(0, 3)).map(
        lambda ends: {"minimum": ends[0], "maximum": sum(ends)}
    )
    return {
        "copy:repeat_phrase": st.tuples(PHRASES, times).map(lambda pair: {"phrase": pair[0], "times": pair[1]}),
        "copy:copy": prompt,
        "copy:copying_simple": prompt,
        "copy:copying_multiple": st.tuples(REQUESTS, times).map(lambda pair: {"prompt": pair[0], "times": pair[1]}),
        "new:copy_span_idx": st.composite(_characters)(),
        "detectable_format:sentence_hyphens": st.just({}),
        "detectable_format:square_brackets": st.just({}),
        "detectable_format:bigram_wrapping": st.just({}),
        "keywords:no_adjacent_consecutive": st.just({}),
        "keywords:word_once": KEYWORDS.map(lambda given: {"keyword": given}),
        "keywords:word_count_different_numbers": keyword,
        "keywords:exclude_word_harder": KEYWORDS.map(lambda given: {"words": (given,)}),
        "keywords:palindrome": st.tuples(between, st.integers(2, 5)).map(lambda pair: {**pair[0], "length": pair[1]}),
        "keywords:keyword_specific_position": st.tuples(WORD, st.integers(1, 20), st.integers(1, 30)).map(
            lambda drawn: {"keyword": drawn[0], "sentence": drawn[1], "position": drawn[2]}
        ),
        "keywords:start_end": st.just({}),
        "paragraphs:paragraphs": between,
        "paragraphs:paragraphs2": between,
        "first_word:first_word_sent": word,
        "first_word:first_word_answer": word,
        "last_word:last_word_sent": word,
        "last_word:last_word_answer": word,
        "punctuation:punctuation_dot": st.just({}),
        "punctuation:punctuation_exclamation": st.just({}),
        "count:lowercase_counting": st.integers(1, 9).map(lambda given: {"maximum": given}),
        "count:counting_composition": st.tuples(st.integers(1, 4), st.integers(1, 15)).map(
            lambda pair: {"sentences": pair[0], "words": pair[1]}
        ),
        "count:count_unique": st.just({}),
        "count:count_increment_word": st.lists(KEYWORDS, min_size=2, max_size=2, unique=True).map(
            lambda given: {"keywords": tuple(given)}
        ),
        "letters:letter_counting": bounds(300, least=1),
        "letters:letter_counting2": st.tuples(bounds(9), st.sampled_from("aeqx#!")).map(
            lambda pair: {**pair[0], "letter": pair[1]}
        ),
    }


FORBIDDING = {
    "keywords:exclude_word_harder",
    "keywords:no_adjacent_consecutive",
    "punctuation:punctuation_dot",
    "punctuation:punctuation_exclamation",
    "count:lowercase_counting",
    "count:count_unique",
}
"""Types that an empty reply leaves undecided."""

NEEDS_PROMPT = {"copy:copy", "copy:copying_simple", "copy:copying_multiple", "new:copy_span_idx"}
"""Types that repeat the prompt, so that none can be drawn for an empty one."""

EXAMPLES: dict[str, tuple[dict[str, object], dict[str, object]]] = {
    "copy:repeat_phrase": (
        {"phrase": "The early bird catches the worm", "small_n": 3},
        {"phrase": "The early bird catches the worm", "times": 3},
    ),
    "copy:copy": ({"prompt_to_repeat": "Say hi."}, {"prompt": "Say hi."}),
    "copy:copying_simple": ({"prompt_to_repeat": "Say hi."}, {"prompt": "Say hi."}),
    "copy:copying_multiple": ({"prompt_to_repeat": "Say hi.", "N": 3}, {"prompt": "Say hi.", "times": 3}),
    "new:copy_span_idx": (
        {"prompt_to_repeat": "Say hi.", "n_start": 0, "n_end": 4},
        {"prompt": "Say hi.", "first": 0, "last": 4},
    ),
    "detectable_format:sentence_hyphens": ({}, {}),
    "detectable_format:square_brackets": ({}, {}),
    "detectable_format:bigram_wrapping": ({}, {}),
    "keywords:no_adjacent_consecutive": ({}, {}),
    "keywords:word_once": ({"keyword": "internet"}, {"keyword": "internet", "minimum": 1}),
    "keywords:word_count_different_numbers": (
        {"keyword": "war", "frequency": 2, "relation": "less than"},
        {"keyword": "war", "minimum": 2, "maximum": 2},
    ),
    "keywords:exclude_word_harder": ({"keyword": "to"}, {"words": ("to",)}),
    "keywords:palindrome": ({}, {}),
    "keywords:keyword_specific_position": (
        {"keyword": "freedom", "n": 10, "m": 26},
        {"keyword": "freedom", "sentence": 10, "position": 26},
    ),
    "keywords:start_end": ({}, {}),
    "paragraphs:paragraphs": ({}, {"minimum": 2, "maximum": 2}),
    "paragraphs:paragraphs2": ({}, {"minimum": 2, "maximum": 2}),
    "first_word:first_word_sent": ({"first_word": "bit"}, {"word": "bit"}),
    "first_word:first_word_answer": ({"first_word": "bit"}, {"word": "bit"}),
    "last_word:last_word_sent": ({"last_word": "brief"}, {"word": "brief"}),
    "last_word:last_word_answer": ({"last_word": "brief"}, {"word": "brief"}),
    "punctuation:punctuation_dot": ({}, {}),
    "punctuation:punctuation_exclamation": ({}, {}),
    "count:lowercase_counting": ({"N": 3}, {"maximum": 3}),
    "count:counting_composition": ({"n_sent": 2, "n_words": 3}, {"sentences": 2, "words": 3}),
    "count:count_unique": ({}, {}),
    "count:count_increment_word": (
        {"keyword1": "help", "keyword2": "dump"},
        {"keywords": ("help", "dump"), "times": (1, 2)},
    ),
    "letters:letter_counting": ({"N": 30, "relation": "less than"}, {"maximum": 29}),
    "letters:letter_counting2": (
        {"letter": "q", "let_relation": "at least", "let_frequency": 3},
        {"letter": "q", "minimum": 3},
    ),
}
"""By id: published arguments, and the parameters that they mean."""
