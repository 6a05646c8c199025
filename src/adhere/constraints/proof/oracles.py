"""What is true of a planned text: an oracle for each type whose rule can be told from the plan, without a checker.

No oracle reads the text the way a checker does: words, sentences and what stands out are known before it is written.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from adhere.constraints.bounds import Bounds
from adhere.constraints.domain import Quantity
from adhere.constraints.proof.oracle_terms import counted, folded, parts_of, times_of, within
from adhere.constraints.proof.user_oracles import USER_ORACLES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from adhere.constraints.proof.oracle_terms import Oracle
    from adhere.constraints.proof.texts import Plan, Sentence


def _existence(constraint: Any, plan: Plan) -> bool | None:  # noqa: ANN401 (as above)
    times = [times_of(keyword, plan.words) for keyword in constraint.keywords]
    return None if None in times else all(times)


def _frequency(constraint: Any, plan: Plan) -> bool | None:  # noqa: ANN401 (as above)
    times = times_of(constraint.keyword, plan.words)
    return None if times is None else within(constraint, times)


def _forbidden(constraint: Any, plan: Plan) -> bool | None:  # noqa: ANN401 (as above)
    times = [times_of(word, plan.words) for word in constraint.words]
    return None if None in times else not any(times)


def _keywords_multiple(constraint: Any, plan: Plan) -> bool | None:  # noqa: ANN401 (as above)
    times = tuple(times_of(keyword, plan.words) for keyword in constraint.keywords)
    return None if None in times else bool(times == tuple(constraint.times))


def _letter_frequency(constraint: Any, plan: Plan) -> bool | None:  # noqa: ANN401 (as above)
    letter = constraint.letter.lower()
    return within(constraint, "".join(plan.words).lower().count(letter)) if letter.isalpha() else None


def _nth_paragraph_first_word(constraint: Any, plan: Plan) -> bool | None:  # noqa: ANN401 (as above)
    if not constraint.word.isalpha():
        return None
    paragraphs = plan.paragraphs
    if len(paragraphs) != constraint.paragraphs:
        return False
    first = paragraphs[constraint.nth - 1][0].words[0]
    return bool(parts_of([first])[0] == constraint.word.casefold())


def _title(_: object, plan: Plan) -> bool:
    return any(sentence.mark == "" for sentence in plan.sentences)


def _no_comma(_: object, plan: Plan) -> bool:
    return not plan.counts[Quantity.COMMAS]


def _no_exclamation(_: object, plan: Plan) -> bool:
    return all(sentence.mark != "!" for sentence in plan.sentences)


def _no_dot(_: object, plan: Plan) -> bool:
    return all(sentence.mark != "." for sentence in plan.sentences)


def _capital_words(plan: Plan) -> int:
    return sum(word.isupper() and sum(map(str.isalpha, word)) > 1 for word in plan.words)


def _person_names(constraint: Any, plan: Plan) -> bool:  # noqa: ANN401 (as above)
    return within(constraint, len(set(constraint.names) & set(plan.words)))


def _repeats(constraint: Any, plan: Plan) -> bool:  # noqa: ANN401 (as above)
    return bool(max(Counter(folded(plan)).values()) <= constraint.maximum)


def _no_consecutive(_: object, plan: Plan) -> bool | None:
    letters = [word[0] for word in folded(plan)]
    return all(one != other for one, other in pairwise(letters)) if len(letters) > 1 else None


def _alphabet(_: object, plan: Plan) -> bool | None:
    places = [ord(word[0]) - ord("a") for word in folded(plan)]
    letters = all(0 <= place < 26 for place in places)  # noqa: PLR2004 (the letters of the alphabet)
    one_word = len(places) == 1  # which shows the rule or not, as one likes
    return None if one_word else letters and all((one + 1) % 26 == other for one, other in pairwise(places))


def _vowels(constraint: Any, plan: Plan) -> bool:  # noqa: ANN401 (as above)
    return len(plan.paragraphs) == 1 and len(set("".join(folded(plan))) & set("aeiou")) == constraint.types


def _palindromes(constraint: Any, plan: Plan) -> bool:  # noqa: ANN401 (as above)
    found = {word for word in folded(plan) if word.isalpha() and word == word[::-1] and len(set(word)) > 1}
    return within(constraint, sum(len(word) >= constraint.length for word in found))


def _prime_lengths(_: object, plan: Plan) -> bool:
    return all(sum(map(str.isalnum, word)) in {2, 3, 5, 7, 11, 13, 17, 19} for word in plan.words)


def _last_first(_: object, plan: Plan) -> bool:
    ends = [(sentence.words[0].casefold(), sentence.words[-1].casefold()) for sentence in plan.sentences]
    return len(ends) > 1 and all(one[1] == other[0] for one, other in pairwise(ends))


def _at(words: list[str], place: int, keyword: str) -> bool:
    return len(words) > place and words[place] == keyword.casefold()


def _words_position(constraint: Any, plan: Plan) -> bool:  # noqa: ANN401 (as above)
    words = folded(plan)
    return _at(words, 1, constraint.keyword) and _at(words[::-1], 1, constraint.keyword)


def _keyword_position(constraint: Any, plan: Plan) -> bool:  # noqa: ANN401 (as above)
    sentences = plan.sentences
    if len(sentences) < constraint.sentence:
        return False
    words = [word.casefold() for word in sentences[constraint.sentence - 1].words]
    return _at(words, constraint.position - 1, constraint.keyword)


def _sentence_keyword(constraint: Any, plan: Plan) -> bool | None:  # noqa: ANN401 (as above)
    sentences = plan.sentences
    if len(sentences) < constraint.sentence:
        return False
    times = times_of(constraint.word, sentences[constraint.sentence - 1].words)
    return None if times is None else times > 0


def _increment(constraint: Any, plan: Plan) -> bool:  # noqa: ANN401 (as above)
    lengths = [len(sentence.words) for sentence in plan.sentences]
    steps = [other - one for one, other in pairwise(lengths)]
    return bool(steps) and set(steps) == {constraint.increment}


def _alliteration(_: object, plan: Plan) -> bool:
    runs = [_longest_run([word[0].casefold() for word in sentence.words]) for sentence in plan.sentences]
    return len(runs) > 1 and all(one < other for one, other in pairwise(runs))


def _longest_run(letters: list[str]) -> int:
    longest = run = 1
    for one, other in pairwise(letters):
        run = run + 1 if one == other else 1
        longest = max(longest, run)
    # A word alone alliterates with nothing.
    return longest if longest > 1 else 0


def _marks(plan: Plan) -> Counter[str]:
    return Counter(sentence.mark for sentence in plan.sentences)


def _sentence_type(constraint: Any, plan: Plan) -> bool:  # noqa: ANN401 (as above)
    told, asked = _marks(plan)["."], _marks(plan)["?"]
    return told > 0 and asked > 0 and told * constraint.interrogative == asked * constraint.declarative


def _balance(_: object, plan: Plan) -> bool:
    return _marks(plan)["."] == _marks(plan)["?"] == _marks(plan)["!"] > 0


def _ends(place: int) -> Oracle:
    def judge(constraint: Any, plan: Plan) -> bool:  # noqa: ANN401 (as above)
        return bool(plan.words[place].casefold() == constraint.word.casefold())

    return judge


def _sentence_ends(place: int) -> Oracle:
    def judge(constraint: Any, plan: Plan) -> bool:  # noqa: ANN401 (as above)
        return all(_of(sentence, place) == constraint.word.casefold() for sentence in plan.sentences)

    return judge


def _of(sentence: Sentence, place: int) -> str:
    return sentence.words[place].casefold()


def _letters(plan: Plan) -> int:
    return sum(map(str.isalpha, "".join(plan.words)))


def _different(plan: Plan) -> int:
    return len(set(folded(plan)))


def _parts_between(plan: Plan) -> int:
    return 1 + plan.counts[Quantity.PARTS]


def _numbers(plan: Plan) -> int:
    return sum(map(str.isdigit, plan.words))


def _lowercase(constraint: Any, plan: Plan) -> bool:  # noqa: ANN401 (as above)
    return Bounds(0, constraint.maximum).allows(sum(map(str.islower, plan.words)))


def _paragraphs(constraint: Any, plan: Plan) -> bool | None:  # noqa: ANN401 (as above)
    # Where there are dividers, the request does not say whether they may be.
    return None if plan.counts[Quantity.PARTS] else within(constraint, len(plan.paragraphs))


def _plain_count(quantity: Quantity) -> Oracle:
    return counted(lambda plan: plan.counts[quantity])


_WORDS = counted(lambda plan: len(plan.words))
_PARTS = counted(_parts_between)
_LETTERS = counted(_letters)

ORACLES: Mapping[str, Oracle] = MappingProxyType(
    {
        "keywords:existence": _existence,
        "keywords:frequency": _frequency,
        "keywords:forbidden_words": _forbidden,
        "keywords:letter_frequency": _letter_frequency,
        "length_constraints:number_sentences": counted(lambda plan: len(plan.sentences)),
        "length_constraints:number_paragraphs": _PARTS,
        "length_constraints:number_words": _WORDS,
        "length_constraints:nth_paragraph_first_word": _nth_paragraph_first_word,
        "detectable_content:number_placeholders": _plain_count(Quantity.PLACEHOLDERS),
        "detectable_format:number_bullet_lists": _plain_count(Quantity.BULLETS),
        "detectable_format:number_highlighted_sections": _plain_count(Quantity.HIGHLIGHTS),
        "detectable_format:title": _title,
        "change_case:capital_word_frequency": counted(_capital_words),
        "punctuation:no_comma": _no_comma,
        "count:word_count_range": _WORDS,
        "count:unique_word_count": counted(_different),
        "count:person_names": _person_names,
        "count:numbers": counted(_numbers),
        "count:keywords_multiple": _keywords_multiple,
        "ratio:sentence_type": _sentence_type,
        "ratio:sentence_balance": _balance,
        "words:alphabet": _alphabet,
        "words:vowel": _vowels,
        "words:palindrome": _palindromes,
        "words:prime_lengths": _prime_lengths,
        "words:repeats": _repeats,
        "words:no_consecutive": _no_consecutive,
        "words:last_first": _last_first,
        "words:keywords_specific_position": _keyword_position,
        "words:words_position": _words_position,
        "sentence:keyword": _sentence_keyword,
        "sentence:increment": _increment,
        "sentence:alliteration_increment": _alliteration,
        "keywords:word_once": _frequency,
        "keywords:word_count_different_numbers": _frequency,
        "keywords:exclude_word_harder": _forbidden,
        "keywords:palindrome": _palindromes,
        "paragraphs:paragraphs": _PARTS,
        "paragraphs:paragraphs2": _paragraphs,
        "first_word:first_word_sent": _sentence_ends(0),
        "first_word:first_word_answer": _ends(0),
        "last_word:last_word_sent": _sentence_ends(-1),
        "last_word:last_word_answer": _ends(-1),
        "punctuation:punctuation_dot": _no_dot,
        "punctuation:punctuation_exclamation": _no_exclamation,
        "count:lowercase_counting": _lowercase,
        "count:count_unique": _repeats,
        "count:count_increment_word": _keywords_multiple,
        "letters:letter_counting": _LETTERS,
        "letters:letter_counting2": _letter_frequency,
        "keywords:keyword_specific_position": _keyword_position,
        **USER_ORACLES,
    }
)
"""The oracles by the type's id."""
