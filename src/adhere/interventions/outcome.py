"""What trying interventions came to."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from adhere.evals.notebook import percent, points, table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from adhere.evals import Metrics, Run
    from adhere.evals.report.content import Entry, Figures


@dataclass(frozen=True, slots=True, repr=False)
class Improvement:
    """The interventions tried on a model, from the largest gain to the largest loss.

    Attributes:
        out: the folder with the runs, the report and the summary.
        training: the run on the training tasks, where an intervention looks at them.
        figures: of the baseline and of everything tried, on the held-out tasks.
        recipes: what each intervention changes, in full.
    """

    out: Path
    training: Run | None
    figures: Figures
    recipes: Mapping[str, Mapping[str, object]]

    @property
    def baseline(self) -> Run:
        """The model as it is, on the held-out tasks."""
        return self.figures.report.baseline

    @property
    def ranking(self) -> tuple[Entry, ...]:
        """What was tried, by the difference in prompt-level strict accuracy to the baseline."""
        return self.figures.entries

    @property
    def best(self) -> Entry | None:
        """What gains most, if that is a gain beyond chance; None where nothing is."""
        return self.figures.best

    @property
    def skipped(self) -> Mapping[str, str]:
        """What could not be tried, with the reason."""
        return self.figures.report.skipped

    @property
    def runs(self) -> tuple[Run, ...]:
        """Every run that was made."""
        training = () if self.training is None else (self.training,)
        return (self.baseline, *training, *(entry.variant.run for entry in self.ranking))

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
        caption = f"{self.baseline.manifest.model}, prompt-level strict {percent(self.figures.baseline.prompt_strict)}"
        return table(caption, ("intervention", "points (95 % interval)", "verdict"), self._rows())

    def _rows(self) -> list[tuple[str, str, str]]:
        return [
            (e.variant.name, points(e.variant.comparison.overall.difference), e.verdict.value.replace("_", " "))
            for e in self.ranking
        ]

    def to_dict(self) -> dict[str, Any]:
        """Return everything as JSON's types."""
        manifest = self.baseline.manifest
        return {
            "model": manifest.model,
            "identity": dict(manifest.identity),
            "adhere": manifest.adhere,
            "suite": asdict(manifest.suite),
            "sampling": asdict(manifest.sampling),
            "training_tasks": self.training.manifest.suite.tasks if self.training else 0,
            "baseline": _measured(self.baseline, self.figures.baseline),
            "best": self.best.variant.name if self.best else None,
            "ranking": [{**_tried(entry), "recipe": self.recipes[entry.variant.name]} for entry in self.ranking],
            "skipped": dict(self.skipped),
            "report": str(self.report),
        }


def _tried(entry: Entry) -> dict[str, Any]:
    variant = entry.variant
    return {
        "name": variant.name,
        "changes": variant.changes,
        "applied": variant.run.manifest.identity["interventions"],
        "verdict": entry.verdict.value,
        "p_adjusted": entry.p_adjusted,
        "comparison": variant.comparison.to_dict(),
        **_measured(variant.run, entry.metrics),
    }


def _measured(run: Run, metrics: Metrics) -> dict[str, Any]:
    return {"metrics": metrics.to_dict(), "dollars": run.dollars, "run": str(run.path)}
