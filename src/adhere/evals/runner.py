"""The runner: measures a model on a suite, task by task, into a folder from which it can always go on."""

from __future__ import annotations

import time
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from adhere.errors import AdhereError, UsageError
from adhere.evals.checking import judge
from adhere.evals.journal import Entry, Journal, read_journal
from adhere.evals.limits import Limits, Spent
from adhere.evals.manifest import RunStatus, new_manifest, read_manifest, require_same_run, write_manifest
from adhere.evals.progress import OnProgress, ProgressUpdate, seconds_left
from adhere.evals.runs import JOURNAL, MANIFEST, TABLE, Run, balance
from adhere.evals.table import read_table, write_table
from adhere.models import Request

if TYPE_CHECKING:
    from pathlib import Path

    from adhere.evals.journal import Contents
    from adhere.evals.manifest import Manifest
    from adhere.evals.tasks import Suite
    from adhere.models import Completion, Model, Sampling

NO_LIMITS = Limits()


def evaluate(
    model: Model,
    suite: Suite,
    *,
    out: Path,
    sampling: Sampling,
    limits: Limits = NO_LIMITS,
    on_progress: OnProgress | None = None,
) -> Run:
    """Measure ``model`` on ``suite`` and return the record, which ``out`` holds.

    Where ``out`` holds the same run already (equal suite, model identity, sampling and adhere), only the tasks that are
    missing or failed are measured, and the record comes out as that of an uninterrupted run. Each finished task is on
    disk before the next one is looked at.

    Raises:
        UsageError: ``out`` holds another run or is being written, or a limit needs a price; nothing was started.
        AdhereError: a file cannot be written, or the model cannot be reached; what was measured stays in ``out``.
        KeyboardInterrupt: as it came, with a message that says how to go on; what was measured stays in ``out``.
    """
    limits.require_price(model.price)
    _make_folder(out)
    with Journal(out / JOURNAL) as journal:
        manifest = _manifest(out, journal, new_manifest(model, suite, sampling, limits))
        _refill(out, journal, suite)
        session = _Session(out, model, suite, journal, manifest, on_progress)
        try:
            reason = session.work()
        except KeyboardInterrupt:
            with suppress(AdhereError):
                session.close(RunStatus.STOPPED, "interrupted")
            raise KeyboardInterrupt(
                f"stopped after {session.done} of {len(suite.tasks)} tasks; "
                f"to go on, run the same again with the folder {out}"
            ) from None
        except Exception as error:
            with suppress(AdhereError):
                session.close(RunStatus.STOPPED, f"{type(error).__name__}: {error}")
            raise
        session.close(RunStatus.STOPPED if reason else RunStatus.FINISHED, reason)
    return Run.open(out)


def _make_folder(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise UsageError(f"{out} is a file, not a folder", hint="name a folder for the run") from error
    except OSError as error:
        raise AdhereError(f"cannot make the folder {out}: {error.strerror}") from error


def _manifest(out: Path, journal: Journal, new: Manifest) -> Manifest:
    """Return the manifest to go on with: that of the run in ``out``, or the new one."""
    old = read_manifest(out / MANIFEST)
    if old is None:
        if journal.contents.entries or (out / TABLE).exists():
            raise UsageError(f"{out} holds samples without their {MANIFEST}", hint="choose another folder for this run")
        return new
    require_same_run(old, new, out)
    return replace(old, limits=new.limits, packages=new.packages, python=new.python, price=new.price)


def _refill(out: Path, journal: Journal, suite: Suite) -> None:
    """Put the samples of the table back into the journal where somebody deleted it."""
    if journal.contents.entries or not (out / TABLE).exists():
        return
    positions = {task.id: position for position, task in enumerate(suite.tasks)}
    for sample in read_table(out / TABLE):
        journal.append(Entry(positions[sample.task], 0.0, sample))
    journal.reload()


@dataclass(slots=True)
class _Session:
    """One sitting of a run: the state that changes while it works."""

    out: Path
    model: Model
    suite: Suite
    journal: Journal
    manifest: Manifest
    on_progress: OnProgress | None
    spent: Spent = field(init=False)
    earlier: float = field(init=False)
    started: float = field(init=False)
    waiting: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        contents = self.journal.contents
        self.spent = contents.spent()
        self.earlier = self.spent.seconds
        self.started = time.monotonic()
        measured = {position for position, sample in contents.latest().items() if sample.failure is None}
        self.waiting = {task.id: place for place, task in enumerate(self.suite.tasks) if place not in measured}

    @property
    def done(self) -> int:
        """Tasks that need no further work in this session."""
        return len(self.suite.tasks) - len(self.waiting)

    def work(self) -> str | None:
        """Measure what is missing; return why it ended before the last task, or None."""
        asked = len(self.waiting)
        self._save(RunStatus.RUNNING, None, self.journal.contents)
        self._report(asked)
        reason = self._limit()
        if reason:
            return reason
        with ExitStack() as cleanup:
            stream = self.model.generate(self._requests())
            cleanup.callback(getattr(stream, "close", lambda: None))  # only generators can be closed
            for completion in stream:
                self._finish(completion)
                self._report(asked)
                reason = self._limit()
                if reason:
                    return reason
        return f"the model left {len(self.waiting)} tasks without an answer" if self.waiting else None

    def close(self, status: RunStatus, reason: str | None) -> None:
        """Write the table and the manifest as they stand."""
        contents = read_journal(self.out / JOURNAL)
        write_table(self.out / TABLE, contents.latest().values())
        self._save(status, reason, contents)

    def _requests(self) -> list[Request]:
        tasks = [self.suite.tasks[position] for position in self.waiting.values()]
        sampling = self.manifest.sampling
        return [Request(task.id, task.messages, sampling, constraints=task.constraints) for task in tasks]

    def _finish(self, completion: Completion) -> None:
        position = self.waiting.get(completion.request)
        if position is None:
            raise AdhereError(f"the model answered {completion.request!r}, which it was not asked, or asked once")
        sample = judge(self.suite.tasks[position], completion)
        seconds = self.earlier + time.monotonic() - self.started
        self.journal.append(Entry(position, seconds, sample))
        del self.waiting[completion.request]
        self.spent = Spent(self.spent.usage + sample.usage, seconds)

    def _limit(self) -> str | None:
        return self.manifest.limits.reached(self.spent, self.manifest.price) if self.waiting else None

    def _save(self, status: RunStatus, reason: str | None, contents: Contents) -> None:
        ledger = balance(len(self.suite.tasks), contents.latest().values(), self.journal.contents.torn)
        moved = self.manifest.moved(status=status, reason=reason, ledger=ledger, spent=self.spent)
        write_manifest(self.out / MANIFEST, moved)

    def _report(self, asked: int) -> None:
        if self.on_progress is None:
            return
        left = seconds_left(asked - len(self.waiting), len(self.waiting), time.monotonic() - self.started)
        label = f"{self.model.name} on {self.suite.name}"
        self.on_progress(ProgressUpdate(self.done, len(self.suite.tasks), left, label))
