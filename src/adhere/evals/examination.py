"""A model in training, examined: it answers tasks as whoever gets it would see it, and constraints are checked."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from adhere.evals.checking import judge
from adhere.evals.metrics import compute_metrics
from adhere.models import Request, Sampling
from adhere.training.export import export

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from adhere.evals.tasks import Suite
    from adhere.training.training import Ready

MAX_TOKENS = 128
_NAMES = ("prompt_strict", "constraint_strict", "cut")


class Examination:
    """Has the model answer a suite, greedily, from a folder that is exported for it and then removed.

    So what is examined is what would be kept: adapters merged, precision, template and end tokens as exported. Of
    several ranks the first one has it answer, and tells the others, so that all choose the same weights.

    Args:
        ready: the model in training.
        suite: its tasks. They decide which weights are kept, so measure the model on others.
        out: folder of the training.
        max_tokens: of one reply.
    """

    def __init__(self, ready: Ready, suite: Suite, out: Path, *, max_tokens: int = MAX_TOKENS) -> None:
        self._ready = ready
        self._suite = suite
        self._folder = out / "examined"
        self._max_tokens = max_tokens

    def __call__(self, step: int) -> Mapping[str, float]:
        """Return prompt-level and constraint-level strict accuracy, and the share of replies cut at the limit.

        All ranks call it.

        Raises:
            AdhereError: the model cannot be written.
        """
        ranks = self._ready.ranks
        export(self._ready, self._folder)
        figures = self._figures(step) if ranks.is_first else (0.0,) * len(_NAMES)
        return dict(zip(_NAMES, ranks.told(figures), strict=True))

    def _figures(self, step: int) -> tuple[float, ...]:
        from adhere.models.local import LocalModel

        try:
            model = LocalModel(self._folder, name=f"step {step}", dtype=self._ready.plan.dtype)
            tasks = {task.id: task for task in self._suite.tasks}
            sampling = Sampling(max_tokens=self._max_tokens)
            requests = [Request(task.id, task.messages, sampling) for task in self._suite.tasks]
            samples = [judge(tasks[reply.request], reply) for reply in model.generate(requests)]
        finally:
            shutil.rmtree(self._folder, ignore_errors=True)
        found = compute_metrics(samples)
        cut = sum(sample.stop == "length" for sample in samples)
        return found.prompt_strict.value, found.constraint_strict.value, cut / len(samples)
