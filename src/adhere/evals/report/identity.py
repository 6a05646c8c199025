"""What was measured, with what: all that it takes to measure it again."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from adhere.evals.report.markup import Html, joined, tag
from adhere.evals.report.tables import NONE, table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from adhere.evals.runs import Run


def identity(runs: Mapping[str, Run]) -> Html:
    """Return the identity of the runs: first what they share, then what differs."""
    fields = {name: _fields(run) for name, run in runs.items()}
    keys = list(dict.fromkeys(key for each in fields.values() for key in each))
    values = {key: [each.get(key, NONE) for each in fields.values()] for key in keys}
    shared = [[key, found[0]] for key, found in values.items() if len(set(found)) == 1]
    different = [[key, *found] for key, found in values.items() if len(set(found)) > 1]
    parts = [table("The same in every run" if len(runs) > 1 else "The run", ["", "Value"], shared)]
    if different:
        parts.append(table("Different from run to run", ["", *runs], different))
    return tag("div", {"class": "identity"}, joined(parts))


def _fields(run: Run) -> dict[str, str]:
    manifest, ledger = run.manifest, run.ledger
    suite = manifest.suite
    dollars = {} if run.dollars is None else {"Cost in dollars": f"{run.dollars:.4f}"}
    return {
        "Suite": f"{suite.name}, version {suite.version}",
        "Suite digest": suite.digest,
        **{f"Suite option: {name}": _text(value) for name, value in suite.options.items()},
        "Model": manifest.model,
        **{f"Model: {name}": value for name, value in manifest.identity.items()},
        **{f"Sampling: {name.replace('_', ' ')}": _text(value) for name, value in asdict(manifest.sampling).items()},
        "Tasks": f"{ledger.tasks:,}",
        "Measured": f"{ledger.finished:,}",
        **{f"Failed ({reason})": f"{count:,}" for reason, count in ledger.failed.items()},
        "Not tried": f"{ledger.remaining:,}",
        "Status": manifest.status.value + (f" ({manifest.reason})" if manifest.reason else ""),
        "Started": manifest.created,
        "Last changed": manifest.updated,
        "Wall-clock seconds": f"{manifest.spent.seconds:,.1f}",
        "Tokens read": f"{manifest.spent.usage.prompt_tokens:,}",
        "Tokens written": f"{manifest.spent.usage.completion_tokens:,}",
        **dollars,
        "Folder": str(run.path),
        "Python": manifest.python,
        **{f"Version of {name}": version for name, version in manifest.packages.items()},
    }


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
