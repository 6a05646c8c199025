"""Replies in files, and jobs over them, for the tests of checking at scale."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from adhere.evals.bulk import Job, JobReport, ResumableFiles, Settings, find_inputs

if TYPE_CHECKING:
    from pathlib import Path

NO_COMMA = {"id": "punctuation:no_comma", "params": {}}


def row(number: int) -> dict[str, object]:
    reply = f"Reply {number} is, well, here." if number % 3 == 0 else f"Reply {number} is here."
    return {"id": number, "reply": reply, "constraints": [NO_COMMA]}


def lines(count: int) -> bytes:
    """Return rows of all kinds: satisfied, violated, none, broken; and blank lines."""
    texts = [json.dumps(row(number)) for number in range(count)]
    for number in range(7, count, 50):
        texts[number] = ("", "{broken", '{"reply": "no constraints"}', '{"reply": "", "constraints": "[{}"}')[
            number % 4
        ]
    return "\n".join(texts).encode() + b"\n"


def job(path: Path | str, engine: str = "local", workers: int | None = 1) -> Job:
    inputs = find_inputs([str(path)])
    assert engine in {"local", "ray"}
    return Job(inputs, Settings(name_files=inputs.several), "ray" if engine == "ray" else "local", workers)


def run(some: Job, out: Path) -> JobReport:
    with ResumableFiles(out, out.with_suffix(".rejects"), some.key()) as output:
        report = some.run(output)
        output.finish()
    return report


def written(out: Path) -> tuple[bytes, bytes]:
    return out.read_bytes(), out.with_suffix(".rejects").read_bytes()


def numbers(data: bytes) -> list[int]:
    return [json.loads(line)["row"] for line in data.splitlines()]
