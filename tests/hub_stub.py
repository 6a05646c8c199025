"""What the stubs of Hugging Face share: a server that does as its state says, and the environment that points at it."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import pytest

COMMIT = "0123456789abcdef0123456789abcdef01234567"


class Hub:
    """What the hub holds, how it answers, and what it was asked."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = dict(files)
        self.status = 200
        self.headers: dict[str, str] = {}
        self.break_after: list[int] = []
        self.asked: list[str] = []


class HubHandler(BaseHTTPRequestHandler):
    """Notes what is asked, answers with the hub's trouble where it has any, and otherwise leaves it to ``answer``."""

    hub: Hub

    def answer(self) -> None:
        """Answer a request to a hub without trouble."""
        raise NotImplementedError

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        self.hub.asked.append(f"{self.command} {self.path}")
        if self.hub.status != 200:
            self.say(self.hub.status, b"{}", self.hub.headers)
        else:
            self.answer()

    def tree(self) -> list[dict[str, Any]]:
        """Return the files as the hub lists them."""
        return [
            {"type": "file", "path": name, "size": len(content), "oid": f"{number:040x}"}
            for number, (name, content) in enumerate(self.hub.files.items())
        ]

    def say(self, status: int, body: bytes, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command == "GET":
            broken = self.hub.break_after and self.path.endswith("model.safetensors")
            self.wfile.write(body[: self.hub.break_after.pop(0)] if broken else body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def served(handler: type[HubHandler], hub: Hub, home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """Serve the hub, and have the client ask it."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("OwnHandler", (handler,), {"hub": hub}))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    monkeypatch.setenv("HF_ENDPOINT", f"http://127.0.0.1:{server.server_address[1]}")
    monkeypatch.setenv("ADHERE_HOME", str(home))
    monkeypatch.delenv("ADHERE_OFFLINE", raising=False)
    try:
        yield hub
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
