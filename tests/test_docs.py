"""The examples in the documents run, and print what the documents say."""

from __future__ import annotations

import dataclasses
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from adhere.constraints import CATALOGUE

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
FENCE = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Example(NamedTuple):
    page: Path
    language: str
    note: str
    text: str


def examples(page: Path) -> list[Example]:
    return [Example(page, *match.groups()) for match in FENCE.finditer(page.read_text(encoding="utf-8"))]


def run(command: list[str], folder: Path) -> str:
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


def play(page: Path, folder: Path, note: str) -> int:
    """Run the examples of a page that carry ``note``, in order and in one folder; return how many ran."""
    played = 0
    for example in examples(page):
        name = re.search(r"file=(\S+)", example.note)
        if name:
            (folder / name[1]).write_text(example.text, encoding="utf-8")
        if example.language not in {"python", "console"} or (
            note not in example.note.split() if note else example.note
        ):
            continue
        played += 1
        if example.language == "python":
            run([sys.executable, "-c", example.text], folder)
            continue
        for command, expected in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", example.text, re.MULTILINE):
            assert run(shlex.split(command), folder) == expected
    return played


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_examples_run_and_print_what_the_page_says(page: Path, tmp_path: Path) -> None:
    played = play(page, tmp_path, "")
    if page.name == "README.md":
        assert played >= 2


@pytest.mark.model
def test_examples_with_a_model_run(tmp_path: Path) -> None:
    assert play(ROOT / "README.md", tmp_path, "model") == 1


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    prose = re.sub(r"`[^`\n]+`", "", page.read_text(encoding="utf-8"))
    for target in re.findall(r"\]\((?!https?://)([^)#]+)", prose):
        assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_and_flags_that_a_page_names_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for verb, rest in re.findall(r"^(?:\$ )?adhere ((?:constraints|data) [a-z]+|[a-z]+)(.*)$", text, re.MULTILINE):
        help_text = run(["adhere", *verb.split(), "--help"], ROOT)
        for flag in re.findall(r"(?<= )--[a-z-]+", rest):
            assert flag in help_text, f"adhere {verb} has no {flag}"


def test_every_constraint_type_and_parameter_is_described() -> None:
    sections = re.split(r"^### ", (ROOT / "docs" / "constraints.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
    described = {section.split("\n", 1)[0]: section for section in sections[1:]}
    assert set(described) == set(CATALOGUE)
    for kind, constraint in CATALOGUE.items():
        for field in dataclasses.fields(constraint):
            assert f"`{field.name}`" in described[kind]
