"""``adhere constraints prove``: how often the checkers are wrong, on texts whose truth is known."""

from __future__ import annotations

import json
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter
from cyclopts.validators import Number

from adhere.cli.options import Flag, Json

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from adhere.constraints.proof import Tally, TypeProof
    from adhere.evals.progress import OnProgress

TARGET = 0.003
"""Upper end of the interval of an error rate that a checker should stay under."""

TEXTS = 2000
"""Texts of each kind by default: the fewest, in round numbers, that show a rate under the target when none is wrong."""

_PAGE = """# How often the checkers are wrong

Made by `adhere constraints prove --all --markdown{flags}` on {date}, version {version}.

Each type was tried on texts whose truth is known without its checker:

- **must pass**: witnesses, the texts that a type writes to satisfy drawn parameters (counts also with bounds that no \
task draws); the same after edits that mean nothing (line endings, trailing blanks, blank lines around, a reasoning \
block, curly quotes and an emphasised word where the type does not ask about them); and planned texts, put together \
from counted parts, that an oracle knows to satisfy.
- **must not pass**: mutants, the smallest edits that break a witness; the same after such edits; and planned texts \
that the oracle knows to violate. An oracle is a rule over the plan that shares no code with the checker; \
{oracles} of {types} types have one.
- **relations**: on planned texts and on wild ones (witnesses cut up and mixed, soups of marks and Unicode) whose \
truth is unknown, verdicts must agree with each other: satisfied exactly with score 1, the same when asked again, \
loose where strict, kept by wider bounds, unchanged by edits that never mean anything.

An error is a wrong verdict on one text; undecided where it must pass is one, too. The upper end is that of Wilson's \
95 % interval of the rate, the greater one of the two sides. It takes the different texts of a side for independent \
draws, and it says nothing about kinds of text that are not tried here: witnesses are plain English.

{totals}

| type | must pass | wrong | must not pass | wrong | upper end | relations | broken | oracle |
|---|--:|--:|--:|--:|--:|--:|--:|---|
{rows}
"""

_TOTALS = """{must_pass} texts that must pass: {false_fails} false fails. \
{must_not_pass} texts that must not: {false_passes} false passes. \
{relations} texts under relations: {broken_relations} broken.

The upper end is above {target:.1%} for {types_over_target} of {types} types; the greatest is {worst_upper_end:.2%}."""


def run(
    ids: Annotated[tuple[str, ...], Parameter(name="ids")] = (),
    /,
    *,
    every: Annotated[bool, Parameter(name="--all", negative="", show_default=False)] = False,
    texts: Annotated[int, Parameter(validator=Number(gte=1))] = TEXTS,
    seed: Annotated[int, Parameter(validator=Number(gte=0))] = 0,
    workers: Annotated[int, Parameter(validator=Number(gte=1))] = 1,
    out: Path | None = None,
    as_json: Json = False,
    markdown: Flag = False,
    progress: bool = True,
) -> int:
    """Try checkers on texts whose truth is known, and count false passes and false fails, with 95 % intervals.

    The texts are witnesses, mutants, edits of both that mean nothing, and generated texts. Exits with 1 where a
    checker is wrong.

    Args:
        ids: the constraint types, such as length_constraints:number_words.
        every: try every type.
        texts: how many different texts that must pass, and as many that must not, to try on each type.
        seed: of the texts.
        workers: processes that share the work.
        out: write the figures there, as JSON.
        as_json: print the figures as JSON.
        markdown: print the page of the documentation.
        progress: show how far it is.
    """
    from adhere.cli.progress import progress as showing
    from adhere.cli.terminal import give, give_json

    known = _types(ids, every=every)
    with showing(wanted=progress) as on_progress:
        proofs = _prove(known, texts, seed, workers, on_progress)
    record = {"texts": texts, "seed": seed, "total": _totals(proofs), "types": [proof.to_dict() for proof in proofs]}
    if out:
        _write(out, record)
    if as_json:
        give_json(record)
    elif markdown:
        give(_page(proofs, texts, seed))
    else:
        _give_table(proofs)
    return 1 if any(proof.errors for proof in proofs) else 0


