"""For how long what a sentence asks holds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from adhere.constraints.recognition.found import Scope

if TYPE_CHECKING:
    from adhere.chat import Role

_UNTIL = re.compile(r"\b(?:until|unless)[ ](?:i|we|told|asked|further|you[ ]are[ ]told|instructed)\b")
_FROM_NOW_ON = re.compile(
    r"\bfrom[ ](?:now|here)[ ]on\b|\bfrom[ ]this[ ]point\b|\bgoing[ ]forward\b|\bhenceforth\b"
    r"|\b(?:all|every|each|any)[ ](?:of[ ])?(?:your[ ]|the[ ])?(?:future[ ]|following[ ]"
    r"|subsequent[ ])?(?:repl(?:y|ies)|responses?|answers?|messages?)\b"
    r"|\bfor[ ]the[ ]rest[ ]of[ ](?:this|our|the)[ ](?:conversation|chat|session)\b"
    r"|\b(?:always|whenever|every[ ]time)\b"
)
_STANDING = frozenset({"system", "developer"})


def scope_of(plain: str, role: Role) -> Scope:
    """Return the scope of a sentence in lower case: what it says, or else what messages of the role have."""
    if _UNTIL.search(plain):
        return Scope.UNTIL_REVOKED
    if role in _STANDING or _FROM_NOW_ON.search(plain):
        return Scope.FROM_NOW_ON
    return Scope.THIS_REPLY
