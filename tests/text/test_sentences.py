from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from punkt import tokenizer_for

from adhere.text import Document

PIECES = (
    *("The end", "Stop", "Dr", "etc", "e.g", "No", "5", "A", "St", "U.S", "well-known", "café", "(so", "yes)"),
    *(
        ". ",
        "! ",
        "? ",
        ".\nSo",
        ".",
        "?!",
        '." ',
        ".) ",
        "... ",
        ". . . ",
        "--",
        " ",
        ", ",
        "\xa0",
        "*",
        "\u2019",
        '"',
    ),
)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("Dr. Smith met Mr. Jones at 5 p.m. They talked.", ["Dr. Smith met Mr. Jones at 5 p.m.", "They talked."]),
        ("Ask Dr. Smith. He knows.", ["Ask Dr. Smith.", "He knows."]),
        ("Fruit, e.g. apples, helps. So does tea.", ["Fruit, e.g. apples, helps.", "So does tea."]),
        ("It costs 3.50 euros. Buy it.", ["It costs 3.50 euros.", "Buy it."]),
        ("Wow!!! Really...", ["Wow!!!", "Really..."]),
        ('He said "No." Then he left.', ['He said "No."', "Then he left."]),
        ("over\ntwo lines. Next", ["over\ntwo lines.", "Next"]),
        ("# Title\n\nText here.", ["Title", "Text here."]),
        ("- milk\n- eggs. Fresh ones.", ["milk", "eggs.", "Fresh ones."]),
        ("> Quoted. Over\n> lines.", ["Quoted.", "Over\n> lines."]),
        ("> It ended at 5 p.m.\n> He left.", ["It ended at 5 p.m.", "He left."]),
        ("Run it.\n\n```\nx = 1. Y = 2.\n```", ["Run it."]),
        ("Call `a. B. c` now. Then stop.", ["Call `a. B. c` now.", "Then stop."]),
        ("`print(1)`", []),
        ("See [it](/a 'B. C. D.') now. Go.", ["See [it](/a 'B. C. D.') now.", "Go."]),
        ("| a. | B. |\n|---|---|\n| c. | d. |", []),
        ("<p>One. Two.</p>", ["One.", "Two."]),
        ("😀!\n\n---\n\n...", []),
        ("今天很好。我们走吧！", ["今天很好。", "我们走吧！"]),
        ("", []),
    ],
)
def test_sentences_are_a_readers(text: str, sentences: list[str]) -> None:
    document = Document(text)
    assert [sentence.of(document.text) for sentence in document.sentences] == sentences


@settings(deadline=None, max_examples=300)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=12).map("".join))
def test_clear_boundaries_are_those_of_punkt(text: str) -> None:
    document = Document(f"So {text} x")
    spans = tokenizer_for("english", prefixes=True).span_tokenize(document.text)
    told = [document.text[start:end].strip() for start, end in spans]
    assert [each.of(document.text) for each in document.sentences] == [
        sentence for sentence in told if any(map(str.isalnum, sentence))
    ]
