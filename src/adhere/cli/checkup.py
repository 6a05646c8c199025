"""What could keep adhere from working on this machine: one finding for each thing looked at."""

from __future__ import annotations

import os
import platform
import shutil
import sys
import tempfile
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from adhere.errors import AdhereError, UpstreamError
from adhere.findings import Finding, State
from adhere.models.home import home, offline
from adhere.models.known import KNOWN_MODELS

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOM_WANTED = 2 * 10**9
"""Bytes: a small model while it is converted, and its completions."""

EXTRAS = {"local": ("torch", "transformers", "gguf", "jinja2", "safetensors"), "train": ("peft",)}
BFLOAT16_FLAGS = ("amx_bf16", "avx512_bf16", "avx_ne_convert", "bf16")


def examine(model: str) -> Iterator[Finding]:
    """Yield the findings for running ``model`` on this machine."""
    yield _python()
    yield from _extras(needed=not model.startswith("openai:"))
    yield _processor()
    yield from _storage()
    if model.startswith("openai:"):
        yield _endpoint(model)
    else:
        yield from _local_model(model)


def _python() -> Finding:
    text = f"{platform.python_version()} at {sys.executable}"
    return Finding("python", State.OK, text)  # adhere does not install below the oldest version it supports


def _extras(*, needed: bool) -> Iterator[Finding]:
    for extra, packages in EXTRAS.items():
        installed = {package: _version(package) for package in packages}
        missing = [package for package, found in installed.items() if found is None]
        if not missing:
            found = ", ".join(f"{package} {number}" for package, number in installed.items())
            yield Finding(f"extra {extra}", State.OK, found)
            continue
        failed = needed and extra == "local"
        state = State.FAILED if failed else State.NOTE
        message = f"not installed: {', '.join(missing)}"
        yield Finding(f"extra {extra}", state, message, f"pip install 'adhere[{extra}]'", 2 if failed else 0)


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _processor() -> Finding:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    found = [flag for flag in BFLOAT16_FLAGS if flag in _processor_flags()]
    bfloat16 = (
        f"bfloat16 in hardware ({', '.join(found)})" if found else "no bfloat16 in hardware seen: float32 is as fast"
    )
    return Finding("processor", State.OK, f"{cores} cores, {platform.machine()}, {bfloat16}")


def _processor_flags() -> set[str]:
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return set()
    lines = (line.partition(":") for line in text.splitlines())
    return {flag for key, _, value in lines if key.strip() in {"flags", "Features"} for flag in value.split()}


def _storage() -> Iterator[Finding]:
    folder = home()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        remedy = "set ADHERE_HOME to a folder that you can write"
        yield Finding("cache", State.FAILED, f"{folder}: {error.strerror}", remedy, 2)
        return
    yield Finding("cache", State.OK, f"{folder} can be written")
    free = shutil.disk_usage(folder).free
    state = State.OK if free >= ROOM_WANTED else State.NOTE
    hint = None if state is State.OK else "make room, or set ADHERE_HOME to another disk"
    yield Finding("disk", state, f"{free / 1e9:.1f} GB free", hint)


def _local_model(name: str) -> Iterator[Finding]:
    from adhere.models.record import damaged_files, is_complete

    folder = home() / "models" / name if name in KNOWN_MODELS else Path(name).expanduser()
    if name in KNOWN_MODELS and not is_complete(folder):
        first = "unset ADHERE_OFFLINE, then: " if offline() else ""
        yield Finding("model", State.NOTE, f"{name} is not in the cache", f"{first}adhere pull {name}")
        return
    if name.startswith("hf:"):
        yield Finding("model", State.NOTE, f"{name} is looked up when it is pulled", f"adhere pull {name}")
        return
    if not folder.is_dir():
        yield Finding("model", State.FAILED, f"there is no folder {name}", "adhere eval --help names the forms", 2)
        return
    damaged = damaged_files(folder) if name in KNOWN_MODELS else ()
    if damaged:
        remedy = f"delete {folder}, then: adhere pull {name}"
        yield Finding("model", State.FAILED, f"damaged: {', '.join(damaged)}", remedy, 2)
        return
    checked = "every file has its sha256" if name in KNOWN_MODELS else "a folder of yours, not checked"
    yield Finding("model", State.OK, f"{folder}: {checked}")
    yield _template(folder)


def _template(folder: Path) -> Finding:
    from adhere.chat.template import ChatTemplate

    try:
        template = ChatTemplate.load(folder)
    except AdhereError as error:
        return Finding("template", State.FAILED, error.message, error.hint, error.exit_code)
    return Finding("template", State.OK, f"sha256 {template.sha256[:12]}")


def _endpoint(name: str) -> Finding:
    from adhere.chat import Message
    from adhere.models import Request, Sampling
    from adhere.models.openai import OpenAIModel
    from adhere.models.retry import RetryPolicy

    url, _, model = name.removeprefix("openai:").partition("#")
    request = Request("doctor", (Message("user", "Say yes."),), Sampling(max_tokens=16))
    try:
        (reply,) = OpenAIModel(url, model, timeout=30.0, retry=RetryPolicy(attempts=1)).generate([request])
    except AdhereError as error:
        return Finding("endpoint", State.FAILED, error.message, error.hint, error.exit_code)
    if reply.error:
        return Finding("endpoint", State.FAILED, reply.error, "ask whoever runs it", UpstreamError.exit_code)
    return Finding("endpoint", State.OK, f"{model} answered in {reply.usage.seconds:.1f} s")
