"""IFBench's families format, repeat and custom, by id."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from adhere.constraints.ifbench.backwards import LettersReversed, WordsReversed
from adhere.constraints.ifbench.bullets import ListMarker, SentencesThenBullets, SubBullets
from adhere.constraints.ifbench.composed import AlphabetStory, GrowingQuiz
from adhere.constraints.ifbench.emoji import EmojiEndings
from adhere.constraints.ifbench.explained import ExplainedQuotes
from adhere.constraints.ifbench.fixed_answers import Options
from adhere.constraints.ifbench.lines import IndentedStairs, NoWhitespace, WordPerLine
from adhere.constraints.ifbench.listings import AfricaReversed, BattleDates, CapitalsByLatitude, Multiples
from adhere.constraints.ifbench.nesting import NestedBrackets, NestedQuotes
from adhere.constraints.ifbench.repeats import RepeatChanged, RepeatSentence, RepeatSpan
from adhere.constraints.ifbench.sections import ItalicTheses, OutputTemplate
from adhere.constraints.ifbench.tables import CityCsv, QuotedCsv, SpecialCharacterCsv
from adhere.constraints.ifbench.title_case import TitleCase

if TYPE_CHECKING:
    from collections.abc import Mapping

    from adhere.constraints.protocol import Constraint

FORM_FAMILIES: Mapping[str, type[Constraint]] = MappingProxyType(
    {
        "format:parentheses": NestedBrackets,
        "format:quotes": NestedQuotes,
        "format:options": Options,
        "format:newline": WordPerLine,
        "format:emoji": EmojiEndings,
        "format:line_indent": IndentedStairs,
        "format:quote_unquote": ExplainedQuotes,
        "format:list": ListMarker,
        "format:thesis": ItalicTheses,
        "format:sub-bullets": SubBullets,
        "format:no_bullets_bullets": SentencesThenBullets,
        "format:title_case": TitleCase,
        "format:output_template": OutputTemplate,
        "format:no_whitespace": NoWhitespace,
        "repeat:repeat_change": RepeatChanged,
        "repeat:repeat_simple": RepeatSentence,
        "repeat:repeat_span": RepeatSpan,
        "custom:multiples": Multiples,
        "custom:mcq_count_length": GrowingQuiz,
        "custom:reverse_newline": AfricaReversed,
        "custom:word_reverse": WordsReversed,
        "custom:character_reverse": LettersReversed,
        "custom:sentence_alphabet": AlphabetStory,
        "custom:european_capitals_sort": CapitalsByLatitude,
        "custom:csv_city": CityCsv,
        "custom:csv_special_character": SpecialCharacterCsv,
        "custom:csv_quotes": QuotedCsv,
        "custom:date_format_list": BattleDates,
    }
)
"""The types by id."""
