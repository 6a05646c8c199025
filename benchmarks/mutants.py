"""Mutation testing of the checkers: small faults are put into their code, and the tests must notice.

``python -m benchmarks.mutants`` prints what it finds on stderr and one JSON object as the last line of stdout. Of all
faults that fit (comparisons, arithmetic, logic, numbers, ``any`` and ``all``, ``min`` and ``max``) in
``constraints/``, without the published readings and the proof itself, a seeded sample is tried, one at a time, in a
copy of the repository. The tests of a file are the proof and the lifecycle of the types that it serves, at most
``TYPES``, and where those notice nothing the other files of tests that name one. Tests that fail without a fault are
left out.

Left out is what no verdict rests on: wordings, drawing, witnesses and mutants, domains, type annotations. A mutant that
behaves as the original does counts as survived; nobody sorted those out.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from adhere.constraints import CATALOGUE
from adhere.stats import wilson

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
OUTSIDE = {"official", "repaired", "proof", "recognition", "contradictions"}
NOT_VERDICTS = {
    *("wordings", "requests", "draw", "witness", "mutants", "domain", "surplus", "noun", "pick", "__post_init__"),
}
NO_CHECKERS = {
    *("composing.py", "wording.py", "vocabulary.py", "languages.py", "combine.py", "describing.py", "domain.py"),
    *("catalogue.py", "published.py", "conversions.py", "conflicts.py", "editing.py", "different.py"),
    "json_samples.py",
}
TYPES = 4
SECONDS = 120
NO_TESTS = 5  # pytest's exit code
PYTEST = ("pytest", "-q", "-p", "no:cacheprovider")
TEXTS = "24"
SPARED = re.compile(
    "lifecycle|proof|adversarial|long_replies|contradiction|test_published.py|conflicts|combine|catalogue"
)
COMPARISONS = {
    ast.Lt: ("<", "<="),
    ast.LtE: ("<=", "<"),
    ast.Gt: (">", ">="),
    ast.GtE: (">=", ">"),
    ast.Eq: ("==", "!="),
    ast.NotEq: ("!=", "=="),
    ast.In: (" in ", " not in "),
    ast.NotIn: (" not in ", " in "),
    ast.Is: (" is ", " is not "),
    ast.IsNot: (" is not ", " is "),
}
ARITHMETIC = {ast.Add: ("+", "-"), ast.Sub: ("-", "+"), ast.Mult: ("*", "+"), ast.Div: ("/", "*"), ast.Mod: ("%", "+")}
CALLS = {"any": "all", "all": "any", "min": "max", "max": "min"}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One fault: in ``file``, the characters from ``start`` to ``end`` become ``new``."""

    file: str
    line: int
    start: int
    end: int
    old: str
    new: str


