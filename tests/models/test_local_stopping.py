"""Stop strings are found wherever tokens break them."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

import tiny_models
from adhere.models.local.stopping import StopStrings, cut


def decode(tokens: list[bytes]) -> str:
    return b"".join(tokens).decode(errors="replace")


@settings(max_examples=200, deadline=None)
@given(
    text=st.text(alphabet="ab\né中🙂", max_size=30),
    sizes=st.lists(st.integers(1, 4), min_size=1),
    stops=st.lists(st.text(alphabet="ab\né中🙂", min_size=1, max_size=4), min_size=1, max_size=3),
)
def test_a_stop_string_is_found_with_the_token_that_completes_it(text: str, sizes: list[int], stops: list[str]) -> None:
    data, tokens = text.encode(), []
    while data:
        size = sizes[len(tokens) % len(sizes)]
        tokens, data = [*tokens, data[:size]], data[size:]
    watch = StopStrings(stops, decode)
    for count in range(1, len(tokens) + 1):
        so_far = decode(tokens[:count])
        whole = not so_far.endswith("\ufffd")  # an unfinished character is waited for
        found = any(stop in so_far for stop in stops)
        if watch.reached(tokens[:count]):
            assert found
            return
        assert not (found and whole)


def test_a_tokenizer_that_drops_a_leading_space_hides_no_stop_string() -> None:
    def strip_first(tokens: list[str]) -> str:
        return "".join(tokens).removeprefix(" ")

    watch = StopStrings(["a b"], strip_first)
    tokens = [" x", " a", " b"]
    assert [watch.reached(tokens[:count]) for count in (1, 2, 3)] == [False, False, True]


def test_a_real_tokenizer_with_characters_of_several_tokens() -> None:
    tokenizer = tiny_models.tokenizer()
    tokens = tokenizer("über 中文 end")["input_ids"]
    watch = StopStrings(["中文 e"], tokenizer.decode)
    found = [watch.reached(tokens[:count]) for count in range(1, len(tokens) + 1)]
    assert any(found)
    assert "中文 e" in tokenizer.decode(tokens[: found.index(True) + 1])


def test_a_text_is_cut_at_the_earliest_stop_string() -> None:
    assert cut("one two three", ["three", "two"]) == "one "
    assert cut("one two three", ["", "four"]) == "one two three"
    assert cut("one", ["one"]) == ""
