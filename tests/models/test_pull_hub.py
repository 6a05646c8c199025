from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING

import pytest

from adhere.errors import UpstreamError, UsageError
from adhere.models.pull import pull
from adhere.models.record import damaged_files, is_complete, read_record
from hub_stub import COMMIT, Hub, HubHandler, served

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from adhere.models.progress import PullUpdate

FILES = {
    "config.json": b'{"model_type": "llama"}',
    "model.safetensors": b"w" * 5000,
    "tokenizer.json": b"{}",
    "chat_template.jinja": b"{{ messages }}",
    "README.md": b"---\nlicense: mit\n---\nA model.",
    "pytorch_model.bin": b"pickle",
    "modeling_own.py": b"import os",
    "onnx/model.safetensors": b"other",
}


class Handler(HubHandler):
    """The part of Hugging Face that a download needs, with one repository ``org/toy``."""

    def answer(self) -> None:
        if re.fullmatch(r"/api/models/org/toy/revision/(main|v1)(\?.*)?", self.path):
            self._info()
        elif self.path.startswith(f"/api/models/org/toy/tree/{COMMIT}"):
            self.say(200, json.dumps(self.tree()).encode(), {})
        elif self.path.startswith(f"/org/toy/resolve/{COMMIT}/"):
            name = self.path.split(f"{COMMIT}/")[1]
            self._file(name, self.hub.files[name])
        else:
            code = "RevisionNotFound" if "org/toy" in self.path else "RepoNotFound"
            self.say(404, b"{}", {"X-Error-Code": code})

    def _info(self) -> None:
        siblings: list[dict[str, object]] = [{"rfilename": n, "size": len(c)} for n, c in self.hub.files.items()]
        for file in siblings:
            if file["rfilename"] == "model.safetensors":
                digest = hashlib.sha256(FILES["model.safetensors"]).hexdigest()
                file["lfs"] = {"sha256": digest, "size": file["size"], "pointerSize": 1}
        info = {"id": "org/toy", "sha": COMMIT, "siblings": siblings, "cardData": {"license": "mit"}}
        self.say(200, json.dumps(info).encode(), {})

    def _file(self, name: str, content: bytes) -> None:
        match = re.fullmatch(r"bytes=(\d+)-.*", self.headers["Range"] or "")
        start = int(match[1]) if match else 0
        headers = {"ETag": f'"{name}-1"', "X-Repo-Commit": COMMIT, "Accept-Ranges": "bytes"}
        if match:
            headers["Content-Range"] = f"bytes {start}-{len(content) - 1}/{len(content)}"
        self.say(206 if match else 200, content[start:], headers)


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Hub]:
    with served(Handler, Hub(FILES), tmp_path, monkeypatch) as state:
        yield state


def test_a_model_of_the_hub_is_data_only_and_says_where_from(hub: Hub, tmp_path: Path) -> None:
    told: list[PullUpdate] = []
    folder = pull("hf:org/toy", on_progress=told.append)
    assert folder == tmp_path / "models" / "hf" / "org--toy@main"
    assert {path.name for path in folder.iterdir()} == {
        "config.json",
        "model.safetensors",
        "tokenizer.json",
        "chat_template.jinja",
        "README.md",
        "adhere.json",
    }
    record = read_record(folder)
    assert record is not None
    assert (record.source, record.revision, record.licence) == ("hf:org/toy", COMMIT, "mit")
    assert damaged_files(folder) == ()
    assert any(update.total >= 5000 for update in told)


def test_what_was_pulled_is_not_looked_up_again(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = pull("hf:org/toy@v1")
    assert folder.name == "org--toy@v1"
    hub.asked.clear()
    monkeypatch.setenv("ADHERE_OFFLINE", "1")
    assert pull("hf:org/toy@v1") == folder
    with pytest.raises(UpstreamError, match="ADHERE_OFFLINE"):
        pull("hf:org/toy")
    assert not hub.asked


def test_a_model_without_safetensors_is_refused_before_anything_is_downloaded(hub: Hub) -> None:
    del hub.files["model.safetensors"]
    with pytest.raises(UsageError, match="no safetensors"):
        pull("hf:org/toy")
    assert not any(line.startswith("GET /org/toy/resolve") for line in hub.asked)


@pytest.mark.parametrize("name", ["hf:org/nothing", "hf:", "hf:a/b/c", "hf:../x", "hf:org/toy@nothing"])
def test_what_is_not_there_is_a_usage_error(name: str, hub: Hub) -> None:
    with pytest.raises(UsageError):
        pull(name)


def test_a_gated_model_says_how_to_get_in(hub: Hub) -> None:
    hub.status, hub.headers = 403, {"X-Error-Code": "GatedRepo"}
    with pytest.raises(UpstreamError, match="accepted its terms") as caught:
        pull("hf:org/toy")
    assert "HF_TOKEN" in str(caught.value.hint)


@pytest.mark.parametrize("status", [401, 418, 500])
def test_a_hub_that_does_not_serve_is_one_error(status: int, hub: Hub) -> None:
    hub.status = status
    with pytest.raises((UpstreamError, UsageError)):
        pull("hf:org/toy")


def test_no_hub_is_an_upstream_error(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    with pytest.raises(UpstreamError, match="failed"):
        pull("hf:org/toy")


def test_an_interrupted_download_leaves_no_model_and_the_next_try_completes_it(hub: Hub, tmp_path: Path) -> None:
    hub.break_after = [1000] * 30
    folder = tmp_path / "models" / "hf" / "org--toy@main"
    with pytest.raises(UpstreamError, match="failed"):
        pull("hf:org/toy")
    assert not folder.exists()
    hub.break_after = []
    pull("hf:org/toy")
    assert is_complete(folder)
    assert (folder / "model.safetensors").read_bytes() == FILES["model.safetensors"]


def test_weights_that_are_not_what_the_hub_announced_are_refused_and_removed(hub: Hub, tmp_path: Path) -> None:
    hub.files["model.safetensors"] = b"x" * 5000
    with pytest.raises(UpstreamError, match="not what the hub announced"):
        pull("hf:org/toy")
    assert not (tmp_path / "models" / "hf" / "org--toy@main").exists()
    hub.files["model.safetensors"] = FILES["model.safetensors"]
    assert damaged_files(pull("hf:org/toy")) == ()
