from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adhere.text import Document
from adhere.text.words import split_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Don't stop", ["Don't", "stop"]),
        ("don’t", ["don’t"]),
        ("a well-known, up-to-date fact", ["a", "well-known", "up-to-date", "fact"]),
        ("wait--what - no", ["wait", "what", "no"]),
        ("'quoted' words' end", ["quoted", "words", "end"]),
        ("pay 1,000.50 now, 5.", ["pay", "1,000.50", "now", "5"]),
        ("e.g. the U.S.A. won", ["e.g", "the", "U.S.A", "won"]),
        ("the end.I left U.S.Army", ["the", "end", "I", "left", "U.S", "Army"]),
        ("snake_case and _this_", ["snake", "case", "and", "this"]),
        ("**bold**text", ["bold", "text"]),
        ("cafe\u0301 déjà", ["cafe\u0301", "déjà"]),
        ("हिन्दी भाषा", ["हिन्दी", "भाषा"]),
        ("你好 world", ["你", "好", "world"]),
        ("ひらカタ", ["ひ", "ら", "カ", "タ"]),
        ("한국어 문장", ["한국어", "문장"]),
        ("❤️ 😀 — … \u0301", []),
        ("", []),
    ],
)
def test_a_word_is_what_a_person_counts_as_one(text: str, words: list[str]) -> None:
    assert list(Document(text).word_texts) == words


def test_folded_words_ignore_case_and_the_shape_of_apostrophes() -> None:
    assert Document("STRASSE Straße").folded_words == ("strasse", "strasse")
    assert Document("Don\u2019t don't").folded_words == ("don't", "don't")


@settings(deadline=None)
@given(st.text(st.sampled_from("aB1٢é '\u2019-\u2011.,_\xad²\u2160\n"), max_size=40))
def test_the_fast_pattern_finds_the_words_that_the_full_one_finds(text: str) -> None:
    beside_a_mark = split_words(f"{text} e\u0301")
    assert split_words(text).texts == beside_a_mark.texts[:-1]
    assert "".join(beside_a_mark.gaps).startswith("".join(split_words(text).gaps))


@pytest.mark.parametrize("characters", [range(0x300), range(0x2000, 0x2070)], ids=["western", "punctuation"])
def test_no_western_character_needs_the_full_pattern(characters: range) -> None:
    for character in map(chr, characters):
        text = f"a{character}b {character} 1{character}2 {character}c"
        assert split_words(text).texts == split_words(f"{text} e\u0301").texts[:-1], ascii(character)


@settings(deadline=None)
@given(st.text(max_size=80))
def test_words_hold_every_letter_and_digit_once_and_in_order(text: str) -> None:
    document = Document(text)
    rest = list(document.text)
    end = 0
    for word in document.words:
        assert end <= word.start < word.end
        end = word.end
        rest[word.start : word.end] = " " * (word.end - word.start)
    assert not any(character.isalnum() for character in rest)


@settings(deadline=None)
@given(st.text(st.sampled_from("aB1 '’-_.,é\u0301你हि\u093f"), max_size=60))
def test_positions_and_texts_of_words_agree(text: str) -> None:
    document = Document(text)
    assert document.word_texts == tuple(word.of(document.text) for word in document.words)


@settings(deadline=None)
@given(st.text(st.sampled_from("aB1 \n\t\xa0-_.é*"), max_size=60))
def test_tokens_are_what_white_space_divides(text: str) -> None:
    document = Document(text)
    chunks = [chunk for chunk in document.text.split() if any(map(str.isalnum, chunk))]
    assert [token.of(document.text) for token in document.tokens] == chunks
