"""Sections that begin as asked, and replies that fill a template."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar, Self

from adhere.constraints.bounds import Bounds, Noun
from adhere.constraints.composing import phrase_about, prose
from adhere.constraints.dividing import has_word
from adhere.constraints.domain import Domain, Quantity
from adhere.constraints.function_words import word_set
from adhere.constraints.ifbench.headings import find_headings
from adhere.constraints.ifbench.likeness import likeness
from adhere.constraints.judging import mark, satisfied, violated
from adhere.constraints.parameters import check_phrases
from adhere.text import Document, Span

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from adhere.constraints.protocol import Verdict

_THESIS = re.compile(
    r"(?:[\s*_]|<(?:p|div|section|article|b|strong)\b[^<>]*>)*+<(i|em)\b[^<>]*>(.*?)</\1>", re.IGNORECASE | re.DOTALL
)
STATEMENT = 3
"""Words that a statement has at least: one or two are a label."""


def _sections(reply: Document) -> list[Span]:
    """Return what follows each heading, up to the next one; all of the reply where there is none.

    What stands before the first heading, and a heading with nothing of its own under it, is no section.
    """
    bounds = [*find_headings(reply), Span(len(reply.text), len(reply.text))]
    found = [Span(min(here.end, after.start), after.start) for here, after in pairwise(bounds)]
    found = [section for section in found if has_word(section.of(reply.text))]
    return found or [Span(0, len(reply.text))]


@dataclass(frozen=True, slots=True, kw_only=True)
class ItalicTheses:
    """Each section begins with a statement in HTML italics (``<i>`` or ``<em>``), and text follows it.

    Headings divide sections; without any, the reply is one. A statement has three words or more. Asterisks are no
    HTML.
    """

    id: ClassVar[str] = "format:thesis"

    def check(self, reply: Document) -> Verdict:
        sections = _sections(reply)
        theses = {section: _thesis(section, reply.text) for section in sections}
        without = [section for section, thesis in theses.items() if thesis is None]
        counted = Noun("section", "sections").counted(len(sections))
        if without:
            share = (1 + len(without)) / (2 + len(sections))
            trimmed = (section.trimmed(reply.text) for section in without)
            evidence = mark((place for place in trimmed if place.start < place.end), "no thesis")
            return violated(f"{len(without)} of {counted} without a thesis in <i>", 1 - share, evidence)
        return satisfied(f"{counted} with a thesis in italics", mark(filter(None, theses.values()), "thesis"))

    def wordings(self) -> tuple[str, ...]:
        return (
            "Each section must begin with a thesis statement in italics, use HTML to indicate the italics.",
            "Start every section with its thesis statement, put in italics by the HTML tags <i> and </i>.",
            "Open each section of your answer with a thesis statement between <i> and </i>.",
            "Let all sections begin with a thesis in HTML italics, as in <i>This is my point.</i> and more.",
            "Every section needs a thesis statement as its first sentence, italicized with HTML tags.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        count = rng.randint(1, 3)
        sections = [f"<i>{prose(rng, topic, 1)}</i> {prose(rng, topic, 2)}" for _ in range(count)]
        titled = (f"## More {phrase_about(rng, topic)}\n\n{section}" for section in sections)
        return "\n\n".join(titled) if count > 1 else sections[0]

    def mutants(self, text: str) -> Iterator[str]:
        yield text.replace("<i>", "*").replace("</i>", "*")
        yield text.replace("</i>", "")
        yield re.sub(r"<i>[^<>]*</i>", "<i></i>", text)
        yield f"{text}\n\n## The end\n\nNothing else is left to say."

    def domain(self) -> Domain:
        return Domain(counts={(Quantity.WORDS, ""): Bounds(1 + STATEMENT)}, verbatim=("<i>", "</i>"))

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls()


def _thesis(section: Span, text: str) -> Span | None:
    """Return the italics that a section begins with, if they make a statement and text follows."""
    thesis = _THESIS.match(text, *section)
    if thesis is None or not has_word(text[thesis.end() : section.end]):
        return None
    return Span(*thesis.span(2)) if len(Document(thesis[2]).words) >= STATEMENT else None


_PLACEHOLDER = re.compile(r"\[([^\[\]]*)\]")
_FILLERS = word_set("a an add enter fill here in insert my placeholder put text the to write your")


def _fills(part: str, label: str) -> bool:
    """Whether what stands behind a label is more than its placeholder."""
    part = part.strip(" \t\n*_#>-")
    placeholder = _PLACEHOLDER.fullmatch(part)
    words = set(re.findall(r"\w+", placeholder[1].casefold())) if placeholder else set()
    return has_word(part) and not (placeholder and words <= {*_FILLERS, *re.findall(r"\w+", label.casefold())})


@lru_cache(maxsize=256)
def _label_pattern(label: str) -> re.Pattern[str]:
    body = r"\s+".join(map(re.escape, label.rstrip(": ").split()))
    return re.compile(rf"(?<!\w){body}[*_]*[ \t]*:[*_]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputTemplate:
    """The reply is the labels, each once and in this order, with words behind each and none before the first.

    A colon ends each label; Markdown around it is free. A placeholder that was left as it is (``[answer]``) fills
    nothing, while an answer may keep the brackets.
    """

    id: ClassVar[str] = "format:output_template"
    labels: tuple[str, ...] = ("My Answer", "My Conclusion", "Future Outlook")

    def __post_init__(self) -> None:
        check_phrases(self.id, "labels", self.labels)

    @property
    def _template(self) -> str:
        return " ".join(f"{label}: [{label.split()[-1].lower()}]" for label in self.labels)

    def check(self, reply: Document) -> Verdict:
        found = sorted(
            (Span(*match.span()), label)
            for label in self.labels
            if label.split()[0].rstrip(":") in reply.text
            for match in _label_pattern(label).finditer(reply.text)
        )
        places = mark((span for span, _ in found), "label")
        labels = [label for _, label in found]
        if labels != list(self.labels):
            reason = f"{len(set(labels))} of {len(self.labels)} labels, or not each once and in order"
            return violated(reason, likeness(labels, self.labels) / 2, places)
        ends = [*(span.start for span, _ in found[1:]), len(reply.text)]
        parts = (reply.text[span.end : end] for (span, _), end in zip(found, ends, strict=True))
        unfilled = sum(not _fills(part, label) for part, label in zip(parts, self.labels, strict=True))
        before = has_word(reply.text[: found[0][0].start])
        if unfilled or before:
            labelled = Noun("label", "labels").counted(unfilled)
            fault = f"{labelled} without a text of its own" if unfilled else "words before the labels"
            return violated(fault, 1 - (unfilled + before) / (2 * len(labels) + 2), places)
        return satisfied("fills the template", places)

    def wordings(self) -> tuple[str, ...]:
        template = self._template
        return (
            f'Use this exact template for your response: "{template}"',
            f'Fill in this template and write nothing outside of it: "{template}"',
            f'Your reply must follow this template exactly, with the brackets replaced by your text: "{template}"',
            f'Answer in this form, keeping the labels and their order: "{template}"',
            f'Structure your whole response by this template: "{template}"',
        )

    def witness(self, rng: Random, topic: str) -> str:
        gap = rng.choice((" ", "\n\n"))
        return gap.join(f"{label}: {prose(rng, topic, 1)}" for label in self.labels)

    def mutants(self, text: str) -> Iterator[str]:
        yield f"Here it is. {text}"
        yield f"{text}\n\n{text}"
        last = list(_label_pattern(self.labels[-1]).finditer(text))[-1]
        yield text[: last.end()]
        yield f"{text[: last.end()]} [{self.labels[-1]}]"
        yield f"{text[: last.end()]} [your {self.labels[-1].split()[-1].lower()} here]"
        yield text[: last.start()].rstrip() or "Nothing."

    def domain(self) -> Domain:
        texts = tuple(f"{label.rstrip(': ')}" for label in self.labels)
        counts = {(Quantity.WORDS, ""): Bounds(2 * len(texts))}
        return Domain(counts=counts, verbatim=texts, opening=texts[0])

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls()
