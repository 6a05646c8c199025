"""What ``benchmarks.generate`` times: each engine answers the same prompts greedily, in a process of its own.

``python -m benchmarks.engines ENGINE DTYPE WORK`` loads the engine, prints ``ready``, waits for a line on stdin, then
answers the prompts of the JSON file WORK and prints one JSON object: the seconds that it took, and the tokens of each
reply, end token included.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeAlias

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer, GenerationConfig
from transformers.utils import logging

from adhere.chat import Message
from adhere.chat.template import ChatTemplate
from adhere.models import Request, Sampling
from adhere.models.local import LocalModel

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Replies: TypeAlias = list[list[int]]


class Engine(Protocol):
    """Something that answers prompts in batches."""

    def answer(self, prompts: Sequence[str], max_tokens: int) -> Replies:
        """Return the tokens of each reply, its end token included and nothing after it."""
        ...


class Adhere:
    """The local engine."""

    def __init__(self, folder: Path, dtype: str, slots: int) -> None:
        self._model = LocalModel(folder, name="ours", dtype=dtype, slots=slots)
        self.arithmetic = self._model.identity["dtype"]

    def answer(self, prompts: Sequence[str], max_tokens: int) -> Replies:
        """See ``Engine``."""
        sampling = Sampling(max_tokens=max_tokens)
        requests = [Request(str(i), (Message("user", prompt),), sampling) for i, prompt in enumerate(prompts)]
        replies = {int(done.request): list(done.tokens) for done in self._model.generate(requests)}
        return [replies[i] for i in range(len(prompts))]


class Transformers:
    """What both ways of transformers to generate have in common."""

    def __init__(self, folder: Path, dtype: str, slots: int) -> None:
        self.arithmetic = dtype
        self._slots = slots
        self._template = ChatTemplate.load(folder)
        self._tokenizer = AutoTokenizer.from_pretrained(folder, padding_side="left")
        self._model = AutoModelForCausalLM.from_pretrained(folder, dtype=getattr(torch, dtype)).eval()

    def _texts(self, prompts: Sequence[str]) -> list[str]:
        return [self._template.render((Message("user", prompt),)) for prompt in prompts]

    def _settings(self, max_tokens: int) -> GenerationConfig:
        end, filler = self._tokenizer.eos_token_id, self._tokenizer.pad_token_id
        return GenerationConfig(max_new_tokens=max_tokens, do_sample=False, eos_token_id=end, pad_token_id=filler)


class Padded(Transformers):
    """``generate``, in padded batches of as many prompts as ours has slots."""

    def answer(self, prompts: Sequence[str], max_tokens: int) -> Replies:
        """See ``Engine``."""
        texts, replies = self._texts(prompts), []
        for start in range(0, len(texts), self._slots):
            batch = self._tokenizer(
                texts[start : start + self._slots], return_tensors="pt", padding=True, add_special_tokens=False
            )
            written = self._model.generate(**batch, generation_config=self._settings(max_tokens))
            replies.extend(written[:, batch["input_ids"].shape[1] :].tolist())
        return [self._useful(reply) for reply in replies]

    def _useful(self, reply: list[int]) -> list[int]:
        end = self._tokenizer.eos_token_id
        return reply[: reply.index(end) + 1] if end in reply else reply


class Continuous(Transformers):
    """``generate_batch``, transformers' continuous batching."""

    def answer(self, prompts: Sequence[str], max_tokens: int) -> Replies:
        """See ``Engine``."""
        ids = [self._tokenizer(text, add_special_tokens=False)["input_ids"] for text in self._texts(prompts)]
        done = self._model.generate_batch(ids, generation_config=self._settings(max_tokens))
        failed = [reply.error for reply in done.values() if reply.error]
        if failed or len(done) != len(ids):
            raise SystemExit(f"generate_batch answered {len(done)} of {len(ids)} prompts: {failed[:1]}")
        # Request ids end in a counter.
        ordered = sorted(done.values(), key=lambda reply: int(reply.request_id.rsplit("_", 1)[-1]))
        return [list(reply.generated_tokens) for reply in ordered]


ENGINES: dict[str, Callable[[Path, str, int], Engine]] = {
    "adhere": Adhere,
    "generate": Padded,
    "generate_batch": Continuous,
}


def main() -> None:
    """Load an engine, wait for the word to begin, and answer."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.engines")
    parser.add_argument("engine", choices=ENGINES)
    parser.add_argument("dtype", choices=("float32", "bfloat16"))
    parser.add_argument("work", type=Path)
    options = parser.parse_args()
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    work = json.loads(options.work.read_text(encoding="utf-8"))
    engine = ENGINES[options.engine](Path(work["folder"]), options.dtype, work["slots"])
    engine.answer(work["prompts"][:2], 2)  # warm
    print("ready", flush=True)
    sys.stdin.readline()
    replies = engine.answer(work["prompts"], work["max_tokens"])
    print(json.dumps({"replies": replies, "arithmetic": engine.arithmetic}), flush=True)


if __name__ == "__main__":
    main()
