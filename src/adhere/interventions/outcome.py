"""What trying interventions came to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from adhere.evals.notebook import percent, points, table
from adhere.stats import PairedVerdict

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from adhere.evals import Run, RunComparison
    from adhere.interventions.protocol import Change


@dataclass(frozen=True, slots=True)
class Trial:
    """One intervention, measured.

    Attributes:
        run: its run on the held-out tasks. comparison: of that run with the baseline.
        p_adjusted: the comparison's p-value by Holm's method over all interventions tried.
        verdict: the comparison's, unless the adjusted p-value no longer carries it.
    """

    name: str
    changes: Change
    run: Run
    comparison: RunComparison
    p_adjusted: float
    verdict: PairedVerdict

    def to_dict(self) -> dict[str, Any]:
        """Return everything as JSON's types."""
        metrics = self.run.metrics()
        return {
            "name": self.name,
            "changes": self.changes.value,
            "applied": self.run.manifest.identity.get("interventions"),
            "verdict": self.verdict.value,
            "p_adjusted": self.p_adjusted,
            "comparison": self.comparison.to_dict(),
            "metrics": metrics.to_dict(),
            "dollars": self.run.dollars,
            "run": str(self.run.path),
        }


@dataclass(frozen=True, slots=True, repr=False)
class Improvement:
    """The interventions tried on a model, from the largest gain to the largest loss.

    Attributes:
        out: the folder with the runs, the report and the summary.
        baseline: the model as it is, on the held-out tasks. training: on the training tasks, where there were any.
        ranking: by the difference in prompt-level strict accuracy to the baseline.
        skipped: interventions that could not be applied, with the reason.
    """

    out: Path
    baseline: Run
    training: Run | None
    ranking: tuple[Trial, ...]
    skipped: Mapping[str, str]

    @property
    def runs(self) -> tuple[Run, ...]:
        """Every run that was made."""
        own = (self.baseline,) if self.training is None else (self.baseline, self.training)
        return (*own, *(trial.run for trial in self.ranking))

    @property
    def best(self) -> Trial | None:
        """The intervention with the largest gain that is a gain beyond chance; None where there is none."""
        return next((trial for trial in self.ranking if trial.verdict is PairedVerdict.BETTER), None)

    @property
    def report(self) -> Path:
        """The report as one HTML file."""
        return self.out / "report.html"

    @property
    def summary(self) -> Path:
        """The figures as JSON."""
        return self.out / "summary.json"

    def __repr__(self) -> str:
        lines = [f"<Improvement of {self.baseline.manifest.model}: {len(self.ranking)} interventions tried>"]
        return "\n  ".join(lines + [" ".join(row) for row in self._rows()])

    def _repr_html_(self) -> str:
        estimate = percent(self.baseline.metrics().prompt_strict)
        caption = f"{self.baseline.manifest.model}, prompt-level strict {estimate}"
        return table(caption, ("intervention", "points (95 % interval)", "verdict"), self._rows())

    def _rows(self) -> list[tuple[str, str, str]]:
        return [
            (trial.name, points(trial.comparison.overall.difference), trial.verdict.value.replace("_", " "))
            for trial in self.ranking
        ]

    def to_dict(self) -> dict[str, Any]:
        """Return everything as JSON's types."""
        manifest = self.baseline.manifest
        return {
            "model": manifest.model,
            "identity": dict(manifest.identity),
            "adhere": manifest.adhere,
            "suite": {"name": manifest.suite.name, "version": manifest.suite.version, "digest": manifest.suite.digest},
            "tasks": manifest.suite.tasks,
            "training_tasks": self.training.manifest.suite.tasks if self.training else 0,
            "baseline": {"metrics": self.baseline.metrics().to_dict(), "run": str(self.baseline.path)},
            "best": self.best.name if self.best else None,
            "interventions": [trial.to_dict() for trial in self.ranking],
            "skipped": dict(self.skipped),
            "report": str(self.report),
        }
