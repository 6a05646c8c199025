"""Runs made up for the tests of reports: no model, no checker, every number known."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from adhere.chat import Message
from adhere.constraints import Evidence, Outcome, Verdict
from adhere.evals import Checked, ReplyStatus, Run, Sample
from adhere.evals.limits import Limits, Spent
from adhere.evals.manifest import Ledger, Manifest, RunStatus, SuiteIdentity
from adhere.models import Price, Sampling, StopReason, Usage
from adhere.text import Span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def verdict(*, satisfied: bool, spans: Sequence[tuple[int, int]] = (), note: str = "a comma") -> Verdict:
    outcome = Outcome.SATISFIED if satisfied else Outcome.VIOLATED
    evidence = tuple(Evidence(Span(*span), note) for span in spans)
    return Verdict(outcome, 1.0 if satisfied else 0.25, "as asked" if satisfied else "3 commas, none asked", evidence)


def checked(kind: str, found: Verdict, params: Mapping[str, object] | None = None) -> Checked:
    return Checked(kind, params or {}, found, loose=found.satisfied)


def sample(
    task: str,
    verdicts: Sequence[Checked],
    *,
    prompt: str = "Write a note without commas.",
    reply: str = "Dear all, here is the note.",
    status: ReplyStatus = ReplyStatus.ANSWERED,
    usage: Usage | None = None,
) -> Sample:
    stop = StopReason.ERROR if status is ReplyStatus.ERROR else StopReason.STOP
    spent = usage or Usage(prompt_tokens=50, completion_tokens=100, seconds=2.0, calls=1)
    error = "timed out" if status is ReplyStatus.ERROR else None
    return Sample(task, task, "email", (Message("user", prompt),), reply, stop, status, spent, tuple(verdicts), error)


def passes(outcomes: Sequence[bool], usage: Usage | None = None) -> list[Sample]:
    """Return a sample for each outcome: task i satisfies its two constraints, or violates the first."""
    return [
        sample(
            f"task-{i}",
            [
                checked("punctuation:no_comma", verdict(satisfied=passed, spans=[] if passed else [(8, 9)])),
                checked("length_constraints:number_words", verdict(satisfied=True), {"num_words": 50}),
            ],
            usage=usage,
        )
        for i, passed in enumerate(outcomes)
    ]


def run(
    samples: Sequence[Sample], *, name: str = "tiny-model", price: Price | None = None, tasks: int | None = None
) -> Run:
    total = len(samples) if tasks is None else tasks
    failed = sum(s.failure is not None for s in samples)
    manifest = Manifest(
        adhere="0.1.0",
        python="3.11.9",
        packages={"adhere": "0.1.0", "numpy": "2.4.6"},
        created="2026-01-02T03:04:05+00:00",
        updated="2026-01-02T03:14:05+00:00",
        suite=SuiteIdentity("generated", "1", "d1" * 32, total, {"half": "held-out", "seed": 0}),
        model=name,
        identity={"weights": "ab" * 32, "dtype": "bfloat16"},
        price=price,
        sampling=Sampling(max_tokens=192, seed=7),
        limits=Limits(),
        ledger=Ledger(total, len(samples) - failed, {"model": failed} if failed else {}, total - len(samples)),
        spent=Spent(Usage(1000, 2000, 30.0, 10), 12.5),
        status=RunStatus.FINISHED,
    )
    return Run(Path("runs") / name, manifest, tuple(samples))
