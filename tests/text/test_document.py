"""Properties that hold for every text."""

from __future__ import annotations

import json
import os
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from adhere.text import Document, loose_variants
from adhere.text.blocks import _parsed, read_structure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adhere.text import Span

REAL_DATA = Path(os.environ.get("ADHERE_REAL_DATA", "../shared/data"))
PIECES = [
    *("a", "Bc", "don't", "1.", "2) ", "e.g.", ".", "! ", "? ", ", ", " ", "  ", "    ", "\t", "\n", "\n\n", "\n> "),
    *(
        "- ",
        "* ",
        "+ ",
        "*",
        "**",
        "_",
        "`",
        "```",
        "\n```\n",
        "~~~\n",
        "#",
        "\n## ",
        "\n===\n",
        "\n---\n",
        "|",
        "|-|\n",
    ),
    *("[", "](", ")", "]: /u\n", "![", "<", ">", "<b>", "<http://x.y>", "\\", "&amp;", '"', "“", "”", "«", "»"),
    *("é", "e\u0301", "你好。", "\u00a0", "\u200d", "😀", "\ud800", "\0", "\u2028", "\x0c", "<think>", "</think>"),
]
TEXTS = st.lists(st.sampled_from(PIECES) | st.characters(), max_size=25).map("".join)
VIEWS = ("text", "words", "paragraphs", "blocks", "inlines", "code", "sentences", "quotations", "language", "is_empty")


def assert_in_order(spans: Sequence[Span], text: str) -> None:
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(before.end <= after.start for before, after in pairwise(spans))


def assert_sound(document: Document) -> None:
    text = document.text
    for spans in (document.words, document.sentences, document.paragraphs, document.code, document.quotations):
        assert_in_order(spans, text)
    for spans in (document.sentences, document.paragraphs):
        assert all(span.of(text) == span.of(text).strip() for span in spans)
    for index, block in enumerate(document.blocks):
        assert 0 <= block.span.start <= block.inner.start <= block.inner.end <= block.span.end <= len(text)
        assert block.depth == (0 if block.parent is None else document.blocks[block.parent].depth + 1)
        if block.parent is not None:
            outer = document.blocks[block.parent].inner
            assert block.parent < index
            assert outer.start <= block.span.start <= block.span.end <= outer.end
    for inline in document.inlines:
        assert 0 <= inline.span.start < inline.inner.start <= inline.inner.end < inline.span.end <= len(text)
        assert text[inline.span.start] in "*_`[!<"
        assert text[inline.span.end - 1] in "*_`])>"


@settings(max_examples=300, deadline=None)
@given(TEXTS)
@example("a\n-\n\n\n    b")
@example("> - > a\nb\n> c")
@example("1. \n\n   a\n\t- b")
def test_every_view_of_every_text_is_sound(text: str) -> None:
    assert_sound(Document(text))


@settings(deadline=None)
@given(TEXTS, st.sampled_from(["\r\n", "\r"]))
def test_line_endings_change_nothing(text: str, ending: str) -> None:
    text = text.replace("\r", "")
    left, right = Document(text), Document(text.replace("\n", ending))
    assert all(getattr(left, view) == getattr(right, view) for view in VIEWS)


@settings(deadline=None)
@given(TEXTS, st.sampled_from(["\n", " \n\n", "\t\n"]), st.sampled_from(["\n", " ", "\n \n", "\t"]))
def test_blank_lines_and_space_around_a_reply_change_nothing(text: str, before: str, after: str) -> None:
    assert Document(before + text + after).text == Document(text).text


@settings(deadline=None)
@given(TEXTS)
def test_reading_the_text_again_changes_nothing(text: str) -> None:
    once = Document(text).text
    assert Document(once).text == once
    assert "\r" not in once


@settings(deadline=None)
@given(TEXTS)
def test_paragraphs_hold_all_that_is_visible(text: str) -> None:
    document = Document(text)
    assert "".join(p.of(document.text) for p in document.paragraphs).split() == document.text.split() or (
        sum(len("".join(p.of(document.text).split())) for p in document.paragraphs)
        == len("".join(document.text.split()))
    )


LINES = st.lists(
    st.sampled_from(
        (
            *(
                "\n",
                "\n\n",
                "- a",
                "* b",
                "1. ",
                "2) x",
                "# h",
                "## ",
                "**b**",
                "10. ",
                "-",
                "*",
                "---",
                "===",
                "foo",
                " ",
            ),
            *(
                "+ x",
                "1.x",
                "\n- ",
                "\n1. y",
                "\n2. z",
                "\n# t",
                "\nplain",
                "\n3) q",
                "_x_",
                "[a]",
                "#",
                "\n-x",
                ":",
                "|",
            ),
        )
    ),
    max_size=14,
).map("".join)


@settings(max_examples=300, deadline=None)
@given(st.one_of(TEXTS, LINES))
@example("a  \nb\n \n\t\n  c\x0c")
@example("one\n2. two\n1. three\n5. four\n\n- five\nsix\n\n- seven\n* eight\n# nine\n2) ten")
def test_what_is_read_without_the_parser_is_what_the_parser_reads(text: str) -> None:
    text = Document(text).text
    assert read_structure(text) == _parsed(text)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
@example("one two\nthree\nfour five")
@example("# Title\n\n- a *b*\n  - c\n\n> d\n\n```\ne\n```\nlast")
@example("one\n  - a\n  - b\n    c")
@example("[a]: /b\n\n[a]\n\nlast")
@example("first *\nsecond\n* third")
@example("first\n</think>second\nthird")
def test_variants_read_as_documents_of_their_own(text: str) -> None:
    document = Document(text)
    variants = [Document(variant.raw) for variant in document.variants]
    assert {document.text, *(v.raw for v in variants)} == set(loose_variants(document.text))
    assert len({v.raw for v in variants} | {document.text}) == len(variants) + 1
    for known, fresh in zip(document.variants, variants, strict=True):
        assert all(getattr(known, view) == getattr(fresh, view) for view in (*VIEWS, "word_texts", "folded_words"))


def test_views_are_computed_once() -> None:
    document = Document("One. Two.")
    assert all(getattr(document, view) is getattr(document, view) for view in VIEWS)


def test_documents_are_values() -> None:
    assert Document("a") == Document("a")
    assert Document("a") != Document("a", truncated=True)
    assert Document("cut", truncated=True).truncated


@pytest.mark.parametrize(
    ("raw", "empty"),
    [("", True), (" \n\t ", True), ("\u200b\u200d\ufeff", True), ("<think>x</think> \n", True), (".", False)],
)
def test_a_reply_that_shows_nothing_is_empty(raw: str, empty: bool) -> None:  # noqa: FBT001
    assert Document(raw).is_empty is empty


def test_the_first_lines_indentation_stays() -> None:
    assert Document("\n\n    x = 1\n\n").text == "    x = 1"


@pytest.mark.skipif(not REAL_DATA.is_dir(), reason="the real replies are not on this machine (ADHERE_REAL_DATA)")
@pytest.mark.parametrize("model", ["alpaca-7b", "Mistral-7B-Instruct-v0.2", "gpt4_1106_preview"])
def test_every_view_of_real_replies_is_sound(model: str) -> None:
    replies = json.loads((REAL_DATA / "alpaca_eval" / f"outputs_{model}.json").read_text(encoding="utf-8"))
    for reply in replies[::8]:
        assert_sound(Document(reply["output"]))
