"""words: which letters, lengths and places words have."""

from __future__ import annotations

import re
import string
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from adhere.constraints.official.ifbench.marks import MARKS, bare_words, without_marks
from adhere.constraints.official.ifbench.resources import first_tag, syllables
from adhere.constraints.official.ifbench.segments import split_segments
from adhere.constraints.official.tokens import split_tokens

if TYPE_CHECKING:
    from adhere.constraints.official.arguments import Arguments

PRIMES = frozenset(number for number in range(2, 98) if all(number % divisor for divisor in range(2, number)))
PALINDROMES, PALINDROME_LENGTH, VOWELS = 10, 5, 3
_CLUSTER = re.compile("[bcdfghjklmnpqrstvwxyz]{2}")


def alphabet(_: Arguments, text: str) -> bool:
    """Each word begins with the next letter from a to z, round and round, from whichever the first begins with."""
    words = bare_words(text)
    start = string.ascii_lowercase.find(words[0][0].lower()) if words else -1
    return start >= 0 and all(
        word[0].lower().startswith(string.ascii_lowercase[(start + place) % 26]) for place, word in enumerate(words)
    )


def vowel(_: Arguments, text: str) -> bool:
    """One line with at most three of the five vowels."""
    text = text.strip()
    return "\n" not in text and len(set(text.lower()) & set("aeiou")) <= VOWELS


def consonants(_: Arguments, text: str) -> bool:
    """Each chunk between white space holds two consonants in a row; "y" is one, and a number or a dash fails."""
    return all(_CLUSTER.search(word) for word in text.lower().split())


def palindrome(_: Arguments, text: str) -> bool:
    """At least ten palindromes of at least five characters, the same one ten times too, and "55555"."""
    words = without_marks(text).lower().split()
    long = (word for word in words if len(word) >= PALINDROME_LENGTH)
    return sum(word == word[::-1] for word in long) >= PALINDROMES


def prime_lengths(_: Arguments, text: str) -> bool:
    """Each word has a prime number of characters, up to 97; none without a word left."""
    return all(len(word) in PRIMES for word in bare_words(text))


def start_verb(_: Arguments, text: str) -> bool:
    """The tagger calls the first token a verb; a quotation mark, a heading mark or an asterisk is a token."""
    tokens = split_tokens(text)
    return bool(tokens) and "VB" in first_tag(tokens)


def repeats(arguments: Arguments, text: str) -> bool:
    """No word stands more often than asked, articles and the like included."""
    return max(Counter(bare_words(text.lower())).values(), default=0) <= arguments.count("small_n")


def odd_even_syllables(_: Arguments, text: str) -> bool:
    """Words with odd and even numbers of syllables alternate; a word with a digit has none."""
    parities = [syllables(word) % 2 for word in without_marks(text).lower().split()]
    return all(first != second for first, second in pairwise(parities))


def last_first(_: Arguments, text: str) -> bool:
    """The last word of each sentence is the first of the next, whatever the case; one sentence will do."""
    return all(
        (ending := first.rstrip(MARKS).split())
        and (beginning := second.lstrip(MARKS).split())
        and ending[-1].lower() == beginning[0].lower()
        for first, second in pairwise(split_segments(text))
    )


def paragraph_last_first(_: Arguments, text: str) -> bool:
    """Each line that is not blank begins and ends with the same word; a line of marks alone fails."""
    lines = (line.strip().lower() for line in text.split("\n"))
    words = (line.strip(MARKS).split() for line in lines if line)
    return all(found and found[0] == found[-1] for found in words)


def no_consecutive(_: Arguments, text: str) -> bool:
    """No two words in a row begin with the same character."""
    return all(first[0] != second[0] for first, second in pairwise(bare_words(text.lower())))


def keywords_specific_position(arguments: Arguments, text: str) -> bool:
    """The mth Treebank token of the nth sentence is the keyword in this case; marks are tokens."""
    sentences = split_segments(text)
    nth, mth = arguments.position("n"), arguments.position("m")
    keyword = arguments.text("keyword").strip()
    return len(sentences) >= nth and split_tokens(sentences[nth - 1])[mth - 1 : mth] == [keyword]


def words_position(arguments: Arguments, text: str) -> bool:
    """The second Treebank token and the last but one are the keyword; the full stop at the end is the last."""
    tokens = split_tokens(text)
    keyword = arguments.text("keyword").strip()
    return len(tokens) > 1 and tokens[1] == tokens[-2] == keyword
