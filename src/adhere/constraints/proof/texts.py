"""Texts to try checkers on: planned ones, of which all counts are known, and wild ones, of which nothing is."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from adhere.constraints.domain import Quantity
from adhere.constraints.proof.edits import parameter_texts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from random import Random

    from adhere.constraints.protocol import Constraint


def _listed(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# Everyday words, and among them those that rules are about: pronouns, conjunctions, palindromes, capitals, joined ones.
_BANK = _listed(
    "bread river stone cloud market winter garden letter window summer button candle forest silver planet bridge "
    "apple orange yellow island ember umbrella ocean engine idea echo over under after open early often quick jump "
    "kind lion mango night queen rabbit sunny tiger unit velvet wagon xenon yard zebra level radar civic kayak "
    "rotor refer noon she they we you your my nobody everyone himself and but nor or the of from with black strong "
    "spring string thrust glimpse small brass don't it's well-known mother-in-law NASA BBC UNESCO Anna Hugo cat cats "
    "sing dance paint write hello world good time year people way day thing life hand part child eye place work"
)
_LAST_WORDS = _listed("bread river stone cloud market winter garden letter window summer button candle forest")
_NUMBERS = ("7", "42", "365", "2048")
_SOUP = (
    *("* ", "- ", "+ ", "1. ", "# ", "### ", "> ", "```\n", "```json\n", "~~~", "---\n", "***\n", "******\n", "    "),
    *(
        "*a*",
        "**b c**",
        "_d_",
        "`e`",
        "[name]",
        "[x](y)",
        "![i](j)",
        "<<title>>",
        "<i>so</i>",
        "| a | b |\n|---|---|\n",
    ),
    *("{", "}", "[", "]", "(", ")", '"', "'", "\u201c", "\u201d", "\u2019", "\u00ab", "\u00bb", "{}", '{"a": 1}'),
    *(", ", ". ", "; ", ": ", "! ", "? ", "... ", "\u2026", "\u2014", " - ", "/", "\\", "&", "#", "@", "%", "\u20ac"),
    *(
        "e.g. ",
        "Mr. ",
        "P.S. ",
        "Section 1\n",
        "1,000",
        "3.5",
        "10:30",
        "2024-05-01",
        "H2O",
        "COVID-19",
        "\u00e9t\u00e9",
    ),
    *(
        "\U0001f600",
        "\U0001f1eb\U0001f1f7",
        "e\u0301",
        "\u732b",
        "\u306d\u3053",
        "\u0434\u043e\u043c",
        "\u0130",
        "\u00df",
    ),
    *("\u00a0", "\u200b", "\u200d", "\u202e", "\x00", "\x1b[0m", "\ufeff", "\ufffd", "\u2028", "\x0b", "\x0c"),
)
_GLUE = ("", " ", " ", " ", "\n", "\n\n")
_VOWELS = re.compile("[aeiou]")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: its words as written, and the mark that closes it (none for a title)."""

    words: tuple[str, ...]
    mark: str
    text: str


