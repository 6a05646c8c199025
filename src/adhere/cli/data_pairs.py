"""``adhere data pairs``: preference data from a model's own replies, chosen by the constraint checkers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter
from cyclopts.validators import Number

from adhere.cli.options import Flag, ModelOptions, ShowOptions, SuiteOptions
from adhere.replacing import write_json_lines

if TYPE_CHECKING:
    from adhere.evals import Suite
    from adhere.evals.pairs import MadePairs
    from adhere.evals.progress import OnProgress
    from adhere.models import Model, Sampling


@Parameter(name="*")
@dataclass(frozen=True, slots=True, kw_only=True)
class PairOptions:
    """Which pairs are made.

    Attributes:
        samples: replies to each task.
        each: most pairs of a task; each reply is in one of them.
        hindsight: draw the constraints of a pair anew, such that one of two replies to a base task satisfies them.
        edited: with --hindsight, the share of the replies, from 0 to 1, for which an edit into a form is tried: the
            edited reply is chosen, the same one as it was is rejected.
        half: of the generated suite.
    """

    samples: Annotated[int, Parameter(validator=Number(gte=2))] = 8
    each: Annotated[int, Parameter(validator=Number(gte=1))] = 1
    hindsight: Flag = False
    edited: Annotated[float, Parameter(validator=Number(gte=0, lte=1))] = 0.0
    half: Literal["held-out", "train"] = "train"

    def make(self, model: Model, tasks: Suite, sampling: Sampling, on_progress: OnProgress | None) -> MadePairs:
        """Have the model answer, and return the pairs."""
        from adhere.evals.hindsight import make_hindsight_pairs
        from adhere.evals.pairs import make_pairs

        if not self.hindsight:
            return make_pairs(
                model, tasks, samples=self.samples, each=self.each, sampling=sampling, on_progress=on_progress
            )
        return make_hindsight_pairs(
            model,
            tasks,
            self.half,
            samples=self.samples,
            sampling=sampling,
            edited=self.edited,
            on_progress=on_progress,
        )


def run(
    model: str,
    /,
    *,
    out: Path,
    pairs: PairOptions = PairOptions(),
    limit: Annotated[int | None, Parameter(validator=Number(gte=1))] = None,
    max_tokens: Annotated[int | None, Parameter(validator=Number(gte=1))] = None,
    temperature: Annotated[float, Parameter(validator=Number(gt=0))] = 1.0,
    seed: Annotated[int, Parameter(validator=Number(gte=0))] = 0,
    loaded: ModelOptions = ModelOptions(),
    suite: SuiteOptions = SuiteOptions(),
    shown: ShowOptions = ShowOptions(),
) -> int:
    """Write pairs of a model's own replies: one that satisfies every constraint of its task, and one that does not.

    They are what `adhere train dpo` and its kin learn from. By default the tasks are of the suite's training half, so
    that the held-out half can measure what was learnt. Replies are kept: the same command goes on where it stopped.

    Args:
        model: smollm2-135m, a folder, hf:ORG/NAME, or openai:URL#MODEL.
        out: file of JSON lines.
        pairs: which pairs are made.
        limit: ask only so many tasks.
        max_tokens: longest reply, in tokens; by default what the suite's tasks need.
        temperature: of the sampling.
        seed: of the sampling.
        loaded: how the model is loaded.
        suite: which tasks.
        shown: what is shown.
    """
    from adhere.cli.progress import progress
    from adhere.cli.terminal import give
    from adhere.errors import UsageError
    from adhere.models import Sampling

    if pairs.edited and not pairs.hindsight:
        raise UsageError("--edited edits replies for constraints drawn in hindsight", hint="add --hindsight")
    tasks = suite.load(limit=limit, half=None if suite.suite == "ifeval" else pairs.half)
    sampling = Sampling(max_tokens or tasks.max_tokens, temperature, seed=seed)
    if shown.dry_run:
        give(f"{len(tasks.tasks)} tasks, {pairs.samples} replies each, up to {sampling.max_tokens} tokens a reply")
        return 0
    answering = loaded.load(model, progress=shown.progress)
    with progress(wanted=shown.progress) as on_progress:
        made = pairs.make(answering, tasks, sampling, on_progress)
    write_json_lines(out, made.rows)
    _give(made, out, as_json=shown.as_json)
    return 0


def _give(made: MadePairs, out: Path, *, as_json: bool) -> None:
    from adhere.cli.terminal import give, give_json

    if as_json:
        tasks = {"tasks": made.tasks, "paired": made.paired, "without": dict(made.without)}
        give_json({"pairs": len(made.rows), **tasks, "out": str(out)})
        return
    give(f"{len(made.rows)} pairs of {made.paired} of {made.tasks} tasks: {out}")
    for reason, count in made.without.items():
        give(f"  {count} tasks: {reason}")
