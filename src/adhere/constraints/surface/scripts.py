"""The script that a reply is written in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, ClassVar, NamedTuple, Self

from adhere.constraints.domain import Domain
from adhere.constraints.judging import mark, satisfied, undecided, violated
from adhere.constraints.languages import SAMPLES
from adhere.constraints.surface.passages import in_own_words
from adhere.errors import UsageError
from adhere.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from adhere.constraints.protocol import Verdict
    from adhere.text import Document


class _Script(NamedTuple):
    letters: str
    """Its letters, as the inside of a character class (Unicode 16, the blocks of Scripts.txt)."""
    sentences: tuple[str, ...]


_GREEK = (
    "Αυτή είναι μια καλή ερώτηση και αξίζει μια σαφή απάντηση.",
    "Πολλοί άνθρωποι διαβάζουν ένα βιβλίο το βράδυ.",
)
SCRIPTS = {
    "Latin": _Script(
        "A-Za-z\u00aa\u00ba\u00c0-\u02af\u1e00-\u1eff\u2c60-\u2c7f\ua720-\ua7ff\uff21-\uff5a", SAMPLES["en"].sentences
    ),
    "Cyrillic": _Script("\u0400-\u052f\u1c80-\u1c8f\u2de0-\u2dff\ua640-\ua69f", SAMPLES["ru"].sentences),
    "Greek": _Script("\u0370-\u03ff\u1f00-\u1fff", _GREEK),
    "Arabic": _Script("\u0600-\u06ff\u0750-\u077f\u0870-\u08ff\ufb50-\ufdff\ufe70-\ufeff", SAMPLES["ar"].sentences),
    "Hebrew": _Script("\u0590-\u05ff\ufb1d-\ufb4f", SAMPLES["he"].sentences),
    "Devanagari": _Script("\u0900-\u097f\ua8e0-\ua8ff", SAMPLES["hi"].sentences),
    "Thai": _Script("\u0e00-\u0e7f", SAMPLES["th"].sentences),
    "Hangul": _Script("\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff", SAMPLES["ko"].sentences),
    "Han": _Script(
        "\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd",
        SAMPLES["zh"].sentences,
    ),
    "Japanese": _Script(
        "\u3005-\u3007\u3041-\u30ff\u31f0-\u31ff\uff66-\uff9f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd",
        SAMPLES["ja"].sentences,
    ),
}
"""The scripts by name; Japanese is kana and kanji together."""


@cache
def _others(script: str) -> re.Pattern[str]:
    """Compile a pattern for runs of letters that are not of the script."""
    return re.compile(rf"[^\W\d_{SCRIPTS[script].letters}]+")


_LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyScript:
    """Every letter of the reply is of the ``script``: Latin, Cyrillic, Han and so on; marks and digits are free.

    Code, addresses and quotations do not count. Japanese is kana and kanji together. The score is the share of letters
    that are of the script; undecided where there are no letters.
    """

    id: ClassVar[str] = "language:script"
    script: str

    def __post_init__(self) -> None:
        if self.script not in SCRIPTS:
            raise UsageError(f"{self.id}: unknown script {self.script!r}", hint=f"one of: {', '.join(SCRIPTS)}")

    def check(self, reply: Document) -> Verdict:
        text = in_own_words(reply)
        letters = sum(map(len, _LETTERS.findall(text)))
        if not letters:
            return undecided("no letters outside code and quotations")
        if text.isascii():
            strange = 0 if self.script == "Latin" else letters
        else:
            strange = sum(map(len, _others(self.script).findall(text)))
        if not strange:
            return satisfied(f"{letters} letters, all {self.script}")
        runs = (Span(*run.span()) for run in _others(self.script).finditer(text))
        reason = f"{strange} of {letters} letters are not {self.script}"
        return violated(reason, (letters - strange) / (letters + 1), mark(runs, f"not {self.script}"))

    def wordings(self) -> tuple[str, ...]:
        return (
            f"Write in {self.script} script only.",
            f"Use only letters of the {self.script} script.",
            f"Your whole answer must be written in the {self.script} script.",
            f"Every letter of your reply has to be {self.script}.",
            f"Keep to the {self.script} script, also for foreign names.",
        )

    def witness(self, rng: Random, topic: str) -> str:  # noqa: ARG002 - nobody translates the topic
        sentences = SCRIPTS[self.script].sentences
        return " ".join(rng.sample(sentences, len(sentences)))

    def mutants(self, text: str) -> Iterator[str]:
        for script, (_, sentences) in SCRIPTS.items():
            if script not in {self.script, "Han", "Japanese"}:
                yield f"{text} {sentences[0]}"
                yield sentences[0]

    def domain(self) -> Domain:
        return Domain()

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls(script=rng.choice(("Latin", "Cyrillic", "Greek", "Arabic")))
