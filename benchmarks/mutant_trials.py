"""One trial of a mutant: a forked process imports the room with the fault in it, and runs the tests until one fails.

Everything but the room of constraints (and the rooms above it) is imported once, before the first fork; the fault is
put in when its module is imported, so the tree on the disk stays as it is. Linux only.
"""

from __future__ import annotations

import ast
import gc
import os
import re
import resource
import select
import signal
import sys
from dataclasses import dataclass
from importlib import import_module
from importlib.abc import MetaPathFinder
from importlib.machinery import SourceFileLoader
from importlib.util import spec_from_file_location
from random import Random
from typing import TYPE_CHECKING

import pytest

from benchmarks.mutations import ROOM, ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from importlib.machinery import ModuleSpec
    from pathlib import Path
    from types import CodeType, ModuleType

    from benchmarks.mutations import Mutant

FOLDER = ROOT / "tests" / "constraints"
KEPT = ("adhere.text", "adhere.stats", "adhere.errors")
"""Rooms below the constraints: what is imported of them stays."""
NEAR = 6
"""Types for which the lifecycle's tests and the long proof are run; the others are run for all that rest on a file."""
TEXTS = 24
"""Texts a side that ``tests/constraints/test_proof.py`` tries."""
LONG = 100
"""Texts a side of the long proof: the first ones of those that ``adhere constraints prove`` tries."""
SECONDS = 90
"""Of CPU time, for each of the rounds: several times what the longest takes without a fault."""
MEMORY = 4 << 30
OTHERS = re.compile("exact|lifecycle|proof|adversarial|long_replies")
"""Files that are rounds of their own, or are about time and memory."""
NO_TESTS = 5  # pytest's exit code


@dataclass(frozen=True, slots=True)
class Served:
    """Which types rest on a module: ``near`` those whose code is in it or next to it, ``all`` those that import it."""

    near: tuple[str, ...]
    all: tuple[str, ...]


class Warm:
    """A process with everything imported that is below the room; it forks one process a trial."""

    def __init__(self) -> None:
        from adhere.constraints import CATALOGUE
        from adhere.constraints.proof import prove_type

        for id in CATALOGUE:  # noqa: A001 (the field's name)
            prove_type(id, texts=TEXTS)  # so that models and tables are read once, not in every trial
        self.homes = {
            id: tuple(base.__module__ for base in kind.__mro__ if base.__module__.startswith("adhere.constraints"))
            for id, kind in CATALOGUE.items()  # noqa: A001 (as above)
        }
        self.names = {id: kind.__name__ for id, kind in CATALOGUE.items()}  # noqa: A001 (as above)
        self.imports = {module: frozenset(_imports_of(path)) for module, path in _modules()}
        for name in [name for name in sys.modules if name.startswith("adhere.") and not name.startswith(KEPT)]:
            del sys.modules[name]
        gc.collect()
        gc.freeze()

    def served(self, module: str) -> Served:
        """Return the types that rest on a module."""
        own = [id for id, homes in self.homes.items() if module in homes]  # noqa: A001 (the field's name)
        users = [id for id, homes in self.homes.items() if any(module in self.imports[home] for home in homes)]  # noqa: A001
        every = [id for id, homes in self.homes.items() if module in self._reach(homes)]  # noqa: A001 (as above)
        near = own or users or every
        near = near if len(near) <= NEAR else Random(module).sample(near, NEAR)
        return Served(tuple(near), tuple(dict.fromkeys((*near, *every))))

    def _reach(self, modules: Sequence[str]) -> set[str]:
        reached: set[str] = set()
        left = list(modules)
        while left:
            if (module := left.pop()) not in reached:
                reached.add(module)
                left += self.imports.get(module, ())
        return reached

    def rounds(self, module: str) -> Mapping[str, Callable[[], bool]]:
        """Return what tries a fault in ``module``, the quick ones first: each says whether it notices something."""
        served = self.served(module)
        words = [module, *served.near, *(self.names[id] for id in served.near)]  # noqa: A001 (the field's name)
        files = [
            str(path)
            for path in sorted(FOLDER.glob("test_*.py"))
            if not OTHERS.search(path.name) and any(word in path.read_text(encoding="utf-8") for word in words)
        ]
        chosen = " or ".join(f"[{id}]" for id in served.near)  # noqa: A001 (the field's name)
        return {
            "exact verdicts": lambda: _is_inexact(served.all),
            "tests": lambda: bool(files) and _fails(files),
            "proof": lambda: any(_is_wrong(id, TEXTS) for id in served.all),  # noqa: A001 (as above)
            "lifecycle": lambda: _fails([str(FOLDER / "test_lifecycle.py"), "-k", chosen]),
            "long proof": lambda: any(_is_wrong(id, LONG) for id in served.near),  # noqa: A001 (as above)
        }

    def check_tests(self) -> None:
        """Run the rounds once without a fault, for a module that all types rest on.

        Raises:
            SystemExit: one of them notices something all the same.
        """
        if killer := _in_a_fork(None, self.rounds("adhere.constraints.protocol")):
            raise SystemExit(f"the tests fail without a fault: {killer}")

    def killer_of(self, mutant: Mutant) -> str | None:
        """Return what notices the fault first, None where it survives."""
        return _in_a_fork(mutant, self.rounds(mutant.module))


