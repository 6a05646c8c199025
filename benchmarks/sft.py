"""Tokens per second of instruction tuning, against TRL in padded and in packed batches.

``python -m benchmarks.sft`` prints what it measures on stderr and one JSON object as the last line of stdout.

SmolLM2-135M learns the seed tasks of Self-Instruct, all of its weights by AdamW, sequences of at most 512 tokens. Ours
has bfloat16 weights and float32 masters, TRL float32 weights and automatic casting (``bf16=True``); with ``--dtype
float32`` both compute in float32. A token is one of an example, learnt or not; padding is none. The first step of each
run is not counted. Both sides must begin with the same loss (TRL packed shuffles, so that its first step is another).

``share`` is how much of our steps the matrix products of the linear layers alone take, timed in the same process at the
same shapes: what no arrangement of the rest can go below. ``growth`` is the exponent of seconds over tokens of a step.
"""

from __future__ import annotations

import json
import math
from statistics import linear_regression, median
from typing import TYPE_CHECKING, Any

from adhere.models.pull import pull
from benchmarks.training_engines import Work
from benchmarks.training_peers import REAL_DATA, alternate, figures, parser, require_same

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.training_engines import Outcome


def main() -> None:
    """Measure, and print the figures."""
    flags = parser("sft", batch=16, unit="examples")
    flags.add_argument("--largest", type=int, default=8192, help="most tokens of a step whose growth is shown; 0: none")
    options = flags.parse_args()
    sizes = tuple(512 * 2**power for power in range(20) if 512 * 2**power <= options.largest)
    work = Work(
        method="sft",
        data=str(REAL_DATA / "self_instruct" / "seed_tasks.jsonl"),
        folder=str(pull("smollm2-135m")),
        dtype=options.dtype,
        batch=options.batch,
        steps=options.steps,
        sizes=sizes,
    )
    runs = alternate(work, ("adhere", "trl", "trl-packed"), options.rounds)
    require_same("the first loss", runs["adhere"][0].first_loss, runs["trl"][0].first_loss, work.dtype)
    print(json.dumps(figures(work, runs, "tokens") | own_figures(runs["adhere"])))


def own_figures(runs: Sequence[Outcome]) -> dict[str, Any]:
    """Return the share of the products, and how time grows."""
    shares = [run.products / sum(run.seconds) for run in runs if run.products is not None]
    grown = dict(runs[0].growth)
    figures: dict[str, Any] = {"share": round(median(shares), 3)}
    if len(grown) > 1:
        logs = [(math.log(tokens), math.log(seconds)) for tokens, seconds in grown.items()]
        figures["growth"] = round(linear_regression(*zip(*logs, strict=True)).slope, 3)
        figures["seconds_by_tokens"] = {tokens: round(seconds, 2) for tokens, seconds in grown.items()}
    return figures


if __name__ == "__main__":
    main()
