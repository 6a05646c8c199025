"""The form of a reply: bullet points, highlights, sections, a title."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar, Self

from adhere.constraints.bounds import Bounds, Noun
from adhere.constraints.composing import phrase_about, prose, sentences
from adhere.constraints.counted import Counted
from adhere.constraints.dividing import has_word
from adhere.constraints.domain import Domain, Quantity
from adhere.constraints.judging import mark, satisfied, violated
from adhere.constraints.parameters import check_phrase
from adhere.text import BlockKind, InlineKind, Span
from adhere.text.spans import masked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from adhere.constraints.protocol import Verdict
    from adhere.text import Document

_BULLET_LINE = re.compile(r"^[ \t>\d.)]*[-+*][ \t]", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberBulletLists(Counted):
    """So many bullet points: items of CommonMark bullet lists, nested ones too.

    ``-``, ``*`` and ``+`` make them; a rule (``---``), a negative number, an italic line and a numbered item do not.
    """

    id: ClassVar[str] = "detectable_format:number_bullet_lists"
    quantity: ClassVar[Quantity] = Quantity.BULLETS

    @property
    def noun(self) -> Noun:
        return Noun("bullet point", "bullet points")

    def find(self, reply: Document) -> list[Span]:
        if not _BULLET_LINE.search(reply.text):
            return []
        items = (block for block in reply.blocks if block.kind is BlockKind.ITEM and not block.ordered)
        return [item.span for item in items if item.inner.start < item.inner.end]

    def surplus(self, count: int) -> str:
        return "\n\n" + "\n".join(["* One more point."] * count)

    def requests(self) -> tuple[str, ...]:
        number = self.bounds.of(self.noun)
        return (
            f'Your answer must contain {number} in Markdown, such as "* This is a point."',
            f"Use {number}, each on a line of its own that starts with an asterisk and a space.",
            f"Make a Markdown list with {number} (lines that start with * or -).",
            f'Include {number} in your reply, in the Markdown format "* A point".',
            f"In your whole response there should be {number} written as Markdown list items.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        points = sentences(rng, topic, self.pick(rng))
        return "\n".join([prose(rng, topic, 1), "", *(f"* {point}" for point in points)])

    def domain(self) -> Domain:
        # A list item is a sentence of its own, and two words are the least that reads as a point.
        least = {(Quantity.SENTENCES, ""): Bounds(self.minimum), (Quantity.WORDS, ""): Bounds(2 * self.minimum)}
        return Domain(counts={(Quantity.BULLETS, ""): self.bounds, **least})

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        count = rng.randint(2, 5)
        return cls(minimum=count, maximum=count)


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberHighlightedSections(Counted):
    """So many highlights: CommonMark emphasis or strong emphasis around words, nested ones counted once.

    So ``***x***`` and the bold words of ``* **x**`` are one each, and the asterisks of ``2 * 3 * 4`` none.
    """

    id: ClassVar[str] = "detectable_format:number_highlighted_sections"
    quantity: ClassVar[Quantity] = Quantity.HIGHLIGHTS
    kinds: ClassVar[frozenset[InlineKind]] = frozenset({InlineKind.STRONG, InlineKind.EMPHASIS})

    @property
    def noun(self) -> Noun:
        return Noun("highlighted section", "highlighted sections")

    def find(self, reply: Document) -> list[Span]:
        if "*" not in reply.text and "_" not in reply.text:
            return []
        found: list[Span] = []
        for inline in reply.inlines:
            if inline.kind not in self.kinds or not has_word(inline.inner.of(reply.text)):
                continue
            if not found or inline.span.start >= found[-1].end:
                found.append(inline.span)
        return found

    def surplus(self, count: int) -> str:
        return " *one more*" * count

    def requests(self) -> tuple[str, ...]:
        number = self.bounds.of(self.noun)
        return (
            f"Your answer must have {number} in Markdown, such as *highlighted section*.",
            f"Write your reply with {number}, marked with asterisks like *this one*.",
            f"Use Markdown emphasis for {number}, for example *highlighted section*.",
            f"Include {number}: put asterisks around the words, as in *key idea*.",
            f"Mark what matters most, with {number} in the form *highlighted section*.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        marks = [f"Look for *{phrase_about(rng, topic)}* too." for _ in range(self.pick(rng))]
        return " ".join([prose(rng, topic, 2), *marks])

    def domain(self) -> Domain:
        words = Bounds(self.minimum)
        return Domain(counts={(Quantity.HIGHLIGHTS, ""): self.bounds, (Quantity.WORDS, ""): words})

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls(minimum=rng.randint(1, 3))


@lru_cache(maxsize=256)
def _section_pattern(marker: str) -> re.Pattern[str]:
    """Compile a pattern for the marks of sections; the sentence "Section 12 of the Act" goes on in lower case."""
    number = r"(?:\d+(?!\.?\d)|[IVXLC]+|(?i:one|two|three|four|five|six|seven|eight|nine|ten))"
    body = r"\s+".join(map(re.escape, marker.split()))
    return re.compile(rf"^[^\w\n]*((?i:{body})[ \t]+{number})(?![^\W_])(?![ \t]+[a-z])", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class MultipleSections(Counted):
    """So many sections, each marked by a line that begins with the marker and a number, and with words in it.

    The number may be in digits, Roman or a word; case does not matter. Mentions inside a sentence, "Subsection 1" and
    "Section 1.1" mark no section.
    """

    id: ClassVar[str] = "detectable_format:multiple_sections"
    quantity: ClassVar[Quantity] = Quantity.SECTIONS
    marker: str = "Section"

    def __post_init__(self) -> None:
        Counted.__post_init__(self)
        check_phrase(self.id, "marker", self.marker)

    @property
    def noun(self) -> Noun:
        return Noun(f'section marked "{self.marker} X"', f'sections marked "{self.marker} X"')

    def find(self, reply: Document) -> list[Span]:
        marks = list(_section_pattern(self.marker).finditer(reply.text))
        if not marks:
            return []
        ends = [*(later.start() for later in marks[1:]), len(reply.text)]
        filled = (mark for mark, end in zip(marks, ends, strict=True) if has_word(reply.text[mark.end() : end]))
        return [Span(*mark.span(1)) for mark in filled]

    def surplus(self, count: int) -> str:
        return f"\n\n{self.marker} 99\nThere is more to say." * count

    def requests(self) -> tuple[str, ...]:
        number = self.bounds.of(self.noun)
        return (
            f"Your answer must have {number}, where X is the number of the section, as in {self.marker} 1.",
            f"Divide your reply into {number}, that is {self.marker} 1 and so on.",
            f"Write {number} and begin each one on a new line, for example with {self.marker} 1.",
            f"There should be {number} in your response, the first of them headed {self.marker} 1.",
            f"Structure your answer in {number}, each under a line of its own such as {self.marker} 1.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        sections = (f"{self.marker} {i + 1}\n{prose(rng, topic, 2)}" for i in range(self.pick(rng)))
        return "\n\n".join(sections) or prose(rng, topic)

    def domain(self) -> Domain:
        counts = {(Quantity.SECTIONS, self.marker.casefold()): self.bounds}
        least = {(Quantity.SENTENCES, ""): Bounds(self.minimum), (Quantity.WORDS, ""): Bounds(6 * self.minimum)}
        return Domain(counts={**counts, **least}, verbatim=(f"{self.marker} 1",) * self.minimum)

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        count = rng.randint(2, 4)
        return cls(minimum=count, maximum=count, marker=rng.choice(("Section", "SECTION", "Part")))


_TITLE_LINE = r"^[^\w\n<]*(?:\w+:[^\w\n<]*)?(<<(?=[^<>\n]*[^\W_])[^<>\n]+>>)[^\w\n]*$"
_TITLE_INLINE = r"(?<![\w<])(<<(?=[^\s<>])(?=[^<>\n]*[^\W_])[^<>\n]*(?<=\S)>>)(?![\w>])"
_TITLE = re.compile(f"{_TITLE_LINE}|{_TITLE_INLINE}", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """A title in double angular brackets, outside code blocks.

    It has a line of its own, or shares one with brackets that touch the title and nothing else touches: requests ask
    for a name or an answer in brackets too. ``cout << x >> y`` is neither.
    """

    id: ClassVar[str] = "detectable_format:title"

    def check(self, reply: Document) -> Verdict:
        if "<<" not in reply.text or ">>" not in reply.text:
            return violated("no title in double angular brackets")
        code = [block.span for block in reply.blocks if block.kind is BlockKind.CODE]
        text = masked(reply.text, code, " ")
        found = [Span(*match.span(match.lastindex or 0)) for match in _TITLE.finditer(text)]
        if found:
            return satisfied(f"titled {found[0].of(reply.text)}", mark(found, "title"))
        return violated("what stands in double angular brackets is no title", 0.5)

    def wordings(self) -> tuple[str, ...]:
        return (
            "Your answer must contain a title, wrapped in double angular brackets, such as <<poem of joy>>.",
            "Begin with a title on a line of its own, in double angular brackets like <<my title>>.",
            "Give your reply a title and put it in double angular brackets, as in <<title>>.",
            "Include a title wrapped in double angular brackets, i.e. <<title>>.",
            "Write a title for your response between << and >>, for example <<a new day>>.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        return f"<<{phrase_about(rng, topic)}>>\n\n{prose(rng, topic)}"

    def mutants(self, text: str) -> Iterator[str]:
        yield text.replace("<<", "<")
        yield text.replace(">>", ">")
        yield re.sub("<<[^<>]*>>", "<<>>", text)

    def domain(self) -> Domain:
        counts = {(Quantity.SENTENCES, ""): Bounds(1), (Quantity.WORDS, ""): Bounds(1)}
        return Domain(counts=counts, opening="<<")

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls()
