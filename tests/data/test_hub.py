"""Training data by a name of Hugging Face, against a stub of the hub."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import pytest

from adhere.data import read_examples
from adhere.data.hub import named_file
from adhere.errors import UpstreamError, UsageError
from hub_stub import COMMIT, Hub, HubHandler, served

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ROWS = b'{"instruction": "Why?", "input": "", "output": "Because."}\n'


FILES = {"README.md": b"A dataset.", "dataset_infos.json": b"{}", "data/train.jsonl": ROWS}


class Handler(HubHandler):
    """The part of Hugging Face that a dataset needs, with one repository ``org/toy``."""

    def answer(self) -> None:
        name = self.path.partition("/datasets/org/toy/resolve/")[2].partition("/")[2]
        if self.path.startswith("/api/datasets/org/toy/tree/"):
            self.say(200, json.dumps(self.tree()).encode(), {})
        elif name in self.hub.files:
            content = self.hub.files[name]
            self.say(200, content, {"X-Repo-Commit": COMMIT, "ETag": f'"{hashlib.sha256(content).hexdigest()}"'})
        else:
            self.say(404, b"{}", {"X-Error-Code": "EntryNotFound" if "org/toy" in self.path else "RepoNotFound"})


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Hub]:
    pytest.importorskip("huggingface_hub")
    with served(Handler, Hub(FILES), tmp_path / "home", monkeypatch) as state:
        yield state


def test_a_dataset_of_one_file_is_read_by_its_name(hub: Hub) -> None:
    data = read_examples("hf:org/toy")
    assert data.format == "alpaca"
    assert data.path.read_bytes() == ROWS


def test_several_files_are_named_and_none_is_chosen(hub: Hub) -> None:
    hub.files["data/test.jsonl"] = b'{"instruction": "Who?", "input": "", "output": "Me."}\n'
    with pytest.raises(UsageError, match="2 files") as caught:
        named_file("hf:org/toy")
    assert "data/train.jsonl, data/test.jsonl" in (caught.value.hint or "")
    (example,) = read_examples("hf:org/toy:data/test.jsonl").examples
    assert example.source.startswith("hf:org/toy:data/test.jsonl")


def test_what_was_downloaded_is_there_without_a_network(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    named_file("hf:org/toy:data/train.jsonl")
    monkeypatch.setenv("ADHERE_OFFLINE", "1")
    hub.asked.clear()
    assert named_file("hf:org/toy:data/train.jsonl").read_bytes() == ROWS
    assert not hub.asked
    with pytest.raises(UpstreamError, match="files of org/toy are not known"):
        named_file("hf:org/toy")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("hf:toy", "names no dataset"),
        ("hf:org/toy:data/other.jsonl", "has no file data/other.jsonl"),
        ("hf:org/other", "has no dataset"),
    ],
)
def test_what_is_not_there_is_said(hub: Hub, name: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        named_file(name)


def test_a_dataset_without_data_that_can_be_read_is_said(hub: Hub) -> None:
    hub.files = {"data/train.arrow": b"arrow"}
    with pytest.raises(UsageError, match="no JSON, JSON lines or Parquet"):
        named_file("hf:org/toy")


def test_a_hub_in_trouble_is_upstream(hub: Hub) -> None:
    hub.status = 500
    with pytest.raises(UpstreamError, match="failed"):
        named_file("hf:org/toy")
