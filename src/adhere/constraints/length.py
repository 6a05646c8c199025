"""How long a reply is, and how it is divided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from adhere.constraints.bounds import Bounds, Noun
from adhere.constraints.composing import prose, prose_of_words
from adhere.constraints.counted import Counted
from adhere.constraints.dividing import has_word, separator, split_at, worded_paragraphs
from adhere.constraints.domain import Domain, Quantity
from adhere.constraints.editing import replace
from adhere.constraints.judging import mark, satisfied, violated
from adhere.constraints.matching import phrase_pattern, places
from adhere.constraints.parameters import check_phrase
from adhere.constraints.protocol import Evidence
from adhere.constraints.vocabulary import FITTING, draw_words
from adhere.constraints.wording import quoted
from adhere.errors import UsageError
from adhere.text import Document, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

    from adhere.constraints.protocol import Verdict

_DIVIDER = separator(asterisks=3)
_PARAGRAPHS = Noun("paragraph", "paragraphs")


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberWords(Counted):
    """So many words, as ``Document.words`` defines them: "don't" and "well-known" are one each, an emoji is none."""

    id: ClassVar[str] = "length_constraints:number_words"
    quantity: ClassVar[Quantity] = Quantity.WORDS
    least: ClassVar[int] = 1

    @property
    def noun(self) -> Noun:
        return Noun("word", "words")

    def find(self, reply: Document) -> Iterator[Span]:
        return places(reply.word_texts, reply.text)

    def count(self, reply: Document) -> int:
        return len(reply.word_texts)

    def evidence(self, reply: Document, count: int) -> tuple[Evidence, ...]:
        # One span for all that is beyond the maximum: words one by one would say less.
        if self.maximum is None or count <= self.maximum:
            return ()
        return (Evidence(Span(reply.words[self.maximum].start, len(reply.text)), f"beyond {self.maximum} words"),)

    def surplus(self, count: int) -> str:
        return " more" * count

    def requests(self) -> tuple[str, ...]:
        words = self.bounds.of(self.noun)
        return (
            f"Answer in {words}.",
            f"Your whole response should have {words}.",
            f"Write {words} in total.",
            f"The length of your reply must be {words}.",
            f"Use {words} for your answer.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        return prose_of_words(rng, topic, self.pick(rng, slack=20))

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return rng.choice(
            (
                cls(minimum=rng.randrange(40, 90, 10)),
                cls(maximum=rng.randrange(40, 130, 10)),
                cls(minimum=(low := rng.randrange(40, 70, 10)), maximum=low + rng.randrange(30, 60, 10)),
            )
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberSentences(Counted):
    """So many sentences, as ``Document.sentences`` defines them: a heading and a list item are one each, code none."""

    id: ClassVar[str] = "length_constraints:number_sentences"
    quantity: ClassVar[Quantity] = Quantity.SENTENCES
    least: ClassVar[int] = 1

    @property
    def noun(self) -> Noun:
        return Noun("sentence", "sentences")

    def find(self, reply: Document) -> Sequence[Span]:
        return reply.sentences

    def surplus(self, count: int) -> str:
        return " There is more to say." * count

    def requests(self) -> tuple[str, ...]:
        number = self.bounds.of(self.noun)
        return (
            f"Answer in {number}.",
            f"Your whole response should have {number}.",
            f"Write {number} in total.",
            f"The length of your reply must be {number}.",
            f"Use {number} for your answer.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        return prose(rng, topic, self.pick(rng))

    def domain(self) -> Domain:
        # A natural sentence has 4 to 40 words.
        most = None if self.maximum is None else 40 * self.maximum
        words = Bounds(4 * self.minimum, most)
        return Domain(counts={(Quantity.SENTENCES, ""): self.bounds, (Quantity.WORDS, ""): words})

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        count = rng.randint(2, 5)
        return rng.choice((cls(minimum=count), cls(maximum=count + 1), cls(minimum=count, maximum=count)))


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberParagraphs(Counted):
    """So many paragraphs, divided by the Markdown divider ``***``.

    A divider is a line of exactly three asterisks, so that bold italics are none; a part without a word is none.
    """

    id: ClassVar[str] = "length_constraints:number_paragraphs"
    quantity: ClassVar[Quantity] = Quantity.PARTS
    least: ClassVar[int] = 1

    @property
    def noun(self) -> Noun:
        return _PARAGRAPHS

    def find(self, reply: Document) -> list[Span]:
        dividers = _DIVIDER.finditer(reply.text) if "***" in reply.text else ()
        return [part for part in split_at(dividers, reply.text) if has_word(part.of(reply.text))]

    def surplus(self, count: int) -> str:
        return "\n\n***\n\nThere is more to say." * count

    def requests(self) -> tuple[str, ...]:
        number = self.bounds.of(self.noun)
        return (
            f"Write {number}, separated by a line with the Markdown divider ***.",
            f"Your answer should have {number}; put the Markdown divider *** on a line of its own between them.",
            f"Divide your reply into {number} with the Markdown divider *** between one and the next.",
            f"There should be {number} in your response, separated by the Markdown divider *** on its own line.",
            f"Use {number} and separate them with lines that hold nothing but ***.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        return "\n\n***\n\n".join(prose(rng, topic, 2) for _ in range(self.pick(rng)))

    def domain(self) -> Domain:
        # Two sentences of four words are the least that reads as a paragraph.
        least = {(Quantity.SENTENCES, ""): Bounds(self.minimum), (Quantity.WORDS, ""): Bounds(8 * self.minimum)}
        return Domain(counts={(Quantity.PARTS, ""): self.bounds, **least})

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        count = rng.randint(2, 4)
        return cls(minimum=count, maximum=count)


@dataclass(frozen=True, slots=True, kw_only=True)
class NthParagraphFirstWord:
    """So many paragraphs between blank lines, and one of them begins with the word.

    A paragraph without a word (a divider) is none. Markdown, quotation marks and case before and in the first word do
    not matter, nor does punctuation after it: ``**Hello**,`` begins with "hello". The word may be a phrase.
    """

    id: ClassVar[str] = "length_constraints:nth_paragraph_first_word"
    paragraphs: int
    nth: int
    word: str

    def __post_init__(self) -> None:
        check_phrase(self.id, "word", self.word)
        if not 1 <= self.nth <= self.paragraphs:
            raise UsageError(
                f"{self.id}: paragraph {self.nth} of {self.paragraphs}", hint="nth must be from 1 to paragraphs"
            )

    def check(self, reply: Document) -> Verdict:
        found = worded_paragraphs(reply)
        counted = f"{_PARAGRAPHS.counted(len(found))}, exactly {self.paragraphs} asked"
        nearness = Bounds.exactly(self.paragraphs).score(len(found))
        if len(found) < self.nth:
            return violated(counted, nearness / 2, mark(found, "paragraph"))
        opening = _opening(self.word, reply.text, found[self.nth - 1])
        evidence = mark([opening or found[self.nth - 1]], f"paragraph {self.nth}")
        reason = f"{counted}; {self.nth} {'begins' if opening else 'does not begin'} with {quoted([self.word])}"
        if opening is None or len(found) != self.paragraphs:
            return violated(reason, nearness / 2 if opening is None else (1 + nearness) / 2, evidence)
        return satisfied(reason, evidence)

    def wordings(self) -> tuple[str, ...]:
        number = Bounds.exactly(self.paragraphs).of(_PARAGRAPHS)
        which = f"paragraph {self.nth}"
        return (
            f'Write {number} with a blank line between them, and begin {which} with the word "{self.word}".',
            f'Your answer must have {number}, separated by blank lines; {which} must start with "{self.word}".',
            f'Use {number}, separated by two new lines, where {which} opens with the word "{self.word}".',
            f'Reply in {number} divided by blank lines and let "{self.word}" be the first word of {which}.',
            f'There should be {number}, set apart by blank lines, with the word "{self.word}" at the start of {which}.',
        )

    def witness(self, rng: Random, topic: str) -> str:
        paragraphs = [prose(rng, topic, 2) for _ in range(self.paragraphs)]
        paragraphs[self.nth - 1] = f"{self.word} is the word to begin with. {paragraphs[self.nth - 1]}"
        return "\n\n".join(paragraphs)

    def mutants(self, text: str) -> Iterator[str]:
        reply = Document(text)
        found = worded_paragraphs(reply)
        begin = found[self.nth - 1].start
        yield f"{reply.text}\n\nThere is more to say."
        yield replace(reply.text, found[-1:], "")
        yield f"{reply.text[:begin]}Well then: {reply.text[begin:]}"

    def domain(self) -> Domain:
        counts = {
            (Quantity.PARAGRAPHS, ""): Bounds.exactly(self.paragraphs),
            (Quantity.SENTENCES, ""): Bounds(self.paragraphs),
            (Quantity.WORDS, ""): Bounds(8 * self.paragraphs),
            (Quantity.PHRASE, self.word.casefold()): Bounds(1),
        }
        return Domain(counts=counts, opening=self.word if self.nth == 1 else None)

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        count = rng.randint(2, 3)
        (word,) = draw_words(rng, FITTING, 1, prompt)
        return cls(paragraphs=count, nth=rng.randint(1, count), word=word)


def _opening(word: str, text: str, paragraph: Span) -> Span | None:
    """Return where ``word`` opens the paragraph, with nothing but marks before it."""
    match = phrase_pattern(word).search(text, *paragraph)
    if match is None or has_word(text[paragraph.start : match.start()]):
        return None
    return Span(*match.span())
