"""Replies without contractions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from adhere.constraints.function_words import DETERMINERS, word_set
from adhere.constraints.surface.absent import Absent
from adhere.constraints.surface.passages import in_own_words, matches, own_words

if TYPE_CHECKING:
    from adhere.text import Document, Span

_ENDINGS = ("n't", "'re", "'ll", "'ve", "'m", "'d")
_IS = word_set(
    "it's he's she's that's what's there's here's who's where's how's when's why's let's this's everyone's everybody's "
    "someone's somebody's something's nothing's nobody's everything's"
)
_POSSESSIVE_TOO = word_set("everyone's everybody's someone's somebody's nobody's")
_ALWAYS = word_set("y'all ma'am ne'er o'er e'er y'know d'you gov't")
_AFTER_IS = (DETERMINERS - word_set("my your his her its our their")) | word_set("not been going gonna got")
"""What can follow "John's" only where it stands for "John is" or "John has"."""
_CLIPPED = re.compile(r"(?<![\w'\u2019])['\u2018\u2019](?:tis|twas|twill|em|til|cause|bout|n)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoContractions(Absent):
    """No contraction outside quotations and code: don't, it's, I'm, they'll, 'tis; with straight or curly apostrophe.

    A possessive ("John's book", "the 1990's") and "o'clock", which has no long form, are none. Undecided where an 's
    may be "is" ("John's running"), and in other languages.
    """

    id: ClassVar[str] = "surface:no_contractions"
    thing: ClassVar[str] = "contraction"
    things: ClassVar[str] = "contractions such as don't and it's"
    additions: ClassVar[tuple[str, ...]] = ("It isn't so.", "That's all.", "They'll come.", "John's a friend.")
    english: ClassVar[bool] = True

    def find(self, reply: Document) -> list[Span]:
        if "'" not in reply.text and "\u2019" not in reply.text and "\u2018" not in reply.text:
            return []
        found = [span for span, sure in _contractions(reply) if sure]
        return sorted([*found, *matches(_CLIPPED, in_own_words(reply))])

    def find_doubtful(self, reply: Document) -> list[Span]:
        return [span for span, _ in _contractions(reply)]

    def wordings(self) -> tuple[str, ...]:
        return (
            "Do not use contractions.",
            "Write out every contraction: do not instead of don't, it is instead of it's.",
            "Your whole answer must be free of contractions such as can't and we're.",
            "Use only the full forms of words, never contractions.",
            "Keep your reply formal and without any contractions.",
        )


def _contractions(reply: Document) -> list[tuple[Span, bool]]:
    """Return each word that is or may be contracted, and whether it is for sure."""
    words = own_words(reply)
    folded = words.folded
    found = []
    for i, word in enumerate(folded):
        if "'" not in word:
            continue
        if word in _POSSESSIVE_TOO:
            found.append((words.spans[i], _is_verb(folded[i + 1 : i + 2])))
        elif word.endswith(_ENDINGS) or word in _IS or word in _ALWAYS:
            found.append((words.spans[i], True))
        elif word.endswith("'s") and word[0].isalpha() and i + 1 < len(folded):
            apart = reply.text[words.spans[i].end : words.spans[i + 1].start]
            if apart.isspace() and (_is_verb(folded[i + 1 : i + 2]) or folded[i + 1].endswith("ing")):
                found.append((words.spans[i], _is_verb(folded[i + 1 : i + 2])))
    return found


def _is_verb(following: tuple[str, ...]) -> bool:
    """Whether an 's before these words stands for "is" or "has"."""
    return bool(following) and following[0] in _AFTER_IS
