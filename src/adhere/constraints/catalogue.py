"""Every constraint type, and its form as data: ``{"id": ..., "params": {...}}``."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from difflib import get_close_matches
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NoReturn

from adhere.constraints.case import CapitalWordFrequency, EnglishCapital, EnglishLowercase
from adhere.constraints.combination import RepeatPrompt, TwoResponses
from adhere.constraints.content import NumberPlaceholders, Postscript
from adhere.constraints.format import MultipleSections, NumberBulletLists, NumberHighlightedSections, Title
from adhere.constraints.ifbench.form_families import FORM_FAMILIES
from adhere.constraints.ifbench.word_families import WORD_FAMILIES
from adhere.constraints.ifrlvr.training_families import TRAINING_FAMILIES
from adhere.constraints.keywords import ForbiddenWords, KeywordExistence, KeywordFrequency, LetterFrequency
from adhere.constraints.language import ResponseLanguage
from adhere.constraints.length import NthParagraphFirstWord, NumberParagraphs, NumberSentences, NumberWords
from adhere.constraints.punctuation import NoComma
from adhere.constraints.startend import EndChecker, Quotation
from adhere.constraints.structure.structure_families import STRUCTURE_FAMILIES
from adhere.constraints.surface.surface_families import SURFACE_FAMILIES
from adhere.constraints.whole import ConstrainedResponse, JsonFormat
from adhere.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from dataclasses import Field

    from adhere.constraints.protocol import Constraint

IFEVAL: Mapping[str, type[Constraint]] = MappingProxyType(
    {
        "keywords:existence": KeywordExistence,
        "keywords:frequency": KeywordFrequency,
        "keywords:forbidden_words": ForbiddenWords,
        "keywords:letter_frequency": LetterFrequency,
        "language:response_language": ResponseLanguage,
        "length_constraints:number_sentences": NumberSentences,
        "length_constraints:number_paragraphs": NumberParagraphs,
        "length_constraints:number_words": NumberWords,
        "length_constraints:nth_paragraph_first_word": NthParagraphFirstWord,
        "detectable_content:number_placeholders": NumberPlaceholders,
        "detectable_content:postscript": Postscript,
        "detectable_format:number_bullet_lists": NumberBulletLists,
        "detectable_format:constrained_response": ConstrainedResponse,
        "detectable_format:number_highlighted_sections": NumberHighlightedSections,
        "detectable_format:multiple_sections": MultipleSections,
        "detectable_format:json_format": JsonFormat,
        "detectable_format:title": Title,
        "combination:two_responses": TwoResponses,
        "combination:repeat_prompt": RepeatPrompt,
        "startend:end_checker": EndChecker,
        "startend:quotation": Quotation,
        "change_case:capital_word_frequency": CapitalWordFrequency,
        "change_case:english_capital": EnglishCapital,
        "change_case:english_lowercase": EnglishLowercase,
        "punctuation:no_comma": NoComma,
    }
)
"""IFEval's 25 types by id (Zhou et al. 2023, https://arxiv.org/abs/2311.07911): those that generated tasks draw."""

CATALOGUE: Mapping[str, type[Constraint]] = MappingProxyType(
    {
        **IFEVAL,
        **WORD_FAMILIES,
        **FORM_FAMILIES,
        **STRUCTURE_FAMILIES,
        **TRAINING_FAMILIES,
        **SURFACE_FAMILIES,
    }
)
"""Every constraint type by the id that the field gives it, in adhere's reading."""


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_texts(value: object) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(text, str) for text in value)


def _is_counts(value: object) -> bool:
    return isinstance(value, list | tuple) and all(_is_count(count) for count in value)


def _is_json(value: object) -> bool:
    try:
        return isinstance(value, str) or (isinstance(value, dict) and json.dumps(value) != "")
    except (TypeError, ValueError, RecursionError):
        return False


