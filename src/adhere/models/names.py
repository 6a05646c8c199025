"""The names that a model goes by."""

from __future__ import annotations

from difflib import get_close_matches

from adhere.errors import UsageError
from adhere.models.known import KNOWN_MODELS


def unknown_name(name: str) -> UsageError:
    """Return the error for a name that is none of a model's forms, with the nearest known one."""
    near = get_close_matches(name.lower(), KNOWN_MODELS, n=1)
    guess = f"; did you mean {near[0]!r}?" if near else ""
    known = ", ".join(KNOWN_MODELS)
    return UsageError(
        f"no model is called {name!r}{guess}",
        hint=f"a model is a known name ({known}), a folder, hf:ORG/NAME[@REVISION], or openai:URL#MODEL",
    )
