"""``adhere constraints decide``: whether constraints contradict each other."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter
from cyclopts.validators import Number

from adhere.cli.options import Json

if TYPE_CHECKING:
    from adhere.constraints import Constraint, Decision

_CODES = {"satisfiable": 0, "unsatisfiable": 1, "undecided": 3}


def run(
    *specs: str,
    file: Path | None = None,
    topic: str = "everyday life",
    seed: Annotated[int, Parameter(validator=Number(gte=0))] = 0,
    as_json: Json = False,
) -> int:
    """Say whether one reply can meet all constraints: exit 0 with such a reply, 1 with a contradiction, 3 undecided.

    Args:
        specs: constraints: an id, or {"id": ..., "params": {...}} as JSON.
        file: JSON file with a list of them.
        topic: what the reply is about, as far as the constraints leave room.
        seed: of the search for a reply.
        as_json: print everything as JSON.
    """
    from adhere.cli.terminal import give_json
    from adhere.constraints import decide, load

    constraints = [load(spec) for spec in [*map(_spec, specs), *_from_file(file)]]
    decision = decide(constraints, topic=topic, seed=seed)
    if as_json:
        give_json(_record(decision))
    else:
        _give(decision)
    return _CODES[decision.outcome]


def _spec(text: str) -> dict[str, object]:
    from adhere.errors import UsageError

    if not text.lstrip().startswith("{"):
        return {"id": text}
    try:
        spec: dict[str, object] = json.loads(text)
    except ValueError as error:
        raise UsageError(f"{text!r} is not JSON: {error}", hint='write {"id": ..., "params": {...}}') from error
    return spec


def _from_file(file: Path | None) -> list[dict[str, object]]:
    from adhere.errors import UsageError

    if file is None:
        return []
    hint = 'write a list of {"id": ..., "params": {...}}'
    try:
        specs = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise UsageError(f"{file} is not JSON: {error}", hint=hint) from error
    if not isinstance(specs, list):
        raise UsageError(f"{file} holds no list", hint=hint)
    return specs


def _record(decision: Decision) -> dict[str, object]:
    from adhere.constraints import dump

    return {
        "outcome": decision.outcome,
        "reason": decision.reason,
        "witness": decision.witness,
        "core": [dump(constraint) for constraint in decision.core],
    }


def _give(decision: Decision) -> None:
    from adhere.cli.terminal import give

    give(f"{decision.outcome}: {decision.reason}")
    for constraint in decision.core:
        give(_written(constraint))
    if decision.witness is not None:
        give(f"\n{decision.witness}")


def _written(constraint: Constraint) -> str:
    from adhere.constraints import dump

    return f"  {json.dumps(dump(constraint), ensure_ascii=False)}"
