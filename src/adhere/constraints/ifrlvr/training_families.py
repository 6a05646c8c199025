"""IF-RLVR's training types by id."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from adhere.constraints.ifrlvr.copies import (
    CopiedCharacters,
    CopiedRequest,
    MultipliedRequest,
    RepeatedRequest,
    VariedPhrase,
)
from adhere.constraints.ifrlvr.extents import LetterCount, TwoParagraphs, TwoParts
from adhere.constraints.ifrlvr.forbidden_marks import NoDots, NoExclamations
from adhere.constraints.ifrlvr.joined_sentences import HyphenatedSentences
from adhere.constraints.ifrlvr.keyword_types import (
    ExcludedWord,
    IncludedPalindrome,
    IncludedWord,
    KeywordsOnceAndTwice,
    LetterTimes,
    UniqueWords,
    WordPlace,
    WordTimes,
)
from adhere.constraints.ifrlvr.planned import CountedComposition, LowercaseWords, SameEnds
from adhere.constraints.ifrlvr.sentence_ends import (
    FirstWordOfReply,
    FirstWordOfSentences,
    LastWordOfReply,
    LastWordOfSentences,
)
from adhere.constraints.ifrlvr.wrapped_words import (
    AdjacentLetters,
    BracketedWords,
    WrappedBigrams,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from adhere.constraints.protocol import Constraint

TRAINING_FAMILIES: Mapping[str, type[Constraint]] = MappingProxyType(
    {
        "copy:repeat_phrase": VariedPhrase,
        "copy:copy": CopiedRequest,
        "copy:copying_simple": RepeatedRequest,
        "copy:copying_multiple": MultipliedRequest,
        "new:copy_span_idx": CopiedCharacters,
        "detectable_format:sentence_hyphens": HyphenatedSentences,
        "detectable_format:square_brackets": BracketedWords,
        "detectable_format:bigram_wrapping": WrappedBigrams,
        "keywords:no_adjacent_consecutive": AdjacentLetters,
        "keywords:word_once": IncludedWord,
        "keywords:word_count_different_numbers": WordTimes,
        "keywords:exclude_word_harder": ExcludedWord,
        "keywords:palindrome": IncludedPalindrome,
        "keywords:keyword_specific_position": WordPlace,
        "keywords:start_end": SameEnds,
        "paragraphs:paragraphs": TwoParts,
        "paragraphs:paragraphs2": TwoParagraphs,
        "first_word:first_word_sent": FirstWordOfSentences,
        "first_word:first_word_answer": FirstWordOfReply,
        "last_word:last_word_sent": LastWordOfSentences,
        "last_word:last_word_answer": LastWordOfReply,
        "punctuation:punctuation_dot": NoDots,
        "punctuation:punctuation_exclamation": NoExclamations,
        "count:lowercase_counting": LowercaseWords,
        "count:counting_composition": CountedComposition,
        "count:count_unique": UniqueWords,
        "count:count_increment_word": KeywordsOnceAndTwice,
        "letters:letter_counting": LetterCount,
        "letters:letter_counting2": LetterTimes,
    }
)
"""The 29 types by id."""
