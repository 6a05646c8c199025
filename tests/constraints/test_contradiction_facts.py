"""Facts hold of every text that a checker accepts: no proof rests on more than the checkers enforce."""

from __future__ import annotations

from functools import cache
from random import Random

import pytest
from drawn_constraints import PARAMETERS, constraints_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adhere.constraints import CATALOGUE
from adhere.constraints.contradictions.facts import Facts, Measure, is_ordinary, lettered, runs
from adhere.constraints.contradictions.measures import measured
from adhere.constraints.contradictions.pieces import draw_witness
from adhere.constraints.contradictions.proofs import refute
from adhere.constraints.contradictions.sound import facts_of
from adhere.constraints.contradictions.sound_contents import COPY_MARKS
from adhere.constraints.contradictions.sound_forms import CLOSERS
from adhere.constraints.contradictions.whole_edits import whole_edits
from adhere.constraints.language import identify
from adhere.text import Document

TOPIC = "growing tomatoes"
PROMPT = "Write a short email, to a friend."


@cache
def texts() -> tuple[str, ...]:
    """Witnesses of every type, and each in other case, layout and wrapping: texts that satisfy many other types."""
    rng, found = Random(0), []
    for kind in CATALOGUE.values():
        witness = draw_witness(kind.draw(rng, PROMPT), rng, TOPIC)
        if witness is not None and len(witness) < 2000:
            found += [witness, *rng.sample(list(whole_edits(Document(witness))), 6)]
    return tuple(dict.fromkeys(found))


def wrong(facts: Facts, document: Document) -> str | None:
    """Return what of the facts does not hold of the text."""
    text = document.text
    for key, bounds in facts.counts.items():
        if key[0] is not Measure.OWN and not bounds.allows(measured(key, document)):
            return f"{key}: {measured(key, document)}, {bounds.asks()} said"
    words = [word.casefold() for word in document.word_texts]
    for given_text in facts.texts:
        wanted = [word.casefold() for word in Document(given_text).word_texts]
        if not any(words[i : i + len(wanted)] == wanted for i in range(len(words))):
            return f"no {given_text!r}"
    tail = " ".join(text.rstrip(CLOSERS).casefold().split())
    checks = {
        "opening": runs(text)[: len(facts.opening)] == facts.opening,
        "tail": facts.tail is None or tail.endswith(facts.tail),
        "last": facts.last is None or tail[-1:] in facts.last,
        "first": facts.first is None or text.strip()[:1] in facts.first,
        "languages": facts.languages is None or identify(document) in facts.languages,
        "vocabulary": facts.vocabulary is None or lettered(text) <= facts.vocabulary,
        "some": facts.some is None or any(map(facts.some, lettered(text))),
        "most": facts.most is None
        or all((m := facts.most(c)) is None or text.lower().count(c) <= m for c in set(text.lower()) if c > " "),
        "exact": all(e in text for e in facts.exact) or facts.exact == ("A",),
        "case": facts.case is None or facts.case(text) == text,
        "start": facts.start is None or text.casefold().lstrip("".join(COPY_MARKS) + " \t\n")[:1] in facts.start,
        "closing": not facts.closing or runs(text)[-len(facts.closing) :] == facts.closing,
        "content": facts.content is None or runs(text) == runs(facts.content),
        "keeps": facts.keeps is None or (facts.keeps(text) and facts.keeps(" ".join(document.word_texts[1:-1]))),
        "decides": facts.decides is None or facts.decides(text),
        "cases": all(any(wrong(case, document) is None for case in cases) for cases in facts.cases),
    }
    return next((name for name, holds in checks.items() if not holds), None)


@pytest.mark.parametrize("type_id", sorted(PARAMETERS))
def test_facts_hold_of_whatever_the_checker_accepts(type_id: str) -> None:
    @settings(max_examples=3, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(constraint=constraints_of(type_id), seed=st.integers(0, 9))
    def hold(constraint, seed) -> None:  # noqa: ANN001
        rng = Random(seed)
        facts = facts_of(constraint)
        own = draw_witness(constraint, rng, TOPIC)
        mine = [] if own is None else [own, *rng.sample(list(whole_edits(Document(own))), 10), *constraint.mutants(own)]
        for text in [*mine, *rng.sample(texts(), 20)]:
            document = Document(text)
            if is_ordinary(text) and constraint.check(document).satisfied:
                assert wrong(facts, document) is None, (constraint, wrong(facts, document), text)

    hold()


def test_what_one_text_meets_does_not_contradict() -> None:
    """All that a text satisfies, of all types and with several parameters each, can be met together: by that text."""
    rng = Random(7)
    drawn = [kind.draw(rng, PROMPT) for kind in CATALOGUE.values() for _ in range(2)]
    for text in rng.sample([text for text in texts() if is_ordinary(text)], 120):
        document = Document(text)
        met = [constraint for constraint in drawn if constraint.check(document).satisfied]
        assert refute(met) is None, (text, refute(met))
