"""Which sources a reply cites, and where."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from adhere.constraints.bounds import Noun
from adhere.constraints.composing import sentences
from adhere.constraints.dividing import has_word, worded_paragraphs
from adhere.constraints.domain import Domain, Quantity
from adhere.constraints.faultless import SENTENCES, Faultless
from adhere.constraints.judging import satisfied, violated
from adhere.constraints.protocol import Evidence
from adhere.constraints.surface.citing import (
    bracketed,
    check_labels,
    find_citations,
    folded_label,
    looks_like_label,
)
from adhere.constraints.surface.conforming import Conforming, Instance
from adhere.constraints.surface.passages import own_sentences
from adhere.text import BlockKind, Document, Span

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from adhere.constraints.protocol import Verdict

_LABELS = (("1", "2"), ("1", "2", "3"), ("A", "B"), ("doc1", "doc2"), ("handbook",))


def _cited_prose(rng: Random, topic: str, labels: tuple[str, ...], count: int) -> str:
    """Return ``count`` sentences with a citation each, every label in turn."""
    lines = sentences(rng, topic, count)
    return " ".join(f"{line.rstrip('.')} [{labels[i % len(labels)]}]." for i, line in enumerate(lines))


@dataclass(frozen=True, slots=True, kw_only=True)
class CiteSources:
    """Every one of the ``sources`` is cited: its label stands in square brackets, outside code, whatever its case.

    A list ("[1, 3]") and a range ("[1-3]") cite each. The text of a link and a footnote mark are no citations.
    """

    id: ClassVar[str] = "citation:sources"
    sources: tuple[str, ...]

    def __post_init__(self) -> None:
        check_labels(self.id, self.sources)

    def check(self, reply: Document) -> Verdict:
        first: dict[str, Span] = {}
        for span, label in find_citations(reply, self.sources):
            first.setdefault(folded_label(label), span)
        missing = [label for label in self.sources if folded_label(label) not in first]
        cited = sorted((first[folded_label(label)], label) for label in self.sources if label not in missing)
        evidence = tuple(Evidence(span, f"cites [{label}]") for span, label in cited)
        if missing:
            return violated(f"no citation of {bracketed(missing, 'or')}", len(cited) / len(self.sources), evidence)
        return satisfied(f"cites {bracketed(self.sources)}", evidence)

    def wordings(self) -> tuple[str, ...]:
        labels = bracketed(self.sources)
        return (
            f"Cite each of these sources at least once, in square brackets: {labels}.",
            f"Your answer must cite {labels}, written just like this.",
            f"Refer to every given source by its label in brackets: {labels}.",
            f"Make use of all sources and mark where: {labels}.",
            f"Include a citation of {labels} in your reply.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        return _cited_prose(rng, topic, self.sources, max(2, len(self.sources)))

    def mutants(self, text: str) -> Iterator[str]:
        for label in self.sources:
            yield text.replace(f"[{label}]", "")
            yield text.replace(f"[{label}]", f"`[{label}]`")

    def domain(self) -> Domain:
        return Domain(verbatim=tuple(f"[{label}]" for label in self.sources))

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls(sources=rng.choice(_LABELS))


@dataclass(frozen=True, slots=True, kw_only=True)
class OnlyGivenSources(Conforming):
    """No source is cited but the given ``sources``; what a citation is, ``CiteSources`` says.

    Others are for sure what is a number or built like a given label ("doc7" beside "doc1"). Undecided where a bracket
    holds something else that may be a label ("[Handbook]"), and where nothing is cited.
    """

    id: ClassVar[str] = "citation:only_given"
    noun: ClassVar[Noun] = Noun("citation", "citations")
    sources: tuple[str, ...]

    def __post_init__(self) -> None:
        check_labels(self.id, self.sources)

    def asked(self) -> str:
        return f"of {bracketed(self.sources, 'or')}"

    def instances(self, reply: Document) -> Iterator[Instance]:
        known = set(map(folded_label, self.sources))
        for span, label in find_citations(reply, self.sources):
            if folded_label(label) in known:
                yield Instance(span, fits=True)
            elif looks_like_label(label, self.sources):
                yield Instance(span, fits=False)
            elif has_word(label) and folded_label(label) not in {"x", "sic"}:
                yield Instance(span, None)

    def wordings(self) -> tuple[str, ...]:
        labels = bracketed(self.sources)
        return (
            f"Cite only the given sources: {labels}.",
            f"Use no other citations than {labels}.",
            f"Every citation in your answer must be one of {labels}.",
            f"Do not cite anything beyond {labels}.",
            f"Restrict your citations to these sources: {labels}.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        return _cited_prose(rng, topic, self.sources, rng.randint(1, 4))

    def mutants(self, text: str) -> Iterator[str]:
        yield f"{text} There is more [4711]."
        yield f"{text} There is more [{self.sources[0]}, 4711]."
        yield f"{text} Another source [Encyclopedia] agrees."

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls(sources=rng.choice(_LABELS))


@dataclass(frozen=True, slots=True, kw_only=True)
class _CiteEach(Faultless):
    sources: tuple[str, ...]

    def __post_init__(self) -> None:
        check_labels(self.id, self.sources)

    def cited(self, reply: Document) -> list[Span]:
        known = set(map(folded_label, self.sources))
        return [span for span, label in find_citations(reply, self.sources) if folded_label(label) in known]

    def mutants(self, text: str) -> Iterator[str]:
        yield f"{text}\n\nThere is more to say about this."
        yield text.replace("[", "(").replace("]", ")")
        last = self.cited(Document(text))[-1]
        yield text[: last.start] + text[last.end :]


@dataclass(frozen=True, slots=True, kw_only=True)
class CiteEachParagraph(_CiteEach):
    """Every paragraph between blank lines cites one of the ``sources``; what a citation is, ``CiteSources`` says.

    Headings and code blocks are no paragraphs.
    """

    id: ClassVar[str] = "citation:each_paragraph"
    unit: ClassVar[Noun] = Noun("paragraph", "paragraphs")
    quantity: ClassVar[Quantity] = Quantity.PARAGRAPHS
    fault: ClassVar[str] = "cite no given source"

    def units(self, reply: Document) -> list[Span]:
        aside = [b.span for b in reply.blocks if b.kind in {BlockKind.HEADING, BlockKind.CODE, BlockKind.RULE}]
        return [unit for unit in worded_paragraphs(reply) if not _inside(unit, aside, reply.text)]

    def faults(self, reply: Document) -> list[Span]:
        starts = [span.start for span in self.cited(reply)]
        return [unit for unit in self.units(reply) if bisect_left(starts, unit.start) == bisect_left(starts, unit.end)]

    def wordings(self) -> tuple[str, ...]:
        labels = bracketed(self.sources, "or")
        return (
            f"Cite {labels} in every paragraph.",
            f"Each paragraph of your answer must contain a citation of {labels}.",
            f"Support every paragraph with one of the given sources: {labels}.",
            f"No paragraph may be without a citation ({labels}).",
            f"Write so that each paragraph refers to {labels}.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        return "\n\n".join(_cited_prose(rng, topic, self.sources, 2) for _ in range(rng.randint(1, 3)))

    def mutants(self, text: str) -> Iterator[str]:
        yield f"{text}\n\nThere is more to say about this."
        yield text.replace("[", "(").replace("]", ")")
        last = text.rindex("\n\n") if "\n\n" in text else 0
        yield text[:last] + text[last:].replace("[", "(")

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls(sources=rng.choice(_LABELS))


def _inside(unit: Span, holes: list[Span], text: str) -> bool:
    """Whether all that has a word in a paragraph lies in the holes (in order)."""
    place = unit.start
    for hole in holes[max(0, bisect_left(holes, (unit.start, 0)) - 1) :]:
        if hole.start >= unit.end:
            break
        if hole.start > place and has_word(text[place : hole.start]):
            return False
        place = max(place, min(hole.end, unit.end))
    return not has_word(text[place : unit.end])


_LEADING = re.compile(r"(?:\[[^\[\]\n]{1,320}\][ \t.,;]*)+")


@dataclass(frozen=True, slots=True, kw_only=True)
class CiteEachSentence(_CiteEach):
    """Every sentence cites one of the ``sources``, before or behind its closing mark; a heading is no sentence.

    A citation between two sentences of a line belongs to the first, unless it is the subject of the second
    ("[2] shows that ..."). What a citation is, ``CiteSources`` says.
    """

    id: ClassVar[str] = "citation:each_sentence"
    unit: ClassVar[Noun] = SENTENCES
    quantity: ClassVar[Quantity] = Quantity.SENTENCES
    fault: ClassVar[str] = "cite no given source"

    def units(self, reply: Document) -> list[Span]:
        return [body for body, _ in _cited_parts(reply, self.cited(reply))]

    def faults(self, reply: Document) -> list[Span]:
        cited = self.cited(reply)
        starts = [span.start for span in cited]
        parts = _cited_parts(reply, cited)
        return [body for body, end in parts if bisect_left(starts, body.start) == bisect_left(starts, end)]

    def wordings(self) -> tuple[str, ...]:
        labels = bracketed(self.sources, "or")
        return (
            f"Cite {labels} in every sentence.",
            f"Each sentence of your answer must contain a citation of {labels}.",
            f"Support every sentence with one of the given sources: {labels}.",
            f"No sentence may be without a citation ({labels}).",
            f"End each sentence with a reference to {labels}.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        return _cited_prose(rng, topic, self.sources, rng.randint(1, 4))

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls(sources=rng.choice(_LABELS))


def _whole_sentences(reply: Document, brackets: list[Span]) -> list[Span]:
    """Return the sentences, put together again where one was cut inside a bracket: "[Smith et al. 2020]"."""
    starts = [bracket.start for bracket in brackets]
    found: list[Span] = []
    for sentence in own_sentences(reply):
        before = bisect_left(starts, sentence.start) - 1
        if found and before >= 0 and sentence.start < brackets[before].end:
            found[-1] = Span(found[-1].start, sentence.end)
        else:
            found.append(sentence)
    return found


def _cited_parts(reply: Document, brackets: list[Span]) -> list[tuple[Span, int]]:
    """Return each sentence without the citations of the one before, and where the citations that belong to it end."""
    found: list[tuple[Span, int]] = []
    text = reply.text
    for sentence in _whole_sentences(reply, brackets):
        start = sentence.start
        leading = _LEADING.match(text, *sentence)
        if leading and found and "\n" not in text[found[-1][0].end : start]:
            rest = text[leading.end() : sentence.end]
            if not has_word(rest) or rest[:1].isupper():
                found[-1] = (found[-1][0], leading.end())
                start = leading.end()
        if has_word(text[start : sentence.end]):
            found.append((Span(start, sentence.end), sentence.end))
    return found