def _modules() -> Iterator[tuple[str, Path]]:
    for path in ROOM.rglob("*.py"):
        inside = path.relative_to(ROOM.parent.parent).with_suffix("")
        yield ".".join(inside.parts).removesuffix(".__init__"), path


def _imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("adhere.constraints."):
            yield node.module or ""


def _is_wrong(id: str, texts: int) -> bool:  # noqa: A002 (the field's name)
    from adhere.constraints.proof import prove_type

    proof = prove_type(id, texts=texts)
    few = min(proof.false_fails.texts, proof.false_passes.texts) < min(texts, TEXTS) or not proof.relations.texts
    return few or proof.errors > 0


def _is_inexact(types: Sequence[str]) -> bool:
    """Run what ``test_exact_*.py`` do for these types, without the time that pytest takes to start."""
    sys.path.insert(0, str(FOLDER))
    from exact_verdicts import assert_exact

    for path in sorted(FOLDER.glob("test_exact_*.py")):
        for case in import_module(path.stem).CASES:
            if case.id in types:
                assert_exact(case)
    return False


def _fails(arguments: Sequence[str]) -> bool:
    options = ("-x", "-q", "-m", "not slow and not model", "-p", "no:cacheprovider", f"--rootdir={ROOT}")
    return pytest.main([*options, *arguments]) not in {0, NO_TESTS}


class _Faulty(SourceFileLoader):
    """Loads a module from other text than its file holds."""

    def __init__(self, mutant: Mutant) -> None:
        super().__init__(mutant.module, str(ROOT / mutant.file))
        self.text = mutant.source()

    def get_code(self, fullname: str) -> CodeType:  # noqa: ARG002 (it loads one module)
        return compile(self.text, self.path, "exec")

    def get_source(self, fullname: str) -> str:  # noqa: ARG002 (as above)
        return self.text


class _FaultFinder(MetaPathFinder):
    """Finds the module that has the fault."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,  # noqa: ARG002 (the name settles where it is)
        target: ModuleType | None = None,  # noqa: ARG002 (as above)
    ) -> ModuleSpec | None:
        if fullname != self.mutant.module:
            return None
        return spec_from_file_location(fullname, ROOT / self.mutant.file, loader=_Faulty(self.mutant))


def _in_a_fork(mutant: Mutant | None, rounds: Mapping[str, Callable[[], bool]]) -> str | None:
    read, write = os.pipe()
    child = os.fork()
    if not child:
        os.close(read)
        _try_rounds(mutant, rounds, write)
    os.close(write)
    late = not select.select([read], [], [], 4 * SECONDS * len(rounds))[0]
    if late:
        os.kill(child, signal.SIGKILL)
    with os.fdopen(read) as answer:
        said = answer.read()
    _, status = os.waitpid(child, 0)
    if late or os.WIFSIGNALED(status):
        return "time" if late or os.WTERMSIG(status) == signal.SIGPROF else "crash"
    return None if said == "nothing" else said


def _try_rounds(mutant: Mutant | None, rounds: Mapping[str, Callable[[], bool]], answer: int) -> None:
    """Say on the pipe what noticed the fault, and end the process."""
    silence = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(silence, stream)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    if mutant:
        sys.meta_path.insert(0, _FaultFinder(mutant))
    noticed = "nothing"
    for name, notices in rounds.items():
        signal.setitimer(signal.ITIMER_PROF, SECONDS)  # its signal ends the process
        try:
            found = notices()
        except BaseException:  # noqa: BLE001 (whatever a fault raises, it is noticed; so is a failed assertion)
            found = True
        if found:
            noticed = name
            break
    os.write(answer, noticed.encode())
    os._exit(0)
