"""Pieces that a reply must hold: a postscript, placeholders."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar, Self

from adhere.constraints.bounds import Bounds, Noun
from adhere.constraints.composing import prose
from adhere.constraints.counted import Counted
from adhere.constraints.dividing import has_word, worded_paragraphs
from adhere.constraints.domain import Domain, Quantity
from adhere.constraints.judging import mark, satisfied, violated
from adhere.constraints.parameters import check_phrase
from adhere.constraints.wording import quoted
from adhere.text import Document, Span

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from adhere.constraints.protocol import Verdict

AFTER_POSTSCRIPT = 1
"""Paragraphs that may follow the one in which the postscript begins: a closing phrase may have been asked for too."""


@lru_cache(maxsize=64)
def _marker_pattern(marker: str) -> re.Pattern[str]:
    """Compile a pattern for lines that begin with the marker, behind Markdown or a quotation mark.

    Initials may be written with or without points and end in a colon: P.S., PS:, P. S.
    """
    body = re.escape(marker)
    if re.fullmatch(r"(?:[^\W\d_]\.?\s?)+", marker) and marker.isupper():
        body = r"\.?[ ]?".join(letter for letter in marker if letter.isalpha()) + r"(?![^\W_])\.?:?"
    return re.compile(rf"^[^\w\n]*?({body})", re.MULTILINE | re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Postscript:
    """A postscript ends the reply: a line begins with the marker, and words follow it there.

    At most one more paragraph may come after that of the postscript. In mid-sentence ("the p.s. field") the marker is
    none. Case and points do not matter: "PS:" is how people write "P.S.".
    """

    id: ClassVar[str] = "detectable_content:postscript"
    marker: str = "P.S."

    def __post_init__(self) -> None:
        check_phrase(self.id, "marker", self.marker)

    def check(self, reply: Document) -> Verdict:
        matches = list(_marker_pattern(self.marker).finditer(reply.text))
        marker = quoted([self.marker])
        if not matches:
            return violated(f"no line begins with {marker}")
        start, end = matches[-1].span(1)
        evidence = mark([Span(start, end)], "postscript marker")
        if not has_word(reply.text[end:]):
            return violated(f"nothing follows {marker}", 0.5, evidence)
        later = sum(paragraph.start > start for paragraph in worded_paragraphs(reply))
        if later > AFTER_POSTSCRIPT:
            return violated(f"{later} paragraphs follow the postscript", 1 / (1 + later), evidence)
        return satisfied(f"ends with a postscript: {marker}", evidence)

    def wordings(self) -> tuple[str, ...]:
        return (
            f'At the end of your response, add a postscript that starts with "{self.marker}".',
            f'End your reply with a postscript, on a new line that begins with "{self.marker}".',
            f"After your answer, add a postscript and mark it with {self.marker} at the start of its line.",
            f"Close with a postscript that {self.marker} introduces at the beginning of a line.",
            f'The last part of your answer must be a postscript whose line begins with "{self.marker}".',
        )

    def witness(self, rng: Random, topic: str) -> str:
        return f"{prose(rng, topic)}\n\n{self.marker} {prose(rng, topic, 1)}"

    def mutants(self, text: str) -> Iterator[str]:
        reply = Document(text)
        start, end = list(_marker_pattern(self.marker).finditer(reply.text))[-1].span(1)
        yield f"{reply.text[:start]}Also:{reply.text[end:]}".replace(self.marker, "")
        yield reply.text[:end]
        yield f"{reply.text}\n\nThere is more.\n\nAnd more.\n\nAnd yet more."

    def domain(self) -> Domain:
        least = {(Quantity.SENTENCES, ""): Bounds(2), (Quantity.WORDS, ""): Bounds(8)}
        return Domain(counts=least, verbatim=(self.marker,))

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls(marker=rng.choice(("P.S.", "P.P.S")))


# Not a link ([x](y), [x][y], [x]: y), an image, a footnote, an index (a[i]) or a checkbox.
_PLACEHOLDER = re.compile(r"(?<![\w\]!])\[(?![xX]\])(?=[^\[\]\n]*[^\W\d_])[^\[\]\n^][^\[\]\n]*\](?!\(|\[|:\s*\S+://)")


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberPlaceholders(Counted):
    """So many placeholders: square brackets around a text with a letter, such as ``[address]``.

    Links, images, footnotes, checkboxes, an index (``a[i]``) and empty brackets are none; repeated ones count again.
    """

    id: ClassVar[str] = "detectable_content:number_placeholders"
    quantity: ClassVar[Quantity] = Quantity.PLACEHOLDERS

    @property
    def noun(self) -> Noun:
        return Noun("placeholder", "placeholders")

    def find(self, reply: Document) -> list[Span]:
        if "[" not in reply.text:
            return []
        return [Span(*match.span()) for match in _PLACEHOLDER.finditer(reply.text)]

    def surplus(self, count: int) -> str:
        return " [detail]" * count

    def requests(self) -> tuple[str, ...]:
        number = self.bounds.of(self.noun)
        return (
            f"Include {number} in square brackets, such as [address].",
            f"Your answer must contain {number} represented by square brackets, such as [name].",
            f"Use {number}, each written in square brackets like [date].",
            f"Leave {number} to be filled in later, marked by square brackets, for example [place].",
            f"Make sure that your reply has {number}, for example [name] or [phone number].",
        )

    def witness(self, rng: Random, topic: str) -> str:
        fields = ("[name]", "[date]", "[place]", "[phone number]", "[your address]")
        blanks = [f"Please add {rng.choice(fields)} here." for _ in range(self.pick(rng))]
        return " ".join([prose(rng, topic), *blanks])

    def domain(self) -> Domain:
        words = Bounds(self.minimum)
        return Domain(counts={(Quantity.PLACEHOLDERS, ""): self.bounds, (Quantity.WORDS, ""): words})

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls(minimum=rng.randint(1, 4))
