"""Evaluation: suites, the runner, run records and the report."""

from adhere.evals.samples import Checked, ReplyStatus, Sample
from adhere.evals.tasks import Published, Suite, Task

__all__ = ["Checked", "Published", "ReplyStatus", "Sample", "Suite", "Task"]
