"""What IFBench's checkers look up: a stop-word list, parts of speech, syllables and emoji.

None of it is part of adhere. The packages come with the extra ``ifbench``; NLTK's data lie where NLTK looks for them
(the environment variable ``NLTK_DATA`` names a folder) and are never downloaded here.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from adhere.errors import MissingExtraError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence


@cache
def stop_words() -> frozenset[str]:
    """Return NLTK's English stop words.

    Raises:
        UsageError: NLTK's data lack them.
        MissingExtraError: NLTK is not installed.
    """
    try:
        from nltk.corpus import stopwords
    except ImportError as error:
        raise _missing("ratio:stop_words") from error
    try:
        return frozenset(stopwords.words("english"))
    except LookupError as error:
        raise _no_data("stopwords") from error


def first_tag(tokens: Sequence[str]) -> str:
    """Return the Penn Treebank tag that NLTK's perceptron tagger gives to the first of ``tokens``.

    Raises:
        UsageError: NLTK's data lack the tagger.
        MissingExtraError: NLTK is not installed.
    """
    try:
        from nltk import pos_tag
    except ImportError as error:
        raise _missing("words:start_verb") from error
    try:
        # The tagger goes from left to right and looks two tokens ahead.
        return str(pos_tag(list(tokens[:3]))[0][1])
    except LookupError as error:
        raise _no_data("averaged_perceptron_tagger_eng") from error


def syllables(word: str) -> int:
    """Return the syllables of a word as ``syllapy`` counts them; none in a word with a digit."""
    try:
        import syllapy
    except ImportError as error:
        raise _missing("words:odd_even_syllables") from error
    return int(syllapy.count(word))


def is_emoji(character: str) -> bool:
    """Whether one character is an emoji by itself; those of several characters never are."""
    try:
        import emoji
    except ImportError as error:
        raise _missing("format:emoji") from error
    return bool(emoji.is_emoji(character))


def _missing(id: str) -> MissingExtraError:  # noqa: A002 (the field's name)
    return MissingExtraError(f"the published checker of {id}", "ifbench")


def _no_data(package: str) -> UsageError:
    return UsageError(
        f"NLTK's data package {package} is not here",
        hint=f"python -m nltk.downloader {package}, or set NLTK_DATA to the folder that holds it",
    )
