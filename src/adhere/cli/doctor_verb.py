"""``adhere doctor``: what would keep adhere from working here."""

from __future__ import annotations

from dataclasses import asdict

from adhere.cli.options import Json


def run(model: str = "smollm2-135m", /, *, as_json: Json = False) -> int:
    """Look at Python, the extras, the processor, the disk, the cache and a model, and say what is wrong.

    What could spoil a training is said by `adhere train METHOD --dry-run`.

    Exits with 0 where nothing is, 2 where something on this machine is, and 4 where the endpoint does not answer.

    Args:
        model: smollm2-135m, a folder, hf:ORG/NAME, or openai:URL#MODEL, which is asked one short question.
        as_json: print the findings as JSON.
    """
    from adhere.cli.checkup import examine
    from adhere.cli.terminal import give, give_json

    findings = list(examine(model))
    if as_json:
        give_json([asdict(finding) for finding in findings])
    else:
        for finding in findings:
            give(f"{finding.state.value:<7} {finding.name}: {finding.message}")
            if finding.hint:
                give(f"        hint: {finding.hint}")
    return max(finding.exit_code for finding in findings)
