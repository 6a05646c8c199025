"""Hard cases of the surface rules: what a person would call a breach, what would be none, what nobody can tell."""

from __future__ import annotations

from typing import NamedTuple

import emoji
import pytest

from adhere.constraints import Outcome
from adhere.constraints.surface.surface_families import SURFACE_FAMILIES
from adhere.text import Document

YES, NO, OPEN = Outcome.SATISFIED, Outcome.VIOLATED, Outcome.UNDECIDED


class Case(NamedTuple):
    id: str
    text: str
    expected: Outcome
    params: dict[str, object] = {}  # noqa: RUF012 - never written to


CASES = (
    Case("no_first_person", "The committee and I agree on the plan.", NO),
    Case("no_first_person", "It was a surprise *when* I saw it.", NO),
    Case("no_first_person", "And **I** think so, too.", NO),
    Case("no_first_person", "The voltage is 5 * I * R in the end.", YES),
    Case("no_first_person", "In the end it is up to us.", NO),
    Case("no_first_person", "Here's what I\u2019d do.", NO),
    Case("no_first_person", "Yesterday I went to the market in the town.", NO),
    Case("no_first_person", "That I know of the matter is clear.", NO),
    Case("no_first_person", "Let\u2019s look at the details of the plan.", NO),
    Case("no_first_person", "The reasons are many:\n\n- I think so.\n- It works.", NO),
    Case("no_first_person", "She is older than I.", NO),
    Case("no_first_person", "The I/O is slow on the old disk.", YES),
    Case("no_first_person", "Part I covers the basics of the craft.", YES),
    Case("no_first_person", "The causes of World War I are well known.", YES),
    Case("no_first_person", "A Type I error is a false alarm.", YES),
    Case("no_first_person", "Volumes I, II and III are in the library.", YES),
    Case("no_first_person", "I. Introduction\n\nThe text begins here.\n\nII. Methods\n\nIt goes on.", YES),
    Case("no_first_person", "In the formula I = V/R the current is on the left.", YES),
    Case("no_first_person", "The US is a country in the north of the continent.", YES),
    Case("no_first_person", "TELL US MORE ABOUT THE PLAN.", OPEN),
    Case("no_first_person", 'She said "I am here" and left the room.', YES),
    Case("no_first_person", "> I am a quotation.\n\nThat is all there is to it.", YES),
    Case("no_first_person", "The loop runs over `I` and the code is short.", YES),
    Case("no_first_person", '"I am the whole answer to this."', NO),
    Case("no_first_person", "Queen Elizabeth I ruled the country for long.", OPEN),
    Case("no_first_person", "It is a gold mine of facts.", OPEN),
    Case("no_first_person", "Das ist eine gute Frage und ich denke darüber nach.", OPEN),
    Case("no_first_person", "Ich komme.", OPEN),
    Case("no_first_person", "42", YES),
    Case("no_second_person", "Stir the soup well and serve it hot.", YES),
    Case("no_second_person", "It is up to You.", NO),
    Case("no_second_person", 'The sign says "mind your head" at the door.', YES),
    Case("no_contractions", "John's book is on the table of the house.", YES),
    Case("no_contractions", "It is five o'clock in the 1990's style.", YES),
    Case("no_contractions", "John's a friend of the house.", NO),
    Case("no_contractions", "John's running shoes are in the hall.", OPEN),
    Case("no_contractions", "It doesn\u2019t matter to the rest.", NO),
    Case("no_contractions", "\u2019Tis the season to be jolly.", NO),
    Case("no_contractions", 'He wrote "don\'t" in the margin of the page.', YES),
    Case("no_contractions", "The cats' toys are in the box.", YES),
    Case("no_exclamation", "Use `a != b` or `!x` here.", YES),
    Case("no_exclamation", "![A picture](a.png) shows it.", YES),
    Case("no_exclamation", "Great![1] It works.", NO),
    Case("no_exclamation", "The value of 5! is 120.", OPEN),
    Case("no_exclamation", "It costs only 5!", NO),
    Case("no_exclamation", "太好了\uff01", NO),
    Case("no_question", "He asked: \u201cWhy?\u201d and left.", YES),
    Case("no_question", "See https://example.org/?q=1 for more.", YES),
    Case("no_question", "Why not? It works.", NO),
    Case("no_question", "It works (does it?) well.", NO),
    Case("no_em_dash", "Run `git log -- a` or the option --all from 1990\u20131995.", YES),
    Case("no_em_dash", "One\n\n---\n\nTwo", YES),
    Case("no_em_dash", "It works -- mostly.", NO),
    Case("no_parentheses", "1) One\n2) Two\n\nSee [the page](a.html). :)", YES),
    Case("no_parentheses", "Call `f(x)` twice.", YES),
    Case("no_parentheses", "It works (mostly).", NO),
    Case("no_emoji", "Copyright \u00a9 2024, rated \u2605\u2605, 5 \u20ac :-)", YES),
    Case("no_emoji", "Done \u2714 and done.", OPEN),
    Case("no_emoji", "Done \u2714\ufe0e and done.", YES),
    Case("no_emoji", "Done \u2714\ufe0f and done.", NO),
    Case("ascii_only", "It\u2019s fine.", NO),
    Case("ascii_only", "a\u200bb", NO),
    Case("no_filler_opening", "Surely it works.", YES),
    Case("no_filler_opening", "Sure-footed goats climb well.", YES),
    Case("no_filler_opening", "**Of course!** It works.", NO),
    Case("no_filler_opening", "I\u2019d be happy to help.", NO),
    Case("no_filler_closing", "It works.\n\nLet me know if it does not.", NO),
    Case("no_filler_closing", "Let me know if it works. It should.", YES),
    Case("no_links", "Run `curl https://example.org` now.", YES),
    Case("no_links", "```\nhttps://example.org\n```", YES),
    Case("no_links", "See example.com for more.", OPEN),
    Case("no_links", "See [it](#there).", NO),
    Case("no_links", "An array a[1](2).", NO),
    Case("no_placeholder", "Dear [Name], all is well.", NO),
    Case("no_placeholder", "It was so [sic] at the time.", OPEN),
    Case("no_placeholder", "As shown in [1], it works.", YES),
    Case("no_placeholder", "One\n\n____\n\nTwo", YES),
    Case("no_placeholder", "Name: ____", NO),
    Case("no_placeholder", "Call `greet({{name}})` here.", YES),
    Case("no_placeholder", "A **bold** and ___loud___ word.", YES),
    Case("no_repeated_sentence", "It is so. It is SO!", NO),
    Case("no_repeated_sentence", "Yes. It is so. Yes.", OPEN),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.id}: {case.text[:40]}")
def test_hard_cases(case: Case) -> None:
    verdict = SURFACE_FAMILIES[f"surface:{case.id}"](**case.params).check(Document(case.text))
    assert verdict.outcome is case.expected, verdict


def test_every_emoji_of_unicode_is_found_and_a_sequence_is_one() -> None:
    rule = SURFACE_FAMILIES["surface:no_emoji"]()
    missed = [
        mark
        for mark, known in emoji.EMOJI_DATA.items()
        if known["status"] == emoji.STATUS["fully_qualified"] and len(rule.find(Document(f"a {mark} b"))) != 1
    ]
    assert not missed


def test_evidence_shows_the_places() -> None:
    text = 'We said "I" and you told me.'
    verdict = SURFACE_FAMILIES["surface:no_first_person"]().check(Document(text))
    assert [evidence.span.of(text) for evidence in verdict.evidence] == ["We", "me"]
    assert verdict.score == pytest.approx(1 / 3)


def test_more_breaches_earn_less() -> None:
    rule = SURFACE_FAMILIES["surface:no_exclamation"]()
    scores = [rule.check(Document("It works. " + "Yes! " * count)).score for count in range(5)]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == len(scores)
