"""``adhere pull``: get a model."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from adhere.cli.options import Flag, Json

if TYPE_CHECKING:
    from pathlib import Path


def run(model: str, /, *, accept_licence: Flag = False, as_json: Json = False, progress: bool = True) -> int:
    """Get a model into the cache, its files checked by sha256, and print its folder.

    Args:
        model: smollm2-135m, gemma3-270m-base or hf:ORG/NAME.
        accept_licence: accept the terms of use of a model that has some (gemma3-270m-base).
        as_json: print the folder and the origin of its files as JSON.
        progress: show how far it is.
    """
    from adhere.cli.progress import downloading
    from adhere.models.pull import pull

    with downloading(wanted=progress) as on_progress:
        folder = pull(model, accept_licence=accept_licence, on_progress=on_progress)
    if as_json:
        _give_record(model, folder)
    else:
        print(folder)
    return 0


def _give_record(model: str, folder: Path) -> None:
    from adhere.cli.terminal import give_json
    from adhere.models.record import read_record

    record = read_record(folder)
    give_json({"model": model, "path": str(folder), **(asdict(record) if record else {})})
