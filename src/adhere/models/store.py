"""Completions kept on disk: one SQLite file, which any number of threads and processes may use."""

from __future__ import annotations

import json
import logging
import sqlite3
import threading
import time
from dataclasses import asdict
from typing import TYPE_CHECKING

from adhere.models.protocol import Completion, StopReason, Usage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_LOG = logging.getLogger(__name__)
_SCHEMA = "CREATE TABLE IF NOT EXISTS completions (key TEXT PRIMARY KEY, completion TEXT NOT NULL) WITHOUT ROWID"
_BATCH = 500  # keys a query; SQLite's own bound on parameters was once 999
_BUSY_SECONDS = 30.0
_RETRY_SECONDS = 0.01
_PRIMARY = 0xFF  # the part of an extended error code that tells its kind


class CompletionStore:
    """A map from keys to completions that never stands in the way of a reply.

    A file that is damaged, locked or on a full disk is named in one warning; from then on nothing is found and nothing
    is kept, and the work goes on.

    Args:
        path: the file; made with its folder when first needed.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._broken = False

    def get(self, keys: Sequence[str]) -> Mapping[str, Completion]:
        """Return the completions that are kept under ``keys``; those not kept are left out."""
        found: dict[str, str] = {}
        with self._lock:
            for start in range(0, len(keys), _BATCH):
                batch = keys[start : start + _BATCH]
                query = f"SELECT key, completion FROM completions WHERE key IN ({','.join('?' * len(batch))})"  # noqa: S608 - only question marks
                found.update(self._execute(query, batch))
        read = {key: _decode(text) for key, text in found.items()}
        return {key: completion for key, completion in read.items() if completion is not None}

    def put(self, key: str, completion: Completion) -> None:
        """Keep a completion; it is on disk when this returns."""
        with self._lock:
            self._execute("INSERT OR REPLACE INTO completions VALUES (?, ?)", (key, _encode(completion)))

    def close(self) -> None:
        """Let the file go; the next use opens it again."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _execute(self, statement: str, values: Sequence[str]) -> list[tuple[str, str]]:
        if self._broken:
            return []
        try:
            if self._connection is None:
                self._connection = _connect(self._path)
            return self._connection.execute(statement, values).fetchall()
        except (sqlite3.Error, OSError) as error:
            self._broken = True
            _LOG.warning("replies are not cached from here on: %s: %s", self._path, error)
            return []


def _connect(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    # Each statement is its own transaction; the lock above keeps threads apart.
    connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        _log_ahead(connection)
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(_SCHEMA)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _log_ahead(connection: sqlite3.Connection) -> None:
    """Switch to the write-ahead log, waiting for those that switch at this moment.

    SQLite does not wait by itself here: two connections that both read and want to write would wait for each other, so
    one of them is told at once that the file is locked (sqlite.org/c3ref/busy_handler.html).
    """
    deadline = time.monotonic() + _BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & _PRIMARY != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(_RETRY_SECONDS)
        else:
            return


def _encode(completion: Completion) -> str:
    return json.dumps(asdict(completion), separators=(",", ":"))


def _decode(text: str) -> Completion | None:
    """Return the completion, None where the row is not one: it is then generated again and replaced."""
    try:
        data = json.loads(text)
        return Completion(
            request=data["request"],
            index=data["index"],
            text=data["text"],
            stop=StopReason(data["stop"]),
            usage=Usage(**data["usage"]),
            tokens=tuple(data["tokens"]),
            logprobs=tuple(data["logprobs"]),
            error=data["error"],
        )
    except (ValueError, KeyError, TypeError):
        return None
