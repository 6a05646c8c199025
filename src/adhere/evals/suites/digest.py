"""What identifies a suite: the content of its tasks."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from adhere.constraints import dump

if TYPE_CHECKING:
    from collections.abc import Iterable

    from adhere.evals.tasks import Task


def digest(tasks: Iterable[Task]) -> str:
    """Return the sha256 of all that decides what is asked and how it is judged, in hexadecimal."""
    whole = hashlib.sha256()
    for task in tasks:
        content = {
            "id": task.id,
            "messages": [message.to_dict() for message in task.messages],
            "constraints": [dump(constraint) for constraint in task.constraints],
            "kind": task.kind,
            "cluster": task.cluster,
            "published": [{"id": original.id, "kwargs": dict(original.kwargs)} for original in task.published],
        }
        whole.update(json.dumps(content, sort_keys=True, ensure_ascii=True, separators=(",", ":")).encode("ascii"))
        whole.update(b"\n")
    return whole.hexdigest()
