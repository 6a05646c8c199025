"""Samples survive the journal and the table unchanged, whatever is in them, and whenever a run is cut off."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adhere.chat import Message
from adhere.constraints import Evidence, Outcome, Verdict
from adhere.errors import UsageError
from adhere.evals import Checked, Published, ReplyStatus, Run, Sample, Suite, Task, evaluate
from adhere.evals.journal import Entry, Journal, read_journal
from adhere.evals.table import read_table, write_table
from adhere.models import Sampling, StopReason, Usage
from adhere.text import Span
from scripted import ScriptedModel
from small_suite import answer, make_suite

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from adhere.models import Completion, Request

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
COUNT = st.integers(0, 10**6)
PARAMS = st.dictionaries(TEXT, st.one_of(COUNT, TEXT, st.lists(TEXT, max_size=2), st.booleans(), st.none()), max_size=3)
EVIDENCE = st.builds(Evidence, st.builds(Span, COUNT, COUNT), TEXT)
VERDICTS = st.builds(
    Verdict, st.sampled_from(Outcome), st.floats(0, 1), TEXT, st.lists(EVIDENCE, max_size=2).map(tuple)
)
OFFICIAL = st.one_of(st.none(), st.booleans())
CHECKED = st.builds(Checked, TEXT, PARAMS, VERDICTS, st.booleans(), OFFICIAL, OFFICIAL)
SAMPLES = st.builds(
    Sample,
    task=TEXT,
    cluster=TEXT,
    kind=TEXT,
    messages=st.lists(st.builds(Message, st.sampled_from(["system", "user"]), TEXT), max_size=2).map(tuple),
    reply=TEXT,
    stop=st.sampled_from(StopReason),
    status=st.sampled_from(ReplyStatus),
    usage=st.builds(Usage, COUNT, COUNT, st.floats(0, 1e6), COUNT),
    checked=st.lists(CHECKED, max_size=2).map(tuple),
    error=st.one_of(st.none(), TEXT),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(SAMPLES, max_size=3))
def test_journal_and_table_give_back_what_they_were_given(samples: list[Sample]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        with Journal(path / "samples.jsonl") as journal:
            for position, sample in enumerate(samples):
                journal.append(Entry(position, 0.5, sample))
        assert list(read_journal(path / "samples.jsonl").latest().values()) == samples
        write_table(path / "samples.parquet", samples)
        assert list(read_table(path / "samples.parquet")) == samples


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 6), st.integers(0, 500), st.integers(0, 10**6))
def test_a_run_cut_anywhere_comes_out_as_if_it_never_was(finished: int, cut: int, order: int) -> None:
    def shuffled(completions: Iterable[Completion]) -> list[Completion]:
        return sorted(completions, key=lambda completion: Random(f"{order}/{completion.request}").random())

    class Cut(ScriptedModel):
        def generate(self, requests: Sequence[Request]) -> Iterator[Completion]:
            for number, completion in enumerate(super().generate(requests)):
                if number == finished:
                    raise KeyboardInterrupt
                yield completion

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        try:
            evaluate(Cut(answer, order=shuffled), make_suite(), out=path / "cut", sampling=Sampling())
        except KeyboardInterrupt:
            assert len(Run.open(path / "cut").samples) == finished
        journal = path / "cut" / "samples.jsonl"
        journal.write_bytes(journal.read_bytes()[: -cut or None])
        resumed = evaluate(ScriptedModel(answer), make_suite(), out=path / "cut", sampling=Sampling())
        whole = evaluate(ScriptedModel(answer), make_suite(), out=path / "whole", sampling=Sampling())
        assert resumed.samples == whole.samples
        assert resumed.complete
        assert replace(resumed.ledger, torn=0) == whole.ledger


def test_suites_and_tasks_that_contradict_themselves_are_refused() -> None:
    task = make_suite(1).tasks[0]
    with pytest.raises(UsageError, match="two tasks 't0'"):
        Suite("twice", "1", "", (task, task))
    with pytest.raises(UsageError, match="1 constraints, 2 of them as published"):
        Task("t", task.messages, task.constraints, "", "t", (Published("a", {}), Published("b", {})))
