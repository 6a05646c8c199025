"""``adhere constraints recognise``: the constraints in a prompt that nobody of ours wrote."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter
from cyclopts.validators import Number

from adhere.cli.options import Json

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from adhere.chat import Conversation
    from adhere.constraints.recognition import Found, Recognition, Requirement

_ROWS = frozenset({".jsonl", ".ndjson", ".parquet"})


def run(
    file: Annotated[str, Parameter(allow_leading_hyphen=True)],
    /,
    *,
    role: Literal["system", "developer", "user"] = "user",
    least: Annotated[float, Parameter(validator=Number(gte=0, lte=1))] = 0.0,
    model: str | None = None,
    as_json: Json = False,
) -> int:
    """Recognise the constraints that a prompt states; what else it asks for is given in its own words, for a judge.

    Args:
        file: the prompt as a text file, or - for standard input; or rows (a name that ends in .jsonl, .ndjson or
            .parquet) with messages, or with prompt and perhaps system.
        role: whose message the text is; what a system or developer message asks holds from now on.
        least: the confidence from which a constraint is taken; less sure finds stay among the requirements.
        model: an endpoint, openai:URL#MODEL, that reads what the patterns leave; it can only choose constraints of the
            catalogue.
        as_json: print JSON; of rows, one line each.
    """
    from adhere.cli.terminal import give, give_json

    for number, messages in _prompts(file, role):
        recognition, refused = _recognise(messages, least, model)
        named = {} if number is None else {"row": number}
        if as_json:
            give_json({**named, **_record(recognition, refused)}, indent=None if named else 2)
            continue
        if named:
            give(f"row {number}")
        for line in _lines(recognition, messages):
            give(line)
        for reason in refused:
            give(f"refused: {reason}")
    return 0


def _prompts(file: str, role: Literal["system", "developer", "user"]) -> Iterator[tuple[int | None, Conversation]]:
    """Yield each prompt, with its number where it is a row."""
    from adhere.chat import Message
    from adhere.data.rows import Rejected, read_rows
    from adhere.errors import AdhereError, UsageError
    from adhere.evals.requirements import asked_in

    if Path(file).suffix.lower() not in _ROWS:
        yield None, (Message(role, _text(file)),)
        return
    for row in read_rows(file):
        if isinstance(row, Rejected):
            raise UsageError(f"{file}:{row.number}: {row.reason}", hint="each line is one JSON object")
        try:
            yield row.number, asked_in(row.record)
        except AdhereError as error:
            raise UsageError(f"{file}:{row.number}: {error.message}", hint=error.hint) from error


def _text(file: str) -> str:
    from adhere.errors import UsageError

    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        return data.decode("utf-8-sig")
    except OSError as error:
        raise UsageError(
            f"cannot read {file}: {error.strerror}", hint="name a file, or - for standard input"
        ) from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{file} is not UTF-8 (byte {error.start + 1})", hint="convert it with iconv") from error


def _recognise(messages: Conversation, least: float, model: str | None) -> tuple[Recognition, Sequence[str]]:
    from adhere.constraints.recognition import recognise_conversation

    recognition = recognise_conversation(messages, least=least)
    if model is None:
        return recognition, ()
    from adhere.evals.recognising import read_rest
    from adhere.models import load_model

    read = read_rest(load_model(model), messages, recognition)
    return read.recognition, [one.reason for one in read.refused]


def _record(recognition: Recognition, refused: Sequence[str]) -> dict[str, Any]:
    from adhere.constraints.recognition import to_record

    return {**to_record(recognition), "refused": list(refused)}


def _lines(recognition: Recognition, messages: Conversation) -> Iterator[str]:
    from adhere.constraints import dump

    for one in recognition.found:
        params = dump(one.constraint)["params"]
        told = f" {json.dumps(params, ensure_ascii=False)}" if params else ""
        yield f"{one.constraint.id}{told}"
        yield f"  {_where(one)}, confidence {one.confidence:.2f}"
        text = messages[one.origin.message].content
        for span in one.spans:
            yield f"  {span.start}-{span.end}: {_one_line(span.of(text))}"
    for rest in recognition.requirements:
        yield "for a judge"
        yield f"  {_where(rest)}"
        yield f"  {rest.origin.span.start}-{rest.origin.span.end}: {_one_line(rest.text)}"
    if not recognition.found and not recognition.requirements:
        yield "nothing is asked for"


def _where(one: Found | Requirement) -> str:
    return f"{one.origin.role} message, {one.scope.value}"


def _one_line(text: str) -> str:
    return " ".join(text.split())
