"""``adhere constraints show``: one type with its parameters, its wordings, and texts that meet and miss it."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter
from cyclopts.validators import Number

from adhere.cli.options import Json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adhere.constraints.describing import Description, Example

_EVIDENCE_SHOWN = 5
_LONGEST = 600
"""Characters of a text that are shown."""


def run(
    id: str,  # noqa: A002 (the field's name for it)
    /,
    *,
    seed: Annotated[int, Parameter(validator=Number(gte=0))] = 0,
    as_json: Json = False,
) -> int:
    """Show a constraint type: what it asks, its parameters, wordings, a text that meets it and texts that miss it.

    Args:
        id: the type, such as length_constraints:number_words.
        seed: of the constraint and the texts that are shown.
        as_json: print everything as JSON.
    """
    from adhere.cli.terminal import give, give_json, terminal_width
    from adhere.constraints.describing import describe

    description = describe(id, seed=seed)
    if as_json:
        give_json(description.to_dict())
        return 0
    for indent, text in _lines(description):
        for line in text.split("\n"):
            give(_wrapped(line, indent, terminal_width()))
    return 0


def _wrapped(line: str, indent: int, width: int) -> str:
    """Fold a line to the width, white space in it kept; an example's own line ends are kept by the caller."""
    margin = " " * indent
    hanging = margin + "  " if line.startswith(("| ", "- ")) else margin
    return textwrap.fill(
        line,
        max(width, indent + 20),
        initial_indent=margin,
        subsequent_indent=hanging,
        replace_whitespace=False,
        drop_whitespace=True,
        break_on_hyphens=False,
    )


def _lines(description: Description) -> Iterator[tuple[int, str]]:
    """Yield what is shown, each with the columns that it is indented by."""
    yield 0, f"{description.id} ({description.benchmark}; readings: {', '.join(description.readings)})"
    yield 2, description.summary
    if description.details:
        yield 2, description.details
    yield 0, "\nparameters" if description.parameters else "\nno parameters"
    for parameter in description.parameters:
        kind = f"{parameter.kind}, {parameter.allowed}" if parameter.allowed else parameter.kind
        need = "required" if parameter.required else f"default {_value(parameter.default)}"
        yield 2, f"{parameter.name}: {kind}; {need}"
    yield 0, "\nfor example"
    yield 2, _spec(description)
    yield 0, "\nasked for as"
    for wording in description.constraint.wordings():
        yield 2, f"- {wording}"
    yield 0, "\na text that meets it"
    yield from _example(description.witness)
    yield 0, "\ntexts that miss it"
    for mutant in description.mutants:
        yield from _example(mutant)


def _spec(description: Description) -> str:
    import json

    from adhere.constraints import dump

    return json.dumps(dump(description.constraint), ensure_ascii=False)


def _value(value: object) -> str:
    import json

    return json.dumps(value, ensure_ascii=False)


def _example(example: Example) -> Iterator[tuple[int, str]]:
    from adhere.text import Document

    verdict, text = example.verdict, example.text
    yield 4, "\n".join(f"| {line}" for line in _cut(text).split("\n"))
    yield 2, f"{verdict.outcome}, score {verdict.score:.2f}: {verdict.reason}"
    reply = Document(text).text
    for evidence in verdict.evidence[:_EVIDENCE_SHOWN]:
        yield 4, f"{evidence.note} at {evidence.span.start}: {_cut(evidence.span.of(reply), 60)!r}"
    if len(verdict.evidence) > _EVIDENCE_SHOWN:
        yield 4, f"and {len(verdict.evidence) - _EVIDENCE_SHOWN} more"


def _cut(text: str, length: int = _LONGEST) -> str:
    return text if len(text) <= length else f"{text[:length]}\u2026"
