"""Deciding agrees with exhaustive search over every short reply of a small alphabet."""

from __future__ import annotations

from itertools import combinations, product

from adhere.constraints import Constraint, Satisfiability, decide
from adhere.constraints.case import CapitalWordFrequency, EnglishCapital, EnglishLowercase
from adhere.constraints.contradictions.proofs import refute
from adhere.constraints.ifbench.counts import UniqueWordCount, WordRepeats
from adhere.constraints.ifbench.fixed_answers import Options
from adhere.constraints.ifbench.lines import NoWhitespace
from adhere.constraints.ifbench.positions import WordsPosition
from adhere.constraints.ifbench.repeats import RepeatSentence
from adhere.constraints.ifrlvr.extents import LetterCount
from adhere.constraints.keywords import ForbiddenWords, KeywordExistence, KeywordFrequency, LetterFrequency
from adhere.constraints.length import NumberWords
from adhere.constraints.punctuation import NoComma
from adhere.constraints.startend import EndChecker
from adhere.constraints.surface.phrases import AnyOf, InOrder
from adhere.text import Document

SMALL: list[Constraint] = [
    NumberWords(maximum=1),
    NumberWords(minimum=2, maximum=2),
    NumberWords(minimum=3),
    UniqueWordCount(maximum=1),
    UniqueWordCount(minimum=2),
    WordRepeats(maximum=1),
    KeywordExistence(keywords=("a",)),
    KeywordExistence(keywords=("a b",)),
    KeywordFrequency(keyword="b", minimum=2),
    ForbiddenWords(words=("a",)),
    ForbiddenWords(words=("b",)),
    LetterFrequency(letter="a", maximum=1),
    LetterFrequency(letter="a", minimum=2),
    LetterFrequency(letter="b", minimum=1, maximum=1),
    NoComma(),
    LetterFrequency(letter=",", minimum=1),
    EndChecker(phrase="a"),
    EndChecker(phrase="b"),
    EndChecker(phrase="a,"),
    NoWhitespace(),
    Options(options=("a", "b")),
    RepeatSentence(sentence="a b"),
    WordsPosition(keyword="b"),
    EnglishLowercase(),
    EnglishCapital(),
    CapitalWordFrequency(minimum=1),
    InOrder(phrases=("b", "a")),
    AnyOf(phrases=("a", "b"), minimum=2),
    LetterCount(maximum=2),
]


def test_exhaustive_search_agrees() -> None:
    """Of all texts of up to five of five characters none meets what is refuted; what one meets is decided so."""
    texts = ["".join(letters) for length in range(1, 6) for letters in product("abA, ", repeat=length)]
    documents = [Document(text) for text in dict.fromkeys(text.strip() for text in texts) if text]
    met = [{i for i, document in enumerate(documents) if one.check(document).satisfied} for one in SMALL]
    refuted = 0
    for size in (2, 3):
        for chosen in combinations(range(len(SMALL)), size):
            exists = bool(set.intersection(*(met[i] for i in chosen)))
            proof = refute([SMALL[i] for i in chosen])
            assert not (exists and proof), ([SMALL[i] for i in chosen], proof)
            refuted += proof is not None
            if size == 2 and exists:
                assert decide([SMALL[i] for i in chosen]).outcome is Satisfiability.SATISFIABLE
    assert refuted > 500
