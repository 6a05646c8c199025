"""Precision and recall of recognition on the prompts of IFEval and IFBench, and its time.

``python -m benchmarks.recognition`` prints one JSON object on stdout. IFEval's prompts were written by people and name
their constraints in ids and arguments, which ``from_published`` reads. The prompts are split in two by the hash of
their key: patterns were written with the development half in sight; the measured half was never looked at. IFBench's
prompts were in sight when the patterns for its types were written: its figures say what is covered, and nothing about
prompts that nobody has seen.

A constraint is a hit when its type and its parameters are equal. Both sides are first put in one form, since the same
request has several: counts of the same thing in one prompt are intersected (IFEval publishes "20 to 30 sentences" as
two instructions), a minimum that every reply meets is none, texts are compared without case, a word that must occur
once or more is a keyword and one that may occur 0 times a forbidden word, and the keywords of a prompt are one set.
A find that IFEval does not list counts as wrong, even where the prompt does state it.
"""

from __future__ import annotations

import hashlib
import json
import re
import time
from collections import Counter
from statistics import median, quantiles
from typing import TYPE_CHECKING, Any, NamedTuple

from adhere.constraints import from_published, load
from adhere.constraints.bounds import Bounds
from adhere.constraints.catalogue import dump
from adhere.constraints.counted import Counted
from adhere.constraints.keywords import KeywordFrequency
from adhere.constraints.recognition import recognise
from adhere.stats import proportion
from benchmarks.replies import REAL_DATA

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

    from adhere.constraints import Constraint

Item = tuple[str, "Hashable"]


class Case(NamedTuple):
    """One prompt: its key, its text, and its constraints in the form that is compared."""

    key: str
    prompt: str
    truth: frozenset[Item]


def main() -> None:
    """Measure, and print the figures."""
    if not REAL_DATA.is_dir():
        raise SystemExit(f"the prompts are not in {REAL_DATA}: set ADHERE_REAL_DATA")
    cases = list(read_cases())
    halves = {
        "development": [case for case in cases if is_development(case.key)],
        "measured": [case for case in cases if not is_development(case.key)],
    }
    report = {half: measure(some) for half, some in halves.items()}
    report["ifbench"] = measure_ifbench()
    print(json.dumps({"benchmark": "recognition", **report, "milliseconds": time_prompts(cases)}, indent=1))


