"""The facts of each type, looked up by the type itself: a subclass that judges otherwise would make them wrong."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from adhere.constraints.contradictions import sound_contents as contents
from adhere.constraints.contradictions import sound_forms as forms
from adhere.constraints.contradictions import sound_patterns as patterns
from adhere.constraints.contradictions import sound_structure as structure
from adhere.constraints.contradictions import sound_words as words
from adhere.constraints.contradictions.facts import Facts, Measure
from adhere.constraints.counted import Counted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from adhere.constraints.protocol import Constraint

_FACTS: Mapping[str, Callable[[Any], Facts]] = {
    "keywords:existence": words.keyword_existence,
    "keywords:frequency": words.keyword_frequency,
    "keywords:forbidden_words": words.forbidden_words,
    "keywords:letter_frequency": words.letter_frequency,
    "language:response_language": forms.language,
    "length_constraints:number_sentences": forms.number_sentences,
    "length_constraints:number_paragraphs": forms.number_parts,
    "length_constraints:number_words": words.number_words,
    "length_constraints:nth_paragraph_first_word": forms.nth_paragraph,
    "detectable_content:number_placeholders": forms.placeholders,
    "detectable_content:postscript": forms.postscript,
    "detectable_format:number_bullet_lists": forms.bullets,
    "detectable_format:constrained_response": contents.constrained_response,
    "detectable_format:number_highlighted_sections": forms.highlights,
    "detectable_format:multiple_sections": forms.sections,
    "detectable_format:json_format": structure.json,
    "detectable_format:title": forms.title,
    "combination:two_responses": forms.two_responses,
    "combination:repeat_prompt": contents.repeat_prompt,
    "startend:end_checker": forms.end_checker,
    "startend:quotation": forms.quotation,
    "change_case:capital_word_frequency": forms.capital_words,
    "change_case:english_capital": forms.upper_case,
    "change_case:english_lowercase": forms.lower_case,
    "punctuation:no_comma": forms.no_comma,
    "count:word_count_range": words.number_words,
    "count:unique_word_count": words.unique_words,
    "count:conjunctions": words.conjunctions,
    "count:person_names": words.person_names,
    "count:numbers": words.numbers,
    "count:punctuation": forms.punctuation,
    "count:words_japanese": words.word_rule,
    "count:pronouns": words.pronouns,
    "count:keywords_multiple": words.keywords_multiple,
    "ratio:stop_words": words.word_rule,
    "ratio:sentence_type": forms.sentence_type,
    "ratio:sentence_balance": forms.sentence_balance,
    "ratio:overlap": words.overlap,
    "ratio:sentence_words": forms.three_sentences,
    "words:alphabet": words.each_word,
    "words:vowel": words.vowel_types,
    "words:consonants": words.each_word,
    "words:palindrome": words.palindromes,
    "words:prime_lengths": words.each_word,
    "words:start_verb": words.word_rule,
    "words:repeats": words.repeats,
    "words:odd_even_syllables": words.word_rule,
    "words:last_first": forms.two_sentences,
    "words:no_consecutive": words.each_word,
    "words:keywords_specific_position": words.word_at_place,
    "words:words_position": words.words_at_ends,
    "sentence:alliteration_increment": forms.two_sentences,
    "sentence:keyword": words.word_of_sentence,
    "sentence:increment": forms.two_sentences,
    "format:parentheses": forms.nested_brackets,
    "format:options": contents.options,
    "format:newline": forms.word_per_line,
    "format:emoji": forms.emoji_endings,
    "format:line_indent": forms.stairs,
    "format:quote_unquote": forms.explained_quotes,
    "format:list": forms.list_marker,
    "format:thesis": forms.theses,
    "format:sub-bullets": forms.sub_bullets,
    "format:no_bullets_bullets": forms.sentences_then_bullets,
    "format:output_template": forms.template,
    "format:no_whitespace": forms.no_whitespace,
    "repeat:repeat_change": contents.repeat_changed,
    "repeat:repeat_simple": contents.repeat_sentence,
    "repeat:repeat_span": contents.repeat_span,
    "custom:multiples": contents.multiples,
    "custom:date_format_list": contents.battle_dates,
    "custom:european_capitals_sort": contents.capitals,
    "custom:word_reverse": contents.words_reversed,
    "custom:character_reverse": contents.letters_reversed,
    "custom:reverse_newline": forms.lines_of_countries,
    "custom:sentence_alphabet": forms.story,
    "custom:mcq_count_length": forms.quiz,
    "custom:csv_city": contents.csv,
    "custom:csv_special_character": contents.csv,
    "custom:csv_quotes": contents.csv,
    "copy:copy": contents.copied_request,
    "copy:copying_simple": contents.copied_request,
    "new:copy_span_idx": contents.copied_characters,
    "detectable_format:square_brackets": forms.bracketed,
    "detectable_format:bigram_wrapping": forms.title,
    "json:schema": structure.json_schema,
    "json:keys": structure.json_keys,
    "json:array_length": structure.json_array_length,
    "markdown:heading_count": structure.heading_count,
    "markdown:headings_in_order": structure.headings_in_order,
    "markdown:link_count": structure.links,
    "paragraphs:paragraphs": forms.number_parts,
    "paragraphs:paragraphs2": forms.two_paragraphs,
    "count:counting_composition": forms.composition,
    "tags:wrapped": structure.wrapped,
    "lines:front_matter": structure.front_matter,
    "lines:key_value": structure.key_value_lines,
    "table:only": structure.table,
    "table:columns": structure.table,
    "table:shape": structure.table,
    "regex:full_match": patterns.full_match,
    "regex:line_each": patterns.each_line,
    "copy:copying_multiple": contents.multiplied_request,
    "lines:count": structure.line_count,
    "keywords:no_adjacent_consecutive": words.each_word,
    "keywords:word_once": words.keyword_frequency,
    "keywords:word_count_different_numbers": words.keyword_frequency,
    "keywords:exclude_word_harder": words.forbidden_words,
    "keywords:keyword_specific_position": words.word_at_place,
    "keywords:start_end": words.same_ends,
    "first_word:first_word_sent": words.word_of_sentences,
    "first_word:first_word_answer": words.word_at_end,
    "last_word:last_word_sent": words.word_of_sentences,
    "last_word:last_word_answer": words.word_at_end,
    "count:count_unique": words.repeats,
    "count:count_increment_word": words.keywords_multiple,
    "letters:letter_counting2": words.letter_frequency,
}
"""By id; a type that is not here is only compared with itself, where it counts."""


def facts_of(constraint: Constraint) -> Facts:
    """Return what holds of every reply that satisfies the constraint."""
    derive = _FACTS.get(constraint.id)
    facts = derive(constraint) if derive else Facts()
    if not isinstance(constraint, Counted):
        return facts
    others = {name: value for name, value in _parameters(constraint).items() if name not in {"minimum", "maximum"}}
    own = (Measure.OWN, f"{constraint.id} {others}" if others else constraint.id)
    return replace(facts, counts={**facts.counts, own: constraint.bounds})


def _parameters(constraint: Counted) -> Mapping[str, object]:
    return {field.name: getattr(constraint, field.name) for field in fields(constraint)}
