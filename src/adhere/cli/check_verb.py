"""``adhere check``: verdicts on replies that exist already, from one to any number of them."""

from __future__ import annotations

import json
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from adhere.cli.check_options import AskedOptions, WorkOptions
from adhere.cli.options import Flag, Json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adhere.evals.bulk import Inputs, Job, JobReport


def run(
    *files: Annotated[str, Parameter(allow_leading_hyphen=True)],
    asked: AskedOptions = AskedOptions(),
    out: Path | None = None,
    rejects: Path | None = None,
    work: WorkOptions = WorkOptions(),
    as_json: Json = False,
    dry_run: Flag = False,
    progress: bool = True,
    fail: Flag = False,
) -> int:
    """Check replies against their constraints; one JSON line of verdicts for each, in constant memory.

    Args:
        files: JSON lines or Parquet: files, folders, globs; or - for JSON lines on standard input. A row holds reply
            (or response, completion) and either constraints, a list of {"id": ..., "params": {...}}, or IFEval's
            prompt, instruction_id_list and kwargs.
        asked: what the replies were asked.
        out: write the verdicts there instead of to standard output, as Parquet where the name ends so. A job that was
            stopped or killed goes on where it was when the same command is given again.
        rejects: write the rows that cannot be checked there, each with its reason; by default beside out where that is
            given, and to standard error otherwise.
        work: who checks.
        as_json: print the totals as JSON, to standard error.
        dry_run: say what would be read and how long it would take, and stop.
        progress: with out, show how far it is.
        fail: exit with 1 when a reply violates a constraint or is none.
    """
    job = _job(files, asked, work)
    for path in (out, rejects):
        _refuse_to_overwrite(job.inputs, path)
    if dry_run:
        _say_estimate(job, as_json=as_json)
        return 0
    shown = progress and not as_json
    report = _to_stdout(job, rejects) if out is None else _to_files(job, out, rejects, progress=shown)
    _say_report(report, as_json=as_json)
    return 1 if fail and report.totals.satisfied < report.totals.rows else 0


def _job(files: Sequence[str], asked: AskedOptions, work: WorkOptions) -> Job:
    from adhere.evals.bulk import Job, find_inputs

    inputs = find_inputs(files)
    settings = asked.settings(name_files=inputs.several)
    settings.source()  # what is wrong with it is said before anything is read
    return Job(inputs, settings, work.engine, work.workers)


def _to_files(job: Job, out: Path, rejects: Path | None, *, progress: bool) -> JobReport:
    from adhere.cli.progress import progress as showing
    from adhere.cli.terminal import say
    from adhere.evals.bulk import ResumableFiles

    kept = rejects or out.with_name(f"{out.stem}.rejects.jsonl")
    with ResumableFiles(out, kept, job.key()) as output:
        if progress and output.done.chunks:
            say(f"going on after {output.done.totals.rows} rows that are done")
        with showing(wanted=progress) as on_progress:
            if job.inputs.is_stream:
                report = job.run_stream(sys.stdin.buffer, output)
            else:
                report = job.run(output, on_progress=on_progress)
        output.finish()
    if progress and report.totals.rejected:
        say(f"the rejected rows and why: {kept}")
    return report


def _to_stdout(job: Job, rejects: Path | None) -> JobReport:
    from adhere.cli.verdict_stream import VerdictStream
    from adhere.replacing import replacing

    with ExitStack() as stack:
        file = stack.enter_context(stack.enter_context(replacing(rejects)).open("wb")) if rejects else None
        output = VerdictStream(file)
        return job.run_stream(sys.stdin.buffer, output) if job.inputs.is_stream else job.run(output)


def _refuse_to_overwrite(inputs: Inputs, path: Path | None) -> None:
    from adhere.errors import UsageError

    if path is not None and path.resolve() in {Path(file).resolve() for file in inputs.files}:
        raise UsageError(f"{path} is the file that is read", hint="write to another one")


def _say_estimate(job: Job, *, as_json: bool) -> None:
    from adhere.cli.progress import duration
    from adhere.cli.terminal import give, give_json
    from adhere.errors import UsageError
    from adhere.evals.bulk import estimate

    if job.inputs.is_stream:
        raise UsageError("standard input can be read once only", hint="name files for --dry-run")
    found = estimate(job)
    if as_json:
        give_json(found.to_dict())
        return
    others = f" ({found.left_out} other files in the folders are left out)" if found.left_out else ""
    give(f"{found.files} files{others}, {found.bytes / 1e6:,.1f} MB, {found.lines} rows")
    if found.seconds is not None:
        give(
            f"about {duration(found.seconds)}, workers: {found.workers}; "
            f"one checks {found.replies_per_second:,.0f} rows a second (measured on {found.sampled})"
        )


def _say_report(report: JobReport, *, as_json: bool) -> None:
    from adhere.cli.terminal import say

    if as_json:
        say(json.dumps(report.to_dict()))
        return
    totals = report.totals
    for name, outcomes in sorted(totals.by_type.items()):
        say(f"{name}: {outcomes['satisfied']} of {outcomes.total()} satisfied")
    say(
        f"{totals.rows} rows: {totals.satisfied} satisfied (loose: {totals.loose}), {totals.violated} violated, "
        f"{totals.no_reply} without a reply, {totals.rejected} rejected"
    )
    if report.blank:
        say(f"{report.lines} lines = {totals.rows} rows + {report.blank} blank")
    if report.deaths:
        say(f"processes that ended while they checked, and whose rows were checked again: {report.deaths}")
