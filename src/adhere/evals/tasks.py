"""Tasks and suites: what a model is measured on."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from adhere.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from adhere.chat import Conversation
    from adhere.constraints import Constraint


@dataclass(frozen=True, slots=True)
class Published:
    """An instruction as a benchmark publishes it: its id and its arguments, for the official reading."""

    id: str
    kwargs: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Task:
    """One item of a suite.

    Attributes:
        id: unique in its suite.
        messages: the conversation to answer.
        constraints: what the reply must satisfy, in adhere's own reading.
        kind: the kind of work (``summary``, ``email``, ...), for slices.
        cluster: tasks that share a base prompt share a cluster; standard errors are clustered by it.
        published: the same constraints as the benchmark publishes them, one for one, where it has an official reading.
    """

    id: str
    messages: Conversation
    constraints: tuple[Constraint, ...]
    kind: str
    cluster: str
    published: tuple[Published, ...] = ()

    def __post_init__(self) -> None:
        if self.published and len(self.published) != len(self.constraints):
            raise UsageError(
                f"task {self.id} has {len(self.constraints)} constraints, {len(self.published)} of them as published",
                hint="give the published form of each constraint, or of none",
            )


@dataclass(frozen=True, slots=True)
class Suite:
    """A named, versioned set of tasks.

    Attributes:
        name, version: what people call it.
        digest: sha256 of its tasks' content.
        tasks: in the order in which they are measured.
        max_tokens: how long a reply its tasks need, in tokens: the default of ``Sampling.max_tokens`` for it.
        options: the arguments that it was loaded with (half, seed, limit, data), for the run record.
    """

    name: str
    version: str
    digest: str
    tasks: tuple[Task, ...]
    max_tokens: int = 512
    options: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        names = Counter(task.id for task in self.tasks)
        twice = [name for name, count in names.items() if count > 1]
        if twice:
            raise UsageError(f"the suite {self.name} has two tasks {twice[0]!r}", hint="give each task its own id")
