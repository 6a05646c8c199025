"""What is true of a planned text: an oracle for each type whose rule can be told from the plan, without a checker."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from adhere.constraints.proof.texts import Plan
    from adhere.constraints.protocol import Constraint

ORACLES: Mapping[str, Callable[[Constraint, Plan], bool | None]] = MappingProxyType({})
