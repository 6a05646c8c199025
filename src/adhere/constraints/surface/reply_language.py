"""The language of a reply in a conversation: that of the user's last message."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar, Self

from adhere.constraints.domain import Domain
from adhere.constraints.judging import satisfied, undecided, violated
from adhere.constraints.language import identify
from adhere.constraints.languages import SAMPLES
from adhere.constraints.parameters import check_phrase
from adhere.text import Document

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from adhere.constraints.protocol import Verdict

_ALIKE = (frozenset({"hr", "bs", "sr"}), frozenset({"no", "da"}), frozenset({"id", "ms"}), frozenset({"cs", "sk"}))
"""Languages that the identifier takes for one another in short texts."""


@lru_cache(maxsize=1024)
def _language_of(message: str) -> str | None:
    return identify(Document(message))


def _named(code: str) -> str:
    return SAMPLES[code].name if code in SAMPLES else f"the language {code}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SameLanguage:
    """The reply is in the language of the ``user``'s last message, whose text is given; code does not count.

    Undecided where either is too short to tell, and where the two languages are hard to tell apart (Danish and
    Norwegian, Croatian and Serbian).
    """

    id: ClassVar[str] = "language:same_as_user"
    user: str

    def __post_init__(self) -> None:
        check_phrase(self.id, "user", self.user)

    def check(self, reply: Document) -> Verdict:
        wanted = _language_of(self.user)
        if wanted is None:
            return undecided("too little text in the user's message to tell its language")
        found = identify(reply)
        if found is None:
            return undecided("too little text to tell the language")
        if found == wanted:
            return satisfied(f"in {_named(found)}, as the user's message")
        if any({found, wanted} <= alike for alike in _ALIKE):
            return undecided(f"{_named(found)} or {_named(wanted)}: too alike to tell apart")
        return violated(f"in {_named(found)}, and the user's message is in {_named(wanted)}")

    def wordings(self) -> tuple[str, ...]:
        return (
            f'Answer in the language of this message: "{self.user}"',
            f'Reply in the same language as the user, who wrote: "{self.user}"',
            f'Your response must be in the language that the user writes in: "{self.user}"',
            f'Use the language of the last message for all of your answer: "{self.user}"',
            f'Whatever came before, write in the language of what was said last: "{self.user}"',
        )

    def witness(self, rng: Random, topic: str) -> str:  # noqa: ARG002 - nobody translates the topic
        wanted = _language_of(self.user)
        if wanted not in SAMPLES:
            return self.user
        sentences = SAMPLES[wanted].sentences
        return " ".join(rng.sample(sentences, len(sentences)))

    def mutants(self, text: str) -> Iterator[str]:  # noqa: ARG002 - no small edit changes a language
        for code in ("en", "fi", "ja"):
            if code != _language_of(self.user):
                yield " ".join(SAMPLES[code].sentences)

    def domain(self) -> Domain:
        return Domain(language=_language_of(self.user))

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        if _language_of(prompt) in SAMPLES:
            return cls(user=" ".join(prompt.split()))
        return cls(user=SAMPLES[rng.choice(("en", "es", "fr", "de", "it", "pt"))].sentences[0])
