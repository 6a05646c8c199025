from __future__ import annotations

import json
import logging
import sqlite3
import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adhere.chat import Message
from adhere.models import Completion, Price, Request, Sampling, StopReason, Usage
from adhere.models.cached import CachedModel, completion_key
from adhere.models.store import CompletionStore, _decode, _encode
from scripted import ScriptedModel, failed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def ask(name: str = "r", text: str = "Hi", *, n: int = 1, seed: int = 0) -> Request:
    return Request(name, (Message("user", text),), Sampling(seed=seed), n=n)


def scripted() -> ScriptedModel:
    """Each reply names all that decides it, and the call in which it was made."""
    model = ScriptedModel(lambda r, i: f"{r.messages[0].content} {i} call {len(model.calls)}")
    return model


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CompletionStore]:
    store = CompletionStore(tmp_path / "home" / "completions.sqlite")
    yield store
    store.close()


def test_what_was_answered_is_answered_again_with_its_usage_and_without_the_model(
    store: CompletionStore, tmp_path: Path
) -> None:
    model = scripted()
    first = list(CachedModel(model, store).generate([ask(n=2), ask("s", "Bye")]))
    store.close()
    again = CompletionStore(tmp_path / "home" / "completions.sqlite")
    second = list(CachedModel(model, again).generate([ask(n=2), ask("s", "Bye")]))
    again.close()
    assert second == first
    assert len(model.calls) == 1


def test_a_reply_comes_back_under_the_new_name_of_its_request(store: CompletionStore) -> None:
    cached = CachedModel(scripted(), store)
    (first,) = cached.generate([ask("old")])
    (second,) = cached.generate([ask("new")])
    assert second == replace(first, request="new")


def test_only_missing_samples_are_asked_for_and_none_comes_twice(store: CompletionStore) -> None:
    model = scripted()
    cached = CachedModel(model, store)
    list(cached.generate([ask("a", n=2)]))
    replies = list(cached.generate([ask("a", n=4), ask("b", n=2), ask("c", "New", n=3)]))
    assert sorted((c.request, c.index) for c in replies) == [
        *[("a", i) for i in range(4)],
        *[("b", i) for i in range(2)],
        *[("c", i) for i in range(3)],
    ]
    assert [(r.id, r.n) for r in model.calls[1]] == [("a", 4), ("c", 3)]
    assert {c.index: c.text[-1] for c in replies if c.request == "a"} == {0: "1", 1: "1", 2: "2", 3: "2"}
    list(cached.generate([ask("a", n=3)]))
    assert len(model.calls) == 2


def test_what_is_kept_comes_before_the_model_starts(store: CompletionStore) -> None:
    model = scripted()
    cached = CachedModel(model, store)
    list(cached.generate([ask("a")]))
    replies = cached.generate([ask("b", "New"), ask("a")])
    assert next(iter(replies)).request == "a"
    assert len(model.calls) == 1
    assert [c.request for c in replies] == ["b"]


def test_errors_are_not_kept(store: CompletionStore) -> None:
    model = ScriptedModel(lambda r, i: failed(r, i, "down") if len(model.calls) == 1 else "up")
    cached = CachedModel(model, store)
    assert [c.stop for c in cached.generate([ask()])] == [StopReason.ERROR]
    assert [c.text for c in cached.generate([ask()])] == ["up"]


def test_what_was_finished_before_an_interruption_is_kept_and_the_model_is_stopped(store: CompletionStore) -> None:
    model = scripted()
    cached = CachedModel(model, store)
    replies = cached.generate([ask(str(i), str(i)) for i in range(5)])
    next(replies), next(replies)  # type: ignore[call-overload]
    replies.close()  # type: ignore[attr-defined]
    assert model.closed
    list(cached.generate([ask(str(i), str(i)) for i in range(5)]))
    assert [request.id for request in model.calls[1]] == ["2", "3", "4"]


def test_it_is_the_model_to_everyone_else(store: CompletionStore) -> None:
    model = ScriptedModel(lambda r, i: "x", name="n", identity={"weights": "w"}, price=Price(1, 2))
    cached = CachedModel(model, store)
    assert (cached.name, cached.identity, cached.price) == ("n", {"weights": "w"}, Price(1, 2))


VARIANTS = {
    "text": ask(text="Ho"),
    "role": Request("r", (Message("system", "Hi"),)),
    "turns": Request("r", (Message("user", "Hi"), Message("assistant", "Hi"))),
    **{
        name: Request("r", (Message("user", "Hi"),), sampling)
        for name, sampling in {
            "max_tokens": Sampling(max_tokens=1),
            "temperature": Sampling(temperature=0.1),
            "top_p": Sampling(top_p=0.9),
            "stop": Sampling(stop=("x",)),
            "seed": Sampling(seed=1),
        }.items()
    },
}


@pytest.mark.parametrize("name", VARIANTS)
def test_whatever_decides_a_reply_decides_its_key(name: str) -> None:
    base = completion_key(ask(), 0, {"weights": "a"})
    assert completion_key(VARIANTS[name], 0, {"weights": "a"}) != base


