"""What the training doctor found, for people and as JSON."""

from __future__ import annotations

import sys
from dataclasses import asdict, dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from adhere.cli.terminal import give, say, shown
from adhere.findings import Finding, State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adhere.data import Dataset
    from adhere.training.doctor.cost import Machine
    from adhere.training.doctor.leakage import Evaluation
    from adhere.training.doctor.specimen import Piece, Specimen
    from adhere.training.training import Ready

_LONGEST = 1200  # characters of a stretch that are shown: the rest is counted
_OPENING, _CLOSING = "\N{MATHEMATICAL LEFT WHITE SQUARE BRACKET}", "\N{MATHEMATICAL RIGHT WHITE SQUARE BRACKET}"
_LEARNT = "bold green"


@dataclass(frozen=True, slots=True)
class Checkup:
    """What was looked at before a training."""

    findings: tuple[Finding, ...]
    specimen: Specimen

    @property
    def exit_code(self) -> int:
        """0, or what a failed check makes of the command."""
        return max(finding.exit_code for finding in self.findings)

    def to_dict(self) -> dict[str, object]:
        """Return everything as JSON's types."""
        return {"findings": [asdict(finding) for finding in self.findings], "example": asdict(self.specimen)}


def look(ready: Ready, data: Dataset, unseen: Sequence[str], machine: Machine) -> Checkup:
    """Look at a training that is ready.

    Args:
        ready: the training.
        data: the file that it learns from.
        unseen: suites and files whose prompts must not be in it.
        machine: where it runs.
    """
    from adhere.training.doctor.examining import examine
    from adhere.training.doctor.rendering import Speech
    from adhere.training.doctor.specimen import specimen

    measured = [_evaluation(name) for name in dict.fromkeys(unseen)]
    if "generated" not in unseen:
        measured.append(_held_out_half(named=False))
    findings = examine(ready, rejected=data.reasons, measured=measured, machine=machine)
    return Checkup(tuple(findings), specimen(ready.training, Speech.of(ready.template, ready.tokenizer).decode))


def _evaluation(name: str) -> Evaluation:
    """Return the prompts of a suite or of a file."""
    from adhere.data.prompts import read_prompts
    from adhere.errors import UsageError
    from adhere.evals import load_suite
    from adhere.evals.suites import NAMES
    from adhere.training.doctor.leakage import Evaluation

    if name == "generated":
        return _held_out_half(named=True)
    if name in NAMES:
        tasks = load_suite(name).tasks
        return Evaluation(name, tuple(task.messages[-1].content for task in tasks), named=True)
    if not Path(name).is_file():
        raise UsageError(f"there is no file {name}", hint=f"give --unseen a file, or one of {', '.join(NAMES)}")
    return Evaluation(Path(name).name, read_prompts(name), named=True)


def _held_out_half(*, named: bool) -> Evaluation:
    """Return what the generated suite asks for in its held-out half, before any constraint: no seed changes that."""
    from adhere.evals.suites.generated.base_tasks import base_tasks
    from adhere.training.doctor.leakage import Evaluation

    return Evaluation("generated", tuple(task.prompt for task in base_tasks("held-out")), named=named)


def give_checkup(checkup: Checkup) -> None:
    """Print every finding, and the example, to stdout."""
    for finding in checkup.findings:
        for line in _lines(finding):
            give(line)
    _give_specimen(checkup.specimen)


def say_warnings(checkup: Checkup) -> None:
    """Print what is likely to spoil the training, to stderr, and how much else was looked at."""
    quiet = [finding for finding in checkup.findings if finding.state in {State.OK, State.NOTE}]
    for finding in checkup.findings:
        if finding not in quiet:
            for line in _lines(finding):
                say(line)
    notes = sum(finding.state is State.NOTE for finding in quiet)
    say(f"{len(quiet) - notes} checks ok, {notes} notes; --dry-run shows them, and an example as the model sees it")


def _lines(finding: Finding) -> list[str]:
    lines = [f"{finding.state.value:<7} {finding.name}: {finding.message}"]
    return [*lines, f"        hint: {finding.hint}"] if finding.hint else lines


def _give_specimen(specimen: Specimen) -> None:
    """Print the first example as the model sees it; what is learnt is coloured, or in brackets where nothing is."""
    from rich.console import Console
    from rich.text import Text

    console = Console(file=sys.stdout, highlight=False, soft_wrap=True)
    mark = "coloured" if console.is_terminal else f"in {_OPENING}{_CLOSING}"
    give(f"\n{specimen.source}, as the model sees it; what is learnt is {mark}:")
    for sequence in specimen.sequences:
        give("")
        for learnt, pieces in groupby(sequence, key=lambda piece: piece.learnt):
            text = shown(_shortened(list(pieces)))
            if console.is_terminal:
                console.print(Text(text, style=_LEARNT if learnt else "dim"), end="")
            else:
                print(f"{_OPENING}{text}{_CLOSING}" if learnt else text, end="")
        print()


def _shortened(pieces: Sequence[Piece]) -> str:
    text = "".join(piece.text for piece in pieces)
    if len(text) <= _LONGEST:
        return text
    half = _LONGEST // 2
    return f"{text[:half]} [... {len(text) - 2 * half:,} more characters ...] {text[-half:]}"
