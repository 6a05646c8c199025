"""What a job and its workers tell each other: JSON objects with bytes attached, no pickle."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, BinaryIO

from adhere.evals.bulk.checker import ChunkResult
from adhere.evals.bulk.chunks import Chunk
from adhere.evals.replies import CheckTotals

if TYPE_CHECKING:
    from collections.abc import Mapping

Message = tuple[dict[str, Any], tuple[bytes, ...]]


def send(stream: BinaryIO, header: Mapping[str, Any], *attached: bytes) -> None:
    """Write one message: a line with the header and the sizes, then the bytes."""
    line = json.dumps({"header": header, "sizes": [len(data) for data in attached]})
    stream.write(b"".join((line.encode("ascii"), b"\n", *attached)))
    stream.flush()


def receive(stream: BinaryIO) -> Message | None:
    """Read one message; None where the other side has ended, in the middle of one or before it."""
    line = stream.readline()
    if not line.endswith(b"\n"):
        return None
    told = json.loads(line)
    attached = tuple(stream.read(size) for size in told["sizes"])
    if [len(data) for data in attached] != told["sizes"]:
        return None
    return told["header"], attached


def of_chunk(chunk: Chunk, *, fatal: Mapping[int, str], careful: bool) -> Message:
    """Return the message that asks for a chunk; ``fatal`` and ``careful`` as ``worker.main`` takes them."""
    attached = () if chunk.data is None else (chunk.data,)
    return {"chunk": chunk.to_record(), "fatal": list(fatal.items()), "careful": careful}, attached


def to_chunk(message: Message) -> tuple[Chunk, dict[int, str], bool]:
    """Return what ``of_chunk`` wrote."""
    header, attached = message
    chunk = Chunk(**header["chunk"], data=attached[0] if attached else None)
    return chunk, dict(header["fatal"]), header["careful"]


def of_result(result: ChunkResult) -> Message:
    """Return the message that brings a result."""
    header = {"index": result.index, "totals": result.totals.to_dict(), "blank": result.blank, "deaths": result.deaths}
    return header, (result.verdicts, result.rejects)


def to_result(message: Message, deaths: int = 0) -> ChunkResult:
    """Return the result that ``of_result`` wrote; ``deaths`` are those that it does not know of."""
    header, (verdicts, rejects) = message
    totals = CheckTotals.from_dict(header["totals"])
    return ChunkResult(header["index"], verdicts, rejects, totals, header["blank"], header["deaths"] + deaths)
