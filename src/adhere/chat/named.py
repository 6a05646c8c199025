"""Chat templates that have a name, for models that have none: base models above all."""

from __future__ import annotations

from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path

from adhere.errors import UsageError

NAMED_TEMPLATES = ("alpaca", "chatml", "gemma")


def read_template(template: str | Path) -> str:
    """Return the text of a named template, or of the file at that path.

    Args:
        template: one of ``NAMED_TEMPLATES``, which go before files of the same name, or a path.

    Raises:
        UsageError: there is no such template, or it cannot be read.
    """
    name = str(template)
    if name in NAMED_TEMPLATES:
        return (files("adhere.chat") / "templates" / f"{name}.jinja").read_text(encoding="utf-8")
    try:
        return Path(template).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        near = get_close_matches(name, NAMED_TEMPLATES, n=1)
        guess = f"did you mean {near[0]}? " if near else ""
        raise UsageError(
            f"cannot read the chat template {template}: {error}",
            hint=f"{guess}a template is a Jinja file or one of {', '.join(NAMED_TEMPLATES)}",
        ) from error
