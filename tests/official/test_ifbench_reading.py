"""What the official reading of IFBench promises by itself: chance taken out, errors said, data asked for."""

from __future__ import annotations

import sys
from typing import Any

import pytest
from nltk.corpus import LazyCorpusLoader, WordListCorpusReader

from adhere.constraints.official import IFBENCH_IDS, verdict
from adhere.constraints.official.ifbench import resources
from adhere.errors import MissingExtraError, UsageError

FULL = {
    **{f"keyword{number}": f"k{number}" for number in range(1, 6)},
    "keyword": "a",
    "word": "a",
    "N": 2,
    "small_n": 2,
    "n": 1,
    "m": 1,
    "min_words": 1,
    "max_words": 9,
    "percentage": 50,
    "reference_text": "a b c",
    "sep": "-",
    "options": "yes/no",
    "prompt_to_repeat": "a b c",
    "n_start": 1,
    "n_end": 2,
}


@pytest.mark.parametrize(
    ("instruction", "kwargs", "named"),
    [
        ("count:numbers", {}, "N"),
        ("count:numbers", {"N": -1}, "N"),
        ("count:words_japanese", {"N": 0}, "N"),
        ("count:keywords_multiple", {"keyword1": "a"}, "keyword2"),
        ("words:keywords_specific_position", {"keyword": "a", "n": 0, "m": 1}, "n"),
        ("ratio:overlap", {"percentage": -1.5, "reference_text": "abc"}, "percentage"),
        ("format:list", {"sep": None}, "sep"),
        ("repeat:repeat_span", {"prompt_to_repeat": "a b", "n_start": 1, "n_end": 0}, "n_end"),
    ],
)
def test_what_the_published_code_would_draw_or_crash_on_is_refused(
    instruction: str, kwargs: dict[str, Any], named: str
) -> None:
    with pytest.raises(UsageError, match=rf"\b{named}\b"):
        verdict(instruction, kwargs, "", "some text to go by")


def test_a_span_that_starts_at_zero_is_drawn_once_for_each_prompt() -> None:
    words = "a b c d e f g h"
    kwargs = {"prompt_to_repeat": words, "n_start": 0, "n_end": 7}

    def starts(prompt: str) -> list[int]:
        spans = {start: " ".join(words.split()[start:7]) for start in range(7)}
        return [start for start, span in spans.items() if verdict("repeat:repeat_span", kwargs, prompt, span)]

    assert all(len(starts(str(number))) == 1 for number in range(10))
    assert len({starts(str(number))[0] for number in range(40)}) > 3


@pytest.mark.parametrize(
    ("instruction", "kwargs", "text"),
    [
        ("ratio:stop_words", {"percentage": 100}, "!!!"),
        ("ratio:overlap", {"percentage": 0, "reference_text": "abc"}, "ab"),
        ("words:last_first", {}, "One. ... Two."),
        ("format:quote_unquote", {}, "123."),
        ("custom:csv_city", {}, "a\rb"),
    ],
)
def test_a_text_on_which_the_published_code_stops_follows_nothing(
    instruction: str, kwargs: dict[str, Any], text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adhere.constraints.official.ifbench.ratio.english_stop_words", lambda: frozenset({"the"}))
    assert not verdict(instruction, kwargs, "", text)


def test_missing_packages_and_data_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    import nltk.corpus

    monkeypatch.setattr(nltk.corpus, "stopwords", LazyCorpusLoader("stopwords", WordListCorpusReader, "english"))
    monkeypatch.setattr(nltk.data, "path", [])
    resources.stop_words.cache_clear()
    with pytest.raises(UsageError, match="stopwords") as caught:
        verdict("ratio:stop_words", {"percentage": 50}, "", "some text")
    assert "nltk.downloader stopwords" in str(caught.value.hint)
    for package in ("emoji", "syllapy"):
        monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(MissingExtraError, match="format:emoji"):
        verdict("format:emoji", {}, "", "text 😀")
    with pytest.raises(MissingExtraError, match="odd_even_syllables"):
        verdict("words:odd_even_syllables", {}, "", "two words")


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "\n" * 100_000 + "a",
        "a" + " " * 100_000 + "b",
        "." * 50_000,
        '"!' * 100_000,
        "Question 1" * 20_000,
    ],
)
def test_no_text_takes_quadratic_time(text: str) -> None:
    for instruction in IFBENCH_IDS - {"ratio:stop_words", "words:start_verb"}:
        verdict(instruction, FULL, "", text)
