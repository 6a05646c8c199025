"""Single tasks: the prompt, the constraints with their verdicts, and the replies side by side."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from adhere.constraints import Outcome
from adhere.evals.report import evidence, numbers
from adhere.evals.report.content import BASELINE, measured
from adhere.evals.report.markup import Html, joined, tag
from adhere.evals.samples import ReplyStatus

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from adhere.evals.report.content import Entry, Figures
    from adhere.evals.runs import Run
    from adhere.evals.samples import Checked, Sample

MOST_TASKS = 10
"""Tasks shown of each kind."""

_SNIPPET = 110
_SIGNS = {Outcome.SATISFIED: "\N{CHECK MARK}", Outcome.VIOLATED: "\N{BALLOT X}", Outcome.UNDECIDED: "?"}


def changed_tasks(figures: Figures) -> Html:
    """Return, for each variant, the tasks that it breaks and those that it fixes."""
    before = measured(figures.report.baseline)
    return joined(_of_variant(entry, before) for entry in figures.entries)


def _of_variant(entry: Entry, before: Mapping[str, Sample]) -> Html:
    after, compared, name = measured(entry.variant.run), entry.variant.comparison, entry.variant.name
    parts: list[str] = [tag("h3", {}, name)]
    for kind, ids in (("broken", compared.broken), ("fixed", compared.fixed)):
        heading = tag("h4", {}, f"{numbers.whole(len(ids), 'prompt')} {kind}")
        parts.append(_group(heading, [{BASELINE: before[i], name: after[i]} for i in ids]))
    return tag("section", {"class": "changed"}, *parts)


def run_tasks(run: Run) -> Html:
    """Return tasks of one run: those that fail, and those that pass."""
    samples = [sample for sample in run.samples if sample.failure is None]
    failed = [{"reply": sample} for sample in samples if not sample.strict]
    passed = [{"reply": sample} for sample in samples if sample.strict]
    return joined(
        [
            _group(tag("h3", {}, f"{numbers.whole(len(failed), 'prompt')} with a constraint not satisfied"), failed),
            _group(tag("h3", {}, f"{numbers.whole(len(passed), 'prompt')} with every constraint satisfied"), passed),
        ]
    )


def _group(heading: Html, tasks: Sequence[Mapping[str, Sample]]) -> Html:
    hidden = len(tasks) - MOST_TASKS
    more = [tag("p", {"class": "left-out"}, f"{hidden:,} more are in the folders of the runs")] if hidden > 0 else []
    return joined([heading, *(_task(replies) for replies in tasks[:MOST_TASKS]), *more])


def _task(replies: Mapping[str, Sample]) -> Html:
    sample = next(iter(replies.values()))
    prompt = " ".join(sample.messages[-1].content.split())
    snippet = prompt if len(prompt) <= _SNIPPET else f"{prompt[:_SNIPPET]}\N{HORIZONTAL ELLIPSIS}"
    summary = tag("summary", {}, tag("span", {"class": "id"}, sample.task), " ", tag("span", {"dir": "auto"}, snippet))
    columns = [
        tag("div", {"class": "reply"}, tag("p", {"class": "label"}, name, " ", _status(s)), evidence.reply(s))
        for name, s in replies.items()
    ]
    return tag(
        "details",
        {"class": "task"},
        summary,
        *(_message(message.role, message.content) for message in sample.messages),
        _constraints(replies),
        tag("div", {"class": "replies"}, *columns),
    )


def _message(role: str, content: str) -> Html:
    box = {
        "class": "text prompt",
        "dir": "auto",
        "tabindex": "0",
        "role": "group",
        "aria-label": f"Message of the {role}",
    }
    return joined([tag("p", {"class": "label"}, "prompt" if role == "user" else role), tag("div", box, content)])


def _constraints(replies: Mapping[str, Sample]) -> Html:
    samples = list(replies.values())
    head = tag("tr", {}, *(tag("th", {"scope": "col"}, name) for name in ("constraint", *replies)))
    rows = [
        tag(
            "tr",
            {},
            tag("th", {"scope": "row"}, checked.id, _parameters(checked)),
            *(tag("td", {}, _outcome(sample, sample.checked[place])) for sample in samples),
        )
        for place, checked in enumerate(samples[0].checked)
    ]
    content = tag("table", {"class": "constraints"}, tag("thead", {}, head), tag("tbody", {}, *rows))
    return tag("div", {"class": "scroll", "tabindex": "0", "role": "group", "aria-label": "Constraints"}, content)


def _parameters(checked: Checked) -> Html:
    written = ", ".join(f"{key}={json.dumps(value, ensure_ascii=False)}" for key, value in checked.params.items())
    return tag("span", {"class": "detail"}, written)


def _outcome(sample: Sample, checked: Checked) -> Html:
    if not sample.is_reply:
        return tag("span", {"class": "outcome violated"}, f"{_SIGNS[Outcome.VIOLATED]} no reply to judge")
    found = checked.strict
    return tag(
        "span",
        {"class": f"outcome {found.outcome.value}"},
        f"{_SIGNS[found.outcome]} {found.outcome.value}: {found.reason}",
    )


def _status(sample: Sample) -> Html:
    if sample.status is ReplyStatus.ANSWERED:
        return Html()
    return tag("span", {"class": "chip"}, sample.status.value.replace("_", " "))
