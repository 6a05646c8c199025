"""``adhere data constrain``: instruction data whose requests ask for what their replies do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter
from cyclopts.validators import Number

from adhere.cli.options import ShowOptions
from adhere.replacing import write_json_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from adhere.data import Dataset, Example
    from adhere.data.constraining import Constrained


def run(
    data: str,
    /,
    *,
    out: Path,
    types: Literal["all", "ifeval"] = "all",
    format: str | None = None,  # noqa: A002 - the flag's name
    shortest: Annotated[int, Parameter(validator=Number(gte=0))] = 0,
    longest: Annotated[int | None, Parameter(validator=Number(gte=1))] = None,
    limit: Annotated[int | None, Parameter(validator=Number(gte=1))] = None,
    edited: Annotated[float, Parameter(validator=Number(gte=0, lte=1))] = 0.0,
    seed: Annotated[int, Parameter(validator=Number(gte=0))] = 0,
    shown: ShowOptions = ShowOptions(),
) -> int:
    """Add constraints to the requests of instruction data: such as their replies satisfy and few others do.

    Each request gets one to three, in the catalogue's words. A request whose reply has nothing special stays as it is.
    No reply is changed, unless `--edited` says so: replies that people wrote are seldom all in lower case, in quotation
    marks, under a title or without commas, so that a share of them can be edited into such a form, which the checkers
    then confirm; replies with code, lists or links are never edited. The rows are what `adhere train sft` learns from.

    Args:
        data: JSON, JSON lines or Parquet of one of the formats for instruction tuning, or hf:ORG/NAME:FILE.
        out: file of JSON lines.
        types: of the constraints: all, or those of IFEval.
        format: of the data, where its fields do not tell: chat, sharegpt, alpaca, dolly, self-instruct.
        shortest: fewest words of a reply; rows with shorter ones are left out.
        longest: most words of a reply; rows with longer ones are left out.
        limit: take only so many rows, drawn by the seed.
        edited: share of the replies, from 0 to 1, for which an edit into a form is tried; not all allow it.
        seed: of what is drawn.
        shown: what is shown.
    """
    from adhere.cli.terminal import give
    from adhere.data import Example, read_examples
    from adhere.data.constraining import constrain, suited_types

    read = read_examples(data, format=format)
    examples = _chosen(read.of(Example), shortest, longest, limit, seed)
    if shown.dry_run:
        give(f"{len(examples)} of {len(read.examples)} rows of {read.path} ({read.format}) would get constraints")
        return 0
    suited = suited_types(published=types == "ifeval")
    making = constrain(examples, seed=seed, types=suited, edited=edited)
    made = list(_watched(making, len(examples), str(read.path), wanted=shown.progress))
    _write(made, out)
    _give(read, made, out, as_json=shown.as_json)
    return 0


def _watched(making: Iterator[Constrained], total: int, name: str, *, wanted: bool) -> Iterator[Constrained]:
    """Yield what is made, and show how far it is."""
    from adhere.cli.progress import progress
    from adhere.evals.progress import ProgressUpdate

    with progress(wanted=wanted) as on_progress:
        for done, one in enumerate(making, start=1):
            yield one
            if on_progress:
                on_progress(ProgressUpdate(done, total, None, name))


def _chosen(
    examples: Sequence[Example], shortest: int, longest: int | None, limit: int | None, seed: int
) -> list[Example]:
    """Return the examples that end with a request and a reply of a fitting length, in their order."""
    from random import Random

    from adhere.errors import UsageError

    fitting = [
        example
        for example in examples
        if len(example.conversation) > 1
        and example.conversation[-2].role == "user"  # what a tool answered cannot ask for anything
        and example.conversation[-2].content.strip()
        and shortest <= len(example.conversation[-1].content.split()) <= (longest or 10**9)
    ]
    if not fitting:
        raise UsageError("no row has a reply of this length", hint="lower --shortest, or raise --longest")
    if limit is None or limit >= len(fitting):
        return fitting
    return [fitting[place] for place in sorted(Random(seed).sample(range(len(fitting)), limit))]


def _write(made: Sequence[Constrained], out: Path) -> None:
    from adhere.constraints import dump

    rows = [
        {
            "messages": [message.to_dict() for message in one.example.conversation],
            **({"tools": [json.loads(tool) for tool in one.example.tools]} if one.example.tools else {}),
            "constraints": [dump(constraint) for constraint in one.constraints],
            **({"edited": list(one.edited)} if one.edited else {}),
            "source": one.example.source,
        }
        for one in made
    ]
    write_json_lines(out, rows)


def _give(read: Dataset, made: Sequence[Constrained], out: Path, *, as_json: bool) -> None:
    from adhere.cli.terminal import give, give_json
    from adhere.data.constraining import counts

    added = counts(made)
    without = sum(not one.constraints for one in made)
    edited = sum(bool(one.edited) for one in made)
    if as_json:
        give_json(
            {
                "format": read.format,
                "rejected": dict(read.reasons),
                "rows": len(made),
                "without": without,
                "edited": edited,
                "added": added,
                "out": str(out),
            }
        )
        return
    give(f"{len(made)} rows with {sum(added.values())} constraints of {len(added)} types: {out}")
    if without:
        give(f"  {without} rows as they were: nothing that few other replies do was found in theirs")
    if edited:
        give(f"  {edited} replies were edited into a form that is asked for")
    for name, count in list(added.items())[:10]:
        give(f"  {count:5} {name}")
