"""What models and files say is shown, and never acts on the terminal."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adhere.cli.terminal import give_json, give_table, say_error, shown


@pytest.mark.parametrize(
    ("hostile", "harmless"),
    [
        ("\x1b[2J\x1b[1;31mred", r"\x1b[2J\x1b[1;31mred"),
        ("\x1b]0;title\x07", r"\x1b]0;title\x07"),
        ("\x1b]8;;http://evil\x1b\\link", r"\x1b]8;;http://evil\x1b\link"),
        ("\x9b31m", r"\x9b31m"),
        ("line\rover", r"line\rover"),
        ("a\bb\x7f", r"a\x08b\x7f"),
        ("access \u202edelbane", r"access \u202edelbane"),
        ("\u2066isolate\u2069", r"\u2066isolate\u2069"),
        ("tag \U000e0041", r"tag \U000e0041"),
        ("zero\u200bwidth \ufeff", r"zero\u200bwidth \ufeff"),
        ("half \ud83d pair", r"half \ud83d pair"),
        ("a\u2028b", r"a\u2028b"),
    ],
)
def test_characters_that_act_are_written_out(hostile: str, harmless: str) -> None:
    assert shown(hostile) == harmless


@pytest.mark.parametrize(
    "text", ["two\nlines\tand a tab", "naïve — “quotes”", "日本語", "👩‍👩‍👧", "می‌خواهم", "किताब", "e\u0301"]
)
def test_ordinary_text_of_any_script_stays_as_it_is(text: str) -> None:
    assert shown(text) == text


@given(st.text())
def test_nothing_shown_acts(text: str) -> None:
    result = shown(text)
    assert not any(char < " " and char not in "\n\t" for char in result)
    assert not {"\x7f", "\x1b", "\x9b", "\u202e", "\u2066"} & set(result)
    assert shown(result) == result


def test_json_on_stdout_is_plain_ascii(capsys: pytest.CaptureFixture[str]) -> None:
    give_json({"reply": "\x1b[2J\u202e\ud83d é"})
    out = capsys.readouterr().out
    assert out.isascii()
    assert "\x1b" not in out
    assert json.loads(out) == {"reply": "\x1b[2J\u202e\ud83d é"}


def test_a_table_keeps_its_columns_with_wide_and_hostile_text(capsys: pytest.CaptureFixture[str]) -> None:
    give_table(("name", "n"), [("日本", "1"), ("a\x1b", "10")])
    assert capsys.readouterr().out.splitlines() == ["name    n", "日本    1", r"a\x1b  10"]


def test_errors_go_to_stderr_with_their_remedy(capsys: pytest.CaptureFixture[str]) -> None:
    say_error("no file \x1b[1m", "name another one")
    assert capsys.readouterr() == ("", "error: no file \\x1b[1m\nhint: name another one\n")
