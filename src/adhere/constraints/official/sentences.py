"""Sentences as NLTK's Punkt tokenizer splits a plain text (Kiss and Strunk 2006), English parameters.

The package ``punkt`` has the parameters and the decision on one candidate. It finds candidates in a better way than
NLTK (ellipses, runs of exclamation marks); the published checkers count what NLTK finds.
"""

from __future__ import annotations

import re
import string
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from punkt import PunktParameters, PunktWordTokenizer

# A mark that may end a sentence, with what follows: closing punctuation at once, or a token after white space.
_MARK = re.compile(r"[.?!](?=(?P<after>[)\";}\]*:@'({\[\u2018\u2019\u201c\u201d\xab\xbb?!]|\s+(?P<token>\S+)))")
_CLOSING = re.compile(r"[\"')\]}\u2018\u2019\u201c\u201d\xab\xbb]+?(?:\s+|(?=--)|$)", re.MULTILINE)


def split_sentences(text: str) -> list[str]:
    """Return the sentences of ``text``, as NLTK's ``sent_tokenize`` does."""
    sentences: list[str] = []
    pieces = list(_pieces(text))
    moved = 0  # how much of a piece went to the sentence before it
    for (start, end), following in zip(pieces, [*pieces[1:], None], strict=True):
        first = start + moved
        closing = _CLOSING.match(text[slice(*following)]) if following else None
        if following and closing:
            sentences.append(text[first : following[0] + len(closing.group().rstrip())])
        elif first < end:
            sentences.append(text[first:end])
        moved = closing.end() if closing else 0
    return sentences


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches between sentence breaks, closing punctuation not yet moved to where it belongs."""
    start = 0
    for mark, context in _candidates(text):
        if _breaks(context):
            yield start, mark.end()
            start = mark.start("token") if mark["token"] else mark.end()
    yield start, len(text.rstrip())


def _candidates(text: str) -> Iterator[tuple[re.Match[str], str]]:
    """Yield each mark that may end a sentence with its context: the word before it and what follows it.

    Of marks in one word only the last is a candidate.
    """
    before: tuple[int, re.Match[str]] | None = None
    word, stop = 0, 0
    for mark in _MARK.finditer(text):
        space = max(text.rfind(blank, stop, mark.start()) for blank in string.whitespace)
        word = space + 1 if space >= 0 else word
        if before is not None and stop <= word:
            yield before[1], _context(text, *before)
        before, stop = (word, mark), mark.start()
    if before is not None:
        yield before[1], _context(text, *before)


def _context(text: str, word: int, mark: re.Match[str]) -> str:
    return text[word : mark.end()] + mark["after"]


def _breaks(context: str) -> bool:
    """Whether a sentence ends in ``context`` before its last token."""
    from punkt import annotate_tokens

    words, parameters = _english()
    tokens = annotate_tokens(words.tokenize_annotated(context), parameters)
    return any(token.sentbreak for token in list(tokens)[:-1])


@cache
def _english() -> tuple[PunktWordTokenizer, PunktParameters]:
    from punkt import PunktWordTokenizer, load_model

    return PunktWordTokenizer(), load_model("english")