@dataclass(slots=True)
class Plan:
    """A text that was put together from known parts.

    Attributes:
        text: the reply. paragraphs: what stands between blank lines, each as its sentences.
        counts: how many there are of what stands out from running text.
    """

    paragraphs: list[list[Sentence]] = field(default_factory=list)
    counts: Counter[Quantity] = field(default_factory=Counter)
    blocks: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The reply."""
        return "\n\n".join(self.blocks)

    @property
    def sentences(self) -> list[Sentence]:
        """All sentences in order."""
        return [sentence for paragraph in self.paragraphs for sentence in paragraph]

    @property
    def words(self) -> list[str]:
        """All words in order, as written."""
        return [word for sentence in self.sentences for word in sentence.words]


def planned(rng: Random, constraint: Constraint) -> Plan:
    """Return a text about nothing, with the words in the parameters of ``constraint`` among its own."""
    own = " ".join(parameter_texts(constraint)).split()
    given = [word for word in own if re.fullmatch("[A-Za-z]{2,}", word)]
    bank = [*rng.choice(_MOODS)(rng), *rng.choices(given, k=rng.randint(0, 6) if given else 0)]
    plan = Plan()
    longest = rng.choice((2, 6, 12))
    for _ in range(rng.choice((1, 1, 2, 3, 5))):
        _add_block(rng, plan, bank, longest)
    if not plan.sentences:
        _add_prose(rng, plan, bank, longest)
    return plan


def _all_words(_rng: Random) -> list[str]:
    return [*_BANK, *_NUMBERS]


def _few_words(rng: Random) -> list[str]:
    return rng.sample(_BANK, 4)


def _prime_words(_rng: Random) -> list[str]:
    return [word for word in _BANK if sum(map(str.isalnum, word)) in {2, 3, 5, 7, 11}]


def _clustered_words(_rng: Random) -> list[str]:
    return [word for word in _BANK if re.search("[bcdfghjklmnpqrstvwxz]{2}", word)]


def _two_vowel_words(rng: Random) -> list[str]:
    vowels = set(rng.sample("aeiou", 2))
    return [word for word in _BANK if set(_VOWELS.findall(word.lower())) <= vowels]


_MOODS: tuple[Callable[[Random], list[str]], ...] = (
    *(_all_words, _all_words, _few_words, _prime_words, _clustered_words, _two_vowel_words),
)


def _add_block(rng: Random, plan: Plan, bank: Sequence[str], longest: int) -> None:
    kind = rng.choice(("prose", "prose", "prose", "points", "divider", "title"))
    if kind == "points" and (not plan.blocks or not plan.blocks[-1].startswith("* ")):
        _add_points(rng, plan, bank, longest)
    elif kind == "divider" and plan.blocks and plan.blocks[-1] != "***":
        _add_prose(rng, plan, bank, longest)
        plan.blocks.insert(-1, "***")
        plan.counts[Quantity.PARTS] += 1
    elif kind == "title" and not plan.blocks:
        words = tuple(rng.choices(_LAST_WORDS, k=2))
        plan.blocks.append(f"<<{' '.join(words)}>>")
        plan.paragraphs.append([Sentence(words, "", " ".join(words))])
    else:
        _add_prose(rng, plan, bank, longest)


def _add_prose(rng: Random, plan: Plan, bank: Sequence[str], longest: int) -> None:
    sentences = [_sentence(rng, plan, bank, rng.randint(1, longest)) for _ in range(rng.choice((1, 2, 3, 6)))]
    plan.blocks.append(" ".join(sentence.text for sentence in sentences))
    plan.paragraphs.append(sentences)


def _add_points(rng: Random, plan: Plan, bank: Sequence[str], longest: int) -> None:
    points = [_sentence(rng, plan, bank, rng.randint(1, longest)) for _ in range(rng.randint(1, 5))]
    plan.blocks.append("\n".join(f"* {point.text}" for point in points))
    plan.paragraphs.append(points)
    plan.counts[Quantity.BULLETS] += len(points)


def _sentence(rng: Random, plan: Plan, bank: Sequence[str], length: int) -> Sentence:
    # A sentence ends with a word that no splitter takes for an abbreviation or a number.
    words = [
        *rng.choices(bank, k=length - 1),
        rng.choice([word for word in bank if word in _LAST_WORDS] or _LAST_WORDS),
    ]
    words[0] = words[0][0].upper() + words[0][1:]
    mark = rng.choice((".", ".", ".", "?", "!"))
    shown = [_shown(rng, plan, word) for word in words[:-1]]
    return Sentence(tuple(words), mark, " ".join([*shown, words[-1]]) + mark)


def _shown(rng: Random, plan: Plan, word: str) -> str:
    """Return the word as it stands in the text: now and then with a comma, highlighted or as a placeholder."""
    look = rng.choices(("plain", "comma", "highlight", "placeholder"), (90, 5, 3, 2))[0]
    if look == "plain" or not word.isalpha():
        return word
    if look == "comma":
        plan.counts[Quantity.COMMAS] += 1
        return f"{word},"
    if look == "highlight":
        plan.counts[Quantity.HIGHLIGHTS] += 1
        return rng.choice(("*{}*", "**{}**")).format(word)
    plan.counts[Quantity.PLACEHOLDERS] += 1
    return f"[{word}]"


def wild(rng: Random, constraint: Constraint, witness: str) -> str:
    """Return a text of unknown truth: the witness cut up and mixed, or a soup of marks with words of the parameters."""
    if rng.random() < 1 / 2:
        return _mixed(rng, witness)
    own = " ".join(parameter_texts(constraint)).split() or ["word"]
    parts = [rng.choice(rng.choice((_SOUP, _SOUP, _BANK, own))) for _ in range(rng.randint(1, 30))]
    return "".join(part + rng.choice(_GLUE) for part in parts)


def _mixed(rng: Random, text: str) -> str:
    """Return ``text`` with one to three of its words or lines dropped, doubled, swapped or replaced."""
    by = rng.choice((" ", "\n"))
    parts = text.split(by)
    for _ in range(rng.randint(1, 3)):
        at = rng.randrange(len(parts))
        parts[at : at + 1] = rng.choice(
            (
                [],
                [parts[at], parts[at]],
                [rng.choice(parts)],
                [parts[at], rng.choice(_SOUP)],
                [parts[at].upper()],
                [rng.choice(_BANK)],
            )
        )
        parts = parts or [""]
    return by.join(parts)
