"""Facts about words: how many, which, which not, and rules for each of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

from adhere.constraints.bounds import Bounds
from adhere.constraints.contradictions.facts import (
    FIRST_LETTERS,
    LAST_CHARACTER,
    SCRIPT,
    Facts,
    Key,
    Measure,
    is_ordinary,
    runs,
)
from adhere.constraints.ifbench.letters import plain
from adhere.text import Document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from adhere.constraints.faultless import Faultless
    from adhere.constraints.ifbench.counts import Numbers, UniqueWordCount, WordRepeats
    from adhere.constraints.ifbench.named_words import KeywordsMultiple
    from adhere.constraints.ifbench.positions import KeywordPosition, SentenceKeyword, WordsPosition
    from adhere.constraints.ifbench.ratios import Overlap
    from adhere.constraints.ifbench.spelling import Palindromes, VowelTypes
    from adhere.constraints.ifbench.syllables import OddEvenSyllables
    from adhere.constraints.ifrlvr.copies import VariedPhrase
    from adhere.constraints.ifrlvr.keyword_types import IncludedPalindrome
    from adhere.constraints.ifrlvr.planned import SameEnds
    from adhere.constraints.ifrlvr.sentence_ends import (
        FirstWordOfReply,
        FirstWordOfSentences,
        LastWordOfReply,
        LastWordOfSentences,
    )
    from adhere.constraints.keywords import ForbiddenWords, KeywordExistence, KeywordFrequency, LetterFrequency
    from adhere.constraints.length import NumberWords
    from adhere.constraints.protocol import Constraint
    from adhere.constraints.structure.parts import OrderedParts
    from adhere.constraints.surface.phrases import AnyOf, InOrder, NoneOfPhrases


def phrase(text: str, bounds: Bounds = Bounds(1)) -> dict[Key, Bounds]:  # noqa: B008 - immutable
    """Return the count of a phrase; nothing where it has letters of which texts may have another form."""
    return {(Measure.PHRASE, " ".join(text.casefold().split())): bounds} if is_ordinary(text) else {}


def phrases(texts: Iterable[str], bounds: Bounds = Bounds(1)) -> Facts:  # noqa: B008 - immutable
    """Return that each phrase occurs so often."""
    return Facts(counts={key: each for text in texts for key, each in phrase(text, bounds).items()})


def at_least(**least: int) -> Facts:
    """Return minima by the name of the measure."""
    return Facts(counts={(Measure[name], ""): Bounds(count) for name, count in least.items()})


def number_words(constraint: NumberWords) -> Facts:
    """So many words."""
    return Facts(counts={(Measure.WORDS, ""): constraint.bounds})


def unique_words(constraint: UniqueWordCount) -> Facts:
    """So many different words."""
    return Facts(counts={(Measure.DIFFERENT_WORDS, ""): constraint.bounds})


def keyword_existence(constraint: KeywordExistence) -> Facts:
    """Each keyword once or more."""
    return phrases(constraint.keywords)


def keyword_frequency(constraint: KeywordFrequency) -> Facts:
    """The keyword so often."""
    return phrases([constraint.keyword], constraint.bounds)


def forbidden_words(constraint: ForbiddenWords) -> Facts:
    """None of the words."""
    return phrases(constraint.words, Bounds(0, 0))


def keywords_multiple(constraint: KeywordsMultiple) -> Facts:
    """Each keyword exactly so often."""
    pairs = zip(constraint.keywords, constraint.times, strict=True)
    return Facts(
        counts={key: each for word, times in pairs for key, each in phrase(word, Bounds.exactly(times)).items()}
    )


def letter_frequency(constraint: LetterFrequency) -> Facts:
    """The character so often."""
    letter = constraint.letter.lower()
    return Facts(counts={(Measure.CHARACTER, letter): constraint.bounds} if is_ordinary(constraint.letter) else {})


def word_of_sentence(constraint: SentenceKeyword) -> Facts:
    """The word, and so many sentences."""
    return Facts(counts={**phrase(constraint.word), (Measure.SENTENCES, ""): Bounds(constraint.sentence)})


def word_at_place(constraint: KeywordPosition) -> Facts:
    """So many sentences, the last of them with so many words and each with one."""
    words = constraint.sentence - 1 + constraint.position
    return _word(constraint.keyword, {(Measure.SENTENCES, ""): constraint.sentence, (Measure.WORDS, ""): words})


def words_at_ends(constraint: WordsPosition) -> Facts:
    """Three words or more; which, the words decide."""
    facts = _word(constraint.keyword, {(Measure.WORDS, ""): 3})
    (keyword,) = Document(constraint.keyword).folded_words

    def ends(text: str) -> bool:
        words = Document(text).folded_words
        return len(words) <= _TWO or words[-_TWO] == keyword  # the first may be a part of a word

    return replace(facts, ends=ends if is_ordinary(keyword) else None, decides=_decider(constraint))


def overlap(constraint: Overlap) -> Facts:
    """Three words or more; where some must be the reference's, three in a row of it, as its trigrams are."""
    words = [word.replace("\u2019", "'") for word in Document(constraint.reference).folded_words]
    some = constraint.percentage > constraint.tolerance
    trigrams = dict.fromkeys(" ".join(words[i : i + 3]) for i in range(len(words) - 2))
    cases = tuple(replace(verbatim(trigram), counts=letters_of(trigram)) for trigram in trigrams) or (_NEVER,)
    counts = {(Measure.WORDS, ""): Bounds(3)}
    if some:  # no more trigrams than leave those of the reference their share, and a different word makes another one
        own = 100 * len(trigrams) // (constraint.percentage - constraint.tolerance)
        counts[Measure.DIFFERENT_WORDS, ""] = Bounds(0, own + 2)
    return Facts(counts=counts, cases=(cases,) if some else (), decides=_decider(constraint))


