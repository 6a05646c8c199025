"""Text: one parsed view of a reply."""

from adhere.text.document import Document
from adhere.text.spans import Span

__all__ = ["Document", "Span"]
