"""Flags of ``adhere check``: what the replies were asked, and who checks them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter
from cyclopts.validators import Number

from adhere.cli.options import Flag

if TYPE_CHECKING:
    from adhere.evals.bulk import Settings


@Parameter(name="*")
@dataclass(frozen=True, slots=True, kw_only=True)
class AskedOptions:
    """What the replies were asked.

    Attributes:
        constraints: JSON file with constraints for every reply, instead of the rows' own.
        data: file or folder with IFEval's tasks, for rows that hold only prompt and response.
        recognise: read the constraints of a row that says nothing of them in its prompt (after system), or messages.
        official: give the verdicts of IFEval's own checkers beside ours where a row is in IFEval's form; they take
            longer.
    """

    constraints: Path | None = None
    data: Path | None = None
    recognise: Flag = False
    official: bool = True

    def settings(self, *, name_files: bool) -> Settings:
        """Return what is checked, and how it is told."""
        from adhere.evals.bulk import Settings

        return Settings(
            constraints=_specs(self.constraints, self.data),
            data=None if self.data is None else str(self.data),
            official=self.official,
            name_files=name_files,
            recognise=self.recognise,
        )


@Parameter(name="*")
@dataclass(frozen=True, slots=True, kw_only=True)
class WorkOptions:
    """Who checks.

    Attributes:
        workers: processes that check; by default one for each core, or as many as there is work for. Standard input is
            read by one unless more are asked for.
        engine: who runs them: local, this machine; or ray, the cluster that RAY_ADDRESS names or one on this machine.
    """

    workers: Annotated[int | None, Parameter(validator=Number(gte=1))] = None
    engine: Literal["local", "ray"] = "local"


def _specs(constraints: Path | None, data: Path | None) -> tuple[dict[str, Any], ...] | None:
    """Return the specs for every reply, as a file holds them."""
    from adhere.errors import UsageError

    if constraints is None:
        return None
    if data is not None:
        raise UsageError("--constraints and --data both say what to check", hint="leave one of them out")
    hint = 'it holds a list of {"id": ..., "params": {...}}'
    try:
        specs = json.loads(constraints.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"cannot read {constraints}: {error.strerror}", hint=hint) from error
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{constraints} is not JSON: {error}", hint=hint) from error
    specs = [specs] if isinstance(specs, dict) else specs
    if not isinstance(specs, list) or not specs or not all(isinstance(spec, dict) for spec in specs):
        raise UsageError(f"{constraints} holds no constraints", hint=hint)
    return tuple(specs)
