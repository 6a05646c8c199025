"""IFEval's checkers, mended where they are known to be wrong. What each mends, ``table.py`` says."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NoReturn

from adhere.constraints.official.detection import detect_language

if TYPE_CHECKING:
    from adhere.constraints.official.arguments import Arguments

# What may stand before the first word of a line: marks of Markdown, of quotation and of lists.
_LEAD = r"^[^\w\n<\[]*"
_BULLET = re.compile(r"^[^\S\n]*[*+-][^\S\n]+(?=\S)", re.MULTILINE)
_RULE = re.compile(r"^[^\S\n]*(?:[*_-][^\S\n]*){3,}$", re.MULTILINE)
_HIGHLIGHT = re.compile(r"(?<!\*)(\*{1,3})(?=[^\s*])[^\n*]*[^\s*]\1(?!\*)")
_ANSWERS = ("My answer is yes.", "My answer is no.", "My answer is maybe.")
_FENCED = re.compile(r"```\w*\n?(.*?)\n?```", re.DOTALL)
_DIVIDER_LINE = re.compile(r"^[^\S\n]*\*{3}[^\S\n]*$", re.MULTILINE)
_SEPARATOR = re.compile(r"(?<!\*)\*{6}(?!\*)")
_BRACKETS = re.compile(r"\[([^\[\]\n]*)\](?!\()")
_MARKED = re.compile(r"[\W_]*")
_WORD = re.compile(r"\w+(?:['\u2019-]\w+)*")
_QUOTES = {'"': '"', "“": "”", "„": "“", "«": "»"}
_COMMAS = frozenset(",\uff0c\u3001\u060c\ufe50\ufe51\uff64")


def number_highlighted_sections(arguments: Arguments, text: str) -> bool:
    """Bullets are taken away first; a highlight begins and ends at what is not blank, and counts once."""
    found = len(_HIGHLIGHT.findall(_BULLET.sub("", text)))
    return found >= arguments.count("num_highlights")


def number_bullet_lists(arguments: Arguments, text: str) -> bool:
    """A bullet is one of three marks with a blank behind it, and no rule."""
    return len(_BULLET.findall(_RULE.sub("", text))) == arguments.count("num_bullets")


def multiple_sections(arguments: Arguments, text: str) -> bool:
    """The mark and its number begin a line."""
    mark = re.escape(arguments.text("section_spliter").strip())
    found = re.findall(rf"{_LEAD}{mark}\s?\d+", text, re.MULTILINE)
    return len(found) >= arguments.count("num_sections")


def keyword_existence(arguments: Arguments, text: str) -> bool:
    """Every keyword is found as a whole word."""
    return all(whole_word(keyword).search(text) for keyword in arguments.texts("keywords"))


def keyword_frequency(arguments: Arguments, text: str) -> bool:
    """The keyword is found as a whole word as often as asked."""
    found = len(whole_word(arguments.text("keyword")).findall(text))
    return arguments.compare(found, relation="relation", bound="frequency")


def forbidden_words(arguments: Arguments, text: str) -> bool:
    """No word is found, those that begin or end in a mark neither."""
    return not any(whole_word(word).search(text) for word in arguments.texts("forbidden_words"))


def whole_word(word: str) -> re.Pattern[str]:
    """Return what finds ``word`` as it is written, in any case, with no letter, digit or underscore next to it."""
    return re.compile(rf"(?<!\w){re.escape(word.strip())}(?!\w)", re.IGNORECASE)


def letter_frequency(arguments: Arguments, text: str) -> bool:
    """What is counted is what was asked for, letter or not."""
    found = text.lower().count(arguments.text("letter").lower())
    return arguments.compare(found, relation="let_relation", bound="let_frequency")


def constrained_response(_: Arguments, text: str) -> bool:
    """One of the three answers stands there and no other of them."""
    return sum(answer in text for answer in _ANSWERS) == 1


def postscript(arguments: Arguments, text: str) -> bool:
    """The marker begins a line."""
    parts = map(re.escape, arguments.text("postscript_marker").strip().split("."))
    return re.search(_LEAD + r"\.\s?".join(parts), text, re.IGNORECASE | re.MULTILINE) is not None


def json_format(_: Arguments, text: str) -> bool:
    """An object or an array of strict JSON, bare or in a fence of any language."""
    fenced = _FENCED.fullmatch(text.strip())
    try:
        value = json.loads(fenced[1] if fenced else text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict | list)


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


def nth_paragraph_first_word(arguments: Arguments, text: str) -> bool:
    """Blank chunks are left out before the nth is taken, and marks around its first word do not matter."""
    chunks = [chunk for chunk in text.split("\n\n") if chunk.strip()]
    nth = arguments.position("nth_paragraph")
    if len(chunks) != arguments.count("num_paragraphs") or nth > len(chunks):
        return False
    words = _WORD.findall(chunks[nth - 1])
    wanted = _WORD.findall(arguments.text("first_word").lower())
    return [word.lower() for word in words[: len(wanted)]] == wanted


def number_paragraphs(arguments: Arguments, text: str) -> bool:
    """A divider is a line of three asterisks."""
    chunks = [bool(chunk.strip()) for chunk in _DIVIDER_LINE.split(text)]
    return all(chunks[1:-1]) and sum(chunks) == arguments.count("num_paragraphs")


def number_words(arguments: Arguments, text: str) -> bool:
    """Inner apostrophes and hyphens divide no word."""
    return arguments.compare(len(_WORD.findall(text)), relation="relation", bound="num_words")


def two_responses(_: Arguments, text: str) -> bool:
    """Exactly six asterisks separate, and the two differ by more than white space."""
    chunks = [chunk.split() for chunk in _SEPARATOR.split(text)]
    responses = [chunk for chunk in chunks if chunk]
    return all(chunks[1:-1]) and len(responses) == 2 and responses[0] != responses[1]  # noqa: PLR2004 (two are asked)


def title(_: Arguments, text: str) -> bool:
    """The title has its line for itself, but for marks and the word "title"."""
    return any(map(_is_title, text.split("\n")))


def _is_title(line: str) -> bool:
    start, end = line.find("<<"), line.rfind(">>")
    if not 0 <= start < end:
        return False
    label = _MARKED.sub("", line[:start]).lower()
    return label in {"", "title"} and _is_worded(line[start:end]) and not _is_worded(line[end:])


def _is_worded(text: str) -> bool:
    return any(map(str.isalnum, text))


def number_placeholders(arguments: Arguments, text: str) -> bool:
    """A placeholder holds a letter and is no link."""
    return sum(any(map(str.isalpha, inside)) for inside in _BRACKETS.findall(text)) >= arguments.count(
        "num_placeholders"
    )


def quotation(_: Arguments, text: str) -> bool:
    """Curly quotation marks and guillemets quote, too."""
    text = text.strip()
    return len(text) > 1 and _QUOTES.get(text[0]) == text[-1]


def end_checker(arguments: Arguments, text: str) -> bool:
    """Curly quotation marks at the end do not matter, nor do those of Markdown."""
    ending = text.strip().strip('"\u201d\u2019*_').rstrip().lower()
    return ending.endswith(arguments.text("end_phrase").strip().lower())


def response_language(arguments: Arguments, text: str) -> bool:
    """A text in which no language can be detected is in none."""
    return detect_language(text) == arguments.text("language")


def english_capital(_: Arguments, text: str) -> bool:
    """The language is detected in small letters, which the detector knows, and must be found."""
    return text.isupper() and detect_language(text.lower()) == "en"


def english_lowercase(_: Arguments, text: str) -> bool:
    """The language must be found."""
    return text.islower() and detect_language(text) == "en"


def capital_word_frequency(arguments: Arguments, text: str) -> bool:
    """A word of one letter is none in capitals, and a contraction is one word."""
    found = sum(word.isupper() and len(word) > 1 for word in _WORD.findall(text))
    return arguments.compare(found, relation="capital_relation", bound="capital_frequency")


def no_comma(_: Arguments, text: str) -> bool:
    """The commas of other scripts are commas."""
    return not _COMMAS & set(text)
