"""Regular expressions: bounded time whatever the pattern, what RE2 refuses, and what white space may not change."""

from __future__ import annotations

import re
import time
from random import Random

import pytest

from adhere.constraints import CATALOGUE, Outcome, load
from adhere.constraints.structure.regular import compiled, is_feasible
from adhere.constraints.structure.regular_expressions import Absent, Contains, EachLine, FullMatch
from adhere.constraints.structure.regular_samples import sample
from adhere.errors import UsageError
from adhere.text import Document

KINDS = ("regex:full_match", "regex:contains", "regex:absent", "regex:line_each")
BACKTRACKING = (r"(x+x+)+y", r"^(\w+\s?)*$!", r"(a|aa)+$b", r"(.*)(.*)(.*)(.*)(.*)[^x ]", r"[01x]*1[01x]{200}y")


@pytest.mark.parametrize("pattern", BACKTRACKING)
@pytest.mark.parametrize("type_id", KINDS)
def test_no_pattern_makes_a_megabyte_slow(type_id: str, pattern: str) -> None:
    constraint = CATALOGUE[type_id](pattern=pattern)
    for text in ("x" * 1_000_000, "x " * 500_000):
        reply = Document(text)
        assert not reply.is_empty
        start = time.process_time()
        constraint.check(reply)
        assert time.process_time() - start < 2


@pytest.mark.parametrize("type_id", KINDS)
def test_a_pattern_too_large_for_a_reply_leaves_it_undecided(type_id: str) -> None:
    constraint = CATALOGUE[type_id](pattern=r"[ab]*a[ab]{900}c")
    assert constraint.check(Document("ab" * 500_000)).outcome is Outcome.UNDECIDED
    assert constraint.check(Document("ab" * 1_000)).outcome is not Outcome.UNDECIDED


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("(", "missing"),
        ("[a", "missing"),
        ("(?=a)b", "perl operator"),
        (r"(a)\1", "escape"),
        ("a{1001}", "repetition"),
        ("(a{1000}){1000}", "repetition"),
        ("a**", "repetition"),
        (r"\p{L}{1000}", "too large"),
        ("\ud800", "surrogates"),
        ("a" * 2001, "2001 characters"),
        (" ", "blank"),
    ],
)
@pytest.mark.parametrize("type_id", KINDS)
def test_what_cannot_be_matched_in_bounded_time_is_refused(type_id: str, pattern: str, said: str) -> None:
    with pytest.raises(UsageError, match=said) as caught:
        load({"id": type_id, "params": {"pattern": pattern}})
    assert caught.value.hint


@pytest.mark.parametrize("type_id", ["regex:contains", "regex:absent"])
@pytest.mark.parametrize("pattern", ["x*", "", "^", "(a|)", r"\d{0,3}"])
def test_a_pattern_that_every_text_has_is_no_requirement(type_id: str, pattern: str) -> None:
    with pytest.raises(UsageError):
        load({"id": type_id, "params": {"pattern": pattern}})


@pytest.mark.parametrize(
    ("pattern", "reply", "matches"),
    [
        (r"\d{4}-\d{2}", "2024-02", True),
        (r"\d{4}-\d{2}", "  2024-02 \n\n", True),
        (r"\d{4}-\d{2}", "2024-02.", False),
        (r"a\nb", "a  \nb", True),
        (r"a  \nb", "a  \nb", True),
        (r"a\r\nb", "a\r\nb", False),
        (r".*", "two\nlines", False),
        (r"(?s).*", "two\nlines", True),
        (r"\p{L}+", "naïve", True),
        (r"\w+", "naïve", False),
        (r"x", "", False),
        (r"x*", "\u200b", False),
    ],
)
def test_all_of_the_reply_matches(pattern: str, reply: str, *, matches: bool) -> None:
    assert FullMatch(pattern=pattern).check(Document(reply)).satisfied is matches


