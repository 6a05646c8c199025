"""adhere: make language models follow instructions, prove that they do, and keep it so.

The calls have the names of the commands: ``check``, ``evaluate``, ``compare``, ``improve``. Everything is imported when
it is first used, so that ``import adhere`` is quick and free of torch.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from adhere.api import CheckResult, check, compare, evaluate, improve, recognise
    from adhere.errors import AdhereError, MissingExtraError, UpstreamError, UsageError
    from adhere.evals import Limits, Run, RunComparison, Suite, Task, load_suite
    from adhere.interventions import Improvement
    from adhere.models import Model, Sampling, load_model

    __version__: str

_HOMES = {
    "AdhereError": "adhere.errors",
    "CheckResult": "adhere.api",
    "Improvement": "adhere.interventions",
    "Limits": "adhere.evals",
    "MissingExtraError": "adhere.errors",
    "Model": "adhere.models",
    "Run": "adhere.evals",
    "RunComparison": "adhere.evals",
    "Sampling": "adhere.models",
    "Suite": "adhere.evals",
    "Task": "adhere.evals",
    "UpstreamError": "adhere.errors",
    "UsageError": "adhere.errors",
    "check": "adhere.api",
    "compare": "adhere.api",
    "evaluate": "adhere.api",
    "improve": "adhere.api",
    "load_model": "adhere.models",
    "load_suite": "adhere.evals",
    "recognise": "adhere.api",
}

__all__ = [
    "AdhereError",
    "CheckResult",
    "Improvement",
    "Limits",
    "MissingExtraError",
    "Model",
    "Run",
    "RunComparison",
    "Sampling",
    "Suite",
    "Task",
    "UpstreamError",
    "UsageError",
    "check",
    "compare",
    "evaluate",
    "improve",
    "load_model",
    "load_suite",
    "recognise",
]


def __getattr__(name: str) -> object:
    if name == "__version__":
        from importlib.metadata import version

        return version("adhere")
    if name not in _HOMES:
        raise AttributeError(f"module 'adhere' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
