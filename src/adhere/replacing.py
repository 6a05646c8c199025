"""Files that appear whole or not at all."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from adhere.errors import AdhereError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a temporary path beside ``path`` to write, and rename it to ``path`` when that succeeded.

    Raises:
        AdhereError: it cannot be written; what was at ``path`` before is still there, and nothing is left beside it.
    """
    temporary = path.with_name(f".{path.name}.part")
    try:
        yield temporary
        temporary.replace(path)
    except OSError as error:
        raise AdhereError(
            f"cannot write {path}: {error.strerror or error}",
            hint="make room or choose another folder, then run the same command again: what is finished is kept",
        ) from error
    finally:
        temporary.unlink(missing_ok=True)


def write_json_lines(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    """Write each row as a line of JSON; the file appears whole or not at all.

    Raises:
        AdhereError: it cannot be written.
    """
    with replacing(path) as temporary:
        temporary.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