def _types(ids: Sequence[str], *, every: bool) -> list[str]:
    from adhere.constraints.catalogue import CATALOGUE, find_type
    from adhere.errors import UsageError

    if every == bool(ids):
        raise UsageError("which types?", hint="name some, or give --all")
    return [find_type(id).id for id in dict.fromkeys(ids)] if ids else list(CATALOGUE)  # noqa: A001 (the field's name)


def _prove(ids: list[str], texts: int, seed: int, workers: int, on_progress: OnProgress | None) -> list[TypeProof]:
    from adhere.evals.progress import ProgressUpdate, seconds_left

    start = time.monotonic()
    found: dict[str, TypeProof] = {}
    for proof in _proofs(ids, texts, seed, workers):
        found[proof.id] = proof
        if on_progress:
            left = seconds_left(len(found), len(ids) - len(found), time.monotonic() - start)
            on_progress(ProgressUpdate(len(found), len(ids), left, "proving"))
    return [found[id] for id in ids]  # noqa: A001 (the field's name)


def _proofs(ids: list[str], texts: int, seed: int, workers: int) -> Iterator[TypeProof]:
    from adhere.constraints.proof import prove_type

    if workers == 1 or len(ids) == 1:
        yield from (prove_type(id, texts=texts, seed=seed) for id in ids)  # noqa: A001 (the field's name)
        return
    with ProcessPoolExecutor(min(workers, len(ids))) as pool:
        jobs = [pool.submit(prove_type, id, texts=texts, seed=seed) for id in ids]  # noqa: A001 (the field's name)
        yield from (job.result() for job in as_completed(jobs))


def _totals(proofs: Sequence[TypeProof]) -> dict[str, int | float]:
    return {
        "types": len(proofs),
        "with_oracle": sum(proof.has_oracle for proof in proofs),
        "must_pass": sum(proof.false_fails.texts for proof in proofs),
        "false_fails": sum(proof.false_fails.errors for proof in proofs),
        "must_not_pass": sum(proof.false_passes.texts for proof in proofs),
        "false_passes": sum(proof.false_passes.errors for proof in proofs),
        "relations": sum(proof.relations.texts for proof in proofs),
        "broken_relations": sum(proof.relations.errors for proof in proofs),
        "worst_upper_end": max(proof.upper_bound for proof in proofs),
        "types_over_target": sum(proof.upper_bound > TARGET for proof in proofs),
    }


def _write(path: Path, record: dict[str, object]) -> None:
    from adhere.replacing import replacing

    with replacing(path) as temporary:
        temporary.write_text(json.dumps(record, indent=2) + "\n", encoding="ascii")


def _give_table(proofs: Sequence[TypeProof]) -> None:
    from adhere.cli.terminal import give, give_table

    header = ("type", "must pass", "wrong", "must not", "wrong", "upper end", "relations", "broken", "oracle")
    give_table(header, [_cells(proof) for proof in proofs])
    for proof in proofs:
        for failure in proof.failures:
            give(f"\n{proof.id} {json.dumps(failure.spec['params'])}\n  {failure.source}: {failure.problem}")
            give(f"  text: {failure.text!r}")


def _cells(proof: TypeProof) -> tuple[str, ...]:
    return (
        proof.id,
        *_tally(proof.false_fails),
        *_tally(proof.false_passes),
        f"{proof.upper_bound:.2%}",
        *_tally(proof.relations),
        "yes" if proof.has_oracle else "",
    )


def _tally(tally: Tally) -> tuple[str, str]:
    return str(tally.texts), str(tally.errors)


def _page(proofs: Sequence[TypeProof], texts: int, seed: int) -> str:
    from datetime import UTC, datetime

    from adhere import __version__

    totals = _totals(proofs)
    rows = "\n".join(f"| `{cells[0]}` | {' | '.join(cells[1:])} |" for cells in map(_cells, proofs))
    flags = (
        f" --{name} {value}" for name, value, usual in (("texts", texts, TEXTS), ("seed", seed, 0)) if value != usual
    )
    return _PAGE.format(
        flags="".join(flags),
        date=datetime.now(UTC).date().isoformat(),
        version=__version__,
        oracles=totals["with_oracle"],
        types=totals["types"],
        totals=_TOTALS.format(**totals, target=TARGET),
        rows=rows,
    ).rstrip()
