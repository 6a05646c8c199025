"""The suite ``generated``: tasks written for adhere, crossed with constraints of the catalogue."""

from adhere.evals.suites.generated.assembly import VERSION, generated_suite, half_of
from adhere.evals.suites.generated.base_tasks import BaseTask, Half, base_tasks

__all__ = ["VERSION", "BaseTask", "Half", "base_tasks", "generated_suite", "half_of"]
