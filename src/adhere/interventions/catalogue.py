"""The interventions that come with adhere, by name."""

from __future__ import annotations

import difflib
from types import MappingProxyType
from typing import TYPE_CHECKING

from adhere.errors import UsageError
from adhere.interventions.best_of_n import BestOfN
from adhere.interventions.in_context import InContextExamples
from adhere.interventions.system_prompt import SystemPrompt

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from adhere.interventions.protocol import Intervention

CATALOGUE: Mapping[str, Callable[[], Intervention]] = MappingProxyType(
    {
        "system-prompt": SystemPrompt,
        "in-context-examples": InContextExamples,
        "best-of-n": BestOfN,
    }
)


def load(name: str) -> Intervention:
    """Return the intervention called ``name`` with its vetted defaults.

    Raises:
        UsageError: there is none of that name.
    """
    if name not in CATALOGUE:
        close = difflib.get_close_matches(name, CATALOGUE, n=1)
        hint = f"did you mean {close[0]!r}?" if close else f"known ones: {', '.join(CATALOGUE)}"
        raise UsageError(f"unknown intervention {name!r}", hint=hint)
    return CATALOGUE[name]()
