"""What a constraint type is, in words and with examples: all from the type itself."""

from __future__ import annotations

import re
from dataclasses import MISSING, dataclass, fields, replace
from functools import cache
from random import Random
from typing import TYPE_CHECKING, Any

from adhere.constraints.catalogue import CATALOGUE, IFEVAL, dump, find_type, kind_of_parameter
from adhere.constraints.counted import Counted
from adhere.constraints.ifbench.form_families import FORM_FAMILIES
from adhere.constraints.ifbench.word_families import WORD_FAMILIES
from adhere.constraints.ifrlvr.training_families import TRAINING_FAMILIES
from adhere.errors import UsageError
from adhere.text import Document

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from dataclasses import Field

    from adhere.constraints.protocol import Constraint, Verdict

BENCHMARKS = ("IFEval", "IFBench", "IF-RLVR", "adhere")
"""Where the types come from; the last stands for those that no benchmark has."""

PROMPT = "Write a short text about the sea."
"""What examples are asked for."""

_DRAWS = 12
_LARGE = 10**6
_MARKUP = re.compile(r"``([^`]*)``")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a type.

    Attributes:
        name: its name. kind: what it is, in words.
        default: its value where it is left out; None and ``required`` where it must be given.
        allowed: the values that it can have, as far as trying tells; empty where it is no number.
    """

    name: str
    kind: str
    required: bool
    default: object
    allowed: str


@dataclass(frozen=True, slots=True)
class Example:
    """A text, and what the type says about it."""

    text: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Description:
    """A type with its parameters, and one constraint of it with texts.

    Attributes:
        summary: what it asks for, in one line. details: the rest of what it says about itself.
        benchmark: one of ``BENCHMARKS``. readings: which kinds of verdict there are.
        constraint: the constraint that the wordings ask for and the texts are judged by.
        witness: a text that satisfies it. mutants: the smallest edits of it that do not.
    """

    id: str
    summary: str
    details: str
    benchmark: str
    readings: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    constraint: Constraint
    witness: Example
    mutants: tuple[Example, ...]

    def to_dict(self) -> dict[str, object]:
        """Return everything as JSON's types."""
        return {
            "id": self.id,
            "summary": self.summary,
            "details": self.details,
            "benchmark": self.benchmark,
            "readings": list(self.readings),
            "parameters": [
                {each.name: getattr(parameter, each.name) for each in fields(parameter)}
                for parameter in self.parameters
            ],
            "constraint": dump(self.constraint),
            "wordings": list(self.constraint.wordings()),
            "witness": _record(self.witness),
            "mutants": [_record(mutant) for mutant in self.mutants],
        }


def summary_of(kind: type[Constraint]) -> str:
    """Return what a type asks for, in one line."""
    return _docstring(kind)[0]


def benchmark_of(id: str) -> str:  # noqa: A002 - the field's name for it
    """Return which of ``BENCHMARKS`` a type comes from."""
    published: Iterable[tuple[str, Mapping[str, object]]] = (
        ("IFEval", IFEVAL),
        ("IFBench", {**WORD_FAMILIES, **FORM_FAMILIES}),
        ("IF-RLVR", TRAINING_FAMILIES),
    )
    return next((name for name, types in published if id in types), BENCHMARKS[-1])


def readings_of(id: str) -> tuple[str, ...]:  # noqa: A002 - the field's name for it
    """Return the readings that a type has: our own, and where checkers were published theirs and the mended ones."""
    from adhere.constraints.official import OFFICIAL_IDS
    from adhere.constraints.repaired import DIVERGENCES

    repaired = any(one.id == id for one in DIVERGENCES)
    return ("own", *(("official",) if id in OFFICIAL_IDS else ()), *(("repaired",) if repaired else ()))


def describe(id: str, *, seed: int = 0) -> Description:  # noqa: A002 - the field's name for it
    """Describe the type with this id, with a constraint of it that ``seed`` draws.

    Raises:
        UsageError: there is no such type.
    """
    kind = find_type(id)
    constraint = kind.draw(Random(seed), PROMPT)
    text = constraint.witness(Random(seed), "the sea")
    summary, details = _docstring(kind)
    return Description(
        id=id,
        summary=summary,
        details=details,
        benchmark=benchmark_of(id),
        readings=readings_of(id),
        parameters=_parameters(kind),
        constraint=constraint,
        witness=_example(constraint, text),
        mutants=tuple(_example(constraint, mutant) for mutant in dict.fromkeys(constraint.mutants(text))),
    )


def _docstring(kind: type[Constraint]) -> tuple[str, str]:
    summary, _, details = (kind.__doc__ or kind.id).partition("\n")
    paragraphs = (" ".join(part.split()) for part in details.split("\n\n"))
    return _for_readers(summary), _for_readers("\n".join(filter(None, paragraphs)))


def _for_readers(text: str) -> str:
    """Return a docstring's text without its markup, and with the ids of types where it names their classes."""
    return _MARKUP.sub(lambda quoted: _ids_by_class().get(quoted[1], quoted[1]), text)


@cache
def _ids_by_class() -> Mapping[str, str]:
    return {kind.__name__: id for id, kind in CATALOGUE.items()}  # noqa: A001 - the field's name for it


def _example(constraint: Constraint, text: str) -> Example:
    return Example(text, constraint.check(Document(text)))


def _record(example: Example) -> dict[str, object]:
    verdict = example.verdict
    evidence = [{"start": e.span.start, "end": e.span.end, "note": e.note} for e in verdict.evidence]
    told = {"outcome": verdict.outcome.value, "score": verdict.score, "reason": verdict.reason}
    return {"text": example.text, **told, "evidence": evidence}


def _parameters(kind: type[Constraint]) -> tuple[Parameter, ...]:
    drawn = [kind.draw(Random(seed), PROMPT) for seed in range(_DRAWS)]
    # A count that was drawn with one bound says nothing about the other where both are open.
    drawn += _opened(drawn[0])
    return tuple(
        Parameter(
            field.name,
            kind_of_parameter(field),
            required=field.default is MISSING,
            default=None if field.default is MISSING else field.default,
            allowed=_allowed(field, drawn) if str(field.type).startswith("int") else "",
        )
        for field in fields(kind)  # type: ignore[arg-type]  # every constraint is a dataclass
    )


def _allowed(field: Field[Any], drawn: list[Constraint]) -> str:
    """Return the numbers that a parameter can be while the others are as drawn: found by trying."""
    least = next((n for n in range(-1, 101) if _any_takes(drawn, field.name, n)), None)
    if least is None:
        return ""
    if _any_takes(drawn, field.name, _LARGE):
        return f"{least} or more"
    low, high = least, _LARGE
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _any_takes(drawn, field.name, middle) else (low, middle)
    return f"{least} to {low}"


def _opened(constraint: Constraint) -> list[Constraint]:
    if not isinstance(constraint, Counted):
        return []
    try:
        return [replace(constraint, minimum=0, maximum=_LARGE)]
    except UsageError:
        return []


def _any_takes(drawn: list[Constraint], name: str, value: int) -> bool:
    return any(_takes(constraint, name, value) for constraint in drawn)


def _takes(constraint: Any, name: str, value: int) -> bool:  # noqa: ANN401 (a dataclass of any type)
    try:
        replace(constraint, **{name: value})
    except UsageError:
        return False
    return True
