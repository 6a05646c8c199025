"""IFBench's families count, ratio, words and sentence, by id."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from adhere.constraints.ifbench.counts import Numbers, UniqueWordCount, WordCountRange, WordRepeats
from adhere.constraints.ifbench.japanese import WordsJapanese
from adhere.constraints.ifbench.marks import Punctuation
from adhere.constraints.ifbench.named_words import KeywordsMultiple, PersonNames
from adhere.constraints.ifbench.opening import StartVerb
from adhere.constraints.ifbench.positions import KeywordPosition, ParagraphLastFirst, SentenceKeyword, WordsPosition
from adhere.constraints.ifbench.ratios import Overlap, StopWords
from adhere.constraints.ifbench.sentence_kinds import SentenceBalance, SentenceType
from adhere.constraints.ifbench.sentences import AlliterationIncrement, LastFirst, SentenceIncrement, SentenceWords
from adhere.constraints.ifbench.spelling import (
    AlphabetLoop,
    ConsonantClusters,
    NoConsecutiveInitials,
    Palindromes,
    PrimeLengths,
    VowelTypes,
)
from adhere.constraints.ifbench.syllables import OddEvenSyllables
from adhere.constraints.ifbench.word_classes import Conjunctions, Pronouns

if TYPE_CHECKING:
    from collections.abc import Mapping

    from adhere.constraints.protocol import Constraint

WORD_FAMILIES: Mapping[str, type[Constraint]] = MappingProxyType(
    {
        "count:word_count_range": WordCountRange,
        "count:unique_word_count": UniqueWordCount,
        "count:conjunctions": Conjunctions,
        "count:person_names": PersonNames,
        "count:numbers": Numbers,
        "count:punctuation": Punctuation,
        "count:words_japanese": WordsJapanese,
        "count:pronouns": Pronouns,
        "count:keywords_multiple": KeywordsMultiple,
        "ratio:stop_words": StopWords,
        "ratio:sentence_type": SentenceType,
        "ratio:sentence_balance": SentenceBalance,
        "ratio:overlap": Overlap,
        "ratio:sentence_words": SentenceWords,
        "words:alphabet": AlphabetLoop,
        "words:vowel": VowelTypes,
        "words:consonants": ConsonantClusters,
        "words:palindrome": Palindromes,
        "words:prime_lengths": PrimeLengths,
        "words:repeats": WordRepeats,
        "words:no_consecutive": NoConsecutiveInitials,
        "words:odd_even_syllables": OddEvenSyllables,
        "words:start_verb": StartVerb,
        "words:last_first": LastFirst,
        "words:paragraph_last_first": ParagraphLastFirst,
        "words:keywords_specific_position": KeywordPosition,
        "words:words_position": WordsPosition,
        "sentence:keyword": SentenceKeyword,
        "sentence:increment": SentenceIncrement,
        "sentence:alliteration_increment": AlliterationIncrement,
    }
)
"""The 30 types of these families by id."""
