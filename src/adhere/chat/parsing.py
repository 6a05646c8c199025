"""From a rendered conversation back to its messages: the inverse of a chat template, whatever the template.

What a template writes around contents is learnt from itself: conversations whose contents are marks are rendered, and
what stands between the marks is what opens and closes turns. A text is then cut at those, and what was found counts
only if the template makes the very text of it.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from adhere.chat.messages import Message
from adhere.errors import AdhereError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from adhere.chat.messages import Conversation, Role
    from adhere.chat.template import ChatTemplate

# Where a template writes two roles alike, what is read is the first.
_ROLES: tuple[Role, ...] = ("user", "assistant", "system", "tool")
_LONGEST_PROBE = 3  # turns: enough for a turn to be first, last, both, or neither
_MOST_CUTS = 20_000  # that are tried before a text is given up


class ParseError(AdhereError):
    """A text that is not what the template writes for any conversation of texts."""


class _Border(NamedTuple):
    """What stands between two contents: ``text``, then a turn of the role ``after``, or the end where that is None."""

    text: str
    after: Role | None


class _Read(NamedTuple):
    """A text that was read up to ``start``, where the content of a turn of ``role`` begins, or to its end."""

    start: int
    role: Role | None
    turns: Conversation
    ended: bool = False

    def up_to(self, text: str, at: int, border: _Border) -> _Read:
        """Go on over the content that ends at ``at``, and the border after it."""
        turns = self.turns if self.role is None else (*self.turns, Message(self.role, text[self.start : at]))
        return _Read(at + len(border.text), border.after, turns, border.after is None)


class TemplateParser:
    """Reads what one chat template writes.

    Contents come back as the template wrote them: some trim blanks, and Qwen 3 drops the reasoning of earlier turns.
    Calls of tools are not read back.

    Args:
        template: the template.
    """

    def __init__(self, template: ChatTemplate) -> None:
        self._template = template
        self._borders: dict[Role | None, list[_Border]] = {}
        for roles in _probes():
            self._learn(roles)
        for borders in self._borders.values():
            borders.sort(key=lambda border: -len(border.text))  # what says more is tried first

    def parse(self, text: str) -> Conversation:
        """Return the conversation that the template renders to ``text``, with or without a generation prompt.

        Raises:
            ParseError: there is none.
        """
        tried = 0
        pending = [_Read(0, None, ())]
        while pending and tried < _MOST_CUTS:
            read = pending.pop()
            if read.ended:
                if self._writes(text, read.turns):
                    return read.turns
                continue
            further = [read.up_to(text, at, border) for at, border in self._cuts(text, read.start, read.role)]
            tried += len(further)
            pending.extend(reversed(further))  # the nearest cut is followed to the end before the next
        raise ParseError(
            f"the chat template of {self._template.origin} writes no conversation as this text",
            hint="was it written with another template?",
        )

    def _learn(self, roles: Sequence[Role]) -> None:
        marks = [f"mark{place}x{role}" for place, role in enumerate(roles)]
        messages = tuple(Message(role, mark) for role, mark in zip(roles, marks, strict=True))
        for asks in (False, True):
            try:
                text = self._template.render(messages, add_generation_prompt=asks)
            except UsageError:
                continue  # the template refuses such a conversation, and so never writes it
            before: Role | None = None
            for role, mark in zip(roles, marks, strict=True):
                border, found, text = text.partition(mark)
                if not found:
                    break  # a turn that the template leaves out, or moves
                self._add(before, _Border(border, role))
                before = role
            else:
                self._add(before, _Border(text, None))

    def _add(self, before: Role | None, border: _Border) -> None:
        known = self._borders.setdefault(before, [])
        if border not in known:
            known.append(border)

    def _cuts(self, text: str, start: int, role: Role | None) -> Iterator[tuple[int, _Border]]:
        """Yield where the content that begins at ``start`` may end, the nearest first."""
        cuts: list[tuple[int, int, _Border]] = []
        for order, border in enumerate(self._borders.get(role, ())):
            if role is None:
                places = [0] if text.startswith(border.text) else []
            elif border.after is None:
                end = len(text) - len(border.text)
                places = [end] if end >= start and text.endswith(border.text) else []
            else:
                places = list(_places(text, border.text, start))
            cuts.extend((at, order, border) for at in places)
        for at, _, border in sorted(cuts, key=lambda cut: cut[:2]):
            yield at, border

    def _writes(self, text: str, turns: Conversation) -> bool:
        for asks in (False, True):
            try:
                if self._template.render(turns, add_generation_prompt=asks) == text:
                    return True
            except UsageError:
                return False
        return False


def _probes() -> Iterator[tuple[Role, ...]]:
    for length in range(1, _LONGEST_PROBE + 1):
        yield from product(_ROLES, repeat=length)


def _places(text: str, part: str, start: int) -> Iterator[int]:
    """Yield where ``part``, which is not empty, stands in ``text`` from ``start`` on."""
    at = text.find(part, start) if part else -1
    while at >= 0:
        yield at
        at = text.find(part, at + 1)