def test_the_longer_the_part_that_matches_the_higher_the_score() -> None:
    constraint = FullMatch(pattern=r"[a-z]+")
    scores = [constraint.check(Document(reply)).score for reply in ("abcdef", "abcde1", "abc123", "a12345", "123456")]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 5
    assert scores[0] == 1
    assert scores[-1] == 0


def test_places_are_shown_in_characters_not_bytes() -> None:
    reply = Document("Für 😀 gibt es 12 und 345.")
    verdict = Contains(pattern=r"\d+").check(reply)
    assert [evidence.span.of(reply.text) for evidence in verdict.evidence] == ["12", "345"]
    assert Contains(pattern=r"\bgibt\b").check(reply).satisfied
    assert Contains(pattern=r"\b").check(Document("...")).outcome is Outcome.VIOLATED


def test_a_text_that_cannot_be_encoded_is_judged_all_the_same() -> None:
    for text in ("\ud800 12", "12 \udcff", "\ud83d"):
        verdict = Contains(pattern=r"\d+").check(Document(text))
        assert verdict.satisfied is ("12" in text)
        assert all(evidence.span.of(text) == "12" for evidence in verdict.evidence)


def test_forbidden_matches_cost_by_their_number() -> None:
    constraint = Absent(pattern=r"\d")
    scores = [constraint.check(Document("No digits." + " 7" * count)).score for count in range(4)]
    assert scores == [1, 1 / 2, 1 / 3, 1 / 4]
    assert constraint.check(Document("7" * 100_000)).score > 0
    assert constraint.check(Document(" ")).outcome is Outcome.UNDECIDED


@pytest.mark.parametrize(
    ("reply", "score"),
    [("A-1\nB-2", 1), ("A-1  \n\n\nB-2", 1), ("A-1\nb-2", 1 / 2), ("Here:\nA-1\nB-2", 3 / 5), ("no", 1 / 3), ("", 0)],
)
def test_each_line_matches(reply: str, score: float) -> None:
    assert EachLine(pattern=r"[A-Z]-\d").check(Document(reply)).score == pytest.approx(score)


@pytest.mark.parametrize(
    "pattern",
    [
        r"[A-Z]{3}-\d{4}",
        r"(yes|no(?:pe)?)!?",
        r"[^\s\w]{3,}",
        r"a.c\.\[x\]",
        r"(?P<year>\d\d)/(?i:ab)",
        r"(?:(?:a|b){2}c)+?",
        r"[\u00e0-\u00ff]x",
        r"[^a-z]\D\S\W",
        r"\x41\t\.",
    ],
)
def test_samples_match_in_pythons_reading_too(pattern: str) -> None:
    for seed in range(30):
        assert re.fullmatch(pattern, sample(Random(seed), pattern))


@pytest.mark.parametrize(
    "pattern", [r"\p{Greek}+", r"[[:alpha:]]\z", r"(a{500}){2}b{1000}c{900}", r"[^\x00-\x{10FFFF}]"]
)
def test_a_pattern_that_nothing_can_be_drawn_for_is_checked_all_the_same(pattern: str) -> None:
    constraint = FullMatch(pattern=pattern)
    assert constraint.check(Document("1 2")).outcome is Outcome.VIOLATED
    with pytest.raises(UsageError):
        constraint.witness(Random(0), "cats")


def test_a_pattern_that_asks_for_two_lines_has_no_witness_by_lines() -> None:
    with pytest.raises(UsageError, match="more than one line"):
        EachLine(pattern=r"a\nb").witness(Random(0), "cats")


@pytest.mark.parametrize(("pattern", "instructions", "most"), [("a{16}", 20, 5_000_000), ("a{13}", 17, 5_882_352)])
def test_a_text_is_judged_up_to_so_many_characters(pattern: str, instructions: int, most: int) -> None:
    assert compiled(pattern).programsize == instructions
    assert is_feasible(pattern, "a" * most)
    assert not is_feasible(pattern, "a" * (most + 1))


def test_a_refusal_says_why_and_nothing_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(UsageError, match=r"missing \)"):
        CATALOGUE["regex:contains"](pattern="(a")
    assert capfd.readouterr().err == ""