def numbers(constraint: Numbers) -> Facts:
    """A digit for each number."""
    return at_least(DIGITS=constraint.minimum)


def repeats(constraint: WordRepeats) -> Facts:
    """No word too often in any part."""
    most = Bounds(1, constraint.maximum)
    return Facts(
        counts={(Measure.WORDS, ""): Bounds(1), (Measure.COMMONEST, ""): most},
        keeps=_keeper(constraint),
        decides=_decider(constraint),
    )


def vowel_types(constraint: VowelTypes) -> Facts:
    """One paragraph, of whose words the letters decide."""
    return Facts(
        counts={
            (Measure.WORDS, ""): Bounds(1),
            (Measure.PARAGRAPHS, ""): Bounds.exactly(1),
            (Measure.VOWELS, ""): Bounds.exactly(constraint.types),
        },
        decides=_decider(constraint),
    )


def word_rule(constraint: Constraint) -> Facts:
    """A verdict that depends on nothing but the words and their order."""
    return Facts(counts={(Measure.WORDS, ""): Bounds(1)}, decides=_decider(constraint))


def turns(constraint: OddEvenSyllables) -> Facts:
    """Words that take turns, those of a part, too; a word whose syllables nobody knows leaves the reply undecided."""

    def keeps(text: str) -> bool:
        document = Document(text)
        return len(document.words) < _TWO or constraint.check(document).satisfied

    return Facts(
        counts={(Measure.WORDS, ""): Bounds(_TWO), (Measure.DIGITS, ""): Bounds(0, 0)},
        keeps=keeps,
        decides=_decider(constraint),
        unlike=((SCRIPT, "Latin"),),
    )


_TWO = 2
"""Words that take turns at the least."""


def each_word(constraint: Faultless) -> Facts:
    """A rule for each word or for neighbours, that one fault breaks wherever it stands."""

    def keeps(text: str) -> bool:
        document = Document(text)
        return not document.words or not constraint.faults(document)

    return Facts(
        counts={(Measure.WORDS, ""): Bounds(constraint.fewest)},
        decides=_decider(constraint),  # type: ignore[arg-type]  # every subclass is a constraint
        keeps=keeps,
    )


def each_cluster(constraint: Faultless) -> Facts:
    """A rule for each word, which has two letters at least."""
    facts = each_word(constraint)
    return replace(facts, counts={**facts.counts, (Measure.LETTERS, ""): Bounds(_TWO)})


def each_letter(constraint: Faultless) -> Facts:
    """A rule for each word, which begins with a letter."""
    return replace(each_word(constraint), unlike=((FIRST_LETTERS, "letters alone"),))


def palindromes(constraint: Palindromes) -> Facts:
    """Different words, as many as palindromes are asked for."""
    length = constraint.length
    return Facts(
        counts={(Measure.DIFFERENT_WORDS, ""): Bounds(constraint.minimum)},
        decides=_decider(constraint),
        some=(lambda run: len(run) >= length and plain(run) == plain(run)[::-1]) if constraint.minimum else None,
    )


def same_ends(constraint: SameEnds) -> Facts:  # noqa: ARG001 - every type gives its facts in this form
    """Two words or more, the first and the last the same."""

    def same(text: str) -> bool:
        words = Document(text).folded_words
        return len(words) > 1 and words[0] == words[-1]

    return Facts(
        counts={(Measure.WORDS, ""): Bounds(2), (Measure.COMMONEST, ""): Bounds(2)},
        decides=same,
        ends=lambda text: text[-1:].isalnum(),
        unlike=((LAST_CHARACTER, "of the last word"),),
    )


