"""The person that a reply speaks in: without I and we, without you."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from adhere.constraints.function_words import NEVER_VERBS, STOP_WORDS, word_set
from adhere.constraints.surface.absent import Absent
from adhere.constraints.surface.passages import Words, own_words

if TYPE_CHECKING:
    from adhere.text import Document, Span

_FIRST = word_set(
    "me my myself we us our ours ourselves we're we've we'd we'll let's i'm i've i'd i'll i'd've we'd've ain't"
) - {"ain't"}
_CANDIDATES = _FIRST | {"i", "mine"}
_SECOND = word_set("you your yours yourself yourselves you're you've you'd you'll y'all you'd've you'all")
_FIRST_VERBS = word_set(
    "am have had was will would can could shall should may might must do did don't didn't can't cannot couldn't won't "
    "wouldn't haven't wasn't think thought believe feel felt know knew want wanted need like love hope see saw said "
    "went made got suggest recommend understand appreciate apologize wish guess mean never always really just also"
)
"""What follows the pronoun "I" far more often than a numeral."""
_NUMBERED = word_set(
    "part chapter type class phase stage act scene section volume vol book war level figure fig table title article "
    "appendix grade group schedule annex step unit module tier category calculus physics algebra vatican form route"
)
"""Nouns that are numbered with Roman numerals."""
_BEFORE_PRONOUN = (
    STOP_WORDS
    | NEVER_VERBS
    | word_set(
        "yesterday today tomorrow now yes no well maybe perhaps sometimes usually often honestly personally however "
        "although though since until unless whenever where when while if because that what how why which so then also"
    )
)
_NUMERALS = frozenset({"II", "III", "IV", "V", "VI"})
_FORMULA = re.compile(r"\s*[=<>+*^_\u00b1\u2248/]")
# Emphasis of a neighbour or of the word itself; a sign of a formula has space on both sides, or on none.
_BEFORE_EMPHASIS = re.compile(r"^[*_]+(?=\s)|(?<=\s)[*_]+$")
_AFTER_EMPHASIS = re.compile(r"^[*_]+(?=[\s.,;:!?])|(?<=\s)[*_]+$")
_ENUMERATOR = re.compile(r"[.):](?:\s|$)")
_LINE_START = re.compile(r"(?:^|\n)[\s>#*_(|-]*$")
_FOREIGN = word_set("ich mich mein wir uns je moi nous yo nosotros io noi eu jag vi jeg ik mij wij ja my moje du vous")
"""First and second persons of other languages: in a reply too short to tell its language they leave it open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoFirstPerson(Absent):
    """No pronoun of the first person, singular or plural, outside quotations and code: I, me, my, we, us, our, let's.

    The numeral ("Part I", "World War I"), the letter ("I/O", "I = V/R", "I. Introduction") and "US" are none.
    Undecided where it rests on one that may be either ("a mine", a lone "i", "Henry I"), and in other languages.
    """

    id: ClassVar[str] = "surface:no_first_person"
    thing: ClassVar[str] = "pronoun of the first person"
    things: ClassVar[str] = "pronouns of the first person (I, me, my, we, us, our)"
    additions: ClassVar[tuple[str, ...]] = ("It was a surprise when I saw it.", "Let's go.", "We will see.", "Tell us.")
    english: ClassVar[bool] = True

    def find(self, reply: Document) -> list[Span]:
        return [span for span, sure in _first_person(reply) if sure]

    def find_doubtful(self, reply: Document) -> list[Span]:
        return [span for span, _ in _first_person(reply)] or _foreign_persons(reply)

    def wordings(self) -> tuple[str, ...]:
        return (
            "Do not write in the first person.",
            "Avoid the first person: use no I, me, my, we, us or our.",
            "Write your whole answer without pronouns of the first person such as I and we.",
            "Your reply must contain no first-person pronouns.",
            "Phrase everything so that neither you nor a group that you belong to speaks as I or we.",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class NoSecondPerson(Absent):
    """No pronoun of the second person outside quotations and code: you, your, yours, yourself and their contractions.

    A command without a pronoun ("Stir well.") is none. Undecided in other languages than English.
    """

    id: ClassVar[str] = "surface:no_second_person"
    thing: ClassVar[str] = "pronoun of the second person"
    things: ClassVar[str] = "pronouns of the second person (you, your, yours)"
    additions: ClassVar[tuple[str, ...]] = ("You will see.", "That is up to you.", "It is easy once you've tried.")
    english: ClassVar[bool] = True

    def find(self, reply: Document) -> list[Span]:
        words = own_words(reply)
        return [span for word, span in zip(words.folded, words.spans, strict=True) if word in _SECOND]

    def find_doubtful(self, reply: Document) -> list[Span]:
        return _foreign_persons(reply)

    def wordings(self) -> tuple[str, ...]:
        return (
            "Do not address the reader: use no you or your.",
            "Avoid the second person in your answer.",
            "Write your whole reply without the words you, your, yours and yourself.",
            "Your response must contain no second-person pronouns.",
            "Phrase everything so that nobody is spoken to as you.",
        )


def _foreign_persons(reply: Document) -> list[Span]:
    if not {"the", "is", "of", "to", "and", "a"}.isdisjoint(reply.folded_words):
        return []  # telling the language takes a thousand times as long
    if reply.language is not None and reply.language.code == "en":
        return []
    words = own_words(reply)
    return [span for word, span in zip(words.folded, words.spans, strict=True) if word in _FOREIGN]


def _first_person(reply: Document) -> list[tuple[Span, bool]]:
    """Return each word that is or may be a pronoun of the first person, and whether it is one for sure."""
    words = own_words(reply)
    folded = words.folded
    if _CANDIDATES.isdisjoint(folded):
        return []
    found = []
    for i, word in enumerate(folded):
        if word == "i":
            sure = _is_pronoun(words, i, reply.text)
        elif word in _FIRST:
            sure = _is_no_name(words, i)
        elif word == "mine":
            sure = False
        else:
            continue
        if sure is not None:
            found.append((words.spans[i], sure))
    return found


def _is_no_name(words: Words, i: int) -> bool | None:
    """Tell a pronoun from what is written like it: None for "the US", False where it may be a name ("Our Town")."""
    word = words.texts[i]
    after = words.texts[i + 1] if i + 1 < len(words.texts) else ""
    if word in {"US", "ME", "MY", "WE"}:
        near = [*words.texts[max(0, i - 1) : i], after]
        return False if any(other.isupper() and len(other) > 1 for other in near) else None
    return not (word[0].isupper() and after[:1].isupper() and len(after) > 1)


def _is_pronoun(words: Words, i: int, text: str) -> bool | None:
    """Tell the pronoun "I" from the numeral and the letter: None where it is none, False where it may be one."""
    start, end = words.spans[i]
    before = text[words.spans[i - 1].end if i else 0 : start]
    after = text[end : words.spans[i + 1].start if i + 1 < len(words.spans) else len(text)]
    before, after = _BEFORE_EMPHASIS.sub("", before), _AFTER_EMPHASIS.sub("", after)
    previous = words.texts[i - 1] if i and before.isspace() else ""
    following = words.texts[i + 1] if i + 1 < len(words.texts) and after.isspace() else ""
    if _is_letter(words, i, before, after):
        return None
    speaks = following.casefold().replace("\u2019", "'") in _FIRST_VERBS
    if previous.casefold() in _NUMBERED:
        return False if speaks or previous.islower() else None
    if words.texts[i] == "i" or not (following or previous):
        return speaks
    if previous[:1].isupper() and previous.casefold() not in _BEFORE_PRONOUN and not previous.endswith("ly"):
        return speaks
    if not following and after[:1] != ",":
        return previous.casefold() in _BEFORE_PRONOUN
    return True


def _is_letter(words: Words, i: int, before: str, after: str) -> bool:
    """Whether "I" is part of a formula, an enumeration or a row of numerals."""
    following = words.texts[i + 1] if i + 1 < len(words.texts) else ""
    if _FORMULA.match(after) or before.rstrip(" ")[-1:] in {"=", "/", "+", "*"}:
        return True
    if before.endswith("(") and after.startswith(")"):
        return True
    if (not before or "\n" in before) and _LINE_START.search(before) and _ENUMERATOR.match(after):
        return True
    return following in _NUMERALS and len(after) <= len(", and ")
