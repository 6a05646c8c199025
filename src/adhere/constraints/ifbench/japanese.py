"""Words of a Japanese script among others."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from adhere.constraints.bounds import Bounds
from adhere.constraints.composing import prose_of_words
from adhere.constraints.dividing import has_word
from adhere.constraints.domain import Domain, Quantity
from adhere.constraints.judging import mark, satisfied, violated
from adhere.constraints.wording import ordinal
from adhere.errors import UsageError
from adhere.text import Document

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from adhere.constraints.protocol import Verdict

_LETTER = re.compile(r"[^\W\d_]")
# Hiragana, Katakana with the sound mark, half-width Katakana, and the Han ideographs with the iteration mark.
_SCRIPT = re.compile("[\u3041-\u3096\u30a1-\u30fa\u30fc\uff66-\uff9f\u3005\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_WORDS = ("猫", "さくら", "ありがとう", "山", "カメラ", "水", "美しい", "音楽", "ともだち", "東京")


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsJapanese:
    """Every so many words, one is in Japanese; words are what stands between white space and has a letter or a digit.

    A word is in Japanese if all its letters are kana or Han characters of the Japanese standard (JIS X 0208), so that
    one with simplified Chinese characters is not; a word of Han characters that both languages write is. Whether the
    word exists is not judged. A reply with too few words shows nothing, unless all of it is Japanese, which is written
    without spaces.
    """

    id: ClassVar[str] = "count:words_japanese"
    every: int

    def __post_init__(self) -> None:
        if self.every < 1:
            raise UsageError(f"{self.id}: every is {self.every}", hint="give 1 or more")

    def check(self, reply: Document) -> Verdict:
        if has_word(reply.text) and _is_japanese(reply.text):
            return satisfied("every word is in Japanese")
        tokens = reply.tokens
        asked = tokens[self.every - 1 :: self.every]
        if not asked:
            return violated(f"{len(tokens)} words, too few to have word {self.every}")
        wrong = [span for span in asked if not _is_japanese(span.of(reply.text))]
        if not wrong:
            return satisfied(f"{len(asked)} of {len(asked)} words in Japanese", mark(asked, "in Japanese"))
        share = (1 + len(wrong)) / (2 + len(asked))
        return violated(f"{len(wrong)} of {len(asked)} words not in Japanese", 1 - share, mark(wrong, "not Japanese"))

    def wordings(self) -> tuple[str, ...]:
        number = ordinal(self.every)
        return (
            f"Every {number} word of your response must be in Japanese.",
            f"Write each {number} word of your answer in Japanese.",
            f"Count the words of your reply and let every {number} be a Japanese one.",
            f"In your response, put a Japanese word in the place of each {number} word.",
            f"After the words before it, each {number} word must be written in Japanese.",
        )

    def witness(self, rng: Random, topic: str) -> str:
        words = prose_of_words(rng, topic, max(12, 2 * self.every)).split()
        for i in range(self.every - 1, len(words), self.every):
            words[i] = rng.choice(_WORDS)
        return " ".join(words)

    def mutants(self, text: str) -> Iterator[str]:
        reply = Document(text)
        word = reply.tokens[self.every - 1]
        for foreign in ("word", "这们"):
            yield f"{reply.text[: word.start]}{foreign}{reply.text[word.end :]}"
        if self.every > 1:
            yield reply.text[: word.start]

    def domain(self) -> Domain:
        return Domain(counts={(Quantity.WORDS, ""): Bounds(self.every)})

    @classmethod
    def draw(cls, rng: Random, prompt: str) -> Self:
        return cls(every=rng.randint(3, 15))


def _is_japanese(text: str) -> bool:
    """Whether ``text`` has letters, and all of them are of the Japanese script."""
    # The first letter settles it for most texts.
    return _LETTER.search(text) is not None and all(map(_is_of_script, _LETTER.finditer(text)))


def _is_of_script(letter: re.Match[str]) -> bool:
    return _SCRIPT.match(letter[0]) is not None and _in_standard(letter[0])


def _in_standard(letter: str) -> bool:
    try:
        letter.encode("shift_jis")
    except UnicodeEncodeError:
        return False
    return True
