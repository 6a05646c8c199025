"""``adhere data``: training data, each verb imported when it is called."""

from __future__ import annotations

from cyclopts import App

VERBS = {
    "pairs": "Make pairs for preference training of a model's own replies, chosen by the constraint checkers.",
    "constrain": "Add constraints to the requests of instruction data that their replies satisfy.",
}

run = App(name="data", help="Make training data.", help_format="plaintext")
for _name, _summary in VERBS.items():
    run.command(f"adhere.cli.data_{_name}:run", name=_name, help=_summary)
