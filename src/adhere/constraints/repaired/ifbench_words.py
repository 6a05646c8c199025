"""IFBench's checkers of counts, ratios, words and sentences, mended where they are known to be wrong."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from adhere.constraints.official.ifbench import count, ratio, sentence, words
from adhere.constraints.official.ifbench.marks import MARKS, bare_words
from adhere.constraints.official.ifbench.segments import split_segments
from adhere.constraints.official.tokens import split_tokens
from adhere.constraints.repaired.ifeval import whole_word

if TYPE_CHECKING:
    from adhere.constraints.official.arguments import Arguments

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_BLANK_LINE = re.compile(r"\n\s*\n")
_LEAD = re.compile(r"[\W_]*")


def conjunctions(arguments: Arguments, text: str) -> bool:
    """Those that differ by case or marks alone are one."""
    found = {word.strip(MARKS).lower() for word in text.split()} & count.CONJUNCTIONS
    return len(found) >= arguments.count("small_n")


def keywords_multiple(arguments: Arguments, text: str) -> bool:
    """Keywords are whole words."""
    keywords = [arguments.text(f"keyword{number}") for number in range(1, 6)]
    return all(
        len(whole_word(keyword).findall(text)) == wanted
        for keyword, wanted in zip(keywords, count.REPETITIONS, strict=True)
    )


def numbers(arguments: Arguments, text: str) -> bool:
    """Points and commas inside a number belong to it; other marks divide numbers."""
    return len(_NUMBER.findall(text)) == arguments.count("N")


def person_names(arguments: Arguments, text: str) -> bool:
    """Names are whole words."""
    found = set(re.findall(r"\w+", text))
    return sum(name in found for name in count.PERSON_NAMES) >= arguments.count("N")


def unique_word_count(arguments: Arguments, text: str) -> bool:
    """A chunk of marks alone is no word."""
    found = {word.strip(MARKS) for word in text.lower().split()} - {""}
    return len(found) >= arguments.count("N")


def overlap(arguments: Arguments, text: str) -> bool:
    """Trigrams are of words."""
    found, reference = _trigrams(text), _trigrams(arguments.text("reference_text"))
    percentage = arguments.number("percentage")
    return bool(found) and percentage - 2 <= len(found & reference) / len(found) * 100 <= percentage + 2


def _trigrams(text: str) -> set[tuple[str, ...]]:
    words = bare_words(text.lower())
    return set(zip(words, words[1:], words[2:], strict=False))


def sentence_type(arguments: Arguments, text: str) -> bool:
    """There is a question."""
    return any(segment.endswith("?") for segment in split_segments(text)) and ratio.sentence_type(arguments, text)


def sentence_balance(arguments: Arguments, text: str) -> bool:
    """There is a question."""
    return any(segment.endswith("?") for segment in split_segments(text)) and ratio.sentence_balance(arguments, text)


def sentence_words(arguments: Arguments, text: str) -> bool:
    """No word stands in two of the sentences."""
    found = [set(bare_words(segment.lower())) for segment in split_segments(text)]
    return ratio.sentence_words(arguments, text) and sum(map(len, found)) == len(set().union(*found))


def vowel(arguments: Arguments, text: str) -> bool:
    """A paragraph may be broken into lines; only a blank one ends it."""
    return not _BLANK_LINE.search(text.strip()) and words.vowel(arguments, text.replace("\n", " "))


def consonants(arguments: Arguments, text: str) -> bool:
    """What has no letter is no word."""
    found = [word for word in text.split() if any(map(str.isalpha, word))]
    return bool(found) and words.consonants(arguments, " ".join(found))


def palindrome(_: Arguments, text: str) -> bool:
    """The palindromes are words of letters, and different ones."""
    found = {word for word in bare_words(text.lower()) if word.isalpha() and word == word[::-1]}
    return sum(len(word) >= words.PALINDROME_LENGTH for word in found) >= words.PALINDROMES


def prime_lengths(arguments: Arguments, text: str) -> bool:
    """There is a word."""
    return bool(bare_words(text)) and words.prime_lengths(arguments, text)


def start_verb(arguments: Arguments, text: str) -> bool:
    """Marks before the first word do not matter."""
    return words.start_verb(arguments, _LEAD.sub("", text, count=1))


def odd_even_syllables(arguments: Arguments, text: str) -> bool:
    """What has no letter is no word."""
    found = [word for word in text.split() if any(map(str.isalpha, word))]
    return bool(found) and words.odd_even_syllables(arguments, " ".join(found))


def last_first(_: Arguments, text: str) -> bool:
    """There are two sentences, and marks alone are none."""
    sentences = [segment for segment in split_segments(text) if bare_words(segment)]
    return len(sentences) > 1 and all(
        bare_words(first)[-1].lower() == bare_words(second)[0].lower() for first, second in pairwise(sentences)
    )


def paragraph_last_first(_: Arguments, text: str) -> bool:
    """A line of marks alone is no paragraph, and marks at the words do not matter."""
    found = [[bare for word in line.lower().split() if (bare := word.strip(MARKS))] for line in text.split("\n")]
    paragraphs = [line for line in found if line]
    return bool(paragraphs) and all(line[0] == line[-1] for line in paragraphs)


def keywords_specific_position(arguments: Arguments, text: str) -> bool:
    """Marks are no words, and case does not matter."""
    sentences = split_segments(text)
    nth, mth = arguments.position("n"), arguments.position("m")
    keyword = arguments.text("keyword").strip().lower()
    return len(sentences) >= nth and _worded(sentences[nth - 1])[mth - 1 : mth] == [keyword]


def words_position(arguments: Arguments, text: str) -> bool:
    """Marks are no words, and case does not matter."""
    found = _worded(text)
    return len(found) > 1 and found[1] == found[-2] == arguments.text("keyword").strip().lower()


def _worded(text: str) -> list[str]:
    return [token.lower() for token in split_tokens(text) if any(map(str.isalnum, token))]


def alliteration_increment(_: Arguments, text: str) -> bool:
    """The longest run counts, not the sum of all, and there are two sentences."""
    found = [max(sentence.alliterations(segment), default=0) for segment in split_segments(text)]
    return len(found) > 1 and all(first < second for first, second in pairwise(found))


def increment(arguments: Arguments, text: str) -> bool:
    """There are two sentences."""
    return len(split_segments(text)) > 1 and sentence.increment(arguments, text)