def same_ends_of_lines(constraint: Constraint) -> Facts:  # noqa: ARG001 - as above
    """A line of two words or more, the first and the last of which are the same."""
    return Facts(counts={(Measure.WORDS, ""): Bounds(2), (Measure.COMMONEST, ""): Bounds(2)})


def any_phrases(constraint: AnyOf) -> Facts:
    """So many of the phrases."""
    cases = tuple(map(phrases, combinations(constraint.phrases, constraint.minimum)))
    return Facts(cases=(cases,)) if len(cases) > 1 else cases[0]


def no_phrases(constraint: NoneOfPhrases) -> Facts:
    """None of the phrases."""
    return phrases(constraint.phrases, Bounds(0, 0))


def ordered_phrases(texts: Sequence[str]) -> Facts:
    """Return that each phrase occurs behind the one before it."""
    wanted = list(map(runs, texts))
    counts = Counter(texts)

    def decides(text: str) -> bool:
        given, place = runs(text), 0
        for phrase_ in wanted:
            starts = (i for i in range(place, len(given)) if given[i : i + len(phrase_)] == phrase_)
            place = next(starts, len(given)) + len(phrase_)
        return place <= len(given)

    return Facts(
        counts={key: each for text in counts for key, each in phrase(text, Bounds(counts[text])).items()},
        decides=decides,
    )


def phrases_in_order(constraint: InOrder) -> Facts:
    """The phrases in their order."""
    return ordered_phrases(constraint.phrases)


def parts_in_order(constraint: OrderedParts) -> Facts:
    """The parts in their order."""
    return ordered_phrases(constraint.parts)


def varied_phrase(constraint: VariedPhrase) -> Facts:
    """As many words as the phrase has, the first and the last of which are its own; the words decide."""
    words = Document(constraint.phrase).folded_words
    ends = letters_of(f"{words[0]} {words[-1]}") if is_ordinary(constraint.phrase) else {}
    for word in (words[0], words[-1]) if words[0].isalnum() and words[-1].isalnum() else ():
        ends |= phrase(word, Bounds(constraint.times))
    least = {(Measure.WORDS, ""): Bounds(len(words)), (Measure.COMMONEST, ""): Bounds(constraint.times)}
    return Facts(counts={**least, **ends}, decides=_decider(constraint))


def hidden_palindromes(constraint: IncludedPalindrome) -> Facts:
    """Letters that read the same backward, in a row of whole words."""

    def decides(text: str) -> bool:
        given = runs(text)
        rows = ("".join(given[i:j]) for i, j in combinations(range(len(given) + 1), 2))
        return any(len(row) >= constraint.length and row == row[::-1] for row in rows)

    enough = Bounds(constraint.length * constraint.minimum)
    return Facts(counts={(Measure.LETTERS, ""): enough}, decides=decides if constraint.minimum else None)


def word_at_end(constraint: FirstWordOfReply | LastWordOfReply) -> Facts:
    """The word, first or last of all."""
    facts = _word(constraint.word, {(Measure.WORDS, ""): 1})
    word = runs(constraint.word) if is_ordinary(constraint.word) else ()
    last = constraint.id.startswith("last")
    return Facts(
        counts=facts.counts,
        texts=facts.texts,
        opening=() if last else word,
        closing=word if last else (),
        decides=_decider(constraint),
    )


def word_of_sentences(constraint: FirstWordOfSentences | LastWordOfSentences) -> Facts:
    """A sentence or more, with the word in it."""
    return _word(constraint.word, {(Measure.SENTENCES, ""): 1})


def verbatim(text: str) -> Facts:
    """Return that the words of ``text`` stand in the reply in a row."""
    return Facts(texts=(text,)) if text.isascii() else Facts()


def letters_of(text: str) -> dict[Key, Bounds]:
    """Return the least of each letter and digit of ASCII that a reply has in which the text is written."""
    letters = {letter for letter in text.lower() if letter.isalnum() and letter.isascii()}
    return {(Measure.CHARACTER, letter): Bounds(text.lower().count(letter)) for letter in letters}


def _word(word: str, least: dict[Key, int]) -> Facts:
    """Return minima, and the letters of a word that may be written as part of no other."""
    counts = {key: Bounds(count) for key, count in least.items()}
    return Facts(counts={**counts, **letters_of(word)}, texts=(word,) if runs(word) == (word.lower(),) else ())


_NEVER = Facts(counts={(Measure.WORDS, ""): Bounds(1, 0)})
"""What holds of no text."""


def _decider(constraint: Constraint) -> Callable[[str], bool]:
    return lambda text: constraint.check(Document(text)).satisfied


def _keeper(constraint: Constraint) -> Callable[[str], bool]:
    def keeps(text: str) -> bool:
        document = Document(text)
        return not document.words or constraint.check(document).satisfied

    return keeps
