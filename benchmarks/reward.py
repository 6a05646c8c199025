"""Pairs per second of a reward model's training, against TRL.

``python -m benchmarks.reward`` prints what it measures on stderr and one JSON object as the last line of stdout.

SmolLM2-135M gets a head, the same on both sides, and learns real preferences with the scores pulled to zero, all of its
weights by AdamW. The precisions are those of ``benchmarks.sft``. Both sides must begin with the same loss.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import torch

from adhere.models.local.weights import load_tokenizer
from adhere.models.pull import pull
from adhere.training.scorer import load_scorer
from benchmarks.training_engines import Work
from benchmarks.training_peers import REAL_DATA, alternate, figures, parser, require_same


def main() -> None:
    """Measure, and print the figures."""
    options = parser("reward", batch=16, unit="pairs").parse_args()
    with tempfile.TemporaryDirectory() as folder:
        give_head(pull("smollm2-135m"), Path(folder))
        work = Work(
            method="reward",
            data=str(REAL_DATA / "preference" / "instruction-data-with-preference.json"),
            folder=folder,
            dtype=options.dtype,
            batch=options.batch,
            steps=options.steps,
        )
        runs = alternate(work, ("adhere", "trl"), options.rounds)
    require_same("the first loss", runs["adhere"][0].first_loss, runs["trl"][0].first_loss, work.dtype)
    print(json.dumps(figures(work, runs, "pairs")))


def give_head(base: Path, folder: Path) -> None:
    """Write the model with its head to ``folder``, so that both sides start from the same numbers."""
    model = load_scorer(base, torch.float32, torch.device("cpu"), seed=0)
    tokenizer = load_tokenizer(base)
    # transformers reads a score at the last token that is not padding: the end of a reply must not be that token.
    tokenizer.pad_token = "<|endoftext|>"  # noqa: S105 - a token of a vocabulary
    model.config.pad_token_id = tokenizer.pad_token_id
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)


if __name__ == "__main__":
    main()
