"""The rules of the house that a program can check: rooms, sizes, names, and what an import may cost."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "adhere"
FILES = sorted(SOURCE.rglob("*.py"))
# From the top of the house to the ground: a room imports only rooms below it.
ROOMS = ("cli", "interventions", "evals", "training", "data", "models", "constraints", "stats", "chat", "text")
HEAVY = {"torch", "transformers", "pyarrow", "httpx", "py3langid", "rich", "vl_convert", "numpy"}


def imported_rooms(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names = [node.module]
            if node.module == "adhere":
                names = [f"adhere.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        found |= {name.split(".")[1] for name in names if name.startswith("adhere.")}
    return found & set(ROOMS)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_room_imports_only_rooms_below_it(path: Path) -> None:
    room = path.relative_to(SOURCE).parts[0]
    if room not in ROOMS:
        return
    above = set(ROOMS[: ROOMS.index(room)])
    assert not imported_rooms(path) & above


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_files_and_functions_stay_short_and_are_named_for_what_they_do(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 400
    assert not re.match(r"(utils?|helpers?|common|misc|manager)", path.stem)
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 50, f"{node.name} is longer than 50 lines"


def test_the_median_file_stays_under_150_lines() -> None:
    assert median(len(path.read_text(encoding="utf-8").splitlines()) for path in FILES) <= 150


def test_importing_adhere_loads_nothing_heavy() -> None:
    code = "import sys, json, adhere; print(json.dumps(sorted({m.split('.')[0] for m in sys.modules})))"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert not HEAVY & set(json.loads(out))


def test_rooms_only_know_public_names_of_each_other() -> None:
    """A private name of a room (leading underscore) stays in its room."""
    for path in FILES:
        room = path.relative_to(SOURCE).parts[0]
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("adhere."):
                same = node.module.split(".")[1:2] == [room]
                assert same or not any(alias.name.startswith("_") for alias in node.names), path
