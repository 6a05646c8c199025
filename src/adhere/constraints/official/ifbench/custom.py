"""custom: tasks with one right shape, one prompt each."""

from __future__ import annotations

import re
import string
import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING

from adhere.constraints.official.ifbench.marks import MARKS, without_marks
from adhere.constraints.official.ifbench.segments import split_segments

if TYPE_CHECKING:
    from adhere.constraints.official.arguments import Arguments

# By latitude, from the north. Belgrade, Bucharest and others lie south of 45 degrees.
CAPITALS = tuple(
    """Reykjavik Helsinki Oslo Tallinn Stockholm Riga Moscow Copenhagen Vilnius Minsk Dublin Berlin Amsterdam Warsaw
    London Brussels Prague Luxembourg Paris Vienna Bratislava Budapest Vaduz Chisinau Bern Ljubljana
    Zagreb""".split()  # noqa: SIM905 (a name a line reads worse)
)
COUNTRIES, LAST_COUNTRY = 52, "Zimbabwe"
QUESTIONS, OPTIONS = 4, 5
_NUMBER = re.compile(r"\d+")
# The published pattern also takes the line feeds before it; they are stripped anyway, and take quadratic time.
_QUESTION = re.compile(r"Question \d+[.|):;]?\s*")
_OPTION = re.compile(r"[A-Ea-e][.|)]\s*\w")
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})\Z")
_DAYS = {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}
_YEARS = range(1769, 1822)  # the years that Napoleon lived in


def multiples(_: Arguments, text: str) -> bool:
    """The numbers in the text are 14, 21 and so on to 49, whatever stands between them."""
    return _NUMBER.findall(text) == [str(number) for number in range(14, 51, 7)]


def mcq_count_length(_: Arguments, text: str) -> bool:
    """Four questions of five options, each question longer than the one before, the first at the very start."""
    parts = [part.strip() for part in _QUESTION.split(text)]
    questions = [_question(part) for part in parts if part]
    return (
        text.startswith("Question")
        and len(questions) == QUESTIONS
        and all(options == OPTIONS for _, options in questions)
        and all(first < second for (first, _), (second, _) in pairwise(questions))
    )


def _question(part: str) -> tuple[int, int]:
    """Return the length of the question, which ends where the options begin, and the number of options."""
    lines = [line.strip() for line in part.split("\n")]
    options = [bool(_OPTION.match(line)) for line in lines]
    asked = lines[: options.index(True)] if any(options) else lines
    return len(" ".join(asked).strip()), sum(options)


def reverse_newline(_: Arguments, text: str) -> bool:
    """From the first line with Zimbabwe on at least 52 lines, any lines, in reverse order of their code points."""
    lines = [stripped for line in text.split("\n") if (stripped := line.strip(MARKS))]
    start = next((place for place, line in enumerate(lines) if LAST_COUNTRY in line), len(lines))
    plain = [_unaccented(line) for line in lines[start:]]
    return len(plain) >= COUNTRIES and plain == sorted(plain, reverse=True)


def word_reverse(_: Arguments, text: str) -> bool:
    """Read backwards, word by word, the text names the bald eagle; without marks it is always one sentence."""
    backwards = " ".join(reversed(without_marks(text.lower().strip()).split()))
    return "bald eagle" in backwards and backwards in split_segments(backwards)


def character_reverse(_: Arguments, text: str) -> bool:
    """The bald eagle stands backwards anywhere."""
    return "elgae dlab" in text.lower()


def sentence_alphabet(_: Arguments, text: str) -> bool:
    """26 sentences that begin with a to z; an opening quotation mark is the first letter."""
    return [sentence[:1].lower()[:1] for sentence in split_segments(text)] == list(string.ascii_lowercase)


def european_capitals_sort(_: Arguments, text: str) -> bool:
    """The 27 capitals in order between commas, accents or none, and nothing else."""
    capitals = [capital.strip() for capital in _unaccented(text).split(",")]
    return tuple(filter(None, capitals)) == CAPITALS


def date_format_list(_: Arguments, text: str) -> bool:
    """Dates between commas in Napoleon's lifetime; day and month may be 00, and any year has a 29 February."""
    return all(map(_is_date, text.split(",")))


def _is_date(text: str) -> bool:
    match = _DATE.match(text.strip())
    if not match:
        return False
    year, month, day = map(int, match.groups())
    return year in _YEARS and month <= 12 and (month == 0 or day <= _DAYS.get(month, 31))  # noqa: PLR2004 (a year's months)


def _unaccented(text: str) -> str:
    """Return the ASCII characters of the text's compatibility decomposition."""
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
