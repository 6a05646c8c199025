"""Replies made of parts: two responses, the repeated request."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import dropwhile, islice
from typing import TYPE_CHECKING, ClassVar, Self

from adhere.constraints.bounds import Bounds, Noun
from adhere.constraints.composing import prose
from adhere.constraints.copying import TOKEN, is_bare, same_token
from adhere.constraints.dividing import has_word, separator, split_at
from adhere.constraints.domain import Domain, Quantity, Shape
from adhere.constraints.judging import mark, satisfied, violated
from adhere.constraints.parameters import check_phrase
from adhere.text import Document, Span

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from adhere.constraints.protocol import Verdict

_SEPARATOR = separator(asterisks=6)


def _folded(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoResponses:
    """Two responses with one line of exactly six asterisks between them, which differ in more than case and marks."""

    id: ClassVar[str] = "combination:two_responses"

    def check(self, reply: Document) -> Verdict:
        separators = list(_SEPARATOR.finditer(reply.text)) if "******" in reply.text else []
        lines = mark((Span(*match.span()) for match in separators), "separator")
        if len(separators) != 1:
            found = Noun("separator", "separators").counted(len(separators))
            return violated(f"{found}, exactly 1 asked", Bounds.exactly(1).score(len(separators)) / 4, lines)
        first, second = (_folded(part.of(reply.text)) for part in split_at(separators, reply.text))
        if not (first and second):
            return violated("a response has no words", 0.5, lines)
        if first == second:
            return violated("the two responses are the same", 0.75, lines)
        return satisfied("two different responses", lines)

    def wordings(self) -> tuple[str, ...]:
        return (
            "Give two different responses and separate them with a line of 6 asterisk symbols (******).",
            "Answer in two different ways, with a line that holds only ****** between them.",
            "Provide exactly two different answers, divided by six asterisks (******) on a line of their own.",
            "Write two versions that differ and put a line with ****** between the first and the second.",
            "Your reply must hold two different responses, separated by the line ****** and nothing else.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        return f"{prose(rng, topic)}\n\n******\n\nAnother way to see it. {prose(rng, topic)}"

    def mutants(self, text: str) -> Iterator[str]:
        first, _, second = text.partition("******")
        yield f"{first}*****{second}"
        yield f"{first}********{second}"
        yield f"{first}******{first}"
        yield f"{first}******"
        yield f"{text}\n\n******\n\nA third way."

    def domain(self) -> Domain:
        least = (Quantity.PARAGRAPHS, Quantity.SENTENCES, Quantity.WORDS)
        return Domain(counts={(quantity, ""): Bounds(2) for quantity in least}, shape=Shape.TWO_RESPONSES)

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls()


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatPrompt:
    """The reply begins with the request, word for word, and goes on with an answer.

    White space, case, the shape of quotes and Markdown or quotation marks around the repeated text do not matter.
    """

    id: ClassVar[str] = "combination:repeat_prompt"
    prompt: str

    def __post_init__(self) -> None:
        check_phrase(self.id, "prompt", self.prompt)

    def check(self, reply: Document) -> Verdict:
        asked = TOKEN.findall(self.prompt)
        wanted = list(dropwhile(is_bare, asked)) or asked  # what a reply begins with is read without bare marks, too
        worded = dropwhile(lambda token: is_bare(token[0]), TOKEN.finditer(reply.text))
        tokens = list(islice(worded, len(wanted)))
        same = 0
        for token, word in zip(tokens, wanted, strict=False):
            if not same_token(token[0], word):
                break
            same += 1
        evidence = mark([Span(tokens[0].start(), tokens[same - 1].end())] if same else [], "repeated")
        if same < len(wanted):
            return violated(f"{same} of {len(wanted)} words repeated", same / (len(wanted) + 1), evidence)
        if not has_word(reply.text[tokens[same - 1].end() :]):
            return violated("no answer follows the repeated request", same / (same + 1), evidence)
        return satisfied("repeats the request and answers it", evidence)

    def wordings(self) -> tuple[str, ...]:
        return (
            f'First repeat this request word for word, then give your answer: "{self.prompt}"',
            f'Begin your reply with exactly this text, and answer after it: "{self.prompt}"',
            f'Before you answer, write out the request without change: "{self.prompt}"',
            f'Start by copying these words, then respond to them: "{self.prompt}"',
            f'The first words of your response, before your answer to them, must be "{self.prompt}"',
        )

    def witness(self, rng: Random, topic: str) -> str:
        return f"{self.prompt}\n\n{prose(rng, topic)}"

    def mutants(self, text: str) -> Iterator[str]:
        reply = Document(text)
        _, _, rest = reply.text.partition(" ")
        yield rest
        yield f"Sure thing! {reply.text}"
        evidence = self.check(reply).evidence
        yield reply.text[: evidence[0].span.end]

    def domain(self) -> Domain:
        request = Document(self.prompt)
        counts = {
            (Quantity.WORDS, ""): Bounds(len(request.words) + 1),
            (Quantity.SENTENCES, ""): Bounds(len(request.sentences) + 1),
        }
        return Domain(counts=counts, verbatim=(self.prompt,), opening=self.prompt, shape=Shape.REPEATED_PROMPT)

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls(prompt=prompt)
