"""What a report says first: the finding in plain words, and the figures behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adhere.evals.report import numbers
from adhere.evals.report.costs import costs
from adhere.evals.report.markup import Html, joined, tag
from adhere.stats import PairedVerdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adhere.evals.metrics import Metrics
    from adhere.evals.report.content import Entry, Figures
    from adhere.stats import Estimate


def finding(figures: Figures) -> str:
    """Return the main finding as one sentence."""
    best, entries = figures.best, figures.entries
    if not entries:
        return run_finding(figures.report.baseline.manifest.model, figures.baseline)
    if best:
        return _movement(best, "raises", figures)
    worse = [entry for entry in entries if entry.verdict is PairedVerdict.WORSE]
    if worse and len(entries) == 1:
        return _movement(worse[0], "lowers", figures)
    if worse:
        names = _listed([entry.variant.name for entry in worse])
        return f"Nothing that was tried helps, and {names} {'makes' if len(worse) == 1 else 'make'} it worse"
    if len(entries) == 1:
        return f"{entries[0].variant.name} is not distinguishable from the baseline"
    return f"None of the {len(entries)} interventions is distinguishable from the baseline"


def _movement(entry: Entry, verb: str, figures: Figures) -> str:
    before, after = figures.baseline.prompt_strict.value, entry.metrics.prompt_strict.value
    return (
        f"{entry.variant.name} {verb} the share of prompts with every constraint satisfied "
        f"from {numbers.percent(before)} to {numbers.percent(after)}"
    )


def run_finding(model: str, metrics: Metrics) -> str:
    """Return what one run found as one sentence."""
    found = metrics.prompt_strict
    return f"{model} satisfies every constraint of {numbers.percent(found.value)} of {numbers.whole(found.n, 'prompt')}"


def explanation(figures: Figures) -> Html:
    """Return the paragraphs below the main finding."""
    if not figures.entries:
        return Html()
    top = figures.best or figures.entries[0]
    paragraphs = [_evidence(top, figures), _price(top, figures), _others(top, figures), _sight(top)]
    return joined(tag("p", {}, text) for text in paragraphs if text)


def _evidence(top: Entry, figures: Figures) -> str:
    overall, tests = top.variant.comparison.overall, len(figures.entries)
    corrected = f" after Holm's correction for {tests} comparisons" if tests > 1 else ""
    if tests > 1 and not figures.best:
        opening = f"The best of them is {top.variant.name}:"
    else:
        opening = "The observed difference is" if top.verdict is PairedVerdict.NOT_DISTINGUISHABLE else "That is"
    return (
        f"{opening} {numbers.points(overall.difference.value)} percentage points "
        f"(95 % interval {numbers.points_range(overall.difference.interval)}; "
        f"{numbers.whole(overall.difference.n, 'prompt')}; p {_p(top.p_adjusted)}{corrected}). "
        f"It fixes {numbers.whole(overall.fixed, 'prompt')} that failed "
        f"and breaks {numbers.whole(overall.broken, 'prompt')} that worked."
    )


def _price(top: Entry, figures: Figures) -> str:
    found = costs(top.variant.run, figures.report.baseline)
    named = [
        f"{numbers.factor(cost.relative)} the {name[0].lower()}{name[1:]}"
        for name, cost in found.items()
        if cost.relative is not None
    ]
    return f"A reply costs {_listed(named)} of the baseline." if named else ""


def _others(top: Entry, figures: Figures) -> str:
    openings = {
        PairedVerdict.BETTER: "Also better",
        PairedVerdict.WORSE: "Worse",
        PairedVerdict.NOT_DISTINGUISHABLE: "Not distinguishable from the baseline",
    }
    sentences = []
    for verdict, opening in openings.items():
        named = [
            f"{entry.variant.name} ({numbers.points(entry.variant.comparison.overall.difference.value)})"
            for entry in figures.entries
            if entry is not top and entry.verdict is verdict
        ]
        if named:
            sentences.append(f"{opening}: {_listed(named)}.")
    return " ".join(sentences)


def _sight(top: Entry) -> str:
    overall = top.variant.comparison.overall
    text = (
        f"With {numbers.whole(overall.difference.n, 'prompt')}, a difference of {100 * overall.mde:.1f} points "
        "would be detected in four of five experiments"
    )
    if top.verdict is not PairedVerdict.NOT_DISTINGUISHABLE or overall.n_needed is None:
        return f"{text}."
    return f"{text}; to detect one as large as the one observed it takes about {overall.n_needed:,} prompts."


def cards(figures: Figures) -> Html:
    """Return the few figures that matter most."""
    shown = [
        _card(
            "Baseline", numbers.percent(figures.baseline.prompt_strict.value), _detail(figures.baseline.prompt_strict)
        )
    ]
    if figures.entries:
        top = figures.best or figures.entries[0]
        overall, own = top.variant.comparison.overall, top.metrics.prompt_strict
        shown += [
            _card(top.variant.name, numbers.percent(own.value), _detail(own)),
            _card(
                "Difference, points",
                numbers.points(overall.difference.value),
                numbers.points_range(overall.difference.interval),
                top.verdict.value,
            ),
            _card(
                "Fixed and broken",
                f"{overall.fixed:,} / {overall.broken:,}",
                f"of {numbers.whole(overall.difference.n, 'prompt')}",
            ),
        ]
    return tag("dl", {"class": "cards"}, *shown)


def run_cards(metrics: Metrics) -> Html:
    """Return the four accuracies of one run."""
    named = {
        "Prompt-level strict": metrics.prompt_strict,
        "Prompt-level loose": metrics.prompt_loose,
        "Constraint-level strict": metrics.constraint_strict,
        "Constraint-level loose": metrics.constraint_loose,
    }
    return tag(
        "dl", {"class": "cards"}, *(_card(name, numbers.percent(e.value), _detail(e)) for name, e in named.items())
    )


def _card(name: str, value: str, detail: str, kind: str = "") -> Html:
    return tag(
        "div", {"class": f"card {kind}".strip()}, tag("dt", {}, name), tag("dd", {}, tag("strong", {}, value), detail)
    )


def _detail(estimate: Estimate) -> str:
    return f"{numbers.percent_range(estimate.interval)}, n {estimate.n:,}"


def _p(p: float) -> str:
    text = numbers.p_value(p)
    return text if text.startswith("<") else f"= {text}"


def _listed(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
