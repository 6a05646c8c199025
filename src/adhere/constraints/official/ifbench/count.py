"""count: words, names, numbers, pronouns, punctuation, Japanese words, keywords."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from adhere.constraints.official.ifbench.marks import MARKS, bare_words, without_marks

if TYPE_CHECKING:
    from adhere.constraints.official.arguments import Arguments

CONJUNCTIONS = frozenset({"and", "but", "for", "nor", "or", "so", "yet"})
# Demonstrative, relative, indefinite and reciprocal pronouns are none here, nor is "themself".
PRONOUNS = frozenset(
    """i me my mine myself we us our ours ourselves you your yours yourself yourselves he him his himself
    she her hers herself it its itself they them their theirs themselves""".split()  # noqa: SIM905 (a name a line reads worse)
)
# The names that the prompts list.
PERSON_NAMES = tuple(
    """Abigail Alexander Amelia Andrew Aria Audrey Ava Benjamin Charlotte Chloe Christopher Claire Daniel David Elijah
    Ella Emma Ethan Gabriel Grace Hannah Harper Isabella Jackson Jacob Jonathan Joseph Layla Leo Liam Lily Lucas Mason
    Matthew Mia Nathan Nicholas Noah Nora Olivia Owen Penelope Ryan Samuel Scarlett Sophia Stella Thomas Victoria
    Zoe""".split()  # noqa: SIM905 (a name a line reads worse)
)
REPETITIONS = (1, 2, 3, 5, 7)
"""How often each of the five keywords of ``count:keywords_multiple`` is asked for."""

_WORD = re.compile(r"\w+")
_DIGITS = re.compile(r"\d+")
_JAPANESE = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")


def word_count_range(arguments: Arguments, text: str) -> bool:
    r"""The number of ``\w+`` lies between both bounds, which count."""
    return arguments.count("min_words") <= len(_WORD.findall(text)) <= arguments.count("max_words")


def unique_word_count(arguments: Arguments, text: str) -> bool:
    """At least so many different chunks between white space, in small letters and stripped of marks; "" is one too."""
    return len({word.strip(MARKS) for word in text.lower().split()}) >= arguments.count("N")


def conjunctions(arguments: Arguments, text: str) -> bool:
    """At least so many different chunks that are one of seven conjunctions: "and", "And" and "and," are three."""
    found = {word for word in text.split() if word.strip(MARKS).lower() in CONJUNCTIONS}
    return len(found) >= arguments.count("small_n")


def person_names(arguments: Arguments, text: str) -> bool:
    """At least so many of fifty names are found, inside other words too ("Leonardo" is Leo)."""
    return sum(name in text for name in PERSON_NAMES) >= arguments.count("N")


def numbers(arguments: Arguments, text: str) -> bool:
    """Exactly so many runs of digits once the punctuation is gone: "1,000.5" is one and "3-4" is one."""
    return len(_DIGITS.findall(without_marks(text))) == arguments.count("N")


def punctuation(_: Arguments, text: str) -> bool:
    """An interrobang in one of three spellings, and the six usual marks outside the first ``?!``, or else ``!?``."""
    if not any(interrobang in text for interrobang in ("!?", "?!", "‽")):
        return False
    rest = text.replace("?!", "", 1) if "?!" in text else text.replace("!?", "", 1)
    return all(mark in rest for mark in ".,!?;:")


def words_japanese(arguments: Arguments, text: str) -> bool:
    """Every nth chunk holds a kana or a Chinese character, or is a number, or nothing but marks."""
    words = [word.strip(MARKS) for word in text.split()]
    nth = arguments.position("N")
    return all(not word or word.isdigit() or _JAPANESE.search(word) for word in words[nth - 1 :: nth])


def pronouns(arguments: Arguments, text: str) -> bool:
    """At least so many words of the list of pronouns, repeated ones counted again."""
    found = sum(word in PRONOUNS for word in bare_words(text.replace("/", " ").lower()))
    return found >= arguments.count("N")


def keywords_multiple(arguments: Arguments, text: str) -> bool:
    """Five keywords are found exactly once, twice, three, five and seven times, inside other words too."""
    keywords = [arguments.text(f"keyword{number}").strip().lower() for number in range(1, 6)]
    return all(text.lower().count(keyword) == wanted for keyword, wanted in zip(keywords, REPETITIONS, strict=True))
