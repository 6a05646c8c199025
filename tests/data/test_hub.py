"""Training data by a name of Hugging Face, against a stub of the hub."""

from __future__ import annotations

import hashlib
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from adhere.data import read_examples
from adhere.data.hub import named_file
from adhere.errors import UpstreamError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

COMMIT = "0123456789abcdef0123456789abcdef01234567"
ROWS = b'{"instruction": "Why?", "input": "", "output": "Because."}\n'


class Hub:
    def __init__(self) -> None:
        self.files = {"README.md": b"A dataset.", "dataset_infos.json": b"{}", "data/train.jsonl": ROWS}
        self.status = 200
        self.asked: list[str] = []


class Handler(BaseHTTPRequestHandler):
    """The part of Hugging Face that a dataset needs, with one repository ``org/toy``."""

    hub: Hub

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        self.hub.asked.append(f"{self.command} {self.path}")
        name = self.path.partition("/datasets/org/toy/resolve/")[2].partition("/")[2]
        if self.hub.status != 200:
            self.say(self.hub.status, b"{}")
        elif self.path.startswith("/api/datasets/org/toy/tree/"):
            tree = [
                {"type": "file", "path": file, "size": len(content), "oid": "0" * 40}
                for file, content in self.hub.files.items()
            ]
            self.say(200, json.dumps(tree).encode())
        elif name in self.hub.files:
            content = self.hub.files[name]
            self.say(200, content, {"X-Repo-Commit": COMMIT, "ETag": f'"{hashlib.sha256(content).hexdigest()}"'})
        else:
            self.say(404, b"{}", {"X-Error-Code": "EntryNotFound" if "org/toy" in self.path else "RepoNotFound"})

    def say(self, status: int, content: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for key, value in {"Content-Length": str(len(content)), **(headers or {})}.items():
            self.send_header(key, value)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    pytest.importorskip("huggingface_hub")
    state = Hub()
    handler = type("Bound", (Handler,), {"hub": state})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("HF_ENDPOINT", f"http://127.0.0.1:{server.server_port}")
    monkeypatch.setenv("ADHERE_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("ADHERE_OFFLINE", raising=False)
    yield state
    server.shutdown()
    server.server_close()


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
