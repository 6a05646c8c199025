"""``adhere constraints list`` and ``show``: every type, in any width, and nothing that acts on a terminal."""

from __future__ import annotations

import json

import pytest

from adhere.cli.app import run
from adhere.constraints import CATALOGUE, load
from adhere.constraints.describing import BENCHMARKS, describe
from adhere.errors import UsageError
from adhere.text import Document

NARROW, WIDE = 40, 200


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert run(["constraints", *arguments]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("width", [NARROW, 80, WIDE])
def test_every_type_has_its_line_in_its_family(
    width: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    lines = printed(capsys, "list").splitlines()
    listed = [line.split()[0] for line in lines if line.startswith("  ") and line[2] != " "]
    assert sorted(listed) == sorted(CATALOGUE)
    assert all(len(line) <= width for line in lines if line.startswith("      "))
    families = [line for line in lines if line and line[0] != " "][:-1]
    assert families == list(dict.fromkeys(name.partition(":")[0] for name in CATALOGUE))
    assert lines[-1].startswith(f"{len(CATALOGUE)} types")


def test_a_benchmark_and_a_family_narrow_the_list(capsys: pytest.CaptureFixture[str]) -> None:
    counts = {name: len(json.loads(printed(capsys, "list", "--benchmark", name, "--json"))) for name in BENCHMARKS}
    assert (counts["IFEval"], counts["IFBench"]) == (25, 58)
    assert sum(counts.values()) == len(CATALOGUE)
    found = json.loads(printed(capsys, "list", "--family", "startend", "--json"))
    assert [each["id"] for each in found] == ["startend:end_checker", "startend:quotation"]
    assert found[0]["benchmark"] == "IFEval"
    assert "official" in found[0]["readings"]


def test_an_unknown_family_names_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["constraints", "list", "--family", "keyword"]) == 2
    assert "did you mean keywords?" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("wrong", "hint"),
    [
        ("length_constraints:number_word", "did you mean length_constraints:number_words?"),
        ("number_words", "did you mean length_constraints:number_words?"),
        ("qqqqqq", "adhere constraints list"),
        ("\x1b[2J", "adhere constraints list"),
    ],
)
def test_an_unknown_type_names_the_nearest(wrong: str, hint: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["constraints", "show", wrong]) == 2
    err = capsys.readouterr().err
    assert hint in err
    assert "\x1b" not in err


@pytest.mark.parametrize("type_id", CATALOGUE)
def test_a_description_holds_what_the_type_says(type_id: str) -> None:
    shown = describe(type_id)
    record = json.loads(json.dumps(shown.to_dict()))
    assert load(record["constraint"]) == shown.constraint
    assert len(record["wordings"]) >= 5
    assert record["witness"]["outcome"] == "satisfied"
    assert record["mutants"]
    for mutant in record["mutants"]:
        assert mutant["outcome"] != "satisfied"
        assert mutant["reason"]
    for example in (record["witness"], *record["mutants"]):
        reply = Document(example["text"]).text
        assert all(0 <= e["start"] < e["end"] <= len(reply) for e in example["evidence"])


def test_ranges_are_those_that_the_type_takes() -> None:
    ranges = {each.name: each.allowed for each in describe("length_constraints:number_words").parameters}
    assert ranges == {"minimum": "0 or more", "maximum": "1 or more"}
    depth = describe("format:parentheses").parameters[0]
    for value in range(-1, 20):
        try:
            load({"id": "format:parentheses", "params": {"depth": value}})
            taken = True
        except UsageError:
            taken = False
        least, *rest = depth.allowed.split(" ")
        most = 10**6 if rest == ["or", "more"] else int(rest[-1])
        assert taken == (int(least) <= value <= most)


@pytest.mark.parametrize("width", [20, NARROW, WIDE])
def test_a_type_is_shown_whole_in_any_width(
    width: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    out = printed(capsys, "show", "keywords:frequency")
    joined = " ".join(out.split())
    shown = describe("keywords:frequency")
    for text in (shown.summary, *shown.constraint.wordings(), shown.witness.verdict.reason):
        assert " ".join(text.split()) in joined
    assert "minimum: a whole number, 0 or more; default 0" in joined, joined[:400]
    assert "violated" in joined


def test_nothing_that_is_shown_acts_on_the_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = CATALOGUE["keywords:existence"]
    monkeypatch.setattr(kind, "draw", classmethod(lambda cls, rng, prompt: cls(keywords=("a\x1b[2J\u202eb",))))
    out = printed(capsys, "show", "keywords:existence")
    assert "\\x1b[2J" in out
    assert not {"\x1b", "\u202e"} & set(out)


def test_the_seed_decides_the_example(capsys: pytest.CaptureFixture[str]) -> None:
    first, again, other = (printed(capsys, "show", "keywords:existence", "--seed", seed) for seed in ("1", "1", "2"))
    assert first == again != other
