"""``adhere data``: training data, each verb imported when it is called."""

from __future__ import annotations

from cyclopts import App

run = App(name="data", help="Make training data.", help_format="plaintext")
run.command(
    "adhere.cli.data_pairs:run", name="pairs", help="Pairs for preference training, chosen by the constraint checkers."
)
