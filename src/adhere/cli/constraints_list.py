"""``adhere constraints list``: the types by family, one line each."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Literal, TypeAlias

from adhere.cli.options import Json

if TYPE_CHECKING:
    from collections.abc import Sequence

BenchmarkName: TypeAlias = Literal["IFEval", "IFBench", "IF-RLVR", "adhere"]

_GAP = 2
_SUMMARY = 60
"""Columns that the benchmark and a summary need to be of use on the line of the id."""


def run(*, family: str | None = None, benchmark: BenchmarkName | None = None, as_json: Json = False) -> int:
    """List the constraint types by family, one line each.

    Args:
        family: only the types of this family, such as length_constraints.
        benchmark: only the types of this benchmark; adhere stands for those that no benchmark has.
        as_json: print everything as JSON.
    """
    from adhere.cli.terminal import give_json
    from adhere.constraints.catalogue import CATALOGUE
    from adhere.constraints.describing import benchmark_of, readings_of, summary_of

    ids = [id for id in _of_family(family) if benchmark in {None, benchmark_of(id)}]  # noqa: A001 (the field's name)
    if as_json:
        give_json(
            [
                {
                    "id": id,
                    "family": _family(id),
                    "benchmark": benchmark_of(id),
                    "summary": summary_of(CATALOGUE[id]),
                    "readings": list(readings_of(id)),
                }
                for id in ids  # noqa: A001 (the field's name)
            ]
        )
    else:
        _give_list(ids)
    return 0


def _family(id: str) -> str:  # noqa: A002 (the field's name for it)
    return id.partition(":")[0]


def _of_family(family: str | None) -> list[str]:
    """Return the ids of a family; without one all ids, those of a family together."""
    from difflib import get_close_matches

    from adhere.constraints.catalogue import CATALOGUE
    from adhere.errors import UsageError

    families = dict.fromkeys(map(_family, CATALOGUE))
    if family is not None and family not in families:
        near = get_close_matches(family, families, n=1, cutoff=0.5)
        hint = f"did you mean {near[0]}?" if near else f"one of {', '.join(families)}"
        raise UsageError(f"no family {family!r}", hint=hint)
    order = list(families)
    ids = sorted(CATALOGUE, key=lambda known: order.index(_family(known)))
    return [id for id in ids if family in {None, _family(id)}]  # noqa: A001 (the field's name)


def _give_list(ids: Sequence[str]) -> None:
    from adhere.cli.terminal import give, terminal_width
    from adhere.constraints.catalogue import CATALOGUE
    from adhere.constraints.describing import benchmark_of, summary_of

    width = terminal_width()
    column = max(map(len, ids), default=0) + _GAP
    for family, members in groupby(ids, key=_family):
        give(f"\n{family}")
        for member in members:
            name, summary = f"  {member:<{column}}{benchmark_of(member):<9}", summary_of(CATALOGUE[member])
            if width >= column + _SUMMARY:
                give(_cut(f"{name}{summary}", width))
            else:  # too narrow for both: the summary goes on a line of its own
                give(f"{name.rstrip()}\n{_cut(f'      {summary}', width)}")
    give(f"\n{len(ids)} types; adhere constraints show ID tells more of one")


def _cut(line: str, width: int) -> str:
    return line if len(line) <= width else f"{line[: width - 1].rstrip()}\u2026"