def test_the_key_knows_index_and_identity_but_not_the_names_of_the_caller() -> None:
    base = completion_key(ask(), 0, {"weights": "a", "engine": "e"})
    assert completion_key(ask(), 1, {"weights": "a", "engine": "e"}) != base
    assert completion_key(ask(), 0, {"weights": "b", "engine": "e"}) != base
    assert completion_key(ask("other", n=5), 0, {"engine": "e", "weights": "a"}) == base


@given(
    text=st.text(st.characters(), max_size=30),
    logprobs=st.lists(st.floats(allow_nan=False, max_value=0), max_size=3),
    tokens=st.lists(st.integers(0, 10**6), max_size=3),
    stop=st.sampled_from(StopReason),
    seconds=st.floats(0, 1e6),
)
@settings(max_examples=50)
def test_a_completion_survives_the_disk(
    text: str, logprobs: list[float], tokens: list[int], stop: StopReason, seconds: float
) -> None:
    completion = Completion("r", 3, text, stop, Usage(1, 2, seconds, 4), tuple(tokens), tuple(logprobs), error=None)
    assert _decode(_encode(completion)) == completion


@pytest.mark.parametrize("damage", [b"this is no database", b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_damaged_file_costs_one_warning_and_no_reply(
    damage: bytes, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "completions.sqlite"
    path.write_bytes(damage)
    cached = CachedModel(scripted(), CompletionStore(path))
    for _ in range(2):
        assert len(list(cached.generate([ask(n=3)]))) == 3
    assert [record.levelno for record in caplog.records] == [logging.WARNING]
    assert str(path) in caplog.text
    assert path.read_bytes() == damage


def test_a_folder_that_cannot_be_made_costs_one_warning_and_no_reply(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("in the way")
    cached = CachedModel(scripted(), CompletionStore(tmp_path / "file" / "completions.sqlite"))
    assert len(list(cached.generate([ask(n=3)]))) == 3
    assert len(caplog.records) == 1


def test_a_locked_file_costs_one_warning_and_no_reply(
    store: CompletionStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("adhere.models.store._BUSY_SECONDS", 0.05)
    model = scripted()
    cached = CachedModel(model, store)
    list(cached.generate([ask("a")]))
    other = sqlite3.connect(tmp_path / "home" / "completions.sqlite", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    assert len(list(cached.generate([ask("b", "New", n=2)]))) == 2
    other.close()
    assert len(caplog.records) == 1


def test_a_full_disk_costs_one_warning_and_no_reply(store: CompletionStore, caplog: pytest.LogCaptureFixture) -> None:
    cached = CachedModel(ScriptedModel(lambda r, i: "word " * 50_000), store)
    store.get(["x"])
    assert store._connection is not None
    store._connection.execute("PRAGMA max_page_count = 20")
    assert len(list(cached.generate([ask(n=3)]))) == 3
    assert len(caplog.records) == 1
    assert "full" in caplog.text


def test_a_row_that_cannot_be_read_is_generated_again(store: CompletionStore) -> None:
    model = scripted()
    cached = CachedModel(model, store)
    list(cached.generate([ask()]))
    assert store._connection is not None
    for broken in ("", "{}", "[1]", json.dumps({"request": "r", "stop": "nonsense"})):
        store._connection.execute("UPDATE completions SET completion = ?", (broken,))
        assert len(list(cached.generate([ask()]))) == 1
    assert len(model.calls) == 5


def test_threads_and_connections_share_one_file(tmp_path: Path) -> None:
    path = tmp_path / "completions.sqlite"
    stores = [CompletionStore(path), CompletionStore(path)]
    failures: list[BaseException] = []

    def work(number: int) -> None:
        try:
            cached = CachedModel(scripted(), stores[number % 2])
            assert len(list(cached.generate([ask(str(i), f"{number % 3} {i}") for i in range(30)]))) == 30
        except BaseException as error:  # noqa: BLE001 - carried to the test's thread
            failures.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    keys = [completion_key(ask(text=f"{n} {i}"), 0, {"weights": "none"}) for n in range(3) for i in range(30)]
    assert len(stores[0].get(keys)) == 90
    for store in stores:
        store.close()


def test_more_keys_than_one_query_takes_are_all_found(store: CompletionStore) -> None:
    model = scripted()
    cached = CachedModel(model, store)
    assert len(list(cached.generate([ask(n=1201)]))) == 1201
    assert len(list(cached.generate([ask(n=1201)]))) == 1201
    assert len(model.calls) == 1


def test_a_new_file_that_another_connection_is_about_to_write_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "completions.sqlite"
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")  # here SQLite refuses at once to switch to the write-ahead log
    release = threading.Timer(0.2, other.execute, ("COMMIT",))
    release.start()
    store = CompletionStore(path)
    cached = CachedModel(scripted(), store)
    assert len(list(cached.generate([ask()]))) == 1
    assert len(store.get([completion_key(ask(), 0, {"weights": "none"})])) == 1
    release.join()
    store.close()
    other.close()
