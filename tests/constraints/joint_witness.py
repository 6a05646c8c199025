"""A plain writer that tries to meet several constraints at once: proof that they do not contradict each other."""

from __future__ import annotations

import json
from itertools import product
from typing import TYPE_CHECKING

from adhere.constraints.composing import FRAGMENTS, GENERAL, TOPICAL
from adhere.constraints.languages import SAMPLES
from adhere.text import Document

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

    from adhere.constraints import Constraint

FILLERS = ("more and", "jolly", "fun", "up", "big wool")


def joint_witness(rng: Random, constraints: Sequence[Constraint]) -> str | None:
    """Return a text that satisfies all constraints, None where this writer finds none."""
    writer = Writer(rng, {constraint.id.partition(":")[2]: constraint for constraint in constraints})
    for text in writer.drafts():
        document = Document(text)
        if all(constraint.check(document).satisfied for constraint in constraints):
            return text
    return None


class Writer:
    """Writes drafts of growing length with everything in them that is asked for."""

    def __init__(self, rng: Random, asked: dict[str, Constraint]) -> None:
        self.asked = asked
        limits = [c for name, c in asked.items() if name in {"forbidden_words", "letter_frequency", "frequency"}]
        language = asked["response_language"].language if "response_language" in asked else "en"
        bank = [*GENERAL, *FRAGMENTS, *(line.format("it") for line in TOPICAL)]
        bank = bank if language == "en" else list(SAMPLES[language].sentences)
        allowed = [c for c in limits if getattr(c, "maximum", 0) is not None]
        clean = [line for line in bank if all(c.check(Document(line)).satisfied for c in allowed)]
        self.bank = rng.sample(clean, len(clean))
        self.filler = next(f for f in FILLERS if all(c.check(Document(f)).satisfied for c in allowed))

    def drafts(self) -> Iterator[str]:
        for sentences, padding in product(range(1, 25), (0, 5, 20, 40, 80)):
            text = self.json(sentences) if "json_format" in self.asked else self.draft(sentences, padding)
            if "english_capital" in self.asked:
                text = text.upper()
            yield text.lower() if "english_lowercase" in self.asked else text

    def line(self, index: int) -> str:
        return self.bank[index % len(self.bank)]

    def json(self, sentences: int) -> str:
        return json.dumps([*(self.line(i) for i in range(sentences)), *self.pieces()], ensure_ascii=False)

    def pieces(self) -> list[str]:
        """The words and marks that are asked for, wherever they stand."""
        asked = self.asked
        pieces = list(asked["existence"].keywords) if "existence" in asked else []
        one_each = {
            "frequency": lambda c: c.keyword,
            "letter_frequency": lambda c: c.letter,
            "number_placeholders": lambda _: "[name]",
            "number_highlighted_sections": lambda _: "*fun*",
            "capital_word_frequency": lambda _: "UP",
        }
        for name, piece in one_each.items():
            if name in asked:
                pieces += [piece(asked[name])] * asked[name].minimum
        return pieces

    def draft(self, sentences: int, padding: int) -> str:
        containers = self.containers(sentences)
        extra = [self.filler] * padding + self.pieces()
        if extra:
            last = containers[-1]
            containers[-1] = f"{last[:-1]} {' '.join(extra)}{last[-1]}"
        gap = "\n" if "nth_paragraph_first_word" in self.asked else "\n\n"
        if "number_bullet_lists" in self.asked:
            points = [f"* {self.line(i)}" for i in range(self.asked["number_bullet_lists"].minimum)]
            containers[0] += gap + "\n".join(points)
        text = self.joined(containers)
        if "title" in self.asked:
            text = f"<<{self.filler}>>\n{text}"
        if "repeat_prompt" in self.asked:
            text = f"{self.asked['repeat_prompt'].prompt}\n{text}"
        if "postscript" in self.asked:
            text += f"{gap}{self.asked['postscript'].marker} {self.line(0)}"
        if "end_checker" in self.asked:
            text += f" {self.asked['end_checker'].phrase}"
        return f'"{text}"' if "quotation" in self.asked else text

    def containers(self, sentences: int) -> list[str]:
        """The paragraphs, parts, sections or responses, with so many sentences spread over them."""
        asked = self.asked
        count = 2 if "two_responses" in asked else 1
        for name in ("number_paragraphs", "multiple_sections"):
            count = max(count, asked[name].minimum) if name in asked else count
        nth = asked.get("nth_paragraph_first_word")
        count = nth.paragraphs if nth else count
        lines = [self.line(i) for i in range(max(sentences, count))]
        containers = [" ".join(lines[i::count]) for i in range(count)]
        if nth:
            containers[nth.nth - 1] = f"{nth.word} {containers[nth.nth - 1]}"
        if "multiple_sections" in asked:
            marker = asked["multiple_sections"].marker
            containers = [f"{marker} {i + 1}\n{text}" for i, text in enumerate(containers)]
        return containers

    def joined(self, containers: list[str]) -> str:
        divider = "\n\n***\n\n" if "number_paragraphs" in self.asked else "\n\n"
        if "two_responses" not in self.asked:
            return divider.join(containers)
        first, *rest = containers
        if "number_paragraphs" in self.asked:
            # A line of six asterisks is no divider of three: the second response begins inside the first part.
            return f"{first}\n\n******\n\n{self.line(1)}\n\n***\n\n{divider.join(rest)}"
        return f"{first}\n\n******\n\n{divider.join(rest)}"
