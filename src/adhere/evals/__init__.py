"""Evaluation: suites, the runner, run records and the report."""

from adhere.evals.comparison import RunComparison, TypeComparison, compare_runs
from adhere.evals.limits import Limits, Spent
from adhere.evals.manifest import Ledger, Manifest, RunStatus
from adhere.evals.metrics import Metrics
from adhere.evals.progress import OnProgress, ProgressUpdate
from adhere.evals.runner import evaluate
from adhere.evals.runs import Run
from adhere.evals.samples import Checked, ReplyStatus, Sample
from adhere.evals.suites import load_suite
from adhere.evals.tasks import Published, Suite, Task

__all__ = [
    "Checked",
    "Ledger",
    "Limits",
    "Manifest",
    "Metrics",
    "OnProgress",
    "ProgressUpdate",
    "Published",
    "ReplyStatus",
    "Run",
    "RunComparison",
    "RunStatus",
    "Sample",
    "Spent",
    "Suite",
    "Task",
    "TypeComparison",
    "compare_runs",
    "evaluate",
    "load_suite",
]
