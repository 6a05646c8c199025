"""Real replies that benchmarks judge."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

REAL_DATA = Path(os.environ.get("ADHERE_REAL_DATA", "../shared/data"))
MODELS = ("alpaca-7b", "Mistral-7B-Instruct-v0.2", "gpt4_1106_preview")


def real_replies() -> list[tuple[str, str]]:
    """Return AlpacaEval's prompts with the replies of three models."""
    files = (REAL_DATA / "alpaca_eval" / f"outputs_{model}.json" for model in MODELS)
    rows = [row for file in files for row in json.loads(file.read_text(encoding="utf-8"))]
    return [(row["instruction"], row["output"].strip()) for row in rows if row["output"].strip()]


def say(line: str) -> None:
    """Tell a person how it goes."""
    print(line, file=sys.stderr, flush=True)