_KINDS: Mapping[str, tuple[str, Callable[[object], bool]]] = {
    "int": ("a whole number", _is_count),
    "int | None": ("a whole number or null", lambda value: value is None or _is_count(value)),
    "str": ("a text", lambda value: isinstance(value, str)),
    "JsonText": ("a JSON text, or the JSON object itself", _is_json),
    "PatternText": ("a regular expression in RE2's syntax, as a text", lambda value: isinstance(value, str)),
    "bool": ("true or false", lambda value: isinstance(value, bool)),
    "tuple[str, ...]": ("a list of texts", _is_texts),
    "tuple[int, ...]": ("a list of whole numbers", _is_counts),
}
"""By the annotation of a parameter: what it must be, in words and as a test."""


def kind_of_parameter(field: Field[Any]) -> str:
    """Return what the value of a parameter must be, in words."""
    return _KINDS[str(field.type)][0]


def load(spec: Mapping[str, object]) -> Constraint:
    """Build the constraint that ``spec`` describes: ``{"id": ..., "params": {...}}``, ``params`` optional.

    Raises:
        UsageError: the id, a parameter, or the value of one is unknown, missing, of the wrong type or out of range.
    """
    if not isinstance(spec, Mapping):
        raise UsageError(f"a constraint is an object, not {spec!r}", hint='write {"id": ..., "params": {...}}')
    for key in spec:
        if key not in {"id", "params"}:
            _unknown(f"a constraint has no field {key!r}", key, ("id", "params"))
    kind = find_type(spec.get("id"))
    params = spec.get("params", {})
    if not isinstance(params, Mapping):
        raise UsageError(f"{kind.id}: params is {params!r}", hint="give an object of parameters by name")
    return build(kind, params)


def find_type(id: object) -> type[Constraint]:  # noqa: A002 - the field's name for it
    """Return the type with this id.

    Raises:
        UsageError: there is none.
    """
    if not isinstance(id, str) or id not in CATALOGUE:
        _unknown(f"unknown constraint {id!r}", str(id), CATALOGUE)
    return CATALOGUE[id]


def build(kind: type[Constraint], params: Mapping[str, object]) -> Constraint:
    """Construct a constraint from parameters of unknown origin.

    Raises:
        UsageError: a parameter is unknown, missing, of the wrong type or out of range.
    """
    known = _parameters(kind)
    for name in params:
        if name not in known:
            _unknown(f"{kind.id} has no parameter {name!r}", str(name), known)
    if missing := [name for name, field in known.items() if field.default is MISSING and name not in params]:
        raise UsageError(f"{kind.id} lacks {' and '.join(missing)}", hint=f"give params {' and '.join(missing)}")
    arguments: dict[str, Any] = {name: _value(kind.id, known[name], value) for name, value in params.items()}
    return kind(**arguments)


def dump(constraint: Constraint) -> dict[str, Any]:
    """Return the spec that ``load`` makes ``constraint`` of; parameters at their defaults are left out."""
    params = {
        field.name: list(value) if isinstance(value, tuple) else value
        for field in _parameters(type(constraint)).values()
        if (value := getattr(constraint, field.name)) != field.default
    }
    return {"id": constraint.id, "params": params}


@cache
def _parameters(kind: type[Constraint]) -> Mapping[str, Field[Any]]:
    found = fields(kind)  # type: ignore[arg-type]  # every constraint is a dataclass; a protocol cannot say so
    return MappingProxyType({field.name: field for field in found})


def _value(id: str, field: Field[Any], value: object) -> object:  # noqa: A002 - the field's name for it
    expected, fits = _KINDS[str(field.type)]
    if not fits(value):
        raise UsageError(f"{id}: {field.name} is {value!r}", hint=f"{field.name} must be {expected}")
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    return tuple(value) if isinstance(value, list) else value


def _unknown(message: str, name: str, known: Iterable[str]) -> NoReturn:
    names = list(known)
    if not names:
        raise UsageError(message, hint="it takes no parameters")
    without_family = [each for each in names if each.endswith(f":{name}")]
    near = without_family or get_close_matches(name, names, n=1, cutoff=0.5)
    known_names = f"one of {', '.join(names)}" if len(names) <= _LISTED else "adhere constraints list shows them all"
    raise UsageError(message, hint=f"did you mean {near[0]}?" if near else known_names)


_LISTED = 20
"""Names that a hint lists at most."""
