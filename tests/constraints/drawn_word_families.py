"""Parameters of IFBench's families count, ratio, words and sentence, far beyond those that draws give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from adhere.constraints.ifbench.named_words import FIRST_NAMES

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

KEYWORDS = ("kaleidoscope", "door", "C++", "New York", "don't", "through", "naïve", "eat", "well-known")
PLAIN = ("giggle", "beneath", "don't", "naïve", "well-known", "DESPITE")
REFERENCE = (
    "Help me expand this passage in an academic style.\n\n1. Autonomy: flexible work models and self-directed projects;"
    " 2. Competence: chances for continual learning. A leader's vision (10 % of it) resonates with all, doesn't it?"
)


def _keyword_position(draw: st.DrawFn) -> dict[str, object]:
    place = {"sentence": draw(st.integers(1, 25)), "position": draw(st.integers(1, 36))}
    return {"keyword": draw(st.sampled_from(PLAIN)), **place}


def _keywords_multiple(draw: st.DrawFn) -> dict[str, object]:
    keywords = draw(st.lists(st.sampled_from(KEYWORDS), min_size=1, max_size=5, unique=True))
    times = draw(st.lists(st.integers(1, 7), min_size=len(keywords), max_size=len(keywords)))
    return {"keywords": tuple(keywords), "times": tuple(times)}


def _person_names(draw: st.DrawFn) -> dict[str, object]:
    names = draw(st.lists(st.sampled_from(FIRST_NAMES), min_size=3, max_size=24, unique=True))
    least = draw(st.integers(1, len(names)))
    most = draw(st.sampled_from((None, *range(least, len(names)))))
    return {"names": tuple(names), "minimum": least, "maximum": most}


def word_families(bounds: Callable[..., SearchStrategy[dict[str, int]]]) -> dict[str, SearchStrategy[dict]]:
    """The parameters by id; ``bounds`` draws a minimum, a maximum or both, up to a highest."""
    one_mark = st.lists(st.sampled_from((".", ",", ";", ":", "!", "?", "?!", "\u2014")), min_size=1, unique=True)
    return {
        "count:word_count_range": bounds(300, least=1),
        "count:unique_word_count": bounds(150, least=1),
        "count:conjunctions": bounds(6).filter(lambda given: given.get("maximum", 0) < 7),
        "count:person_names": st.composite(_person_names)(),
        "count:numbers": bounds(15),
        "count:punctuation": one_mark.map(lambda marks: {"marks": tuple(marks)}),
        "count:words_japanese": st.integers(1, 30).map(lambda every: {"every": every}),
        "count:pronouns": bounds(30),
        "count:keywords_multiple": st.composite(_keywords_multiple)(),
        "words:alphabet": st.just({}),
        "words:vowel": st.integers(1, 4).map(lambda types: {"types": types}),
        "words:consonants": st.just({}),
        "words:palindrome": bounds(7).map(lambda given: {**given, "length": 5}),
        "words:prime_lengths": st.just({}),
        "words:repeats": st.integers(1, 6).map(lambda most: {"maximum": most}),
        "words:no_consecutive": st.just({}),
        "words:odd_even_syllables": st.just({}),
        "words:start_verb": st.just({}),
        "words:last_first": st.just({}),
        "words:paragraph_last_first": st.just({}),
        "words:keywords_specific_position": st.composite(_keyword_position)(),
        "words:words_position": st.sampled_from(PLAIN).map(lambda word: {"keyword": word}),
        "sentence:keyword": st.tuples(st.sampled_from(KEYWORDS), st.integers(1, 30)).map(
            lambda pair: {"word": pair[0], "sentence": pair[1]}
        ),
        "sentence:increment": st.integers(1, 9).map(lambda more: {"increment": more}),
        "sentence:alliteration_increment": st.just({}),
        "ratio:stop_words": st.integers(0, 99).map(lambda share: {"percentage": share}),
        "ratio:sentence_type": st.tuples(st.integers(1, 4), st.integers(1, 4)).map(
            lambda pair: {"declarative": pair[0], "interrogative": pair[1]}
        ),
        "ratio:sentence_balance": st.just({}),
        "ratio:overlap": st.integers(0, 93).map(lambda share: {"reference": REFERENCE, "percentage": share}),
        "ratio:sentence_words": st.just({}),
    }
