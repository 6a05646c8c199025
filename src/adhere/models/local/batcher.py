"""Continuous batching: many replies written at once, each leaving when it ends and making room for the next."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import torch

from adhere.models.local.attention import Pass
from adhere.models.local.cache import SlotCache
from adhere.models.local.sampling import choose
from adhere.models.local.stems import plan_stems
from adhere.models.protocol import StopReason

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np

    from adhere.models.local.cache import Seat
    from adhere.models.local.network import Network
    from adhere.models.local.stems import Prompt, Stem
    from adhere.models.local.stopping import StopStrings
    from adhere.models.protocol import Request

_PROMPT_TOKENS = 1024  # read in one pass, beyond which no further prompt is admitted to it


@dataclass(slots=True, eq=False)
class Reply:
    """One sample while it is written.

    Attributes:
        prompt: its tokens. limit: most tokens that it may have. stem: what its prompt shares with others.
        draws: its own stream of uniform numbers. stops: watches for stop strings, where there are any.
        began: when it was admitted, ``ended``: when its last token came; seconds of ``time.perf_counter``.
    """

    request: Request
    index: int
    prompt: Prompt
    limit: int
    draws: np.random.Generator
    stops: StopStrings | None
    stem: Stem | None = None
    tokens: list[int] = field(default_factory=list)
    logprobs: list[float] = field(default_factory=list)
    stop: StopReason = StopReason.LENGTH
    began: float = 0.0
    ended: float = 0.0

    def ends_with(self, end_tokens: frozenset[int]) -> bool:
        """Return whether the newest token is the last, and note why."""
        if self.tokens[-1] in end_tokens or (self.stops is not None and self.stops.reached(self.tokens)):
            self.stop = StopReason.STOP
            return True
        return len(self.tokens) >= self.limit


class Batcher:
    """Writes replies with one network; one object for each ``generate``.

    Args:
        network: the model.
        end_tokens: ids that end a reply.
        slots: most replies written at once.
    """

    def __init__(self, network: Network, end_tokens: frozenset[int], slots: int) -> None:
        self._network = network
        self._end_tokens = end_tokens
        self._slots = slots
        self._cache = SlotCache(slots, network.ahead)
        self._waiting: deque[Reply] = deque()
        self._active: dict[Seat, Reply] = {}

    def run(self, replies: Sequence[Reply]) -> Iterator[Reply]:
        """Yield the replies as they are completed."""
        for reply, stem in zip(replies, plan_stems([reply.prompt for reply in replies]), strict=True):
            reply.stem = stem
        self._waiting.extend(replies)
        while self._waiting or self._active:
            yield from self._advance()

    @torch.inference_mode()
    def _advance(self) -> list[Reply]:
        """Admit what there is room for, read one pass, and return the replies that ended."""
        stems = self._admit()
        fed = {seat: self._unread(seat, reply) for seat, reply in self._active.items()}
        for seat, tokens in fed.items():
            self._cache.reserve(seat, seat.length + len(tokens))
        self._cache.compact()
        passed = Pass(self._cache.blocks, fed, stems, self._network.device)
        replies = [self._active[seat] for seat in passed.seats]
        draws = [reply.draws.random() if reply.request.sampling.temperature > 0 else 0.0 for reply in replies]
        chosen = choose(self._network.logits(passed), [reply.request.sampling for reply in replies], draws)
        ended: list[Reply] = []
        for seat, reply, token, logprob in zip(passed.seats, replies, *chosen, strict=True):
            seat.length += len(fed[seat])
            reply.tokens.append(token)
            reply.logprobs.append(logprob)
            if reply.ends_with(self._end_tokens):
                reply.ended = time.perf_counter()
                self._finish(seat)
                ended.append(reply)
        return ended

    def _admit(self) -> list[Stem]:
        """Seat waiting replies in order, and return the stems that are to be read with them, parents first."""
        room = _PROMPT_TOKENS
        stems: list[Stem] = []
        while self._waiting and len(self._active) < self._slots and room > 0:
            reply = self._waiting.popleft()
            reply.began = time.perf_counter()
            fresh = [stem for stem in (reply.stem.chain() if reply.stem else ()) if not stem.is_read][::-1]
            for stem in fresh:
                stem.is_read = True
            stems.extend(fresh)
            own = len(reply.prompt) - (reply.stem.end if reply.stem else 0)
            self._active[self._cache.seat(own, reply.stem, reply=reply.limit)] = reply
            room -= own + sum(len(stem.tokens) for stem in fresh)
        return stems

    def _finish(self, seat: Seat) -> None:
        del self._active[seat]
        self._cache.release(seat)
        if seat.stem:
            seat.stem.leave()

    @staticmethod
    def _unread(seat: Seat, reply: Reply) -> list[int]:
        unread: list[int] = reply.tokens[-1:] or reply.prompt[seat.start :].tolist()
        return unread
