"""The language of a reply."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar, Self

from adhere.constraints.domain import Domain
from adhere.constraints.editing import replace
from adhere.constraints.judging import satisfied, undecided, violated
from adhere.constraints.languages import SAMPLES
from adhere.errors import UsageError
from adhere.text import Document

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from adhere.constraints.protocol import Verdict

_ENGLISH_WORDS = frozenset(
    (
        "the", "and", "that", "with", "for", "you", "are", "this", "have", "from", "they", "will", "would", "their",
        "which", "there", "been", "your", "what", "because", "about", "when", "these", "into", "could", "should",
        "of", "is", "it", "to",
    )
)  # fmt: skip
_ENOUGH_WORDS = 5
_ENOUGH_ENGLISH = 3
"""So many of those words a text has: one or two may be a title that is quoted ("The Crown")."""
_SURE = 0.5
"""Probability under which another language is as likely: lists of names and single words."""
_ENGLISH_SHARE = 0.1
"""Share of those words from which a text is English: 95 % of English replies have it, related languages under half."""


@lru_cache(maxsize=16)
def identify(reply: Document) -> str | None:
    """Return the language of the reply outside code (ISO 639-1), None where nobody can tell.

    Common words settle ordinary English in microseconds, where ``Document.language`` takes a thousand. What was found
    is remembered for a few replies: each is checked against all its constraints one after the other.
    """
    prose = Document(replace(reply.text, reply.code, " ")) if reply.code else reply
    words = prose.folded_words
    english = sum(map(_ENGLISH_WORDS.__contains__, words))
    if len(words) >= _ENOUGH_WORDS and english >= max(_ENOUGH_ENGLISH, _ENGLISH_SHARE * len(words)):
        return "en"
    found = reply.language
    return None if found is None or found.probability < _SURE else found.code


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseLanguage:
    """The reply is in the language (ISO 639-1), judged as a whole and by what is outside code.

    A reply with too little text to tell is undecided.
    """

    id: ClassVar[str] = "language:response_language"
    language: str

    def __post_init__(self) -> None:
        if self.language not in SAMPLES:
            codes = {name: code for code, sample in SAMPLES.items() for name in (code, sample.name.lower())}
            near = get_close_matches(self.language.lower(), codes, n=1)
            hint = f"did you mean {codes[near[0]]}?" if near else f"one of {' '.join(SAMPLES)}"
            raise UsageError(f"{self.id}: unknown language {self.language!r}", hint=hint)

    @property
    def name(self) -> str:
        """The English name of the language."""
        return SAMPLES[self.language].name

    def check(self, reply: Document) -> Verdict:
        found = identify(reply)
        if found is None:
            return undecided("too little text to tell the language")
        if found == self.language:
            return satisfied(f"in {self.name}")
        other = SAMPLES[found].name if found in SAMPLES else f"the language {found}"
        return violated(f"in {other}, {self.name} asked")

    def wordings(self) -> tuple[str, ...]:
        return (
            f"Your entire response should be in {self.name}.",
            f"Answer in {self.name}, and in no other language.",
            f"Write your whole reply in {self.name}.",
            f"Respond only in the {self.name} language.",
            f"Use {self.name} for all of your answer.",
        )

    def witness(self, rng: Random, topic: str) -> str:  # noqa: ARG002 - nobody translates the topic
        sentences = SAMPLES[self.language].sentences
        return " ".join(rng.sample(sentences, len(sentences)))

    def mutants(self, text: str) -> Iterator[str]:  # noqa: ARG002 - no small edit changes a language
        for code in ("en", "fi", "ja"):
            if code != self.language:
                yield " ".join(SAMPLES[code].sentences)

    def domain(self) -> Domain:
        return Domain(language=self.language)

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls(language=rng.choice(("es", "fr", "de", "it", "pt")))
