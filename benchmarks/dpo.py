"""Pairs per second of direct preference optimization, the reference included, against TRL.

``python -m benchmarks.dpo`` prints what it measures on stderr and one JSON object as the last line of stdout.

SmolLM2-135M learns real preferences, all of its weights by AdamW. TRL runs the reference model in each step; ours reads
all log-probabilities of the reference before the first step, which is counted as it falls on one epoch. The precisions
are those of ``benchmarks.sft``. The first loss of DPO is log 2 whatever the model says, so the log-probability of the
chosen replies of the first step is what both sides must agree on.
"""

from __future__ import annotations

import json

from adhere.models.pull import pull
from benchmarks.training_engines import Work
from benchmarks.training_peers import REAL_DATA, alternate, figures, parser, require_same


def main() -> None:
    """Measure, and print the figures."""
    options = parser("dpo", batch=16, unit="pairs").parse_args()
    work = Work(
        method="dpo",
        data=str(REAL_DATA / "preference" / "instruction-data-with-preference.json"),
        folder=str(pull("smollm2-135m")),
        dtype=options.dtype,
        batch=options.batch,
        steps=options.steps,
    )
    runs = alternate(work, ("adhere", "trl"), options.rounds)
    ours, theirs = runs["adhere"][0], runs["trl"][0]
    require_same("the first loss", ours.first_loss, theirs.first_loss, work.dtype)
    assert ours.first_logprob is not None
    assert theirs.first_logprob is not None
    require_same("the chosen replies' log-probability", ours.first_logprob, theirs.first_logprob, work.dtype)
    compared = {"first_logprob": {"adhere": round(ours.first_logprob, 2), "trl": round(theirs.first_logprob, 2)}}
    print(json.dumps(figures(work, runs, "pairs") | compared))


if __name__ == "__main__":
    main()
