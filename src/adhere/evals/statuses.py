"""What kind of reply a completion is: told apart before any constraint is looked at."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from adhere.evals.samples import ReplyStatus
from adhere.models import StopReason

if TYPE_CHECKING:
    from adhere.text import Document

REFUSAL_WORDS = 60
"""A reply longer than this many words does work, whatever its first sentence says."""

_I_AM = r"(?:i['\u2019]m|i am|we['\u2019]re|we are)"
_APOLOGY = rf"(?:{_I_AM}\s+(?:very\s+|so\s+)?sorry|sorry|(?:i|we)\s+apologi[sz]e)[,.!:]?\s+(?:but\s+|that\s+)?"
_ROLE = r"as an? (?:ai|artificial intelligence|large language model|language model)\b[^.,\n]{0,40},?\s+"
_NOT = r"(?:can['\u2019]?t|cannot|can not|won['\u2019]?t|will not)"
_UNABLE = rf"(?:{_I_AM}\s+(?:unable|not able) to|(?:i|we)\s+{_NOT})\s+"
_VERB = r"(?:assist|help|comply|fulfil|fulfill|do|complete|answer|provide|generate|create|write|engage|discuss)\b"
_OBJECT = (
    r"\s*(?:you\s+)?(?:with\s+|in\s+)?"
    r"(?:that|this|it|(?:your|this|that|such an?|any such)\s+(?:request|question|content|task|information|topic))\b"
)
_REFUSAL = re.compile(rf"(?:{_APOLOGY})?(?:{_ROLE})?{_UNABLE}{_VERB}{_OBJECT}", re.IGNORECASE)


def reply_status(stop: StopReason, document: Document) -> ReplyStatus:
    """Classify a reply.

    The first that holds: error, reasoning only (reasoning and nothing after it), empty, refused, truncated, answered.
    Refused means that the endpoint said so, or that the text refuses (``is_refusal``).
    """
    if stop is StopReason.ERROR:
        return ReplyStatus.ERROR
    if document.is_empty:
        reasoned = document.reasoning_open or bool(document.reasoning)
        return ReplyStatus.REASONING_ONLY if reasoned else ReplyStatus.EMPTY
    if stop is StopReason.REFUSED or is_refusal(document):
        return ReplyStatus.REFUSED
    return ReplyStatus.TRUNCATED if stop is StopReason.LENGTH else ReplyStatus.ANSWERED


def is_refusal(document: Document) -> bool:
    """Say whether an English reply refuses the request: on purpose rather too rarely than too often.

    It must be short (``REFUSAL_WORDS``) and begin, after an apology or "as an AI" at most, with a first person who
    cannot or will not do *that*, *this* or *your request*. "I can't help on Saturday" in a letter that the task asked
    for is none; neither is a refusal in the middle of an answer.
    """
    return len(document.words) <= REFUSAL_WORDS and _REFUSAL.match(document.text) is not None
