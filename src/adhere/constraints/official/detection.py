"""Language detection as the published checkers have it: the package ``langdetect``, here with a seed."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from langdetect.detector_factory import DetectorFactory


def detect_language(text: str) -> str | None:
    """Return the ISO 639-1 code that ``langdetect`` gives with seed 0, or None where it finds no feature to go by.

    The detector samples the n-grams of a text. Unseeded, as published, it may call one text different names.
    """
    from langdetect import LangDetectException

    detector = _factory().create()
    detector.append(text)
    try:
        return str(detector.detect())
    except LangDetectException:
        return None


@cache
def _factory() -> DetectorFactory:
    """Return a factory of our own: the package's shared one keeps its settings for whoever else uses it."""
    from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory

    factory = DetectorFactory()
    # In the order of their names, not of the folder: sums of floats depend on it.
    profiles = sorted(path for path in Path(PROFILES_DIRECTORY).iterdir() if not path.name.startswith("."))
    factory.load_json_profile([path.read_text(encoding="utf-8") for path in profiles])
    factory.set_seed(0)
    return factory
