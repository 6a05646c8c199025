"""Constraints as benchmarks publish them: an instruction id and its kwargs, read into adhere's types."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from adhere.constraints.catalogue import build, find_type
from adhere.constraints.conversions import bounded, count_of, exactly, nothing
from adhere.constraints.ifbench.form_family_conversions import FORM_FAMILIES
from adhere.constraints.ifbench.word_family_conversions import WORD_FAMILIES
from adhere.constraints.ifrlvr.training_conversions import TRAINING_FAMILIES
from adhere.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from adhere.constraints.conversions import Conversions, Params
    from adhere.constraints.protocol import Constraint


def from_published(id: str, kwargs: Mapping[str, object] | None, prompt: str) -> Constraint:  # noqa: A002 - the field's name
    """Return the constraint that a published instruction states.

    Args:
        id: the instruction id, such as ``length_constraints:number_words``.
        kwargs: its arguments, None where it has none. In it None counts as absent and 3.0 as 3, since data sets stored
            as columns give them so.
        prompt: the prompt that carries it, for what only its words say ("at least two sections", "just say").

    Raises:
        UsageError: the id is unknown or no benchmark's, or an argument is unknown, missing, of the wrong type or out of
            range.
    """
    kind = find_type(id)
    if id not in _CONVERSIONS:
        raise UsageError(f"{id}: no benchmark publishes this type", hint="give its parameters instead of kwargs")
    given = {name: _whole(value) for name, value in (kwargs or {}).items() if value is not None}
    convert, names = _CONVERSIONS[id]
    if set(given) != set(names):
        raise UsageError(
            f"{id}: arguments are {', '.join(given) or 'none'}",
            hint=f"the published instruction takes {', '.join(names) or 'none'}",
        )
    return build(kind, convert(given, prompt))


def _whole(value: object) -> object:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _sections(given: Mapping[str, object], prompt: str) -> Params:
    """Read "must have N sections" as exactly N, unless the prompt says at least."""
    count = count_of(given["num_sections"])
    number = rf"(?:{count}|{_NUMBERS[count]})" if count < len(_NUMBERS) else str(count)
    open_ended = re.search(
        rf"\bat least {number}\b[^.]*section|\b{number} or more\b[^.]*section", prompt, re.IGNORECASE
    )
    bounds: Params = {"minimum": count} if open_ended else exactly(count)
    return {"marker": given["section_spliter"], **bounds}


_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

_ALONE = re.compile(
    r"\bjust (?:say|choose|answer)\b|\bnothing else\b|\bonly (?:say|answer|reply|respond)\b", re.IGNORECASE
)


_CONVERSIONS: Conversions = MappingProxyType(
    {
        "keywords:existence": (lambda given, _: {"keywords": given["keywords"]}, ("keywords",)),
        "keywords:frequency": (
            lambda given, _: {"keyword": given["keyword"], **bounded(given["relation"], given["frequency"])},
            ("keyword", "relation", "frequency"),
        ),
        "keywords:forbidden_words": (lambda given, _: {"words": given["forbidden_words"]}, ("forbidden_words",)),
        "keywords:letter_frequency": (
            lambda given, _: {"letter": given["letter"], **bounded(given["let_relation"], given["let_frequency"])},
            ("letter", "let_relation", "let_frequency"),
        ),
        "language:response_language": (lambda given, _: {"language": given["language"]}, ("language",)),
        "length_constraints:number_sentences": (
            lambda given, _: bounded(given["relation"], given["num_sentences"]),
            ("relation", "num_sentences"),
        ),
        "length_constraints:number_paragraphs": (
            lambda given, _: exactly(given["num_paragraphs"]),
            ("num_paragraphs",),
        ),
        "length_constraints:number_words": (
            lambda given, _: bounded(given["relation"], given["num_words"]),
            ("relation", "num_words"),
        ),
        "length_constraints:nth_paragraph_first_word": (
            lambda given, _: {
                "paragraphs": given["num_paragraphs"],
                "nth": given["nth_paragraph"],
                "word": given["first_word"],
            },
            ("num_paragraphs", "nth_paragraph", "first_word"),
        ),
        "detectable_content:number_placeholders": (
            lambda given, _: {"minimum": given["num_placeholders"]},
            ("num_placeholders",),
        ),
        "detectable_content:postscript": (
            lambda given, _: {"marker": given["postscript_marker"]},
            ("postscript_marker",),
        ),
        "detectable_format:number_bullet_lists": (lambda given, _: exactly(given["num_bullets"]), ("num_bullets",)),
        "detectable_format:constrained_response": (lambda _, prompt: {"alone": bool(_ALONE.search(prompt))}, ()),
        "detectable_format:number_highlighted_sections": (
            lambda given, _: {"minimum": given["num_highlights"]},
            ("num_highlights",),
        ),
        "detectable_format:multiple_sections": (_sections, ("section_spliter", "num_sections")),
        "detectable_format:json_format": (nothing, ()),
        "detectable_format:title": (nothing, ()),
        "combination:two_responses": (nothing, ()),
        "combination:repeat_prompt": (lambda given, _: {"prompt": given["prompt_to_repeat"]}, ("prompt_to_repeat",)),
        "startend:end_checker": (lambda given, _: {"phrase": given["end_phrase"]}, ("end_phrase",)),
        "startend:quotation": (nothing, ()),
        "change_case:capital_word_frequency": (
            lambda given, _: bounded(given["capital_relation"], given["capital_frequency"]),
            ("capital_relation", "capital_frequency"),
        ),
        "change_case:english_capital": (nothing, ()),
        "change_case:english_lowercase": (nothing, ()),
        "punctuation:no_comma": (nothing, ()),
        **WORD_FAMILIES,
        **FORM_FAMILIES,
        **TRAINING_FAMILIES,
    }
)
"""By id: how to read the arguments, and which they are."""
