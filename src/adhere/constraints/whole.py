"""What a reply is as a whole: a fixed answer, JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from adhere.constraints.composing import sentences, subject
from adhere.constraints.dividing import has_word
from adhere.constraints.domain import Domain, Shape
from adhere.constraints.editing import replace
from adhere.constraints.json_reading import JsonFaultError, core_of, read_json, whole_json
from adhere.constraints.judging import mark, satisfied, violated
from adhere.constraints.matching import occurrences
from adhere.constraints.parameters import check_phrases
from adhere.constraints.wording import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from adhere.constraints.protocol import Verdict
    from adhere.text import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class ConstrainedResponse:
    """One of the options is the answer: all of the reply, or where ``alone`` is false some of it.

    Two different options in one reply are no answer, wherever they stand.
    """

    id: ClassVar[str] = "detectable_format:constrained_response"
    options: tuple[str, ...] = ("My answer is yes.", "My answer is no.", "My answer is maybe.")
    alone: bool = True

    def __post_init__(self) -> None:
        check_phrases(self.id, "options", self.options)

    def check(self, reply: Document) -> Verdict:
        places_of = {option: occurrences(option, reply.text) for option in self.options}
        found = [option for option, spans in places_of.items() if spans]
        places = sorted(span for spans in places_of.values() for span in spans)
        evidence = mark(places, "option")
        if len(found) != 1:
            return violated(f"{len(found)} of the options given, exactly 1 asked", 0.5 if found else 0.0, evidence)
        rest = replace(reply.text, places, "")
        if self.alone and (has_word(rest) or len(places) > 1):
            return violated("there is more than the chosen option", 0.5, evidence)
        return satisfied(f"answers {quoted(found)}", evidence)

    def wordings(self) -> tuple[str, ...]:
        options = quoted(self.options, "or")
        extent = "and nothing else" if self.alone else "somewhere in your reply"
        return (
            f"Answer with exactly one of {options} {extent}.",
            f"Choose one of {options} and write it {extent if not self.alone else 'alone, without any other words'}.",
            f"Your answer must be one of {options}, word for word {extent}.",
            f"State exactly one of these answers {extent}: {options}",
            f"Pick the phrase that fits, {options}, and state it as written {extent}.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        chosen = rng.choice(self.options)
        return chosen if self.alone else f"I thought about {subject(topic)}. {chosen}"

    def mutants(self, text: str) -> Iterator[str]:
        for option in self.options:
            yield replace(text, occurrences(option, text), "Who knows.") if option in text else f"{text} {option}"
        if self.alone:
            yield f"{text} That is my view."

    def domain(self) -> Domain:
        return Domain(shape=Shape.OPTION)

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls()


def _json_fault(text: str) -> str | None:
    """Return why ``text`` is no JSON object or array, None where it is one."""
    try:
        value = read_json(text)
    except JsonFaultError as error:
        return str(error)
    return None if isinstance(value, dict | list) else "a bare value, no object or array"


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonFormat:
    """All of the reply is one JSON object or array, bare or in a code fence marked as JSON or not at all.

    Strict JSON (RFC 8259): no NaN, no repeated key. A bare value such as ``42`` is what any reply could be.
    """

    id: ClassVar[str] = "detectable_format:json_format"

    def check(self, reply: Document) -> Verdict:
        text = whole_json(reply)
        fault = _json_fault(text)
        if fault is None:
            return satisfied("the reply is JSON")
        return violated(fault, 0.5 if _json_fault(core_of(text)) is None else 0.0)

    def wordings(self) -> tuple[str, ...]:
        return (
            "Your entire output should be wrapped in JSON format.",
            "Answer with one JSON object or array and nothing else.",
            "Reply in valid JSON only, without any text before or after it.",
            "Give your whole response as a JSON object or array.",
            "Format your complete answer as JSON; you can use Markdown ticks such as ```json.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        record = {"topic": subject(topic), "notes": sentences(rng, topic, 3)}
        text = json.dumps(record, indent=2)
        return f"```json\n{text}\n```" if rng.random() < 1 / 2 else text

    def mutants(self, text: str) -> Iterator[str]:
        yield f"Here it is: {text}"
        yield f"{text}\nI hope this helps."
        yield text.replace("]", "", 1)
        yield text.replace('"topic"', '"notes"')

    def domain(self) -> Domain:
        return Domain(shape=Shape.JSON)

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls()
