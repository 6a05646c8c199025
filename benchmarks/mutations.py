"""Where small faults fit in the code of the checkers, and which of them no test can notice.

Faults are put into comparisons, arithmetic, logic, numbers, ``any`` and ``all``, ``min`` and ``max``. Left out is what
no verdict rests on: wordings, drawing, witnesses and mutants, domains, and what only these use; type annotations and
``zip``'s ``strict``; and the published readings, recognition, contradictions and the proof itself, which have tests of
their own kind.
"""

from __future__ import annotations

import ast
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT = Path(__file__).resolve().parent.parent
ROOM = ROOT / "src" / "adhere" / "constraints"
EQUIVALENTS = Path(__file__).with_name("equivalent_mutants.toml")
OUTSIDE = {"official", "repaired", "proof", "recognition", "contradictions"}
NOT_VERDICTS = {
    *("wordings", "requests", "draw", "witness", "mutants", "domain", "surplus", "noun", "pick", "__post_init__"),
    *("sample", "broken", "entries"),
}
NO_CHECKERS = {
    *("composing.py", "wording.py", "vocabulary.py", "languages.py", "combine.py", "describing.py", "domain.py"),
    *("catalogue.py", "published.py", "conflicts.py", "editing.py", "different.py"),
    *("json_samples.py", "regular_samples.py"),
}
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
    """One fault: in ``file``, the characters from ``start`` to ``end`` become ``new``.

    Attributes:
        was: the line as it is, without blanks around it. becomes: the same line with the fault.
    """

    file: str
    line: int
    start: int
    end: int
    new: str
    was: str
    becomes: str

    @property
    def module(self) -> str:
        """The module that the file is."""
        return self.file.removeprefix("src/").removesuffix(".py").replace("/", ".")

    def source(self) -> str:
        """Return the file's text with the fault in it."""
        text = (ROOT / self.file).read_text(encoding="utf-8")
        return text[: self.start] + self.new + text[self.end :]


def find_mutants(only: str) -> list[Mutant]:
    """Return every fault that fits in the files whose path in the room holds ``only``."""
    found: list[Mutant] = []
    for path in sorted(ROOM.rglob("*.py")):
        inside = path.relative_to(ROOM)
        aside = inside.parts[0] in OUTSIDE or path.name in NO_CHECKERS or path.name.endswith("conversions.py")
        if not aside and only in str(inside):
            found += _Finder(path).found
    return found


def read_equivalents() -> Mapping[tuple[str, str, str], str]:
    """Return why a mutant cannot be told from the original, by its file and its line before and after."""
    table = tomllib.loads(EQUIVALENTS.read_text(encoding="utf-8"))
    return {(each["file"], each["was"], each["becomes"]): each["reason"] for each in table["mutant"]}


class _Finder(ast.NodeVisitor):
    """Finds where faults fit in a file."""

    def __init__(self, path: Path) -> None:
        self.file, self.source = str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")
        self.starts = [0]
        for line in self.source.encode().split(b"\n"):
            self.starts.append(self.starts[-1] + len(line) + 1)
        self.found: list[Mutant] = []
        tree = ast.parse(self.source)
        self.aside = _aside(tree)
        self.visit(tree)

    def place(self, line: int, column: int) -> int:
        """Return the place in characters of what ``ast`` gives in lines and bytes."""
        return len(self.source.encode()[: self.starts[line - 1] + column].decode())

    def add(self, start: int, end: int, old: str, new: str) -> None:
        at = self.source.find(old, start, end)
        if at < 0:
            return
        last = at + len(old)
        first, after = self.source.rfind("\n", 0, at + 1) + 1, self.source.find("\n", last - 1)
        was, becomes = self.source[first:after], self.source[first:at] + new + self.source[last:after]
        line = self.source.count("\n", 0, first) + 1
        self.found.append(Mutant(self.file, line, at, last, new, was.strip(), becomes.strip()))

    def between(self, left: ast.expr, right: ast.expr, old: str, new: str) -> None:
        start = self.place(left.end_lineno or 0, left.end_col_offset or 0)
        self.add(start, self.place(right.lineno, right.col_offset), old, new)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        if node.name not in self.aside:
            for statement in node.body:
                self.visit(statement)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        for statement in node.body:  # not the arguments of its decorator
            self.visit(statement)

    def visit_Assign(self, node: ast.Assign) -> None:
        names = _names_of(node)
        if not names or not names <= self.aside:
            self.generic_visit(node)

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
        old, new = ("and ", "or ") if isinstance(node.op, ast.And) else ("or ", "and ")
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
            self.add(start, start + len("not "), "not ", "")
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        if isinstance(node.func, ast.Name) and node.func.id in CALLS:
            start = self.place(node.lineno, node.col_offset)
            self.add(start, start + len(node.func.id), node.func.id, CALLS[node.func.id])
        self.generic_visit(node)

    def visit_keyword(self, node: ast.keyword) -> None:
        if node.arg != "strict":
            self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        start = self.place(node.lineno, node.col_offset)
        end = self.place(node.end_lineno or 0, node.end_col_offset or 0)
        if isinstance(node.value, bool):
            self.add(start, end, str(node.value), str(not node.value))
        elif isinstance(node.value, int):
            self.add(start, end, self.source[start:end], str(node.value + 1))

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        """Leave texts alone: reasons are for people."""


def _aside(tree: ast.Module) -> set[str]:
    """Return the names of what no verdict rests on: that of ``NOT_VERDICTS``, and the private that only it uses."""
    users: dict[str, set[str]] = {}
    inner = [part for node in tree.body for part in (node.body if isinstance(node, ast.ClassDef) else [node])]
    for node in inner:
        for name in _names_of(node) or {""}:
            for used in {*_used_in(node)} - {name}:
                users.setdefault(used, set()).add(name)
    aside = set(NOT_VERDICTS)
    while more := {name for name, by in users.items() if name[0] == "_" and name not in aside and by <= aside}:
        aside |= more
    return aside


def _used_in(node: ast.AST) -> Iterator[str]:
    for part in ast.walk(node):
        if isinstance(part, ast.Name):
            yield part.id
        elif isinstance(part, ast.Attribute):
            yield part.attr


def _names_of(node: ast.AST) -> set[str]:
    """Return the names that a statement defines."""
    if isinstance(node, ast.FunctionDef):
        return {node.name}
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return {target.id for target in targets if isinstance(target, ast.Name)}


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))
