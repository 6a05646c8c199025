"""The prompts of an evaluation file, whatever its format: what training must not have seen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from adhere.data.reading import rows_of
from adhere.data.rows import Rejected
from adhere.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

_FIELDS = ("prompt", "messages", "conversations", "turns", "instruction", "question", "input")
"""Fields that hold what is asked, of IFEval, chats, ShareGPT, MT-Bench, Alpaca and GSM8K; the first that is there."""
_ASKING = ("user", "human")


def read_prompts(path: str | Path) -> tuple[str, ...]:
    """Return what is asked in each row of a file of JSON, JSON lines or Parquet.

    Raises:
        UsageError: the file cannot be read, or a row of it asks nothing.
    """
    found: list[str] = []
    for row in rows_of(Path(path)):
        asked = () if isinstance(row, Rejected) else _asked(row.record)
        if not asked:
            raise UsageError(
                f"{path}:{row.number} holds no prompt", hint=f"each row needs one of the fields {', '.join(_FIELDS)}"
            )
        found.extend(asked)
    return tuple(found)


def _asked(record: Mapping[str, Any]) -> tuple[str, ...]:
    value = next((record[field] for field in _FIELDS if record.get(field)), None)
    texts = map(_text, value) if isinstance(value, list) else (value,)
    return tuple(text for text in texts if isinstance(text, str) and text.strip())


def _text(turn: object) -> object:
    """Return the text of a turn of the user, and nothing for those of others."""
    if not isinstance(turn, dict):
        return turn
    return turn.get("content", turn.get("value")) if turn.get("role", turn.get("from")) in _ASKING else None
