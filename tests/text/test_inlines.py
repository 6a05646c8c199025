"""Golden examples of CommonMark's rules for inlines, and of how adhere places them."""

from __future__ import annotations

import pytest

from adhere.text import Document


@pytest.mark.parametrize(
    ("text", "inlines"),
    [
        ("**bold** text", [("strong", "**bold**", "bold")]),
        ("*it* and _it_", [("emphasis", "*it*", "it"), ("emphasis", "_it_", "it")]),
        ("__bold__", [("strong", "__bold__", "bold")]),
        ("* **X**", [("strong", "**X**", "X")]),
        ("***x***", [("emphasis", "***x***", "**x**"), ("strong", "**x**", "x")]),
        ("**a *b* c**", [("strong", "**a *b* c**", "a *b* c"), ("emphasis", "*b*", "b")]),
        ("2 * 3 * 4", []),
        ("snake_case_name", []),
        ("un*frigging*believable", [("emphasis", "*frigging*", "frigging")]),
        (r"\*plain\*", []),
        ("** not**", []),
        ("*over\ntwo lines*", [("emphasis", "*over\ntwo lines*", "over\ntwo lines")]),
        ("*no\n\nblank*", []),
        ("a `code *x*` b", [("code", "`code *x*`", "code *x*")]),
        ("`` a ` b ``", [("code", "`` a ` b ``", " a ` b ")]),
        ("a ` b", []),
        ("[site](http://x.y 'title')", [("link", "[site](http://x.y 'title')", "site")]),
        ("[a *b*](/u)", [("link", "[a *b*](/u)", "a *b*"), ("emphasis", "*b*", "b")]),
        ("[ref]\n\n[ref]: /u", [("link", "[ref]", "ref")]),
        ("[placeholder]", []),
        ("<http://x.y>", [("link", "<http://x.y>", "http://x.y")]),
        ("cout << x >> y", []),
        ("![alt *x*](/u)", [("image", "![alt *x*](/u)", "alt *x*")]),
        ("[![a](b)](c)", [("link", "[![a](b)](c)", "![a](b)"), ("image", "![a](b)", "a")]),
        ("[js](javascript:1)", [("link", "[js](javascript:1)", "js")]),
        ("# A **b** #", [("strong", "**b**", "b")]),
        ("> *a\n> b*", [("emphasis", "*a\n> b*", "a\n> b")]),
        ("```\n**code**\n```", []),
        ("<div>\n**raw**\n</div>", []),
        ("| **a** | *b |\n|---|---|\n| c* | `d` |", [("strong", "**a**", "a"), ("code", "`d`", "d")]),
        ("**ünï**: é", [("strong", "**ünï**", "ünï")]),
    ],
)
def test_inlines_are_commonmarks(text: str, inlines: list[tuple[str, str, str]]) -> None:
    document = Document(text)
    found = [(i.kind.value, i.span.of(document.text), i.inner.of(document.text)) for i in document.inlines]
    assert found == inlines


def test_code_joins_blocks_and_inlines_in_order() -> None:
    document = Document("Use `x`:\n\n```\ny\n```\n\n    z\n\nand `w`.")
    assert [span.of(document.text) for span in document.code] == ["`x`", "```\ny\n```", "z", "`w`"]
