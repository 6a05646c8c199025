"""Text: one parsed view of a reply."""

from __future__ import annotations

from adhere.text.blocks import Block, BlockKind
from adhere.text.document import Document
from adhere.text.inlines import Inline, InlineKind
from adhere.text.language import LANGUAGES, Language
from adhere.text.reasoning import ReasoningSplit, split_reasoning
from adhere.text.spans import Span
from adhere.text.variants import loose_variants

__all__ = [
    "LANGUAGES",
    "Block",
    "BlockKind",
    "Document",
    "Inline",
    "InlineKind",
    "Language",
    "ReasoningSplit",
    "Span",
    "loose_variants",
    "split_reasoning",
]
