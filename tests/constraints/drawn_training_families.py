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
PHRASES = st.sampled_from(("rain or shine", "one step at a time", "Don't stop me now, please"))


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
    return {
        "copy:repeat_phrase": st.tuples(PHRASES, times).map(lambda pair: {"phrase": pair[0], "times": pair[1]}),
        "copy:copy": prompt,
        "copy:copying_simple": prompt,
        "copy:copying_multiple": st.tuples(PROMPTS, times).map(lambda pair: {"prompt": pair[0], "times": pair[1]}),
        "new:copy_span_idx": st.composite(_characters)(),
        "detectable_format:sentence_hyphens": st.just({}),
        "detectable_format:square_brackets": st.just({}),
        "detectable_format:bigram_wrapping": st.just({}),
        "keywords:no_adjacent_consecutive": st.just({}),
        "keywords:word_once": KEYWORDS.map(lambda given: {"keyword": given}),
        "keywords:word_count_different_numbers": keyword,
        "keywords:exclude_word_harder": KEYWORDS.map(lambda given: {"words": (given,)}),
        "keywords:palindrome": st.just({}),
        "keywords:start_end": st.just({}),
        "paragraphs:paragraphs": st.just({}),
        "paragraphs:paragraphs2": st.just({}),
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
