"""The 25 published checkers, by id, and the two ways in which a benchmark applies them."""

from __future__ import annotations

from difflib import get_close_matches
from types import MappingProxyType
from typing import TYPE_CHECKING

from adhere.constraints.official import (
    case,
    combination,
    content,
    format,  # noqa: A004 (the field's name of the family)
    keywords,
    language,
    length,
    punctuation,
    startend,
)
from adhere.constraints.official.arguments import Arguments
from adhere.errors import UsageError
from adhere.text import loose_variants

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Checker = Callable[[Arguments, str], bool]

_CHECKERS: Mapping[str, Checker] = MappingProxyType(
    {
        "change_case:capital_word_frequency": case.capital_word_frequency,
        "change_case:english_capital": case.english_capital,
        "change_case:english_lowercase": case.english_lowercase,
        "combination:repeat_prompt": combination.repeat_prompt,
        "combination:two_responses": combination.two_responses,
        "detectable_content:number_placeholders": content.number_placeholders,
        "detectable_content:postscript": content.postscript,
        "detectable_format:constrained_response": format.constrained_response,
        "detectable_format:json_format": format.json_format,
        "detectable_format:multiple_sections": format.multiple_sections,
        "detectable_format:number_bullet_lists": format.number_bullet_lists,
        "detectable_format:number_highlighted_sections": format.number_highlighted_sections,
        "detectable_format:title": format.title,
        "keywords:existence": keywords.existence,
        "keywords:forbidden_words": keywords.forbidden_words,
        "keywords:frequency": keywords.frequency,
        "keywords:letter_frequency": keywords.letter_frequency,
        "language:response_language": language.response_language,
        "length_constraints:nth_paragraph_first_word": length.nth_paragraph_first_word,
        "length_constraints:number_paragraphs": length.number_paragraphs,
        "length_constraints:number_sentences": length.number_sentences,
        "length_constraints:number_words": length.number_words,
        "punctuation:no_comma": punctuation.no_comma,
        "startend:end_checker": startend.end_checker,
        "startend:quotation": startend.quotation,
    }
)

OFFICIAL_IDS = frozenset(_CHECKERS)
"""The ids that have an official reading."""


def verdict(id: str, kwargs: Mapping[str, object], prompt: str, text: str) -> bool:  # noqa: A002 (the field's name)
    """Judge a reply as the published checker does in its strict mode.

    Args:
        id: the instruction's id, such as ``length_constraints:number_words``.
        kwargs: its arguments as the data set has them; those that are None are taken as absent.
        prompt: the prompt that the reply answers.
        text: the reply. An empty or blank one follows nothing.

    Raises:
        UsageError: the id is unknown, or an argument is missing or out of range.
    """
    checker = _CHECKERS.get(id)
    if checker is None:
        close = get_close_matches(id, _CHECKERS, n=1)
        hint = f"did you mean {close[0]}?" if close else f"the ids are {', '.join(sorted(_CHECKERS))}"
        raise UsageError(f"no published checker for {id!r}", hint=hint)
    return checker(Arguments(id, kwargs, prompt), text) and bool(text.strip())


def loose_verdict(id: str, kwargs: Mapping[str, object], prompt: str, text: str) -> bool:  # noqa: A002 (as above)
    """Judge a reply as the published checker does in its loose mode: any of the eight trimmed variants passes.

    Arguments and errors as for ``verdict``.
    """
    return any(verdict(id, kwargs, prompt, variant) for variant in dict.fromkeys(loose_variants(text)))
