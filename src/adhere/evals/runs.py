"""Runs: the durable record of one evaluation."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from adhere.errors import UsageError
from adhere.evals.journal import read_journal
from adhere.evals.manifest import Ledger, Manifest, RunStatus, read_manifest
from adhere.evals.metrics import Metrics, compute_metrics
from adhere.evals.notebook import percent, table
from adhere.evals.table import read_table

if TYPE_CHECKING:
    from collections.abc import Collection

    from adhere.evals.samples import Sample

MANIFEST, JOURNAL, TABLE = "manifest.json", "samples.jsonl", "samples.parquet"


@dataclass(frozen=True, slots=True, repr=False)
class Run:
    """A run as it stands: its folder, its manifest and its samples, in the order of the suite.

    The folder holds ``manifest.json``; ``samples.jsonl``, the journal, with one line for each finished task from the
    moment it finishes; and ``samples.parquet``, the same samples as a table, from the moment the run finishes or stops.
    """

    path: Path
    manifest: Manifest
    samples: tuple[Sample, ...]
    torn: int = 0

    @classmethod
    def open(cls, path: str | Path) -> Self:
        """Read a run, also one that is still running or was killed.

        Raises:
            UsageError: there is no run, or its files are damaged.
        """
        folder = Path(path)
        manifest = read_manifest(folder / MANIFEST)
        if manifest is None:
            raise UsageError(f"{folder} is not the folder of a run", hint="name the folder that `adhere eval` wrote to")
        table = folder / TABLE
        if manifest.status is not RunStatus.RUNNING and table.exists():
            return cls(folder, manifest, read_table(table))
        contents = read_journal(folder / JOURNAL)
        return cls(folder, manifest, tuple(contents.latest().values()), contents.torn)

    @property
    def ledger(self) -> Ledger:
        """Where the tasks of the suite went."""
        return balance(self.manifest.suite.tasks, self.samples, self.torn)

    @property
    def complete(self) -> bool:
        """Whether every task was measured: none remains and none failed."""
        return self.ledger.finished == self.ledger.tasks

    @property
    def failures(self) -> tuple[Sample, ...]:
        """The samples that are no measurements; ``Sample.error`` says why. Resuming the run tries them again."""
        return tuple(sample for sample in self.samples if sample.failure is not None)

    @property
    def dollars(self) -> float | None:
        """What the run cost, failures included, where the price is known."""
        price = self.manifest.price
        return None if price is None else price.of(self.manifest.spent.usage)

    def metrics(self) -> Metrics:
        """Compute the figures of the samples that there are.

        Raises:
            UsageError: nothing was measured.
        """
        return compute_metrics(self.samples)

    def __repr__(self) -> str:
        return "\n  ".join([f"<Run: {self._headline()}>", *(": ".join(row) for row in self._figures())])

    def _repr_html_(self) -> str:
        return table(self._headline(), ("measure", "accuracy (95 % interval)"), self._figures())

    def _headline(self) -> str:
        manifest, ledger = self.manifest, self.ledger
        suite = f"{manifest.suite.name} {manifest.suite.version}"
        failed = f", {sum(ledger.failed.values())} failed" if ledger.failed else ""
        done = f"{ledger.finished} of {ledger.tasks} tasks{failed}"
        return f"{manifest.model} on {suite}, {manifest.status.value}, {done}"

    def _figures(self) -> list[tuple[str, str]]:
        if self.ledger.finished == 0:
            return []
        metrics = self.metrics()
        figures = {
            "prompt-level strict": metrics.prompt_strict,
            "prompt-level loose": metrics.prompt_loose,
            "constraint-level strict": metrics.constraint_strict,
            "constraint-level loose": metrics.constraint_loose,
            "official prompt-level strict": metrics.official_prompt_strict,
            "official prompt-level loose": metrics.official_prompt_loose,
        }
        return [(name, percent(estimate)) for name, estimate in figures.items() if estimate is not None]


def balance(tasks: int, samples: Collection[Sample], torn: int = 0) -> Ledger:
    """Count where ``tasks`` tasks went, of which ``samples`` are the latest attempts."""
    failed = Counter(sample.failure for sample in samples if sample.failure is not None)
    finished = len(samples) - failed.total()
    return Ledger(tasks, finished, dict(sorted(failed.items())), tasks - len(samples), torn)
