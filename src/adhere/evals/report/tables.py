"""Tables of numbers, each with its n and its interval."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adhere.evals.report import numbers
from adhere.evals.report.content import BASELINE
from adhere.evals.report.costs import costs
from adhere.evals.report.markup import Html, joined, tag
from adhere.evals.samples import ReplyStatus
from adhere.stats import PairedVerdict

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from adhere.evals.metrics import Metrics
    from adhere.evals.report.content import Entry, Figures
    from adhere.evals.report.costs import Cost
    from adhere.evals.runs import Run
    from adhere.stats import Estimate, PairedComparison

VERDICTS = {
    PairedVerdict.BETTER: "better",
    PairedVerdict.WORSE: "worse",
    PairedVerdict.NOT_DISTINGUISHABLE: "not distinguishable",
}
NONE = "\N{EM DASH}"


def table(caption: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> Html:
    """Return a table whose first column names the rows."""
    head = tag("tr", {}, *(tag("th", {"scope": "col"}, cell) for cell in header))
    body = [
        tag("tr", {}, tag("th", {"scope": "row"}, row[0]), *(tag("td", {}, cell) for cell in row[1:])) for row in rows
    ]
    content = tag("table", {}, tag("caption", {}, caption), tag("thead", {}, head), tag("tbody", {}, *body))
    return tag("div", {"class": "scroll", "tabindex": "0", "role": "group", "aria-label": caption}, content)


def ranking(figures: Figures) -> Html:
    """Return what each variant gains and breaks, best first."""
    header = ["", "Prompt-level strict", "Difference, points", "p (Holm)", "Verdict", "Fixed", "Broken"]
    rows: list[list[str]] = [[BASELINE, share(figures.baseline.prompt_strict), NONE, NONE, NONE, NONE, NONE]]
    rows += [_rank(entry) for entry in figures.entries]
    return table("What each one gains, and what it breaks", header, rows)


def _rank(entry: Entry) -> list[str]:
    overall = entry.variant.comparison.overall
    changes = entry.variant.changes
    chip = [" ", tag("span", {"class": "chip"}, f"changes the {changes}")] if changes else []
    return [
        joined([entry.variant.name, *chip]),
        share(entry.metrics.prompt_strict),
        difference(overall),
        numbers.p_value(entry.p_adjusted),
        verdict(entry.verdict),
        f"{overall.fixed:,}",
        f"{overall.broken:,}",
    ]


def accuracies(columns: Mapping[str, Metrics]) -> Html:
    """Return the field's four accuracies of each run, in our reading and, where the suite has it, the published one."""
    header = ["", "Prompt-level strict", "Prompt-level loose", "Constraint-level strict", "Constraint-level loose"]
    rows = [
        [name, share(m.prompt_strict), share(m.prompt_loose), share(m.constraint_strict), share(m.constraint_loose)]
        for name, m in columns.items()
    ]
    rows += [
        [f"{name}, published checkers", *map(share, official)]
        for name, m in columns.items()
        if (official := _official(m))
    ]
    return table("All accuracies", header, rows)


def _official(m: Metrics) -> list[Estimate]:
    found = (
        m.official_prompt_strict,
        m.official_prompt_loose,
        m.official_constraint_strict,
        m.official_constraint_loose,
    )
    return [estimate for estimate in found if estimate is not None]


def cost_table(runs: Mapping[str, Run], baseline: Run) -> Html:
    """Return what a reply costs in each run, and how many times the baseline's cost that is."""
    found = {name: costs(run, baseline) for name, run in runs.items()}
    measures = list(dict.fromkeys(measure for each in found.values() for measure in each))
    rows = [[name, *(_cost(each.get(measure)) for measure in measures)] for name, each in found.items()]
    return table("Cost of a reply", ["", *measures], rows)


def _cost(cost: Cost | None) -> str:
    if cost is None:
        return NONE
    found = cost.per_reply
    parts = [numbers.quantity(found.value), _small(f"{numbers.quantity_range(found.interval)}, n {found.n:,}")]
    if cost.relative is not None:
        relative = f"{numbers.factor(cost.relative)} ({numbers.quantity_range(cost.relative.interval)})"
        parts.append(tag("span", {"class": "relative"}, relative))
    return joined(parts)


def statuses(columns: Mapping[str, Metrics]) -> Html:
    """Return how many replies of each kind there were."""
    rows = [
        [name, *(_count(m.statuses[status], sum(m.statuses.values())) for status in ReplyStatus), str(m.undecided)]
        for name, m in columns.items()
    ]
    header = ["", *(status.value.replace("_", " ").capitalize() for status in ReplyStatus), "Undecided verdicts"]
    return table("Replies by status", header, rows)


def _count(count: int, total: int) -> str:
    return joined([f"{count:,}", _small(f"{numbers.percent(count / total)} of {total:,}")]) if count else "0"


def type_table(figures: Figures) -> Html:
    """Return constraint-level strict accuracy by constraint type, with each variant's difference to the baseline."""
    header = ["Constraint type", BASELINE]
    for entry in figures.entries:
        header += [entry.variant.name, "Difference, points", "p (Holm)"]
    rows = []
    for name, found in figures.baseline.by_type.items():
        row: list[str] = [name, share(found)]
        for entry in figures.entries:
            row += _type_cells(entry, name)
        rows.append(row)
    return table("Constraint-level strict accuracy by constraint type", header, rows)


def _type_cells(entry: Entry, name: str) -> list[str]:
    own, compared = entry.metrics.by_type.get(name), entry.variant.comparison.by_type.get(name)
    if own is None or compared is None:
        return [NONE, NONE, NONE]
    return [share(own), difference(compared.comparison), numbers.p_value(compared.p_adjusted)]


def share_table(caption: str, noun: str, found: Mapping[str, Estimate]) -> Html:
    """Return shares by name."""
    rows = [[name, share(estimate)] for name, estimate in found.items()]
    return tag("div", {"class": "narrow"}, table(caption, [noun, "Satisfied"], rows))


def share(estimate: Estimate) -> Html:
    """Return a share with its interval and n."""
    detail = f"{numbers.percent_range(estimate.interval)}, n {estimate.n:,}"
    return joined([numbers.percent(estimate.value), _small(detail)])


def difference(comparison: PairedComparison) -> Html:
    """Return a difference in points with its interval and n."""
    found = comparison.difference
    return joined([numbers.points(found.value), _small(f"{numbers.points_range(found.interval)}, n {found.n:,}")])


def verdict(found: PairedVerdict) -> Html:
    """Return a verdict in its colour and in words."""
    return tag("span", {"class": f"verdict {found.value}"}, VERDICTS[found])


def _small(text: str) -> Html:
    return tag("span", {"class": "detail"}, text)