def read_cases() -> Iterator[Case]:
    """Yield IFEval's prompts with what they state."""
    for line in (REAL_DATA / "ifeval" / "input_data.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        pairs = zip(row["instruction_id_list"], row["kwargs"], strict=True)
        stated = [from_published(name, kwargs, row["prompt"]) for name, kwargs in pairs]
        yield Case(str(row["key"]), row["prompt"], in_one_form(stated))


def is_development(key: str) -> bool:
    """Whether the prompt with this key is in the half that patterns were written by."""
    return hashlib.sha256(key.encode()).digest()[0] % 2 == 0


def measure(cases: list[Case]) -> dict[str, Any]:
    """Return precision and recall over the prompts, with Wilson intervals clustered by prompt, and per type."""
    found = {case.key: in_one_form([one.constraint for one in recognise(case.prompt).found]) for case in cases}
    exact = scores([(case.key, case.truth, found[case.key]) for case in cases])
    types = scores([(case.key, kinds(case.truth), kinds(found[case.key])) for case in cases])
    return {"prompts": len(cases), "exact": exact, "type_only": types, "by_type": by_type(cases, found)}


def measure_ifbench() -> dict[str, Any]:
    """Return the figures on IFBench's prompts, all 58 types, in the form that IFEval's are compared in.

    Its two types that ask what two of IFEval's ask, in other words, are compared as those.
    """
    cases = []
    for line in (REAL_DATA / "ifbench" / "IFBench_test.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        stated: list[Constraint] = []
        for name, kwargs in zip(row["instruction_id_list"], row["kwargs"], strict=True):
            given = {key: value for key, value in kwargs.items() if value is not None}
            specs = [load(spec) for spec in specs_of_ifbench(name, given)]
            stated += specs or [from_published(name, given, row["prompt"])]
        cases.append(Case(str(row["key"]), row["prompt"], in_one_form(stated)))
    return measure(cases)


def specs_of_ifbench(name: str, kwargs: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield what an instruction of IFBench states in terms of IFEval's types."""
    if name == "count:word_count_range":
        bounds = {"minimum": int(kwargs["min_words"]), "maximum": int(kwargs["max_words"])}
        yield {"id": "length_constraints:number_words", "params": bounds}
    if name == "count:keywords_multiple":
        for number, times in enumerate((1, 2, 3, 5, 7), 1):
            params = {"keyword": kwargs[f"keyword{number}"], "minimum": times, "maximum": times}
            yield {"id": "keywords:frequency", "params": params}


def kinds(items: Iterable[Item]) -> frozenset[Item]:
    """Return the items with their parameters forgotten; the second of a type stays a second one."""
    counts = Counter(name for name, _ in items)
    return frozenset((name, number) for name, count in counts.items() for number in range(count))


def scores(rows: list[tuple[str, frozenset[Item], frozenset[Item]]]) -> dict[str, Any]:
    """Return precision (over what was found) and recall (over what is stated)."""
    precise = [(key, item in truth) for key, truth, found in rows for item in sorted(found, key=repr)]
    recalled = [(key, item in found) for key, truth, found in rows for item in sorted(truth, key=repr)]
    sides = {"precision": precise, "recall": recalled}
    return {name: share(pairs) for name, pairs in sides.items()}


def share(pairs: list[tuple[str, bool]]) -> dict[str, Any]:
    """Return the share of hits with its interval."""
    estimate = proportion([hit for _, hit in pairs], [key for key, _ in pairs])
    return {name: round(value, 4) if isinstance(value, float) else value for name, value in estimate.to_dict().items()}


def by_type(cases: list[Case], found: dict[str, frozenset[Item]]) -> dict[str, dict[str, int]]:
    """Return per type: how many are stated, how many were found, and how many of those are right."""
    table: dict[str, dict[str, int]] = {}
    for case in cases:
        for item in case.truth | found[case.key]:
            row = table.setdefault(item[0], {"stated": 0, "found": 0, "right": 0})
            row["stated"] += item in case.truth
            row["found"] += item in found[case.key]
            row["right"] += item in case.truth and item in found[case.key]
    return dict(sorted(table.items()))


def in_one_form(constraints: Iterable[Constraint]) -> frozenset[Item]:
    """Return what the constraints of one prompt ask for, so that equal requests are equal values."""
    items: set[Item] = set()
    counts: dict[Item, Bounds] = {}
    words: dict[str, Bounds] = {}
    for one in constraints:
        params = {name: _folded(value) for name, value in dump(one)["params"].items()}
        if one.id in {"keywords:existence", "keywords:forbidden_words"}:
            bounds = Bounds(1) if "keywords" in params else Bounds(0, 0)
            for word in params.get("keywords", ()) or params.get("words", ()):
                words[word] = _both(words.get(word), bounds)
        elif isinstance(one, KeywordFrequency):
            words[params["keyword"]] = _both(words.get(params["keyword"]), one.bounds)
        elif isinstance(one, Counted):
            other = tuple(sorted((k, v) for k, v in params.items() if k not in {"minimum", "maximum"}))
            bounds = Bounds(0 if one.minimum <= one.least else one.minimum, one.maximum)
            counts[one.id, other] = _both(counts.get((one.id, other)), bounds)
        else:
            items.add((one.id, tuple(sorted(params.items()))))
    items |= {(name, (other, bounds)) for (name, other), bounds in counts.items()}
    return frozenset(items | set(_of_words(words)))


def _of_words(words: dict[str, Bounds]) -> Iterator[Item]:
    wanted = frozenset(word for word, bounds in words.items() if bounds == Bounds(1))
    unwanted = frozenset(word for word, bounds in words.items() if bounds.maximum == 0)
    if wanted:
        yield "keywords:existence", wanted
    if unwanted:
        yield "keywords:forbidden_words", unwanted
    yield from (("keywords:frequency", item) for item in words.items() if item[0] not in wanted | unwanted)


def _both(first: Bounds | None, second: Bounds) -> Bounds:
    if first is None:
        return second
    ends = [end for end in (first.maximum, second.maximum) if end is not None]
    return Bounds(max(first.minimum, second.minimum), min(ends, default=None))


def _folded(value: object) -> Any:  # noqa: ANN401 - of the type of the value, texts folded
    """Return texts without case, marks at their ends, and the points of initials; lists as sets."""
    if isinstance(value, str):
        text = " ".join(value.casefold().split()).strip("\"'\u201c\u201d ")
        return re.sub(r"\bp\.?p\.?s\.?$|\bp\.?s\.?$", lambda match: match[0].replace(".", ""), text)
    if isinstance(value, list | tuple):
        return frozenset(_folded(one) for one in value)
    return value


def time_prompts(cases: list[Case]) -> dict[str, float]:
    """Return how many milliseconds of one core a prompt takes: the median and the 95th percentile."""
    seconds = []
    for case in cases:
        start = time.process_time()
        recognise(case.prompt)
        seconds.append(time.process_time() - start)
    cuts = quantiles(seconds, n=20)
    return {"median": round(1000 * median(seconds), 3), "p95": round(1000 * cuts[-1], 3)}


if __name__ == "__main__":
    main()
