"""The whole verdict on replies, at the limits of what is asked: surface rules, reading level, lengths and phrases."""

from __future__ import annotations

import pytest
from exact_verdicts import NO, OPEN, YES, Exact, assert_exact

CASES = (
    Exact("surface:no_contractions", {}, "So ⟦A's⟧ a grade.", NO, 1 / 2),
    Exact("surface:no_second_person", {}, 'He said "so `x` you" and left.', YES, 1),
    Exact("surface:no_first_person", {}, "It was a surprise when ⟦I⟧ saw it. Tell ⟦us⟧.", NO, 1 / 3),
    Exact("surface:no_first_person", {}, "Part I of World War I is in the US.", YES, 1),
    Exact("surface:no_first_person", {}, "She met Henry I.", OPEN, 0),
    Exact("surface:no_first_person", {}, "It is a mine.", OPEN, 0),
    Exact("surface:no_first_person", {}, "Use I/O and I = V/R.", YES, 1),
    Exact("surface:no_first_person", {}, "I. Introduction to the topic", YES, 1),
    Exact("surface:no_first_person", {}, "See (I) and I, II and III.", YES, 1),
    Exact("surface:no_first_person", {}, "Our Town is a play.", OPEN, 0),
    Exact("surface:no_first_person", {}, "⟦Our⟧ town is small.", NO, 1 / 2),
    Exact("surface:no_first_person", {}, "US troops left.", YES, 1),
    Exact("surface:no_first_person", {}, "JOIN US NOW, they said.", OPEN, 0),
    Exact("surface:no_first_person", {}, "⟦i⟧ think so.", NO, 1 / 2),
    Exact("surface:no_first_person", {}, "Take part i now.", OPEN, 0),
    Exact("surface:no_first_person", {}, "In chapter I think of it.", OPEN, 0),
    Exact("surface:no_first_person", {}, "That is what *⟦I⟧* said.", NO, 1 / 2),
    Exact("surface:no_first_person", {}, 'He said "I saw us" and left.', YES, 1),
    Exact("surface:no_first_person", {}, "So do ⟦I⟧.", NO, 1 / 2),
    Exact("surface:no_first_person", {}, "Elizabeth I reigned.", OPEN, 0),
    Exact("surface:no_first_person", {}, "Really ⟦I⟧ do.", NO, 1 / 2),
    Exact("surface:no_first_person", {}, "She, Anna and ⟦I⟧, went.", NO, 1 / 2),
    Exact("surface:no_first_person", {}, "Ich bin hier.", OPEN, 0),
    Exact("surface:no_first_person", {}, "The tea is hot.", YES, 1),
    Exact("surface:no_second_person", {}, "⟦You⟧ will see. It is up to ⟦y'all⟧, isn't it?", NO, 1 / 3),
    Exact("surface:no_second_person", {}, 'He said "you" once.', YES, 1),
    Exact("surface:no_second_person", {}, "Tu es la, vous aussi.", OPEN, 0),
    Exact("surface:no_exclamation", {}, 'Stop⟦!⟧ So it is, "Go⟦!⟧" he said.', NO, 1 / 3),
    Exact("surface:no_exclamation", {}, "If a != b then 5! = 120.", OPEN, 0),
    Exact("surface:no_exclamation", {}, "So ![it](a.png) is.", YES, 1),
    Exact("surface:no_question", {}, 'Who⟦?⟧ "Why?" he asked. What⟦?⟧!', NO, 1 / 3),
    Exact("surface:no_question", {}, 'He asked "why?" of me.', YES, 1),
    Exact("surface:no_em_dash", {}, "So⟦—⟧it is⟦ -- ⟧yes⟦--⟧no.", NO, 1 / 4),
    Exact("surface:no_em_dash", {}, "Use --all in 1990–95.", YES, 1),
    Exact("surface:no_parentheses", {}, "1) tea ⟦(⟧hot⟦)⟧ :)\n\n2) milk", NO, 1 / 3),
    Exact("surface:no_parentheses", {}, "a) tea :-) and [it](b).", YES, 1),
    Exact("surface:no_parentheses", {}, "So ⟦(⟧it⟦）⟧ is.", NO, 1 / 3),
    Exact("surface:no_parentheses", {}, "So ⟦（⟧it is.", NO, 1 / 2),
    Exact("surface:no_parentheses", {}, "So it⟦)⟧ is.", NO, 1 / 2),
    Exact("surface:no_ellipsis", {}, "And then⟦...⟧ so ⟦…⟧ and. . .", NO, 1 / 3),
    Exact("surface:no_ellipsis", {}, "And then.. so", YES, 1),
    Exact("surface:no_ellipsis", {}, "So⟦…⟧", NO, 1 / 2),
    Exact("surface:no_emoji", {}, "So ⟦😀⟧ it ⟦👨\u200d👩⟧ is ⟦🇫🇷⟧.", NO, 1 / 4),
    Exact("surface:no_emoji", {}, "It is ✔ so.", OPEN, 0),
    Exact("surface:no_emoji", {}, "It is :-) so.", YES, 1),
    Exact("surface:ascii_only", {}, "So ⟦“⟧it⟦”⟧ is ⟦éé⟧.", NO, 1 / 4),
    Exact("surface:no_digits", {}, "So ⟦12⟧ is H⟦2⟧O.", NO, 1 / 3),
    Exact("surface:no_digits", {}, "So it is.", YES, 1),
    Exact("surface:no_contractions", {}, "It ⟦isn't⟧ so, ⟦it's⟧ John's book, and ⟦that'll⟧ do. ⟦'Tis⟧.", NO, 1 / 5),
    Exact("surface:no_contractions", {}, "John's book is at five o'clock.", YES, 1),
    Exact("surface:no_contractions", {}, "John's running home.", OPEN, 0),
    Exact("surface:no_contractions", {}, "⟦John's⟧ a friend.", NO, 1 / 2),
    Exact("surface:no_contractions", {}, "Everyone's here. ⟦Everybody's⟧ going.", NO, 1 / 2),
    Exact("surface:no_contractions", {}, "Everyone's idea is not heard.", OPEN, 0),
    Exact("surface:no_contractions", {}, "The 1990's not good. It is John's, the one.", YES, 1),
    Exact(
        "surface:no_contractions",
        {},
        (
            "C'est l'idee qu'il n'a pas eue, c'est la vie qu'il voulait, et d'autres "
            "choses encore n'ont pas d'importance."
        ),
        OPEN,
        0,
    ),
    Exact("surface:no_filler_opening", {}, "**⟦Of course⟧!** Here it is.", NO, 1 / 2),
    Exact("surface:no_filler_opening", {}, "Surely it is.", YES, 1),
    Exact("surface:no_filler_opening", {"phrases": ["As an AI model", "As an"]}, "⟦As an AI model⟧ it is.", NO, 1 / 2),
    Exact("surface:no_filler_closing", {}, "So it is. ⟦I hope this helps⟧ you.", NO, 1 / 2),
    Exact("surface:no_filler_closing", {}, "I hope this helps. So it is.", YES, 1),
    Exact("surface:no_links", {}, "See ⟦https://a.org/b⟧ and ⟦[the page](c.md)⟧.", NO, 1 / 3),
    Exact("surface:no_links", {}, "See ⟦www.a.org⟧ and `www.b.org` now.", NO, 1 / 2),
    Exact("surface:no_links", {}, "See ⟦[https://a.org](https://a.org)⟧ now.", NO, 1 / 2),
    Exact("surface:no_links", {}, "See example.com for it.", OPEN, 0),
    Exact("surface:no_links", {}, "So: it is.", YES, 1),
    Exact("surface:no_placeholder", {}, "Dear ⟦[Your Name]⟧, meet ⟦{{date}}⟧ at ⟦____⟧ now. ⟦TBD:⟧ so", NO, 1 / 5),
    Exact("surface:no_placeholder", {}, "So [laughs] it is.", OPEN, 0),
    Exact("surface:no_placeholder", {}, "So <name> is XXX.", OPEN, 0),
    Exact("surface:no_placeholder", {}, "So `[Your Name]` is <b>.", YES, 1),
    Exact("surface:no_repeated_sentence", {}, "So it is. We sat. ⟦so it is!⟧ We sat. ⟦So it is.⟧", NO, 1 / 3),
    Exact("surface:no_repeated_sentence", {}, "We sat. So it is. We sat.", OPEN, 0),
    Exact("surface:no_repeated_sentence", {}, "Yes. So it is.", YES, 1),
    Exact(
        "reading:grade",
        {"maximum": 5},
        (
            "We sat by the tree and ate the bread. We sat by the tree and ate the bread. "
            "We sat by the tree and ate the bread. We sat by the tree and ate the bread."
        ),
        YES,
        1,
    ),
    Exact(
        "reading:grade",
        {"minimum": 2, "maximum": 5},
        (
            "We sat by the tree and ate the bread. We sat by the tree and ate the bread. "
            "We sat by the tree and ate the bread. We sat by the tree and ate the bread."
        ),
        NO,
        50 / 107,
    ),
    Exact(
        "reading:grade",
        {"maximum": 1},
        (
            "We sat by the tree and ate the bread. We sat by the tree and ate the bread. "
            "We sat by the tree and ate the bread. We sat by the tree and ate the bread."
        ),
        YES,
        1,
    ),
    Exact(
        "reading:grade",
        {"maximum": 1},
        (
            "We sat by the tree and ate the bread. We sat by the tree and ate the bread. "
            "We sat by the tree and ate the bread."
        ),
        OPEN,
        0,
    ),
    Exact(
        "reading:grade",
        {"minimum": 10},
        ("So it is. So it is. So it is. So it is. So it is. So it is. So it is. So it is. So it is. So it is."),
        NO,
        100 / 731,
    ),
    Exact(
        "reading:grade",
        {"minimum": 1},
        ("So it is. So it is. So it is. So it is. So it is. So it is. So it is. So it is. So it is. So it is."),
        NO,
        100 / 281,
    ),
    Exact(
        "reading:ease",
        {"minimum": 100},
        ("So it is. So it is. So it is. So it is. So it is. So it is. So it is. So it is. So it is. So it is."),
        YES,
        1,
    ),
    Exact(
        "reading:ease",
        {"minimum": 60, "maximum": 110},
        ("So it is. So it is. So it is. So it is. So it is. So it is. So it is. So it is. So it is. So it is."),
        NO,
        1000 / 1919,
    ),
    Exact(
        "reading:ease",
        {"minimum": 60},
        (
            "So it is now. So it is now. So it is now. So it is now. So it is now. So it "
            "is now. So it is now. So it is now. So it is now."
        ),
        YES,
        1,
    ),
    Exact(
        "reading:ease",
        {"maximum": 60},
        (
            "We sat by the tree and ate the bread. We sat by the tree and ate the bread. "
            "We sat by the tree and ate the bread. We sat by the tree and ate the bread."
        ),
        NO,
        100 / 631,
    ),
    Exact(
        "reading:grade",
        {"maximum": 12},
        (
            "Evening chocolate every evening is different. Evening chocolate every evening "
            "is different. Evening chocolate every evening is different. Evening chocolate "
            "every evening is different. Evening chocolate every evening is different. "
            "Evening chocolate every evening is different."
        ),
        NO,
        120 / 139,
    ),
    Exact("language:script", {"script": "Latin"}, "So ⟦дом⟧ it ⟦猫⟧ is.", NO, 6 / 11),
    Exact("language:script", {"script": "Latin"}, "So it is.", YES, 1),
    Exact("language:script", {"script": "Cyrillic"}, "дом ⟦so⟧.", NO, 1 / 2),
    Exact("language:script", {"script": "Greek"}, "42!", OPEN, 0),
    Exact("length:characters", {"minimum": 3, "maximum": 5}, "ab", NO, 2 / 3),
    Exact("length:characters", {"minimum": 3, "maximum": 5}, "abc", YES, 1),
    Exact("length:characters", {"minimum": 3, "maximum": 5}, "abcde", YES, 1),
    Exact("length:characters", {"minimum": 3, "maximum": 5}, "abcde⟦fg⟧", NO, 3 / 4),
    Exact("length:characters", {"maximum": 3}, "ab👍🏽", OPEN, 0),
    Exact("length:characters", {"maximum": 3}, "áb⟦cd⟧", NO, 4 / 5),
    Exact("length:tokens", {"minimum": 2, "maximum": 3}, "abcd", NO, 1 / 2),
    Exact("length:tokens", {"minimum": 2, "maximum": 3}, "abcde", YES, 1),
    Exact("length:tokens", {"minimum": 2, "maximum": 3}, "abcdefghijkl", YES, 1),
    Exact("length:tokens", {"minimum": 2, "maximum": 3}, "abcdefghijklm", NO, 4 / 5),
    Exact("length:tokens", {"maximum": 3, "measure": "word or mark"}, "So it is.", NO, 4 / 5),
    Exact("length:sentence_words", {"minimum": 2, "maximum": 3}, "⟦Go.⟧ We go. So we go. ⟦So we all go.⟧", NO, 1 / 2),
    Exact("length:sentence_words", {"minimum": 2, "maximum": 3}, "# Title\n\nWe go.", YES, 1),
    Exact("length:sentence_words", {"maximum": 3}, "# Title", OPEN, 0),
    Exact("length:sentence_words", {"minimum": 2}, "# Title", NO, 0),
    Exact(
        "length:paragraph_sentences", {"maximum": 1}, "⟦So it is. It is.⟧\n\nSo.\n\n***\n\n⟦We sat. We ate.⟧", NO, 2 / 5
    ),
    Exact("length:paragraph_sentences", {"minimum": 2}, "So it is. It is.\n\n# Title\n\nSo. We.", YES, 1),
    Exact("length:paragraph_words", {"minimum": 2, "maximum": 3}, "So it is.\n\n⟦So.⟧\n\n⟦So it is now.⟧", NO, 2 / 5),
    Exact("length:paragraph_words", {"minimum": 2, "maximum": 3}, "So it.\n\nSo it is.", YES, 1),
    Exact("length:word_letters", {"minimum": 2, "maximum": 4}, "⟦I⟧ go ⟦there⟧, don't and ⟦well-known⟧.", NO, 1 / 2),
    Exact("length:word_letters", {"minimum": 2, "maximum": 4}, "So they go.", YES, 1),
    Exact("spelling:british", {}, "The ⟦color⟧ of the ⟦neighbor's⟧ ⟦self-centered⟧ ⟦center⟧.", NO, 1 / 5),
    Exact("spelling:british", {}, "The colour of Pearl Harbor is gray.", OPEN, 0),
    Exact("spelling:british", {}, "It is organized well.", OPEN, 0),
    Exact("spelling:british", {}, "⟦COLOR⟧ it. ⟦Color⟧ it.", NO, 1 / 3),
    Exact("spelling:american", {}, "The ⟦colour⟧ of the ⟦centre⟧.", NO, 1 / 3),
    Exact("spelling:american", {}, "The Labour Party is grey.", OPEN, 0),
    Exact("spelling:american", {}, "The color of the center.", YES, 1),
    Exact("keywords:any_of", {"phrases": ["tea", "milk", "jam"], "minimum": 2}, "⟦Jam⟧ and ⟦Tea⟧ and tea.", YES, 1),
    Exact("keywords:any_of", {"phrases": ["tea", "milk", "jam"], "minimum": 2}, "Teas and ⟦jam⟧.", NO, 1 / 2),
    Exact("keywords:none_of_phrases", {"phrases": ["in time", "tea"]}, "⟦Tea⟧ ⟦in\ntime⟧ is ⟦tea⟧.", NO, 1 / 4),
    Exact("keywords:none_of_phrases", {"phrases": ["in time", "tea"]}, "In due time.", YES, 1),
    Exact("keywords:in_order", {"phrases": ["tea", "milk", "jam"]}, "Milk, ⟦tea⟧, jam, ⟦milk⟧ and ⟦jam⟧.", YES, 1),
    Exact("keywords:in_order", {"phrases": ["tea", "milk", "jam"]}, "⟦Tea⟧, jam, ⟦milk⟧.", NO, 2 / 3),
    Exact("keywords:in_order", {"phrases": ["tea", "milk", "jam"]}, "Milk and jam.", NO, 0),
    Exact("keywords:in_order", {"phrases": ["a tea", "tea cup"]}, "⟦A tea⟧ cup.", NO, 1 / 2),
    Exact(
        "language:same_as_user",
        {"user": "Wie komme ich am besten zum Bahnhof in der Stadt?"},
        "Am besten gehen Sie zu Fuss durch die Stadt, das dauert nicht lange.",
        YES,
        1,
    ),
    Exact(
        "language:same_as_user",
        {"user": "Wie komme ich am besten zum Bahnhof in der Stadt?"},
        "It is best to walk through the city, which does not take very long.",
        NO,
        0,
    ),
    Exact("language:same_as_user", {"user": "Wie komme ich am besten zum Bahnhof in der Stadt?"}, "42", OPEN, 0),
    Exact("surface:no_first_person", {}, "It is model I.", OPEN, 0),
    Exact("surface:no_first_person", {}, "It is model ⟦I⟧, then.", NO, 1 / 2),
    Exact("surface:no_first_person", {}, "See acts I  --  II.", YES, 1),
    Exact("surface:no_first_person", {}, "See acts I  ---  II.", OPEN, 0),
    Exact("surface:no_first_person", {}, "Our Ed is here.", OPEN, 0),
    Exact("surface:no_first_person", {}, "⟦Our⟧ A is here.", NO, 1 / 2),
    Exact("surface:no_second_person", {}, "See https://a.org/you here.", YES, 1),
    Exact("surface:no_second_person", {}, "See www.you.org/your here.", YES, 1),
    Exact("surface:no_links", {}, "See ⟦[a](b.md)⟧⟦https://c.org⟧ now.", NO, 1 / 3),
    Exact("surface:no_parentheses", {}, "So ⟦(⟧it is.", NO, 1 / 2),
    Exact(
        "reading:grade",
        {"maximum": 15},
        (
            "Evening chocolate every evening is different. Evening chocolate every evening "
            "is different. Evening chocolate every evening is different. Evening chocolate "
            "every evening is different. Evening chocolate every evening is different. "
            "Evening chocolate every evening is different."
        ),
        OPEN,
        0,
    ),
    Exact(
        "reading:ease",
        {"maximum": 10},
        (
            "Evening chocolate every evening is different. Evening chocolate every evening "
            "is different. Evening chocolate every evening is different. Evening chocolate "
            "every evening is different. Evening chocolate every evening is different. "
            "Evening chocolate every evening is different."
        ),
        OPEN,
        0,
    ),
    Exact(
        "language:same_as_user",
        {"user": "Wie komme ich am besten zum Bahnhof in der Stadt?"},
        ("Ma armastan sind, sest sa oled minu parim sõber ja me elame koos selles linnas."),
        NO,
        0,
    ),
    Exact("surface:no_first_person", {}, "GO US now.", OPEN, 0),
    Exact("surface:no_second_person", {}, "Noi was reading good books during long summer evenings.", YES, 1),
    Exact("surface:no_filler_closing", {}, "...", YES, 1),
    Exact("surface:no_filler_opening", {}, "⟦Here's⟧ one. Sure.", NO, 1 / 2),
    Exact("surface:no_emoji", {}, "It is ✔︎ so.", YES, 1),
    Exact("surface:no_placeholder", {}, "So XXX it is TODO.", OPEN, 0),
    Exact("surface:no_placeholder", {}, "So {name} is {b}.", OPEN, 0),
    Exact("surface:no_links", {}, "See `example.com` and a@example.org.", YES, 1),
    Exact("length:characters", {"minimum": 4}, "ẹ́bc", OPEN, 0),
    Exact("length:tokens", {"maximum": 1}, "éé", YES, 1),
    Exact("length:tokens", {"maximum": 1}, "éée", NO, 2 / 3),
    Exact("length:paragraph_sentences", {"minimum": 1, "maximum": 2}, "```\ncode\n```\n\n⟦So. It. Is.⟧", NO, 1 / 3),
    Exact("spelling:british", {}, "It is gray, ⟦colorful⟧.", NO, 1 / 2),
    Exact("spelling:american", {}, "A ⟦well-travelled⟧ ⟦colour's⟧ Grey.", NO, 1 / 3),
    Exact("language:script", {"script": "Japanese"}, "猫ねこ ⟦so⟧", NO, 1 / 2),
    Exact("keywords:any_of", {"phrases": ["tea", "milk", "jam"], "minimum": 3}, "⟦Jam⟧, ⟦tea⟧.", NO, 2 / 3),
    Exact("surface:no_first_person", {}, '"⟦I⟧ saw ⟦us⟧."', NO, 1 / 3),
    Exact("surface:no_first_person", {}, "> I saw us.", YES, 1),
    Exact("surface:no_first_person", {}, "So `I` am.", YES, 1),
    Exact("surface:no_first_person", {}, "Type I, level i and Class I think.", OPEN, 0),
    Exact("surface:no_first_person", {}, "Yes, I.", OPEN, 0),
    Exact("surface:no_first_person", {}, "Charles I, king.", OPEN, 0),
    Exact("surface:no_first_person", {}, "⟦Let's⟧ go, ⟦we're⟧ late, ⟦I'd⟧ say.", NO, 1 / 4),
    Exact("surface:no_first_person", {}, "I +1 and x*I.", YES, 1),
    Exact("surface:no_first_person", {}, "* I\n* I. So", YES, 1),
    Exact("surface:no_links", {}, "See ⟦[b]⟧.\n\n[b]: /page", NO, 1 / 2),
    Exact("surface:no_contractions", {}, "It ⟦isn’t⟧ so.", NO, 1 / 2),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.id} {case.marked[:40]!r}")
def test_the_whole_verdict_is_exact(case: Exact) -> None:
    assert_exact(case)
