"""Suites by name."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from adhere.errors import UsageError
from adhere.evals.suites.generated import Half, generated_suite
from adhere.evals.suites.ifeval import ifeval_suite

if TYPE_CHECKING:
    from pathlib import Path

    from adhere.evals.tasks import Suite

NAMES = ("generated", "ifeval")


def load_suite(
    name: str,
    *,
    data: str | Path | None = None,
    half: Half | None = None,
    seed: int = 0,
    limit: int | None = None,
) -> Suite:
    """Return a suite.

    Args:
        name: ``generated`` or ``ifeval``.
        data: where ``ifeval`` is: a file, a folder, or a dataset of Hugging Face; None is ``google/IFEval`` there.
        half: ``train`` or ``held-out``, the default; all of ``ifeval`` is held out.
        seed: of ``generated``: which constraints its tasks get. The halves share nothing, whatever the seeds.
        limit: the first so many tasks; None is the suite's own size.

    Raises:
        UsageError: there is no such suite, it has no such option, or its data are not what they should be.
        UpstreamError: Hugging Face cannot be reached.
    """
    if limit is not None and limit < 1:
        raise UsageError(f"a suite of {limit} tasks measures nothing", hint="give a limit of 1 or more")
    if name == "generated":
        if data is not None:
            raise UsageError("the suite 'generated' is made, not read", hint="leave out the data")
        return generated_suite(half or "held-out", seed, limit)
    if name == "ifeval":
        if half == "train" or seed:
            raise UsageError(
                "the suite 'ifeval' is fixed: all of it is held out, and it has no seed",
                hint="take another suite to learn from, and leave the seed out",
            )
        return ifeval_suite(data, limit)
    close = difflib.get_close_matches(name, NAMES, n=1)
    hint = f"did you mean {close[0]!r}?" if close else f"known suites: {', '.join(NAMES)}"
    raise UsageError(f"unknown suite {name!r}", hint=hint)