class _Finder(ast.NodeVisitor):
    """Finds where faults fit in a file."""

    def __init__(self, path: Path, root: Path) -> None:
        self.file, self.source = str(path.relative_to(root)), path.read_text(encoding="utf-8")
        self.starts = [0]
        for line in self.source.encode().split(b"\n"):
            self.starts.append(self.starts[-1] + len(line) + 1)
        self.found: list[Mutant] = []
        self.visit(ast.parse(self.source))

    def place(self, line: int, column: int) -> int:
        """Return the place in characters of what ``ast`` gives in lines and bytes."""
        return len(self.source.encode()[: self.starts[line - 1] + column].decode())

    def add(self, start: int, end: int, old: str, new: str, line: int) -> None:
        at = self.source.find(old, start, end)
        if at >= 0:
            self.found.append(Mutant(self.file, line, at, at + len(old), old, new))

    def between(self, left: ast.expr, right: ast.expr, old: str, new: str) -> None:
        start = self.place(left.end_lineno or 0, left.end_col_offset or 0)
        self.add(start, self.place(right.lineno, right.col_offset), old, new, left.lineno)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        if node.name not in NOT_VERDICTS:
            for statement in node.body:
                self.visit(statement)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        for statement in node.body:  # not the arguments of its decorator
            self.visit(statement)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value:
            self.visit(node.value)

    def visit_If(self, node: ast.If) -> None:
        if not (isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"):
            self.generic_visit(node)

    def visit_Compare(self, node: ast.Compare) -> None:
        for left, operator, right in zip([node.left, *node.comparators], node.ops, node.comparators, strict=False):
            self.between(left, right, *COMPARISONS[type(operator)])
        self.generic_visit(node)

    def visit_BoolOp(self, node: ast.BoolOp) -> None:
        old, new = (" and ", " or ") if isinstance(node.op, ast.And) else (" or ", " and ")
        for left, right in zip(node.values, node.values[1:], strict=False):
            self.between(left, right, old, new)
        self.generic_visit(node)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        if type(node.op) in ARITHMETIC and not any(map(_is_text, (node.left, node.right))):
            self.between(node.left, node.right, *ARITHMETIC[type(node.op)])
        self.generic_visit(node)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> None:
        if isinstance(node.op, ast.Not):
            start = self.place(node.lineno, node.col_offset)
            self.add(start, start + len("not "), "not ", "", node.lineno)
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        if isinstance(node.func, ast.Name) and node.func.id in CALLS:
            start = self.place(node.lineno, node.col_offset)
            self.add(start, start + len(node.func.id), node.func.id, CALLS[node.func.id], node.lineno)
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        start, end = (
            self.place(node.lineno, node.col_offset),
            self.place(node.end_lineno or 0, node.end_col_offset or 0),
        )
        if isinstance(node.value, bool):
            self.add(start, end, str(node.value), str(not node.value), node.lineno)
        elif isinstance(node.value, int):
            self.add(start, end, self.source[start:end], str(node.value + 1), node.lineno)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        """Leave texts alone: reasons are for people."""


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def mutants(root: Path, only: str) -> Iterator[Mutant]:
    """Yield every fault that fits in the files whose path in the room holds ``only``."""
    room = root / "src" / "adhere" / "constraints"
    for path in sorted(room.rglob("*.py")):
        inside = path.relative_to(room)
        if inside.parts[0] not in OUTSIDE and path.name not in NO_CHECKERS and only in str(inside):
            yield from _Finder(path, root).found


def types_served(file: str) -> list[str]:
    """Return ids of types whose code is in the file, or else of those whose module imports from it."""
    module = file.removeprefix("src/").removesuffix(".py").replace("/", ".")
    own = [id for id, kind in CATALOGUE.items() if any(base.__module__ == module for base in kind.__mro__)]  # noqa: A001
    users = [id for id, kind in CATALOGUE.items() if _imports(kind.__module__, module)]  # noqa: A001 (the field's name)
    chosen = own or users or list(CATALOGUE)
    return Random(file).sample(chosen, min(TYPES, len(chosen)))


def _imports(user: str, module: str) -> bool:
    source = sys.modules[user].__file__
    return source is not None and f"from {module} import" in Path(source).read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Baseline:
    """What tests do without a fault: those that fail, and how long they take."""

    failing: tuple[str, ...]
    seconds: float


class Tests:
    """The tests of the room in a copy of the repository, without those that fail as it is."""

    def __init__(self, copy: Path) -> None:
        self.copy = copy
        self.folder = copy / "tests" / "constraints"
        self.baselines: dict[tuple[str, ...], Baseline] = {}

    def rounds(self, types: list[str]) -> dict[str, tuple[str, ...]]:
        """Return the commands that try these types, the fast ones first; the proof is what test_proof.py does."""
        chosen = ("-k", " or ".join(f"[{id}]" for id in types))  # noqa: A001 (the field's name)
        names = [*types, *(CATALOGUE[id].__name__ for id in types)]  # noqa: A001 (the field's name)
        others = (
            str(path)
            for path in sorted(self.folder.glob("test_*.py"))
            if not SPARED.search(path.name) and any(name in path.read_text(encoding="utf-8") for name in names)
        )
        return {
            "proof": ("adhere", "constraints", "prove", *types, "--no-progress", "--texts", TEXTS),
            "lifecycle": (*PYTEST, str(self.folder / "test_lifecycle.py"), *chosen),
            "others": (*PYTEST, *others),
        }

    def baseline(self, arguments: tuple[str, ...]) -> Baseline:
        """Run tests on the copy as it is, once."""
        if arguments not in self.baselines:
            start = time.monotonic()
            done = self.run(arguments, 10 * SECONDS)
            failing = re.findall(r"^(?:FAILED|ERROR) (\S+)", done.stdout if done else "", re.MULTILINE)
            if "prove" in arguments and (done is None or done.returncode):
                raise SystemExit(f"a checker is wrong without a fault: {' '.join(arguments)}")
            self.baselines[arguments] = Baseline(tuple(failing), time.monotonic() - start)
        return self.baselines[arguments]

    def fail(self, arguments: tuple[str, ...], baseline: Baseline) -> bool:
        """Whether a test fails that did not, or they take far longer than they did."""
        left_out = [f"--deselect={name}" for name in baseline.failing]
        stopping = ["-x"] if arguments[0] == PYTEST[0] else []
        done = self.run((*arguments, *stopping, *left_out), SECONDS + 5 * baseline.seconds)
        return done is None or done.returncode not in {0, NO_TESTS}

    def run(self, arguments: tuple[str, ...], seconds: float) -> subprocess.CompletedProcess[str] | None:
        """Run tests; None where they take longer."""
        command = [sys.executable, "-m", *arguments]
        environment = {**os.environ, "PYTHONPATH": str(self.copy / "src")}
        try:
            return subprocess.run(  # noqa: S603 (our own tests)
                command, cwd=self.copy, env=environment, capture_output=True, text=True, timeout=seconds, check=False
            )
        except subprocess.TimeoutExpired:
            return None


def killed_by(mutant: Mutant, tests: Tests, types: list[str]) -> str | None:
    """Return the first tests that notice the fault, None where it survives. The copy is as before afterwards."""
    path = tests.copy / mutant.file
    original = path.read_text(encoding="utf-8")
    for name, arguments in tests.rounds(types).items():
        if arguments == PYTEST:
            continue
        baseline = tests.baseline(arguments)
        path.write_text(original[: mutant.start] + mutant.new + original[mutant.end :], encoding="utf-8")
        try:
            if tests.fail(arguments, baseline):
                return name
        finally:
            path.write_text(original, encoding="utf-8")
    return None


def copied(folder: Path) -> Path:
    """Copy what the tests need: the tree changes while they run."""
    for name in ("src", "tests", "benchmarks", "docs"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, folder / name)
    return folder


def main() -> None:
    """Try a sample and print what survived."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sample", type=int, default=150, help="how many mutants to try")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--minutes", type=float, default=15, help="stop after so many")
    parser.add_argument("--only", default="", help="files whose path in constraints/ holds this")
    options = parser.parse_args()
    survived: list[Mutant] = []
    tried = 0
    with tempfile.TemporaryDirectory() as folder:
        copy = copied(Path(folder))
        known = list(mutants(copy, options.only))
        tests = Tests(copy)
        start = time.monotonic()
        for mutant in Random(options.seed).sample(known, min(options.sample, len(known))):
            if time.monotonic() - start > 60 * options.minutes:
                break
            tried += 1
            noticed = killed_by(mutant, tests, types_served(mutant.file))
            survived += [] if noticed else [mutant]
            line = (copy / mutant.file).read_text(encoding="utf-8").splitlines()[mutant.line - 1].strip()
            where = f"{mutant.file}:{mutant.line} {mutant.old.strip()!r} -> {mutant.new.strip()!r}"
            print(f"{noticed or 'SURVIVED'}: {where} in {line}", file=sys.stderr, flush=True)
    killed = tried - len(survived)
    low, high = wilson(killed, tried)
    print(f"{killed} of {tried} killed: {killed / tried:.1%} ({low:.1%} to {high:.1%})", file=sys.stderr)
    figures = {"known": len(known), "tried": tried, "killed": killed, "share": killed / tried, "low": low, "high": high}
    print(json.dumps({**figures, "survived": [asdict(each) for each in survived]}))


if __name__ == "__main__":
    main()
