"""A model that answers what it was asked before from memory."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from adhere.models.protocol import Completion, StopReason

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping, Sequence

    from adhere.models.protocol import Model, Price, Request
    from adhere.models.store import CompletionStore

_KEY_VERSION = 1


class CachedModel:
    """A model whose completions are kept in a store.

    A reply is found again for the same messages, sampling, sample index and constraints (which interventions look at)
    and the same model identity. It comes back with the usage it had when it was generated, so that costs stay true.
    Errors are never kept.

    Args:
        model: who answers what is not found.
        store: where completions are kept.
    """

    def __init__(self, model: Model, store: CompletionStore) -> None:
        self._model = model
        self._store = store

    def __repr__(self) -> str:
        return f"CachedModel({self._model!r})"

    @property
    def name(self) -> str:
        """The model's own."""
        return self._model.name

    @property
    def identity(self) -> Mapping[str, str]:
        """The model's own: a reply from memory is the model's reply."""
        return self._model.identity

    @property
    def price(self) -> Price | None:
        """The model's own."""
        return self._model.price

    def generate(self, requests: Sequence[Request]) -> Iterator[Completion]:
        """Yield what is kept at once, then the rest as the model finishes it.

        Of a request with n samples of which some are kept, the model is asked up to the last one that is missing.
        """
        identity = dict(self._model.identity)
        keys = {(r.id, index): completion_key(r, index, identity) for r in requests for index in range(r.n)}
        kept = self._store.get(list(keys.values()))
        for (request, index), key in keys.items():
            if key in kept:
                yield replace(kept[key], request=request, index=index)
        missing = {sample: key for sample, key in keys.items() if key not in kept}
        if missing:
            yield from self._generate_missing(requests, missing)

    def _generate_missing(
        self, requests: Sequence[Request], missing: Mapping[tuple[str, int], str]
    ) -> Generator[Completion]:
        needed: dict[str, int] = {}
        for request, index in missing:
            needed[request] = max(needed.get(request, 0), index + 1)
        shorter = [replace(request, n=needed[request.id]) for request in requests if request.id in needed]
        stream = self._model.generate(shorter)
        try:
            for completion in stream:
                key = missing.get((completion.request, completion.index))
                if key is None:  # kept already, and generated again on the way to a later sample
                    continue
                if completion.stop is not StopReason.ERROR:
                    self._store.put(key, completion)
                yield completion
        finally:
            close = getattr(stream, "close", None)  # only generators can be closed
            if close is not None:
                close()


def completion_key(request: Request, index: int, identity: Mapping[str, str]) -> str:
    """Return the sha256 of all that decides sample ``index`` of ``request`` by a model of that identity."""
    content: dict[str, object] = {
        "version": _KEY_VERSION,
        "identity": dict(identity),
        "messages": [message.to_dict() for message in request.messages],
        "sampling": asdict(request.sampling),
        "index": index,
        "constraints": [[constraint.id, repr(constraint)] for constraint in request.constraints],
    }
    if request.reply_schema is not None:  # without one the key is what it was before there were any
        content["reply_schema"] = request.reply_schema
    return hashlib.sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
