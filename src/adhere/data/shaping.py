"""Replies edited into a form that can be asked for: in capitals, in quotation marks, under a title, without commas.

Replies that people wrote seldom have such a form by themselves, so that constraints found in them alone (see
``constraining``) never teach it. An edit keeps what the reply says, but for names and numbers that become placeholders,
and counts only where the checker then agrees. Only plain prose is edited: what is code, a list or a link would lose
its meaning.
"""

from __future__ import annotations

import json
import re
from string import capwords
from typing import TYPE_CHECKING, Any

from adhere.constraints.case import CapitalWordFrequency, EnglishCapital, EnglishLowercase
from adhere.constraints.combination import RepeatPrompt
from adhere.constraints.content import NumberPlaceholders, Postscript
from adhere.constraints.format import MultipleSections, NumberBulletLists, NumberHighlightedSections, Title
from adhere.constraints.length import NumberParagraphs
from adhere.constraints.punctuation import NoComma
from adhere.constraints.startend import EndChecker, Quotation
from adhere.constraints.whole import JsonFormat
from adhere.text import BlockKind, Document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from random import Random

    from adhere.constraints import Constraint

    # The constraint is of the type that the edit stands under.
    Edit = Callable[[Random, Any, str, str], str | None]

_MARKED_LINE = re.compile(r"^[ \t]*(?:[-*+#>|]|\d+[.)])", re.MULTILINE)  # also where CommonMark sees no list
_TIGHT_COMMA = re.compile(r",(?=\w|[(])")  # part of a number, a formula or a name
_LINE = re.compile(r"\s*\n\s*")
_LONG_WORD = re.compile(r"(?<![\w*\[<])[A-Za-z]{5,}(?![\w*\]>])")
_NAME_OR_NUMBER = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,}\b|\b\d[\d,.]*\d\b|\b\d\b")
_INCHES = re.compile(r'\d"')
_MOST_COMMAS = 5  # a reply that loses more reads badly
_TITLE_WORDS = 7


def shape(
    rng: Random, request: str, reply: str, kinds: Sequence[type[Constraint]]
) -> tuple[str, tuple[Constraint, ...]]:
    """Return the reply in the form of these types, and the constraints that it satisfies now.

    Types that have no edit, or whose edit this reply does not allow, are left out; so are those that would break an
    earlier one. The reply is as it was where none is left, and where it is no plain prose.

    Args:
        rng: of the parameters and of the places that are edited.
        request: that the reply answers.
        reply: to edit.
        kinds: in any order: edits of the inside come first, those of the whole last.
    """
    ordered = [kind for name in _EDITS for kind in kinds if kind.id == name]
    if not ordered or not _is_prose(reply):  # most replies are not to be edited: they need no parsing
        return reply, ()
    made: tuple[Constraint, ...] = ()
    for kind in ordered:
        constraint = kind.draw(rng, request)
        edited = _EDITS[kind.id](rng, constraint, request, reply)
        if edited is not None and _all_satisfied((*made, constraint), edited):
            reply, made = edited, (*made, constraint)
    return reply, made


def shapes() -> tuple[str, ...]:
    """Return the ids of the types that a reply can be edited to satisfy."""
    return tuple(_EDITS)


def _is_prose(reply: str) -> bool:
    """Return whether a reply is paragraphs and nothing else: no reasoning, code, list, link or mark of Markdown."""
    document = Document(reply)
    if not reply.strip() or document.text != reply or document.code or "://" in reply or "www." in reply:
        return False
    return all(block.kind is BlockKind.PARAGRAPH for block in document.blocks) and not _MARKED_LINE.search(reply)


def _all_satisfied(constraints: Sequence[Constraint], reply: str) -> bool:
    document = Document(reply)
    return all(constraint.check(document).satisfied for constraint in constraints)


def _sentences(reply: str) -> list[str]:
    return [_LINE.sub(" ", reply[slice(*span)]).strip() for span in Document(reply).sentences]


