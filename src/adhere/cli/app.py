"""Which verbs there are, and what becomes of their errors."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from cyclopts import App, CycloptsError

from adhere.cli.terminal import make_streams_safe, say_error
from adhere.errors import AdhereError, ToldElsewhereError

if TYPE_CHECKING:
    from collections.abc import Sequence

USAGE, INTERRUPTED, BROKEN_PIPE, DEFECT = 2, 130, 141, 70

VERBS = {
    "pull": "Get a model from an index, checked, into the cache.",
    "eval": "Measure how well a model follows instructions.",
    "check": "Check replies that exist already against their constraints.",
    "compare": "Compare two runs on the same tasks.",
    "constraints": "Look at the constraint types and their checkers.",
    "improve": "Measure a model, try interventions, and rank them.",
    "data": "Make training data.",
    "train": "Teach a model by examples or preferences.",
    "doctor": "Say what on this machine would keep adhere from working.",
    "completion": "Print the completion script of a shell.",
}

HELP = """Measure how well a language model follows instructions, and find what improves it.

A model is named smollm2-135m or gemma3-270m-base, or by a folder, hf:ORG/NAME, or openai:URL#MODEL.
Exit codes: 0 pass, 1 regression, 2 usage, 3 inconclusive, 4 upstream unavailable, 70 a defect, 130 interrupted.
"""


def build() -> App:
    """Return the command line; the verbs are imported when they are called."""
    # Plain text: rendering help as Markdown would cost a tenth of a second.
    app = App(name="adhere", help=HELP, version=_version, help_format="plaintext", suppress_keyboard_interrupt=False)
    for name, summary in VERBS.items():
        app.command(f"adhere.cli.{name}_verb:run", name=name, help=summary)
    app.command(
        "adhere.cli.completion_verb:install", name="--install-completion", help="Install completion for a shell."
    )
    return app


def _version() -> str:
    from adhere import __version__

    return __version__


def run(argv: Sequence[str] | None = None) -> int:
    """Run a command line and return its exit code; no error of ours or of the user shows a traceback."""
    make_streams_safe()
    try:
        code = build()(argv, exit_on_error=False, print_error=False, result_action="return_value")
        sys.stdout.flush()
    except BrokenPipeError:
        _abandon_stdout()
        return BROKEN_PIPE
    except (Exception, KeyboardInterrupt) as error:
        if os.environ.get("ADHERE_DEBUG"):
            raise
        return _explain(error)
    return code if isinstance(code, int) else 0


def _explain(error: BaseException) -> int:
    """Print what went wrong and what to do about it; return the exit code."""
    hint: str | None
    match error:
        case CycloptsError():
            command = " ".join(["adhere", *(error.command_chain or ())])
            message, hint, code = str(error), f"{command} --help", USAGE
        case ToldElsewhereError():
            return error.exit_code
        case AdhereError():
            message, hint, code = error.message, error.hint, error.exit_code
        case KeyboardInterrupt():
            message, code = str(error) or "interrupted", INTERRUPTED
            hint = None if str(error) else "what has finished is kept: the same command goes on from there"
        case OSError():
            where = f"{error.filename}: " if error.filename else ""
            message, hint, code = f"{where}{error.strerror or error}", "the same command goes on from there", USAGE
        case _:
            message = f"{type(error).__name__}: {error}"
            hint, code = "a defect of adhere: set ADHERE_DEBUG=1 to see where it comes from", DEFECT
    say_error(message, hint)
    return code


def _abandon_stdout() -> None:
    """Keep the interpreter from failing again when it flushes, on exit, what nobody reads any more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
