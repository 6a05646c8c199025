"""IFEval (Zhou et al. 2023, arXiv 2311.07911): 541 prompts with one to three verifiable instructions each.

The suite keeps the benchmark as it is published, its known mistakes included (key 2078 contradicts itself, key 337 says
400 words and checks 336), so that the official reading gives the published figures.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from adhere.chat import Message
from adhere.constraints import from_published
from adhere.data.hub import dataset_file
from adhere.errors import UsageError
from adhere.evals.suites.digest import digest
from adhere.evals.tasks import Published, Suite, Task

if TYPE_CHECKING:
    from collections.abc import Iterator

REPOSITORY = "google/IFEval"
FILES = ("ifeval_input_data.jsonl", "input_data.jsonl")
MAX_TOKENS = 1280
"""The reply length that the field measures with (lm-evaluation-harness, ``max_gen_toks``)."""
_HUB_NAME = re.compile(r"(?:hf:)?([\w.-]+/[\w.-]+)")


def ifeval_suite(data: str | Path | None = None, limit: int | None = None) -> Suite:
    """Read IFEval from a file, a folder that holds it, or a dataset of Hugging Face (None: ``google/IFEval``).

    Raises:
        UsageError: there is no such file, or a line is not an item of IFEval; the message names file and line.
        UpstreamError: Hugging Face cannot be reached.
    """
    path = _locate(data)
    tasks: dict[str, Task] = {}
    for number, line in _lines(path):
        task = _task(line, f"{path}:{number}")
        if task.id in tasks:
            raise UsageError(f"{path}:{number}: the key {task.id} is there twice", hint="give each item its own key")
        tasks[task.id] = task
    if not tasks:
        raise UsageError(f"{path} holds no items", hint="name the file input_data.jsonl of IFEval")
    chosen = tuple(tasks.values())[:limit]
    options = {"data": str(data or f"hf:{REPOSITORY}"), "limit": limit}
    return Suite("ifeval", "1.0", digest(chosen), chosen, MAX_TOKENS, options)


def _locate(data: str | Path | None) -> Path:
    if data is None:
        return dataset_file(REPOSITORY, FILES)
    path = Path(data)
    if path.is_dir():
        return _only_file(path)
    if path.exists():
        return path
    name = _HUB_NAME.fullmatch(str(data))
    if name and path.suffix not in {".json", ".jsonl"}:
        return dataset_file(name[1], FILES)
    raise UsageError(f"there is no file {path}", hint=f"name IFEval's {FILES[1]}, its folder, or {REPOSITORY}")


def _only_file(folder: Path) -> Path:
    known = [folder / name for name in FILES if (folder / name).is_file()]
    found = known or sorted(folder.glob("*.jsonl"))
    if len(found) == 1:
        return found[0]
    names = ", ".join(path.name for path in found) or "none"
    raise UsageError(f"{folder} should hold one file of items, it holds {names}", hint="name the file itself")


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the lines that are not blank, with their numbers."""
    try:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield number, line
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}", hint="check the path and its permissions") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not UTF-8 text: {error.reason}", hint="name IFEval's JSONL file") from error


def _task(line: str, where: str) -> Task:
    try:
        item = json.loads(line)
    except ValueError as error:
        raise UsageError(f"{where}: not JSON: {error}", hint="each line is one JSON object") from error
    key, prompt, ids, kwargs = _fields(item, where)
    # Only what is absent is dropped: 0 and "" are values.
    published = tuple(
        Published(name, {name: value for name, value in given.items() if value is not None})
        for name, given in zip(ids, kwargs, strict=True)
    )
    try:
        constraints = tuple(from_published(one.id, one.kwargs, prompt) for one in published)
    except UsageError as error:
        raise UsageError(f"{where}: {error.message}", hint=error.hint) from error
    return Task(str(key), (Message("user", prompt),), constraints, "ifeval", str(key), published)


def _fields(item: Any, where: str) -> tuple[int | str, str, list[str], list[dict[str, Any]]]:  # noqa: ANN401  any JSON
    """Return key, prompt, ids and arguments of an item, each of its type."""
    hint = "an item has key, prompt, instruction_id_list, and kwargs with one object for each instruction"
    wanted: dict[str, type | tuple[type, ...]] = {
        "key": (int, str),
        "prompt": str,
        "instruction_id_list": list,
        "kwargs": list,
    }
    if not isinstance(item, dict):
        raise UsageError(f"{where}: not an object", hint=hint)
    for name, types in wanted.items():
        if not isinstance(item.get(name), types):
            raise UsageError(f"{where}: {name} is missing or of the wrong type", hint=hint)
    ids, kwargs = item["instruction_id_list"], item["kwargs"]
    if not ids or len(ids) != len(kwargs):
        raise UsageError(f"{where}: {len(ids)} instructions and {len(kwargs)} kwargs", hint=hint)
    if not all(isinstance(one, str) for one in ids) or not all(isinstance(one, dict) for one in kwargs):
        raise UsageError(f"{where}: an instruction or its kwargs are of the wrong type", hint=hint)
    return item["key"], item["prompt"], ids, kwargs
