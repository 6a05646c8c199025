"""Checking replies that exist already: rows in, verdicts out, nothing lost."""

from __future__ import annotations

import json

import pytest

from adhere.constraints import load
from adhere.data.rows import Rejected, Row
from adhere.evals.replies import CheckedReply, CheckTotals, check_rows
from adhere.evals.requirements import same_for_all

NO_COMMA = {"id": "punctuation:no_comma", "params": {}}
WORDS = {"id": "length_constraints:number_words", "params": {"minimum": 3}}


def check(record: dict[str, object]) -> CheckedReply | Rejected:
    (result,) = check_rows([Row(7, record)])
    return result


def accepted(record: dict[str, object]) -> CheckedReply:
    result = check(record)
    assert isinstance(result, CheckedReply), result
    return result


@pytest.mark.parametrize("field", ["reply", "response", "completion"])
def test_a_reply_is_found_under_each_of_its_names(field: str) -> None:
    result = accepted({field: "Fine, here.", "constraints": [NO_COMMA, WORDS]})
    assert [checked.strict.satisfied for checked in result.sample.checked] == [False, False]


def test_verdicts_come_with_reasons_and_evidence() -> None:
    record = accepted({"id": "x1", "reply": "One, two three.", "constraints": [NO_COMMA, WORDS]}).to_record()
    assert (record["row"], record["id"], record["status"], record["strict"]) == (7, "x1", "answered", False)
    comma, words = record["checked"]
    assert comma["strict"]["outcome"] == "violated"
    assert [(e["start"], e["end"]) for e in comma["strict"]["evidence"]] == [(3, 4)]
    assert words["strict"]["outcome"] == "satisfied"
    assert json.loads(json.dumps(record)) == record


def test_ifevals_form_gives_the_official_verdicts_too() -> None:
    result = accepted(
        {
            "prompt": "Write three words without commas.",
            "response": "One, two three.",
            "instruction_id_list": ["punctuation:no_comma", "length_constraints:number_words"],
            "kwargs": [{}, {"relation": "at least", "num_words": 3, "keyword": None}],
        }
    )
    assert [c.official_strict for c in result.sample.checked] == [False, True]
    assert [c.strict.satisfied for c in result.sample.checked] == [False, True]


def test_lists_may_be_written_as_json_in_a_table() -> None:
    spec = accepted({"reply": "Fine.", "constraints": json.dumps([NO_COMMA])})
    published = accepted({"reply": "Fine.", "instruction_id_list": ["punctuation:no_comma"], "kwargs": "[{}]"})
    assert spec.sample.strict
    assert published.sample.strict


def test_constraints_for_all_rows_replace_their_own() -> None:
    (result,) = check_rows([Row(1, {"reply": "Fine, too.", "constraints": [NO_COMMA]})], same_for_all([load(WORDS)]))
    assert isinstance(result, CheckedReply)
    assert [checked.id for checked in result.sample.checked] == [WORDS["id"]]


def test_a_cut_off_reply_is_told_apart() -> None:
    assert accepted({"reply": "Fi", "finish_reason": "length", "constraints": [NO_COMMA]}).sample.status == "truncated"
    assert accepted({"reply": " ", "constraints": [NO_COMMA]}).sample.status == "empty"


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ({"constraints": [NO_COMMA]}, "no reply"),
        ({"reply": None, "constraints": [NO_COMMA]}, "'reply' is null"),
        ({"reply": 3, "constraints": [NO_COMMA]}, "'reply' is a number"),
        ({"reply": "x"}, "no requirements"),
        ({"reply": "x", "constraints": []}, "empty"),
        ({"reply": "x", "constraints": "no list"}, "not JSON"),
        ({"reply": "x", "constraints": {"id": 1}}, "'constraints' is an object"),
        ({"reply": "x", "constraints": [3]}, "an entry of 'constraints' is a number"),
        ({"reply": "x", "constraints": [{"id": "punctuation:no_coma"}]}, "punctuation:no_comma"),
        ({"reply": "x", "constraints": [{"id": WORDS["id"], "params": {"minimum": -1}}]}, "minimum"),
        ({"reply": "x", "constraints": [{"id": WORDS["id"], "params": {"min": 3}}]}, "minimum"),
        ({"reply": "x", "prompt": 3, "constraints": [NO_COMMA]}, "'prompt' is a number"),
        ({"reply": "x", "instruction_id_list": ["punctuation:no_comma"]}, "'kwargs' is null"),
        ({"reply": "x", "instruction_id_list": ["punctuation:no_comma"], "kwargs": []}, "1 instruction ids but 0"),
        ({"reply": "x", "instruction_id_list": ["no:such"], "kwargs": [{}]}, "no:such"),
    ],
)
def test_a_row_that_cannot_be_checked_says_why(record: dict[str, object], reason: str) -> None:
    result = check(record)
    assert isinstance(result, Rejected)
    assert result.number == 7
    assert reason in result.reason


def test_a_checker_that_raises_rejects_the_row_and_not_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("boom")

    monkeypatch.setattr("adhere.evals.checking.check_both", broken)
    result = check({"reply": "x", "constraints": [NO_COMMA]})
    assert isinstance(result, Rejected)
    assert "boom" in result.reason


def test_the_totals_balance() -> None:
    records: list[Row | Rejected] = [
        Row(1, {"reply": "Fine.", "constraints": [NO_COMMA]}),
        Row(2, {"reply": "Fine, too.", "constraints": [NO_COMMA]}),
        Row(3, {"reply": "", "constraints": [NO_COMMA]}),
        Row(4, {"reply": "<think>never closed", "constraints": [NO_COMMA]}),
        Row(5, {}),
        Rejected(6, "not JSON"),
    ]
    totals = CheckTotals()
    for result in check_rows(records):
        totals.count(result)
    assert (totals.rows, totals.satisfied, totals.violated, totals.no_reply, totals.rejected) == (6, 1, 1, 2, 2)
    assert totals.by_type["punctuation:no_comma"] == {"satisfied": 1, "violated": 1}


def test_a_reply_of_a_megabyte_is_checked() -> None:
    assert accepted({"reply": "word " * 200_000, "constraints": [NO_COMMA, WORDS]}).sample.strict
