"""Fenced code blocks of Markdown: how many, and in which language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar, Self

from adhere.constraints.bounds import Noun
from adhere.constraints.composing import prose, subject
from adhere.constraints.counted import Counted
from adhere.constraints.domain import Domain, Quantity
from adhere.constraints.faultless import Faultless
from adhere.constraints.parameters import check_phrase
from adhere.errors import UsageError
from adhere.text import BlockKind, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from random import Random

    from adhere.text import Block, Document

_BLOCKS = Noun("fenced code block", "fenced code blocks")
_LANGUAGE = re.compile(r"[^\s`~{}]+")
_SAME: Mapping[str, str] = MappingProxyType(
    {
        "py": "python", "python3": "python", "js": "javascript", "ts": "typescript", "sh": "bash", "shell": "bash",
        "c++": "cpp", "cs": "csharp", "c#": "csharp", "golang": "go", "rs": "rust", "rb": "ruby", "yml": "yaml",
        "kt": "kotlin", "md": "markdown", "ps1": "powershell", "htm": "html", "postgresql": "sql",
    }
)  # fmt: skip
"""Other names that writers give the languages after a fence."""


def fenced_blocks(reply: Document) -> list[Block]:
    """Return the fenced code blocks in order: indented text is seldom meant as code."""
    if "```" not in reply.text and "~~~" not in reply.text:
        return []
    code = (block for block in reply.blocks if block.kind is BlockKind.CODE)
    return [block for block in code if reply.text[block.span.start] in "`~"]


def _named(name: str) -> str:
    """Return the first word of what follows a fence, in its most usual form."""
    found = _LANGUAGE.search(name)
    word = found[0].lower() if found else ""
    return _SAME.get(word, word)


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeLanguage(Faultless):
    """Each fenced code block names the language after its opening fence; there is one at least.

    The usual short names ("py", "js") are the language too. What the code is written in is not judged.
    """

    id: ClassVar[str] = "markdown:code_language"
    unit: ClassVar[Noun] = _BLOCKS
    quantity: ClassVar[Quantity] = Quantity.CODE_BLOCKS
    fault: ClassVar[str] = "name another language or none"
    programming_language: str

    def __post_init__(self) -> None:
        check_phrase(self.id, "programming_language", self.programming_language)
        if not _LANGUAGE.fullmatch(self.programming_language):
            raise UsageError(
                f"{self.id}: programming_language is {self.programming_language!r}", hint="give one word such as python"
            )

    def units(self, reply: Document) -> list[Span]:
        return [block.span for block in fenced_blocks(reply)]

    def faults(self, reply: Document) -> list[Span]:
        wanted = _named(self.programming_language)
        return [block.span for block in fenced_blocks(reply) if _named(block.info) != wanted]

    def wordings(self) -> tuple[str, ...]:
        name = self.programming_language
        return (
            f"Put your code in fenced Markdown code blocks marked as {name}, such as ```{name}.",
            f"Write code blocks in Markdown and name the language {name} after each opening fence.",
            f"Every code block in your reply must be fenced and marked with {name}.",
            f"Include a fenced code block and mark it, and any other one, as {name}.",
            f"Give the code in a block that opens with ```{name}, and use no other kind of block.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        block = f"```{self.programming_language}\n{subject(topic).replace(' ', '_')} = 1\n```"
        return "\n\n".join([prose(rng, topic, 1), *[block] * rng.randint(1, 3)])

    def mutants(self, text: str) -> Iterator[str]:
        yield text.replace("```", "")
        yield text.replace(f"```{self.programming_language}", "```")
        yield text.replace(f"```{self.programming_language}", "```plaintext-file", 1)
        yield f"{text}\n\n```\nx = 1\n```"

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls(programming_language=rng.choice(("python", "javascript", "bash", "sql", "rust", "json")))


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeBlockCount(Counted):
    """So many fenced code blocks, nested ones too; indented code and inline code are none."""

    id: ClassVar[str] = "markdown:code_block_count"
    quantity: ClassVar[Quantity] = Quantity.CODE_BLOCKS

    @property
    def noun(self) -> Noun:
        return _BLOCKS

    def find(self, reply: Document) -> list[Span]:
        return [block.span for block in fenced_blocks(reply)]

    def surplus(self, count: int) -> str:
        return "\n\n```\nx = 1\n```" * count

    def requests(self) -> tuple[str, ...]:
        number = self.bounds.of(self.noun)
        return (
            f"Your answer must have {number} in Markdown.",
            f"Use {number} in your reply.",
            f"Include {number}, each opened and closed by a line with ```.",
            f"There must be {number} in your response.",
            f"Write your reply with {number} between lines of ```.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        block = f"```text\n{subject(topic)}\n```"
        return "\n\n".join([prose(rng, topic, 1), *[block] * self.pick(rng)])

    def domain(self) -> Domain:
        return Domain(counts={(Quantity.CODE_BLOCKS, ""): self.bounds}, verbatim=("```",) * self.minimum)

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        count = rng.randint(1, 3)
        return cls(minimum=count, maximum=count)
