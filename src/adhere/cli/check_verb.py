"""``adhere check``: verdicts on replies that exist already."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

from cyclopts import Parameter

from adhere.cli.options import Flag, Json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adhere.constraints import Constraint
    from adhere.data.rows import Rejected, Row
    from adhere.evals.replies import CheckTotals
    from adhere.evals.requirements import Source


def run(
    file: Annotated[str, Parameter(allow_leading_hyphen=True)],
    /,
    *,
    constraints: Path | None = None,
    data: Path | None = None,
    official: bool = True,
    out: Path | None = None,
    rejects: Path | None = None,
    as_json: Json = False,
    fail: Flag = False,
) -> int:
    """Check replies against their constraints; one JSON line of verdicts for each, in constant memory.

    Args:
        file: JSON lines or Parquet, or - for JSON lines on standard input. A row holds reply (or response, completion)
            and either constraints, a list of {"id": ..., "params": {...}}, or IFEval's prompt, instruction_id_list
            and kwargs.
        constraints: JSON file with constraints for every reply, instead of the rows' own.
        data: file or folder with IFEval's tasks, for rows that hold only prompt and response.
        official: give the verdicts of IFEval's own checkers beside ours where a row is in IFEval's form; they take
            longer.
        out: write the verdicts there instead of to standard output.
        rejects: write the rows that cannot be checked there, each with its reason, instead of to standard error.
        as_json: print the totals as JSON, to standard error.
        fail: exit with 1 when a reply violates a constraint or is none.
    """
    from adhere.cli.terminal import say
    from adhere.data.rows import Rejected
    from adhere.evals.replies import CheckTotals, check_rows
    from adhere.evals.requirements import unpublished

    source = _source(constraints, data)
    if not official:
        source = unpublished(source)
    totals = CheckTotals()
    with _writing(out, file) as verdicts, _writing(rejects, file) as refused:
        for result in check_rows(_rows(file), source):
            totals.count(result)
            if not isinstance(result, Rejected):
                print(json.dumps(result.to_record()), file=verdicts)
            elif rejects:
                print(json.dumps({"row": result.number, "reason": result.reason}), file=refused)
            else:
                say(f"row {result.number} rejected: {result.reason}")
    _say_totals(totals, as_json=as_json)
    return 1 if fail and totals.satisfied < totals.rows else 0


def _source(constraints: Path | None, data: Path | None) -> Source:
    from adhere.errors import UsageError
    from adhere.evals import load_suite
    from adhere.evals.requirements import of_record, of_suite, same_for_all

    if constraints and data:
        raise UsageError("--constraints and --data both say what to check", hint="leave one of them out")
    if constraints:
        return same_for_all(_load_constraints(constraints))
    return of_suite(load_suite("ifeval", data=data)) if data else of_record


def _rows(file: str) -> Iterator[Row | Rejected]:
    from adhere.data.rows import read_lines, read_rows

    return read_lines(sys.stdin.buffer, "standard input") if file == "-" else read_rows(file)


@contextmanager
def _writing(path: Path | None, source: str) -> Iterator[TextIO | None]:
    """Open a file that appears whole or not at all; None, which stands for standard output, where there is no path."""
    from adhere.errors import UsageError
    from adhere.evals.replacing import replacing

    if path is None:
        yield None
        return
    if path.resolve() == Path(source).resolve():
        raise UsageError(f"{path} is the file that is read", hint="write to another one")
    with replacing(path) as temporary, temporary.open("w", encoding="ascii") as file:
        yield file


def _load_constraints(path: Path) -> tuple[Constraint, ...]:
    from adhere.constraints import load
    from adhere.errors import UsageError

    hint = 'it holds a list of {"id": ..., "params": {...}}'
    try:
        specs = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}", hint=hint) from error
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{path} is not JSON: {error}", hint=hint) from error
    specs = [specs] if isinstance(specs, dict) else specs
    if not isinstance(specs, list) or not specs or not all(isinstance(spec, dict) for spec in specs):
        raise UsageError(f"{path} holds no constraints", hint=hint)
    return tuple(load(spec) for spec in specs)


def _say_totals(totals: CheckTotals, *, as_json: bool) -> None:
    from adhere.cli.terminal import say

    if as_json:
        say(json.dumps(totals.to_dict()))
        return
    for name, outcomes in sorted(totals.by_type.items()):
        say(f"{name}: {outcomes['satisfied']} of {outcomes.total()} satisfied")
    say(
        f"{totals.rows} rows: {totals.satisfied} satisfied (loose: {totals.loose}), {totals.violated} violated, "
        f"{totals.no_reply} without a reply, {totals.rejected} rejected"
    )
