"""Terms of use that the user accepts before a model is downloaded."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from adhere.errors import UsageError

if TYPE_CHECKING:
    from adhere.models.known import KnownModel

FLAG = "--accept-licence"
VARIABLE = "ADHERE_ACCEPT_LICENCE"


@dataclass(frozen=True, slots=True)
class Acceptance:
    """That somebody accepted terms.

    Attributes:
        terms: their address. by: how: the flag or the variable.
        day: when, as YYYY-MM-DD, in UTC.
    """

    terms: str
    by: str
    day: str


def require_acceptance(known: KnownModel, *, said: bool) -> Acceptance | None:
    """Return the acceptance of the model's terms; None where it has none.

    Args:
        known: the model.
        said: whether the user accepts them here and now; else they may have done so in the environment.

    Raises:
        UsageError: they are not accepted.
    """
    terms = known.terms
    if terms is None:
        return None
    in_environment = {word.strip().lower() for word in os.environ.get(VARIABLE, "").split(",")}
    if not said and terms.name not in in_environment:
        raise UsageError(
            f"{known.name} is only for users who accept {terms.title}: {terms.address}",
            hint=f"read them; to accept them: adhere pull {known.name} {FLAG}, or set {VARIABLE}={terms.name}",
        )
    return Acceptance(terms.address, FLAG if said else VARIABLE, datetime.now(UTC).date().isoformat())
