"""How IFBench's arguments are read in the families count, ratio, words and sentence."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from adhere.constraints.conversions import exactly, nothing
from adhere.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from adhere.constraints.conversions import Conversions, Params

_KEYWORD_NAMES = ("keyword1", "keyword2", "keyword3", "keyword4", "keyword5")
_KEYWORD_TIMES = (1, 2, 3, 5, 7)
_PALINDROMES = {"minimum": 10, "length": 5}
_NAMES = re.compile(r"person names:\s*([^.:]+?)\s*\.")


def _person_names(given: Mapping[str, object], prompt: str) -> Params:
    """Read the names from the prompt, which alone says them."""
    listed = _NAMES.search(prompt)
    if listed is None:
        raise UsageError(
            "count:person_names: the prompt lists no names", hint='give the prompt with "person names: Emma, Liam."'
        )
    return {"minimum": given["N"], "names": [name.strip() for name in listed[1].split(",")]}


WORD_FAMILIES: Conversions = MappingProxyType(
    {
        "count:word_count_range": (
            lambda given, _: {"minimum": given["min_words"], "maximum": given["max_words"]},
            ("min_words", "max_words"),
        ),
        "count:unique_word_count": (lambda given, _: {"minimum": given["N"]}, ("N",)),
        "count:conjunctions": (lambda given, _: {"minimum": given["small_n"]}, ("small_n",)),
        "count:person_names": (_person_names, ("N",)),
        "count:numbers": (lambda given, _: exactly(given["N"]), ("N",)),
        "count:punctuation": (nothing, ()),
        "count:words_japanese": (lambda given, _: {"every": given["N"]}, ("N",)),
        "count:pronouns": (lambda given, _: {"minimum": given["N"]}, ("N",)),
        "count:keywords_multiple": (
            lambda given, _: {"keywords": [given[name] for name in _KEYWORD_NAMES], "times": _KEYWORD_TIMES},
            _KEYWORD_NAMES,
        ),
        "words:alphabet": (nothing, ()),
        "words:vowel": (nothing, ()),
        "words:consonants": (nothing, ()),
        "words:palindrome": (lambda _given, _prompt: dict(_PALINDROMES), ()),
        "words:prime_lengths": (nothing, ()),
        "words:repeats": (lambda given, _: {"maximum": given["small_n"]}, ("small_n",)),
        "words:no_consecutive": (nothing, ()),
        "words:odd_even_syllables": (nothing, ()),
        "words:start_verb": (nothing, ()),
        "words:last_first": (nothing, ()),
        "words:paragraph_last_first": (nothing, ()),
        "words:keywords_specific_position": (
            lambda given, _: {"keyword": given["keyword"], "sentence": given["n"], "position": given["m"]},
            ("keyword", "n", "m"),
        ),
        "words:words_position": (lambda given, _: {"keyword": given["keyword"]}, ("keyword",)),
        "sentence:keyword": (
            lambda given, _: {"word": given["word"], "sentence": given["N"]},
            ("word", "N"),
        ),
        "sentence:increment": (lambda given, _: {"increment": given["small_n"]}, ("small_n",)),
        "sentence:alliteration_increment": (nothing, ()),
        "ratio:stop_words": (lambda given, _: {"percentage": given["percentage"]}, ("percentage",)),
        "ratio:sentence_type": (nothing, ()),
        "ratio:sentence_balance": (nothing, ()),
        "ratio:overlap": (
            lambda given, _: {"reference": given["reference_text"], "percentage": given["percentage"]},
            ("reference_text", "percentage"),
        ),
        "ratio:sentence_words": (nothing, ()),
    }
)
