"""The errors that adhere shows to people: what is wrong, and how to mend it."""

from __future__ import annotations


class AdhereError(Exception):
    """An error with a remedy.

    Printed as two lines, ``error: MESSAGE`` and ``hint: HINT``, and turned into ``exit_code`` by the commands.

    Args:
        message: what is wrong and where (file and line, task, endpoint), in one sentence without a full stop.
        hint: what to do about it, preferably a command to run.
    """

    exit_code = 2

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(AdhereError):
    """The call, its arguments or its input are wrong: nothing was started."""


class MissingExtraError(AdhereError):
    """An optional layer of adhere is not installed."""

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(f"{what} needs the extra '{extra}'", hint=f"pip install 'adhere[{extra}]'")


class ToldElsewhereError(AdhereError):
    """Another process of the same command failed first, and says why: this one ends without a word."""

    def __init__(self) -> None:
        super().__init__("another process of this command failed")


class UpstreamError(AdhereError):
    """A service or an index that adhere depends on cannot be reached, or keeps failing."""

    exit_code = 4
