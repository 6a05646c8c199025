"""Files that appear whole or not at all."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from adhere.errors import AdhereError

if TYPE_CHECKING:
    from collections.abc import Iterator
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
