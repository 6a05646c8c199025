"""A small suite and a model for it, for tests of the runner in this process and in others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adhere.chat import Message
from adhere.constraints import load
from adhere.evals import Suite, Task
from adhere.evals.suites.digest import digest

if TYPE_CHECKING:
    from adhere.models import Request


def no_comma() -> dict[str, object]:
    return {"id": "punctuation:no_comma", "params": {}}


def make_suite(count: int = 6) -> Suite:
    """Return tasks that forbid commas; every second one asks for the word "river" too. Two tasks to a cluster."""
    tasks = []
    for number in range(count):
        specs = [no_comma()]
        if number % 2:
            specs.append({"id": "keywords:existence", "params": {"keywords": ["river"]}})
        messages = (Message("user", f"Question {number}"),)
        constraints = tuple(load(spec) for spec in specs)
        tasks.append(Task(f"t{number}", messages, constraints, ("story", "email")[number % 2], f"c{number // 2}"))
    return Suite("small", "1.0", digest(tasks), tuple(tasks))


def answer(request: Request, index: int) -> str:
    """Answer every third task with a comma, the others well."""
    number = int(request.id[1:])
    return f"The river, and reply {number}." if number % 3 == 0 else f"The river and reply {number}."
