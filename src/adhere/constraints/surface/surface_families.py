"""The surface families by id."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from adhere.constraints.surface.amounts import Currency, Percent, Units
from adhere.constraints.surface.characters import AsciiOnly, NoDigits, NoEmoji
from adhere.constraints.surface.citations import CiteEachParagraph, CiteEachSentence, CiteSources, OnlyGivenSources
from adhere.constraints.surface.contractions import NoContractions
from adhere.constraints.surface.dates import DateFormat, DatePeriod
from adhere.constraints.surface.leftovers import NoLinks, NoPlaceholder, NoRepeatedSentence
from adhere.constraints.surface.lengths import NumberCharacters, NumberTokens
from adhere.constraints.surface.marks import NoEllipsis, NoEmDash, NoExclamation, NoParentheses, NoQuestion
from adhere.constraints.surface.number_words import NumbersInDigits, NumbersInWords
from adhere.constraints.surface.numbers import DecimalPlaces, Thousands
from adhere.constraints.surface.openings import NoFillerClosing, NoFillerOpening
from adhere.constraints.surface.person import NoFirstPerson, NoSecondPerson
from adhere.constraints.surface.phrases import AnyOf, InOrder, NoneOfPhrases
from adhere.constraints.surface.quoting import QuoteFrom
from adhere.constraints.surface.reading import ReadingEase, ReadingGrade
from adhere.constraints.surface.reply_language import SameLanguage
from adhere.constraints.surface.scripts import ReplyScript
from adhere.constraints.surface.spelling_variety import AmericanSpelling, BritishSpelling
from adhere.constraints.surface.times import TimeFormat
from adhere.constraints.surface.unit_lengths import ParagraphSentences, ParagraphWords, SentenceLength, WordLength

if TYPE_CHECKING:
    from collections.abc import Mapping

    from adhere.constraints.protocol import Constraint

SURFACE_FAMILIES: Mapping[str, type[Constraint]] = MappingProxyType(
    {
        kind.id: kind
        for kind in (
            NoFirstPerson,
            NoSecondPerson,
            NoExclamation,
            NoQuestion,
            NoEmDash,
            NoParentheses,
            NoEllipsis,
            NoEmoji,
            AsciiOnly,
            NoDigits,
            NoContractions,
            NoFillerOpening,
            NoFillerClosing,
            NoLinks,
            NoPlaceholder,
            NoRepeatedSentence,
            ReadingGrade,
            ReadingEase,
            DateFormat,
            DatePeriod,
            TimeFormat,
            Thousands,
            DecimalPlaces,
            NumbersInWords,
            NumbersInDigits,
            Currency,
            Percent,
            Units,
            CiteSources,
            OnlyGivenSources,
            CiteEachParagraph,
            CiteEachSentence,
            QuoteFrom,
            SameLanguage,
            ReplyScript,
            NumberCharacters,
            NumberTokens,
            SentenceLength,
            ParagraphSentences,
            ParagraphWords,
            WordLength,
            BritishSpelling,
            AmericanSpelling,
            AnyOf,
            NoneOfPhrases,
            InOrder,
        )
    }
)
"""Types that a user's own prompts need and no benchmark has: reading level, formats of dates and numbers, citations,
surface rules, reply language, lengths, spelling and phrases."""