def _grouped(sentences: Sequence[str], count: int) -> Iterator[str]:
    """Yield the sentences as ``count`` texts of nearly the same number of them."""
    for nth in range(count):
        yield " ".join(sentences[nth * len(sentences) // count : (nth + 1) * len(sentences) // count])


def _marked(rng: Random, reply: str, places: Sequence[re.Match[str]], count: int, mark: Callable[[str], str]) -> str:
    """Return the reply with ``count`` of the places replaced."""
    chosen = sorted(rng.sample(places, count), key=lambda place: -place.start())
    for place in chosen:
        reply = reply[: place.start()] + mark(place[0]) + reply[place.end() :]
    return reply


def _no_comma(_rng: Random, _constraint: NoComma, _request: str, reply: str) -> str | None:
    few = 0 < reply.count(",") <= _MOST_COMMAS
    return reply.replace(",", "") if few and not _TIGHT_COMMA.search(reply) else None


def _placeholders(rng: Random, constraint: NumberPlaceholders, _request: str, reply: str) -> str | None:
    places = list(_NAME_OR_NUMBER.finditer(reply))
    if len(places) < constraint.minimum:
        return None
    return _marked(rng, reply, places, constraint.minimum, lambda text: "[name]" if text[0].isalpha() else "[number]")


def _capital_words(rng: Random, constraint: CapitalWordFrequency, _request: str, reply: str) -> str | None:
    return _emphasised(rng, reply, constraint.minimum, str.upper)


def _highlighted(rng: Random, constraint: NumberHighlightedSections, _request: str, reply: str) -> str | None:
    return _emphasised(rng, reply, constraint.minimum, lambda word: f"*{word}*")


def _emphasised(rng: Random, reply: str, count: int, mark: Callable[[str], str]) -> str | None:
    places = list(_LONG_WORD.finditer(reply))
    return _marked(rng, reply, places, count, mark) if 0 < count <= len(places) else None


def _bullets(_rng: Random, constraint: NumberBulletLists, _request: str, reply: str) -> str | None:
    sentences, count = _sentences(reply), constraint.minimum
    if len(sentences) < count:
        return None
    first = len(sentences) - count
    points = "\n".join(f"* {sentence}" for sentence in sentences[first:])
    return f"{' '.join(sentences[:first])}\n\n{points}".strip()


def _sections(_rng: Random, constraint: MultipleSections, _request: str, reply: str) -> str | None:
    sentences, count = _sentences(reply), constraint.minimum
    if len(sentences) < count:
        return None
    texts = enumerate(_grouped(sentences, count), start=1)
    return "\n\n".join(f"{constraint.marker} {number}\n{text}" for number, text in texts)


def _divided(_rng: Random, constraint: NumberParagraphs, _request: str, reply: str) -> str | None:
    sentences, count = _sentences(reply), constraint.minimum
    return "\n\n***\n\n".join(_grouped(sentences, count)) if len(sentences) >= count else None


def _title(_rng: Random, _constraint: Title, request: str, reply: str) -> str | None:
    words = re.findall(r"[\w'-]+", request.partition("\n")[0])
    return f"<<{capwords(' '.join(words))}>>\n\n{reply}" if 1 < len(words) <= _TITLE_WORDS else None


def _postscript(_rng: Random, constraint: Postscript, _request: str, reply: str) -> str | None:
    """Move the last sentence behind the marker."""
    sentences = _sentences(reply)
    if len(sentences) < 2:  # noqa: PLR2004 - one to stay, one to move
        return None
    head, found, tail = reply.rpartition(sentences[-1])
    return f"{head.rstrip()}\n\n{constraint.marker} {sentences[-1]}" if found and not tail.strip() else None


def _ending(_rng: Random, constraint: EndChecker, _request: str, reply: str) -> str:
    return reply + ("\n\n" if "\n" in reply else " ") + constraint.phrase


def _quoted(_rng: Random, _constraint: Quotation, _request: str, reply: str) -> str | None:
    """Wrap the reply; quotations inside become single, and an inch mark is left alone."""
    return None if _INCHES.search(reply) else '"' + reply.replace('"', "'") + '"'


def _json(rng: Random, _constraint: JsonFormat, _request: str, reply: str) -> str:
    written = json.dumps({rng.choice(("answer", "response", "reply")): reply}, ensure_ascii=False, indent=2)
    return f"```json\n{written}\n```"


def _repeated(_rng: Random, constraint: RepeatPrompt, _request: str, reply: str) -> str:
    return f"{constraint.prompt}\n\n{reply}"


_EDITS: Mapping[str, Edit] = {
    NoComma.id: _no_comma,
    NumberPlaceholders.id: _placeholders,
    CapitalWordFrequency.id: _capital_words,
    NumberBulletLists.id: _bullets,
    MultipleSections.id: _sections,
    NumberParagraphs.id: _divided,
    NumberHighlightedSections.id: _highlighted,
    Title.id: _title,
    EndChecker.id: _ending,
    Postscript.id: _postscript,
    RepeatPrompt.id: _repeated,
    EnglishCapital.id: lambda _rng, _constraint, _request, reply: reply.upper(),
    EnglishLowercase.id: lambda _rng, _constraint, _request, reply: reply.lower(),
    Quotation.id: _quoted,
    JsonFormat.id: _json,
}
"""By type, in the order of application: the inside of a reply before its ends, and what changes all of it last."""
