"""``adhere constraints``: the constraint types, each verb imported when it is called."""

from __future__ import annotations

from cyclopts import App

VERBS = {
    "list": "List the constraint types.",
    "show": "Show a constraint type: parameters, wordings, examples.",
    "prove": "Try the checkers on texts whose truth is known, and count their errors.",
    "decide": "Say whether constraints can be met together, and show the reply or the contradiction.",
    "recognise": "Find the constraints in a prompt.",
    "divergences": "List the repairs of the published checkers, and how many verdicts they change.",
}

run = App(name="constraints", help="Look at the constraint types and their checkers.", help_format="plaintext")
for _name, _summary in VERBS.items():
    run.command(f"adhere.cli.constraints_{_name}:run", name=_name, help=_summary)
