"""IFEval's published checkers, as the package if-verifiable has them, without a network.

They ask NLTK for its English Punkt model, which NLTK downloads; the package punkt ships the same parameters.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nltk.tokenize.punkt import PunktSentenceTokenizer


def published_verdicts(instruction: str, kwargs: Mapping[str, object], prompt: str, reply: str) -> tuple[bool, bool]:
    """Return the strict and the loose verdict on a reply that is not blank."""
    from if_verifiable.common import evaluate_instructions

    [result], _ = evaluate_instructions(reply, [instruction], [dict(kwargs)], prompt, published_checkers())
    return bool(result.strict_pass), bool(result.loose_pass)


@cache
def published_checkers() -> Mapping[str, type]:
    """Return the published checkers by id, once NLTK and the language detector (seed 0) are set up for them."""
    import langdetect
    import nltk.tokenize
    from if_verifiable.ifeval import instructions_util
    from if_verifiable.ifeval.instructions_registry import INSTRUCTION_DICT

    tokenizer = nltk_punkt()
    nltk.tokenize._get_punkt_tokenizer = lambda _language="english": tokenizer  # noqa: SLF001 (no other way in)
    instructions_util._get_sentence_tokenizer = lambda: tokenizer  # noqa: SLF001 (as above)
    langdetect.DetectorFactory.seed = 0
    found: Mapping[str, type] = INSTRUCTION_DICT
    return found


@cache
def nltk_punkt() -> PunktSentenceTokenizer:
    """Return NLTK's sentence tokenizer with the English parameters that the package punkt ships."""
    from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer
    from punkt import load_model

    shipped, parameters = load_model("english"), PunktParameters()
    parameters.abbrev_types = set(shipped.abbrev_types)
    parameters.collocations = set(shipped.collocations)
    parameters.sent_starters = set(shipped.sent_starters)
    for word, context in shipped.ortho_context.items():
        parameters.ortho_context[word] = int(context)
    return PunktSentenceTokenizer(parameters)
