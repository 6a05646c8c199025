"""``adhere constraints divergences``: where the repaired reading departs from the published checkers, and how often."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from adhere.cli.options import Flag, Json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from adhere.constraints.repaired import Flips

_PAGE = """# Divergences of the repaired reading

Made by `adhere constraints divergences --markdown`. The official reading gives the verdicts of the published checkers \
of IFEval and IFBench, whatever they are; its figures compare with published ones. The repaired reading departs from \
it in the {types} types below and in no other, each time by the narrowest change that mends what the checker does wrong.

`+` counts verdicts that go from fail to pass, `-` from pass to fail. *Asked*: replies to the prompts that carry the \
instruction, strict and loose. *Dealt*: all of the replies, each judged by one instruction of the type in turn, \
strict, whether it was asked to follow it or not; this shows how a checker errs on ordinary text, and is no accuracy.

{totals}

| type | defect | repair | asked, strict | asked, loose | dealt, strict |
|---|---|---|--:|--:|--:|
{rows}
"""


@dataclass(frozen=True, slots=True)
class _Figures:
    """Flips by type: on replies to the type's own prompts, and on replies dealt out to it."""

    replies: int = 0
    strict: Mapping[str, Flips] = field(default_factory=dict)
    loose: Mapping[str, Flips] = field(default_factory=dict)
    dealt: Mapping[str, Flips] = field(default_factory=dict)


def run(
    *, items: list[Path] | None = None, replies: list[Path] | None = None, markdown: Flag = False, as_json: Json = False
) -> int:
    """List where the repaired reading departs from the published checkers.

    With items and replies, count the verdicts that change, and in which direction.

    Args:
        items: prompts with instruction_id_list and kwargs, as IFEval and IFBench publish them; repeat for more files.
        replies: rows with prompt (or instruction) and reply (or response, completion, output); repeat for more files.
        markdown: print the page of the documentation.
        as_json: print everything as JSON.
    """
    from adhere.cli.terminal import give, give_json

    figures = _count(items or [], replies or [])
    if as_json:
        give_json(_record(figures))
    elif markdown:
        give(_page(figures))
    else:
        _give_list(figures)
    return 0


def _count(items: list[Path], replies: list[Path]) -> _Figures:
    from adhere.constraints.repaired import DIVERGENCES, count_flips
    from adhere.errors import UsageError
    from adhere.evals.published_replies import asked, dealt, read_items, read_replies

    if not items and not replies:
        return _Figures()
    if not items or not replies:
        raise UsageError("verdicts need items and replies", hint="give both --items FILE and --replies FILE")
    known, given = read_items(items), read_replies(replies)
    return _Figures(
        len(given),
        count_flips(asked(known, given)),
        count_flips(asked(known, given), loose=True),
        count_flips(dealt(known, given, {one.id for one in DIVERGENCES})),
    )


def _record(figures: _Figures) -> dict[str, object]:
    from adhere.constraints.repaired import DIVERGENCES

    modes = {"asked_strict": figures.strict, "asked_loose": figures.loose, "dealt_strict": figures.dealt}
    return {
        "replies": figures.replies,
        "total": {name: asdict(_total(flips)) for name, flips in modes.items()},
        "divergences": [
            {
                "id": one.id,
                "defect": one.defect,
                "repair": one.repair,
                **{name: asdict(flips[one.id]) for name, flips in modes.items() if one.id in flips},
            }
            for one in DIVERGENCES
        ],
    }


def _total(flips: Mapping[str, Flips]) -> Flips:
    from adhere.constraints.repaired import Flips

    return sum(flips.values(), Flips())


def _page(figures: _Figures) -> str:
    from adhere.constraints.repaired import DIVERGENCES

    modes = (figures.strict, figures.loose, figures.dealt)
    rows = "\n".join(
        f"| `{one.id}` | {_cell(one.defect)} | {_cell(one.repair)} | "
        f"{' | '.join(_flips(flips.get(one.id)) for flips in modes)} |"
        for one in DIVERGENCES
    )
    return _PAGE.format(types=len(DIVERGENCES), totals=_totals(figures), rows=rows).rstrip()


def _totals(figures: _Figures) -> str:
    if not figures.replies:
        return "No replies were counted."
    lines = [f"{figures.replies} replies were counted, with the instructions of all types:"]
    for name, flips in (("strict", figures.strict), ("loose", figures.loose)):
        total = _total(flips)
        lines.append(
            f"- asked, {name}: {total.passed} of {total.judged} verdicts pass officially, "
            f"{total.passed_repaired} repaired ({_flips(total)})"
        )
    return "\n".join(lines)


def _cell(text: str) -> str:
    """Return text whose marks mean nothing in a Markdown table."""
    for mark in "\\*<_[]`":
        text = text.replace(mark, f"\\{mark}")
    return text


def _flips(flips: Flips | None) -> str:
    return f"+{flips.to_pass} -{flips.to_fail} of {flips.judged}" if flips else ""


def _give_list(figures: _Figures) -> None:
    from adhere.cli.terminal import give
    from adhere.constraints.repaired import DIVERGENCES

    for one in DIVERGENCES:
        give(f"{one.id}\n  defect: {one.defect}\n  repair: {one.repair}")
        for name, flips in (("asked", figures.strict), ("asked, loose", figures.loose), ("dealt", figures.dealt)):
            if one.id in flips:
                give(f"  {name}: {_flips(flips[one.id])}")
    if figures.replies:
        give(_totals(figures))
