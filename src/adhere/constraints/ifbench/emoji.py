"""Emoji, and where sentences end with one."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from adhere.constraints.bounds import Bounds, Noun
from adhere.constraints.composing import sentences
from adhere.constraints.dividing import outside
from adhere.constraints.domain import Domain, Quantity
from adhere.constraints.faultless import SENTENCES, Faultless
from adhere.constraints.ifbench.headings import find_headings
from adhere.constraints.judging import undecided
from adhere.text import BlockKind, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

    from adhere.constraints.protocol import Verdict
    from adhere.text import Document

# Unicode 16, emoji-data.txt: the pictographs beyond the basic plane, those in it that are emoji without a selector or
# are commonly written without one, and whatever mark a selector makes an emoji.
EMOJI = re.compile(
    "[\U0001f000-\U0001faff\u231a\u231b\u23e9-\u23f3\u23f8-\u23fa\u25fd\u25fe\u2600-\u2604\u260e\u2611\u2614\u2615"
    "\u2618\u261d\u2620\u2622\u2623\u2626\u262a\u262e\u262f\u2638-\u263a\u2640\u2642\u2648-\u2653\u265f\u2660\u2663"
    "\u2665\u2666\u2668\u267b\u267e\u267f\u2692-\u2697\u2699\u269b\u269c\u26a0\u26a1\u26a7\u26aa\u26ab\u26b0\u26b1"
    "\u26bd\u26be\u26c4\u26c5\u26c8\u26ce\u26cf\u26d1\u26d3\u26d4\u26e9\u26ea\u26f0-\u26f5\u26f7-\u26fa\u26fd\u2702"
    "\u2705\u2708-\u270d\u270f\u2712\u2714\u2716\u271d\u2721\u2728\u2733\u2734\u2744\u2747\u274c\u274e\u2753-\u2755"
    "\u2757\u2763\u2764\u2795-\u2797\u27a1\u27b0\u27bf\u2b05-\u2b07\u2b1b\u2b1c\u2b50\u2b55\u3297\u3299]"
    "|[^\\s\\w]\ufe0f"
)
_FACES = ("😀", "🎉", "🌱", "👍", "❤️", "🚀", "✨")


_CLOSING = (".", "!", "?", "\u2026", "\u3002", "\uff01", "\uff1f")
_AFTER_CLOSING = "\"'\u2019\u201d\xbb)]*_`"


@dataclass(frozen=True, slots=True, kw_only=True)
class EmojiEndings(Faultless):
    """Every sentence ends with an emoji, before or after its closing mark and on its last line.

    An emoji between two sentences of one line ends the first. Headings, lines in bold, code and table cells are no
    sentences. Whether a list item without a closing mark, or a line that a colon ends, is one no program can tell:
    where all else is well they leave the reply undecided.
    """

    id: ClassVar[str] = "format:emoji"
    unit: ClassVar[Noun] = SENTENCES
    quantity: ClassVar[Quantity] = Quantity.SENTENCES
    fault: ClassVar[str] = "do not end with an emoji"

    def check(self, reply: Document) -> Verdict:
        units = self.units(reply)
        faults = self.faults_among(reply, units)
        if faults and len(_doubtful(reply, faults)) == len(faults):
            return undecided(f"{SENTENCES.counted(len(faults))} without an emoji that may be none")
        return self.judge(units, faults)

    def units(self, reply: Document) -> list[Span]:
        return outside(reply.sentences, find_headings(reply))

    def faults(self, reply: Document) -> list[Span]:
        return self.faults_among(reply, self.units(reply))

    def faults_among(self, reply: Document, units: Sequence[Span]) -> list[Span]:
        if reply.text.isascii():
            return list(units)
        return [unit for unit, tail in _tails(reply, units) if not EMOJI.search(reply.text, *tail)]

    def wordings(self) -> tuple[str, ...]:
        return (
            "Please use an emoji at the end of every sentence.",
            "End each sentence of your reply with an emoji.",
            "Every sentence must close with an emoji.",
            "Put an emoji behind each sentence that you write.",
            "Let no sentence of your answer end without an emoji.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        return " ".join(f"{line} {rng.choice(_FACES)}" for line in sentences(rng, topic, rng.randint(1, 4)))

    def mutants(self, text: str) -> Iterator[str]:
        yield EMOJI.sub("", text)
        yield f"{text} This one has none."
        last = list(EMOJI.finditer(text))[-1]
        yield text[: last.start()] + text[last.end() :]
        yield f"\U0001f600 {EMOJI.sub('', text)}"

    def domain(self) -> Domain:
        return Domain(counts={(Quantity.SENTENCES, ""): Bounds(1)})

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls()


def _tails(reply: Document, units: Sequence[Span]) -> Iterator[tuple[Span, Span]]:
    """Yield each sentence with what lies between its last word and the next word, or the end of its line."""
    words, text = reply.words, reply.text
    for unit in units:
        after = bisect_left(words, (unit.end, 0))
        start = words[after - 1].end if after else unit.start
        next_word = words[after].start if after < len(words) else len(text)
        line = text.find("\n", max(start, unit.end - 1))
        yield unit, Span(start, min(next_word, line if line >= 0 else len(text)))


def _doubtful(reply: Document, faults: Sequence[Span]) -> list[Span]:
    """Return those that no closing mark makes a sentence and that are items, or lead up to what follows."""
    items = [block.span for block in reply.blocks if block.kind is BlockKind.ITEM] if faults else []
    in_paragraphs = set(outside(faults, items))
    return [
        fault
        for fault in faults
        if not (end := fault.of(reply.text).rstrip(_AFTER_CLOSING)).endswith(_CLOSING)
        and (fault not in in_paragraphs or end.endswith(":"))
    ]
