"""Verdicts per second of our checkers against the published ones, on the 25 types that both have.

Both sides judge the same real replies on one core, strict and loose, with arguments from IFEval's own prompts; they
take turns, and the medians of the rounds are compared. Ours parses each reply anew and builds each constraint anew, as
the published code builds its checkers.
"""

from __future__ import annotations

import gc
import json
import time
from random import Random
from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple

from adhere.constraints import from_published
from adhere.constraints.readings import check_both
from adhere.text import Document
from benchmarks.published import published_checkers, published_verdicts
from benchmarks.replies import REAL_DATA, real_replies, say

if TYPE_CHECKING:
    from collections.abc import Callable


class Case(NamedTuple):
    """A reply, and one instruction of each type to judge it by: id, arguments, prompt."""

    reply: str
    instructions: list[tuple[str, dict[str, Any], str]]


def measure_ratio(replies: int, rounds: int) -> dict[str, Any]:
    """Time both sides over rounds of fresh replies."""
    rng = Random(0)
    texts, instructions = [reply for _, reply in real_replies()], published_instructions()
    _ = Document("Les enfants cherchent des pierres lisses au bord de la rivière.").language  # loads its model
    warm_up = draw_cases(rng, rng.sample(texts, 4), instructions)
    judge_published(warm_up)
    judge_ours(warm_up)
    gc.freeze()  # the garbage collector need not go through what the imports of either side left, on either side's time
    speeds: dict[str, list[float]] = {"ours": [], "published": []}
    for number in range(rounds):
        cases = draw_cases(rng, rng.sample(texts, replies), instructions)
        sides = [("ours", judge_ours), ("published", judge_published)]
        for name, judge in sides if number % 2 else reversed(sides):
            speeds[name].append(verdicts_per_second(judge, cases))
        say(
            f"round {number + 1}: " + ", ".join(f"{name} {speed[-1]:,.0f} verdicts/s" for name, speed in speeds.items())
        )
    ours, published = median(speeds["ours"]), median(speeds["published"])
    ratios = [ours / published for ours, published in zip(*speeds.values(), strict=True)]
    say(f"median: ours {ours:,.0f}, published {published:,.0f} verdicts/s, ratio of the rounds {median(ratios):.1f}")
    return {
        "ratio": round(median(ratios), 2),
        "ratios": [round(ratio, 2) for ratio in ratios],
        "verdicts_per_second": {"ours": round(ours), "if-verifiable": round(published)},
    }


def verdicts_per_second(judge: Callable[[list[Case]], int], cases: list[Case]) -> float:
    """Return how many verdicts, strict and loose counted apart, one core gives in a second of its time."""
    start = time.process_time()
    return judge(cases) / (time.process_time() - start)


def judge_ours(cases: list[Case]) -> int:
    """Give our verdicts, strict and loose; return how many."""
    count = 0
    for reply, instructions in cases:
        document = Document(reply)
        for instruction, kwargs, prompt in instructions:
            constraint = from_published(instruction, kwargs, prompt)
            count += len(check_both(constraint, document))
    return count


def judge_published(cases: list[Case]) -> int:
    """Give the published verdicts, strict and loose; return how many."""
    return sum(
        len(published_verdicts(instruction, kwargs, prompt, reply))
        for reply, instructions in cases
        for instruction, kwargs, prompt in instructions
    )


def draw_cases(
    rng: Random, replies: list[str], instructions: dict[str, list[tuple[str, dict[str, Any], str]]]
) -> list[Case]:
    """Give each reply one instruction of each type."""
    return [Case(reply, [rng.choice(of_type) for of_type in instructions.values()]) for reply in replies]


def published_instructions() -> dict[str, list[tuple[str, dict[str, Any], str]]]:
    """Return IFEval's instructions by type; without the two of which only random verdicts are published."""
    found: dict[str, list[tuple[str, dict[str, Any], str]]] = {name: [] for name in published_checkers()}
    for line in (REAL_DATA / "ifeval" / "input_data.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        for instruction, kwargs in zip(row["instruction_id_list"], row["kwargs"], strict=True):
            if kwargs.get("letter") not in {"#", "!"}:
                found[instruction].append((instruction, kwargs, row["prompt"]))
    return found
