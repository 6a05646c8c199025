r"""Regular expressions in bounded time: RE2's, which never backtrack.

RE2 has no look-around and no back-references, and its ``\\w``, ``\\d`` and ``\\b`` know ASCII only (``\\p{L}`` is any
letter); what it refuses is refused when a constraint is loaded. Syntax: https://github.com/google/re2/wiki/Syntax.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from adhere.constraints.judging import EVIDENCE_LIMIT
from adhere.errors import UsageError
from adhere.text import Span

if TYPE_CHECKING:
    from re2 import _Regexp

MAX_PATTERN = 2000
"""Characters of a pattern."""
MAX_WORK = 100_000_000
"""Instructions of a compiled pattern times characters of a text, beyond which the text is not judged.

RE2 follows every state that a pattern may be in, one character after the other, where its cache of states does not
suffice: about 8 ns for each pair. A pattern of 50 instructions reaches the limit at 2 million characters, one of
`\\p{L}+` (1,200) at 80,000.
"""
_MAX_MEMORY = 2 << 20
_SURROGATE = re.compile("[\ud800-\udfff]")


@lru_cache(maxsize=1024)
def compiled(pattern: str) -> _Regexp:
    """Compile a pattern.

    Raises:
        ValueError: it is too long, or no regular expression that RE2 takes.
    """
    import re2

    if len(pattern) > MAX_PATTERN:
        raise ValueError(f"{len(pattern)} characters, at most {MAX_PATTERN} allowed")
    options = re2.Options()
    options.log_errors = False
    options.max_mem = _MAX_MEMORY
    options.never_capture = True  # nobody asks for groups, and to keep them takes most of the time
    try:
        return re2.compile(pattern, options)
    except re2.error as error:
        reason = error.args[0]
        raise ValueError(reason.decode(errors="replace") if isinstance(reason, bytes) else str(reason)) from error


def check_pattern(id: str, pattern: str) -> None:  # noqa: A002 - the field's name for it
    """Refuse what is no regular expression.

    Raises:
        UsageError: it is blank, too long, or nothing that RE2 takes.
    """
    if not pattern.strip():
        raise UsageError(f"{id}: pattern is blank", hint="give a regular expression")
    try:
        compiled(pattern)
    except ValueError as error:
        raise UsageError(
            f"{id}: pattern {pattern[:80]!r} is refused: {error}",
            hint="write it in RE2's syntax: no look-around, no back-references, repeats of at most 1000",
        ) from error


def is_feasible(pattern: str, text: str) -> bool:
    """Whether the pattern can be matched against ``text`` in about a second, whatever the two are."""
    instructions: int = compiled(pattern).programsize
    return instructions * len(text) <= MAX_WORK


def is_full_match(pattern: str, text: str) -> bool:
    """Whether the pattern matches all of ``text``."""
    return compiled(pattern).fullmatch(_encodable(text)) is not None


def is_found(pattern: str, text: str) -> bool:
    """Whether the pattern matches somewhere in ``text``."""
    return compiled(pattern).search(_encodable(text)) is not None


def matches(pattern: str, text: str) -> list[Span]:
    """Return the first places that match, as many as evidence shows: each may cost a pass over the text."""
    found = compiled(pattern).finditer(_encodable(text))
    return [Span(*match.span()) for match in islice(found, EVIDENCE_LIMIT)]


def _encodable(text: str) -> str:
    """Return ``text`` with a character that no encoding has replaced, so that every offset stays."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return _SURROGATE.sub("\ufffd", text)
    return text
