"""Fuzzing with a fixed budget: whatever a reply holds, each checker gives a verdict in bounded time, never an error."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from random import Random
from typing import TYPE_CHECKING

import pytest

from adhere.constraints import CATALOGUE, Outcome, check_both, load
from adhere.data.rows import Rejected, read_rows
from adhere.errors import UsageError
from adhere.evals.replies import CheckedReply, check_rows
from adhere.text import Document

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from adhere.constraints import Constraint

MEGABYTE = 1_000_000
SMALL = 20_000
SECONDS = {MEGABYTE: 6.0, SMALL: 1.0}
"""Processor time that one check may take of a text that long, its parsing included where the check is the first."""

HUGE = {
    "brackets": "[" * MEGABYTE,
    "combining characters": "a" + "\u0301" * MEGABYTE,
    "nested lists": "- " * (MEGABYTE // 2),
    "one word": "a" * MEGABYTE,
}
UNITS = (
    *(
        "[",
        "](",
        "(a",
        "{",
        "<",
        "<<",
        "<i>",
        "</i>",
        "<!--",
        "<think>",
        "</think>",
        "|",
        "|-|\n",
        "`",
        "```\n",
        "~~~\n",
    ),
    *("*", "**", "_", "#", "# ", "- ", "1. ", "> ", "---\n", "***\n", "******\n", "=\n", "\\", "&amp;", "[a]: b\n"),
    *(
        "a",
        "A",
        "a-",
        "a'",
        "word ",
        "It is. ",
        "e.g. ",
        "Mr. ",
        "?!",
        "...",
        "\u2026",
        ", ",
        ": ",
        ";",
        '"',
        "'",
        "\u201c",
    ),
    *("1", "1,", "3.5", "1/", "10:30 ", "2024-02-30, ", "Section 1\n", "Question 1\n", "A) b\n", "P.S. ", "Label: a\n"),
    *("\n", "\n\n", "\r", "\r\n", "\t", " ", "\u00a0", "\u3000", "\u2028", "\x0b", "\x00", "\x1b[2J", "\x7f", "\ufeff"),
    *("\u202e", "\u2066", "\u200b", "\u200d", "\ud800", "\udfff", "\U0010ffff", "\u0301", "\u0e33", "\u0130", "\u00df"),
    *(
        "\U0001f600",
        "\U0001f468\u200d",
        "\U0001f1eb",
        "\u732b",
        "\u304c",
        "\u0627",
        "\u05d0",
        "\ufdfd",
        '{"a":',
        "[1,",
        "a,b\n",
    ),
)


pytestmark = pytest.mark.usefixtures("_no_collector")


def drawn() -> Iterator[Constraint]:
    for kind in CATALOGUE.values():
        yield kind.draw(Random(3), "Write a poem about the sea.")


def check_in_time(constraint: Constraint, document: Document, seconds: float) -> None:
    start = time.process_time()
    verdict = constraint.check(document)
    assert time.process_time() - start < seconds, constraint.id
    assert verdict.outcome in Outcome
    assert 0 <= verdict.score <= 1
    assert "\n" not in verdict.reason
    assert all(0 <= e.span.start < e.span.end <= len(document.text) for e in verdict.evidence)


def hostile(rng: Random) -> str:
    """A text of one unit, or of a few in turn, or of many at random; long enough to show a square."""
    units = rng.sample(UNITS, rng.choice((1, 1, 2, 3)))
    if rng.random() < 1 / 4:
        return "".join(rng.choices(UNITS, k=2_000))
    text = "".join(units)
    return rng.choice(("", "a ", "Yes.\n\n")) + text * (SMALL // len(text)) + rng.choice(("", "b", "\n\nEnd."))


@pytest.mark.timeout(120)
@pytest.mark.parametrize("name", HUGE)
def test_a_megabyte_gets_its_verdict_from_every_type(name: str) -> None:
    document = Document(HUGE[name])
    for constraint in drawn():
        check_in_time(constraint, document, SECONDS[MEGABYTE])


@pytest.mark.parametrize("unit", UNITS, ids=ascii)
def test_one_unit_repeated_gets_its_verdict_from_every_type(unit: str) -> None:
    document = Document(unit * (SMALL // 4 // len(unit)))
    for constraint in drawn():
        check_in_time(constraint, document, SECONDS[SMALL])


@pytest.mark.parametrize("seed", range(12))
def test_mixtures_get_their_verdicts_from_every_type(seed: int) -> None:
    document = Document(hostile(Random(seed)))
    for constraint in drawn():
        check_in_time(constraint, document, SECONDS[SMALL])


@pytest.mark.parametrize("seed", range(6))
def test_witnesses_cut_and_mixed_with_anything_get_both_verdicts(seed: int) -> None:
    rng = Random(seed)
    for constraint in drawn():
        text = constraint.witness(rng, "the sea")
        at = rng.randrange(len(text) + 1)
        broken = text[:at] + "".join(rng.choices(UNITS, k=rng.randint(1, 5))) + text[rng.randrange(len(text) + 1) :]
        strict, loose = check_both(constraint, Document(broken))
        assert loose or not strict.satisfied


PATTERNS = (
    *("(a+)+$", "(a|a)*b", "(.*a){20}", "(x+x+)+y", "^(([a-z])+.)+[A-Z]([a-z])+$", "(a?){50}a{50}", "(a{1,30}){1,30}"),
    *("a{1000}{1000}{1000}", "(" * 2_000 + "a" + ")" * 2_000, "(?=a)b", r"(a)\1", "[", "\ud800", "\x00", "(?P<a", "\\"),
)
BACKTRACKING = "a" * 100_000 + "!"


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: ascii(pattern)[:30])
@pytest.mark.parametrize("type_id", [type_id for type_id in CATALOGUE if type_id.startswith("regex:")])
def test_a_pattern_that_backtracks_is_refused_or_matched_in_time(type_id: str, pattern: str) -> None:
    start = time.process_time()
    with suppress(UsageError):
        constraint = load({"id": type_id, "params": {"pattern": pattern}})
        check_in_time(constraint, Document(BACKTRACKING), SECONDS[SMALL])
    assert time.process_time() - start < 2 * SECONDS[SMALL]


SCHEMAS = (
    '{"pattern": "(a+)+$"}',
    '{"$ref": "#"}',
    '{"$ref": "http://localhost:1/schema.json"}',
    '{"allOf": [{"$ref": "#"}, {"$ref": "#"}]}',
    '{"uniqueItems": true}',
    "[" * 5_000 + "]" * 5_000,
    '{"anyOf": [{"items": {"$ref": "#"}}, {"items": {"$ref": "#"}}], "type": "array"}',
)


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda schema: schema[:40])
@pytest.mark.parametrize("depth", [1, 30, 20_000])
def test_a_schema_that_runs_away_is_refused_or_judged_in_time(schema: str, depth: int) -> None:
    try:
        constraint = load({"id": "json:schema", "params": {"schema": schema}})
    except UsageError:
        return
    for reply in ("[" * depth + "]" * depth, json.dumps(["a" * 30 + "!"] * depth), json.dumps(list(range(depth)))):
        check_in_time(constraint, Document(reply), SECONDS[MEGABYTE])


BYTES = (b"\xff\xfe\x00", b"\xc3(", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xe2\x82")
ASKED = b'"constraints": [{"id": "punctuation:no_comma"}]'


def test_invalid_utf8_in_json_lines_is_a_recorded_refusal(tmp_path: Path) -> None:
    path = tmp_path / "replies.jsonl"
    path.write_bytes(b"".join(b'{"reply": "' + each + b'", ' + ASKED + b"}\n" for each in (b"fine", *BYTES)))
    first, *others = check_rows(read_rows(path))
    assert isinstance(first, CheckedReply)
    assert len(others) == len(BYTES)
    assert all(isinstance(other, Rejected) and "UTF-8" in other.reason for other in others)


def test_invalid_utf8_in_parquet_is_refused_without_an_error_of_ours(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    replies = pa.array([b"fine", *BYTES], type=pa.binary()).view(pa.string())
    specs = pa.array([[{"id": "punctuation:no_comma"}]] * len(replies))
    path = tmp_path / "replies.parquet"
    pq.write_table(pa.table({"reply": replies, "constraints": specs}), path)
    first, *others = check_rows(read_rows(path))
    assert isinstance(first, CheckedReply)
    assert len(others) == len(BYTES)
    assert all(isinstance(other, Rejected) and "UTF-8" in other.reason for other in others)


@pytest.mark.parametrize("unit", ["\ud800", "\x00", "\u202e", "\x1b[2J", "\ufeff", "\U0010ffff"], ids=ascii)
def test_characters_that_act_or_are_none_get_a_verdict_through_a_file(unit: str, tmp_path: Path) -> None:
    path = tmp_path / "replies.jsonl"
    row = {"reply": f"One {unit} two, three.", "constraints": [{"id": "punctuation:no_comma"}]}
    path.write_text(json.dumps(row), encoding="ascii")
    (checked,) = check_rows(read_rows(path))
    assert isinstance(checked, CheckedReply)
    assert not checked.sample.strict
