"""Parameters of IFBench's families format, repeat and custom, far beyond those that draws give."""

from __future__ import annotations

from hypothesis import strategies as st

PROMPTS = st.sampled_from(
    (
        "Write a poem.",
        "explain the context, code and theory behind the paper",
        'Say "hello" to my dogs\' friend in C++, please!',
        "L'été à Paris:\n\n* one\n* two",
        "Why?",
    )
)
OPTIONS = st.sampled_from(
    (("yes", "no", "maybe"), ("I know", "I don't know"), ("a)", "b)", "c)"), ("north", "floor"), ("C++ is best", "C"))
)
COLUMNS = st.sampled_from((("ID", "Country", "City"), ("Name",), ("Año", "Größe", "50%", "a b")))


def _span(draw: st.DrawFn) -> dict[str, object]:
    prompt = draw(PROMPTS)
    last = draw(st.sampled_from([i for i, word in enumerate(prompt.split()) if any(map(str.isalnum, word))]))
    return {"prompt": prompt, "first": draw(st.integers(0, last)), "last": last}


def _multiples(draw: st.DrawFn) -> dict[str, object]:
    factor, first = draw(st.integers(1, 12)), draw(st.integers(0, 60))
    return {"factor": factor, "first": first, "last": first + factor * draw(st.integers(1, 8))}


def _table(draw: st.DrawFn) -> dict[str, object]:
    return {"columns": draw(COLUMNS), "rows": draw(st.integers(1, 15))}


def _quiz(draw: st.DrawFn) -> dict[str, object]:
    return {"questions": draw(st.integers(1, 6)), "options": draw(st.integers(1, 5)), "topic": draw(PROMPTS)}


LABELS = st.sampled_from((("My Answer", "My Conclusion", "Future Outlook"), ("Pro", "Con"), ("In short",)))
FORM_FAMILIES: dict[str, st.SearchStrategy[dict]] = {
    "format:parentheses": st.integers(1, 9).map(lambda depth: {"depth": depth}),
    "format:quotes": st.integers(1, 6).map(lambda depth: {"depth": depth}),
    "format:options": OPTIONS.map(lambda options: {"options": options}),
    "format:newline": st.just({}),
    "format:emoji": st.just({}),
    "format:line_indent": st.just({}),
    "format:quote_unquote": st.just({}),
    "format:list": st.sampled_from(("SEPARATOR", "!?!?", "-", "*", "=>", "Item:")).map(lambda m: {"marker": m}),
    "format:thesis": st.just({}),
    "format:sub-bullets": st.just({}),
    "format:no_bullets_bullets": st.just({}),
    "format:title_case": st.just({}),
    "format:output_template": LABELS.map(lambda labels: {"labels": labels}),
    "format:no_whitespace": st.just({}),
    "repeat:repeat_change": PROMPTS.map(lambda prompt: {"prompt": prompt}),
    "repeat:repeat_simple": PROMPTS.map(lambda sentence: {"sentence": sentence}),
    "repeat:repeat_span": st.composite(_span)(),
    "custom:multiples": st.composite(_multiples)(),
    "custom:mcq_count_length": st.composite(_quiz)(),
    "custom:reverse_newline": st.just({}),
    "custom:word_reverse": st.just({}),
    "custom:character_reverse": st.just({}),
    "custom:sentence_alphabet": st.just({}),
    "custom:european_capitals_sort": st.just({}),
    "custom:csv_city": st.composite(_table)(),
    "custom:csv_special_character": st.composite(_table)(),
    "custom:csv_quotes": st.composite(_table)(),
    "custom:date_format_list": st.just({}),
}
"""The parameters by id."""

FORBIDDING = {"format:no_whitespace", "format:quote_unquote", "format:title_case"}
"""Types that an empty reply leaves undecided."""

NEEDS_PROMPT = {"repeat:repeat_change", "repeat:repeat_span"}
"""Types that repeat the prompt, so that none can be drawn for an empty one."""

EXAMPLES: dict[str, tuple[dict[str, object], dict[str, object]]] = {
    **{type_id: ({}, {}) for type_id in FORM_FAMILIES},
    "format:options": ({"options": "I know or I don't know"}, {"options": ("I know", "I don't know")}),
    "format:list": ({"sep": "!?!?"}, {"marker": "!?!?"}),
    "repeat:repeat_change": ({"prompt_to_repeat": "Say hi."}, {"prompt": "Say hi."}),
    "repeat:repeat_span": (
        {"prompt_to_repeat": "a b c d", "n_start": 0, "n_end": 2},
        {"prompt": "a b c d", "first": 0, "last": 2},
    ),
}
"""By id: published arguments, and the parameters that they mean."""
