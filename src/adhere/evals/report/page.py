"""The page around the sections: one file that needs nothing else."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from adhere.evals.report import headline
from adhere.evals.report.content import figures
from adhere.evals.report.markup import Html, joined, tag
from adhere.evals.report.sections import report_sections, run_sections
from adhere.replacing import replacing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from adhere.evals.report.content import Report
    from adhere.evals.report.sections import Section
    from adhere.evals.runs import Run

# Nothing is fetched and nothing runs, whatever a model has written into its replies.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def render(report: Report) -> str:
    """Return the report on a baseline and its variants as one HTML file.

    Raises:
        UsageError: a run has measured nothing.
    """
    found = figures(report)
    runs = [report.baseline, *(variant.run for variant in report.variants)]
    opening = joined([headline.cards(found), headline.explanation(found)])
    return _page(report.title, headline.finding(found), opening, runs, report_sections(found))


def render_run(run: Run) -> str:
    """Return the report on one run as one HTML file.

    Raises:
        UsageError: the run has measured nothing.
    """
    metrics = run.metrics()
    title = f"{run.manifest.model} on {run.manifest.suite.name}"
    finding = headline.run_finding(run.manifest.model, metrics)
    return _page(title, finding, headline.run_cards(metrics), [run], run_sections(run, metrics))


def write(page: str, path: Path) -> None:
    """Write a rendered report whole or not at all.

    Raises:
        AdhereError: it cannot be written.
    """
    with replacing(path) as temporary:
        temporary.write_text(page, encoding="utf-8")


def _page(title: str, finding: str, opening: Html, runs: Sequence[Run], sections: Sequence[Section]) -> str:
    style = files(__package__).joinpath("style.css").read_text(encoding="utf-8")
    head = tag(
        "head",
        {},
        tag("meta", {"charset": "utf-8"}),
        tag("meta", {"http-equiv": "Content-Security-Policy", "content": POLICY}),
        tag("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}),
        tag("meta", {"name": "color-scheme", "content": "light dark"}),
        tag("title", {}, title),
        tag("style", {}, Html(style)),
    )
    links = [tag("li", {}, tag("a", {"href": f"#{s.anchor}"}, s.heading)) for s in sections]
    header = tag(
        "header",
        {},
        tag("p", {"class": "kicker"}, title),
        tag("h1", {}, finding),
        tag("p", {"class": "subject"}, _subject(runs[0])),
        *_warnings(runs),
        opening,
        tag("nav", {"aria-label": "Sections"}, tag("ul", {}, *links)),
    )
    footer = tag(
        "footer", {}, f"Written by adhere {runs[0].manifest.adhere}. This file needs no network and runs no program."
    )
    body = tag("body", {}, header, tag("main", {}, *map(_section, sections)), footer)
    return f'<!doctype html>\n<html lang="en">\n{head}\n{body}\n</html>\n'


def _subject(run: Run) -> str:
    suite = run.manifest.suite
    return f"{run.manifest.model} on the suite {suite.name}, version {suite.version}; {run.manifest.updated[:10]}"


def _warnings(runs: Sequence[Run]) -> list[Html]:
    """Say so, first of all, where something was not measured."""
    gaps = [
        f"{run.ledger.finished:,} of {run.ledger.tasks:,} of {run.manifest.model} "
        f"({sum(run.ledger.failed.values()):,} failed, {run.ledger.remaining:,} not tried)"
        for run in runs
        if not run.complete
    ]
    text = f"Not every prompt was measured: {'; '.join(gaps)}. The figures are over those that were."
    return [tag("p", {"class": "warning", "role": "note"}, text)] if gaps else []


def _section(section: Section) -> Html:
    return tag(
        "section",
        {"id": section.anchor},
        tag("h2", {}, section.heading),
        tag("p", {"class": "lead"}, section.lead),
        section.content,
    )
