"""How the arguments of IF-RLVR's training types are read."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from adhere.constraints.conversions import bounded, exactly, nothing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from adhere.constraints.conversions import Conversions, Params


def _text(value: object) -> object:
    """Return the text of a list that holds but one: some published keywords are such lists."""
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def _cut_word(value: object) -> object:
    """Return a keyword that was cut out of a prompt at white space without the marks that came with it: ``model.``."""
    text = _text(value)
    if not isinstance(text, str):
        return text
    return text.strip().lstrip("\"'([{*_`\u2018\u201c").rstrip(".,;:!?\"')]}*_`\u2019\u201d\u2026") or text


def _prompt(given: Mapping[str, object], _prompt: str) -> Params:
    return {"prompt": given["prompt_to_repeat"]}


TRAINING_FAMILIES: Conversions = MappingProxyType(
    {
        "copy:repeat_phrase": (
            lambda given, _: {"phrase": given["phrase"], "times": given["small_n"]},
            ("phrase", "small_n"),
        ),
        "copy:copy": (_prompt, ("prompt_to_repeat",)),
        "copy:copying_simple": (_prompt, ("prompt_to_repeat",)),
        "copy:copying_multiple": (
            lambda given, _: {"prompt": given["prompt_to_repeat"], "times": given["N"]},
            ("prompt_to_repeat", "N"),
        ),
        "new:copy_span_idx": (
            lambda given, _: {"prompt": given["prompt_to_repeat"], "first": given["n_start"], "last": given["n_end"]},
            ("n_start", "n_end", "prompt_to_repeat"),
        ),
        "detectable_format:sentence_hyphens": (nothing, ()),
        "detectable_format:square_brackets": (nothing, ()),
        "detectable_format:bigram_wrapping": (nothing, ()),
        "keywords:no_adjacent_consecutive": (nothing, ()),
        "keywords:word_once": (lambda given, _: {"keyword": _text(given["keyword"])}, ("keyword",)),
        "keywords:word_count_different_numbers": (
            lambda given, _: {"keyword": _text(given["keyword"]), **exactly(given["frequency"])},
            ("keyword", "frequency", "relation"),
        ),
        "keywords:exclude_word_harder": (lambda given, _: {"words": [_cut_word(given["keyword"])]}, ("keyword",)),
        "keywords:palindrome": (nothing, ()),
        "keywords:keyword_specific_position": (
            lambda given, _: {"keyword": _text(given["keyword"]), "sentence": given["n"], "position": given["m"]},
            ("keyword", "n", "m"),
        ),
        "keywords:start_end": (nothing, ()),
        "paragraphs:paragraphs": (nothing, ()),
        "paragraphs:paragraphs2": (nothing, ()),
        "first_word:first_word_sent": (lambda given, _: {"word": _text(given["first_word"])}, ("first_word",)),
        "first_word:first_word_answer": (lambda given, _: {"word": _text(given["first_word"])}, ("first_word",)),
        "last_word:last_word_sent": (lambda given, _: {"word": _text(given["last_word"])}, ("last_word",)),
        "last_word:last_word_answer": (lambda given, _: {"word": _text(given["last_word"])}, ("last_word",)),
        "punctuation:punctuation_dot": (nothing, ()),
        "punctuation:punctuation_exclamation": (nothing, ()),
        "count:lowercase_counting": (lambda given, _: {"maximum": given["N"]}, ("N",)),
        "count:counting_composition": (
            lambda given, _: {"sentences": given["n_sent"], "words": given["n_words"]},
            ("n_sent", "n_words"),
        ),
        "count:count_unique": (nothing, ()),
        "count:count_increment_word": (
            lambda given, _: {"keywords": [_text(given["keyword1"]), _text(given["keyword2"])]},
            ("keyword1", "keyword2"),
        ),
        "letters:letter_counting": (lambda given, _: bounded(given["relation"], given["N"]), ("N", "relation")),
        "letters:letter_counting2": (
            lambda given, _: {"letter": given["letter"], **bounded(given["let_relation"], given["let_frequency"])},
            ("letter", "let_relation", "let_frequency"),
        ),
    }
)
"""By id: how to read the arguments, and which they are."""
