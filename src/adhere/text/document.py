"""Document: one parsed view of a reply."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from adhere.text.paragraphs import find_paragraphs
from adhere.text.quotations import find_quotations
from adhere.text.reasoning import split_reasoning
from adhere.text.spans import Span, masked
from adhere.text.variants import loose_variants, trimmed_lines
from adhere.text.words import Words, find_tokens, split_words

if TYPE_CHECKING:
    from adhere.text.blocks import Block, Structure
    from adhere.text.inlines import Inline
    from adhere.text.language import Language
    from adhere.text.reasoning import ReasoningSplit

_LINE_ENDING = re.compile(r"\r\n?")
_CODE_MARKS = ("`", "~~~", "    ", "\t")
_LEADING_BLANK_LINES = re.compile(r"(?:[^\S\n]*\n)+")


@dataclass(frozen=True)
class Document:
    """A reply and everything that constraints look at in it. Each view is computed once, when first asked for.

    All spans are ranges of ``text``.

    Args:
        raw: the completion as the model gave it.
        truncated: whether the model was cut off before it ended.
    """

    raw: str
    truncated: bool = field(default=False, kw_only=True)

    @cached_property
    def _split(self) -> ReasoningSplit:
        return split_reasoning(self.raw)

    @cached_property
    def text(self) -> str:
        """The reply: without reasoning, with line feeds as line endings, without blank lines and white space around it.

        The indentation of the first line stays: it can mean code.
        """
        text = self._split.reply
        if "\r" in text:
            text = _LINE_ENDING.sub("\n", text)
        text = text.rstrip()
        blank = _LEADING_BLANK_LINES.match(text)
        return text[blank.end() :] if blank else text

    @cached_property
    def reasoning(self) -> tuple[str, ...]:
        """The content of each reasoning block before the reply."""
        return self._split.reasoning

    @cached_property
    def reasoning_open(self) -> bool:
        """Whether the last reasoning block never closed, so that there is no reply."""
        return self._split.open

    @cached_property
    def is_empty(self) -> bool:
        """Whether the reply shows nothing: only white space, control and format characters, or no character."""
        return not any(character.isprintable() and not character.isspace() for character in self.text)

    @cached_property
    def variants(self) -> tuple[Document, ...]:
        """The other replies that a loose reading accepts: IFEval's trimmed variants, where they differ from this."""
        bare = Document(self.text.replace("*", ""), truncated=self.truncated)
        known = {bare.raw: bare}
        for whole in (self, bare):
            for span in trimmed_lines(whole.text):
                known.setdefault(
                    span.of(whole.text), _Excerpt(span.of(whole.text), whole, span, truncated=self.truncated)
                )
        texts = (text for text in dict.fromkeys(loose_variants(self.text)) if text != self.text)
        return tuple(known[text] if text in known else Document(text, truncated=self.truncated) for text in texts)

    @cached_property
    def _words(self) -> Words:
        return split_words(self.text)

    @cached_property
    def words(self) -> tuple[Span, ...]:
        """The words, in order; see ``adhere.text.words``."""
        return self._words.spans()

    @property
    def word_texts(self) -> tuple[str, ...]:
        """The words as written."""
        return self._words.texts

    @cached_property
    def folded_words(self) -> tuple[str, ...]:
        """The words, casefolded, with straight apostrophes."""
        if not self.word_texts:
            return ()
        # No word has a line feed: folding all of them in one text takes half the time.
        return tuple("\n".join(self.word_texts).casefold().replace("\u2019", "'").split("\n"))

    @cached_property
    def tokens(self) -> tuple[Span, ...]:
        """What white space divides the text into, without chunks that have no letter or digit."""
        return find_tokens(self.text)

    @cached_property
    def paragraphs(self) -> tuple[Span, ...]:
        """The chunks between blank lines."""
        return find_paragraphs(self.text)

    @cached_property
    def _structure(self) -> Structure:
        from adhere.text.blocks import read_structure

        return read_structure(self.text)

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The CommonMark blocks in document order, an outer one before those in it."""
        return self._structure.blocks

    @cached_property
    def inlines(self) -> tuple[Inline, ...]:
        """Emphasis, code, links and images in document order, an outer one before those in it."""
        from adhere.text.inlines import read_inlines

        return read_inlines(self._structure)

    @cached_property
    def code(self) -> tuple[Span, ...]:
        """Fenced, indented and inline code, in order."""
        if not any(mark in self.text for mark in _CODE_MARKS):
            return ()
        spans = [block.span for block in self.blocks if block.kind == "code"]
        if "`" in self.text:
            spans += [inline.span for inline in self.inlines if inline.kind == "code"]
        return tuple(sorted(spans))

    @cached_property
    def _asides(self) -> tuple[Span, ...]:
        """What stands in prose without being read: code, and the addresses and titles of links and images."""
        if "](" not in self.text:
            return self.code
        marks = [
            mark
            for inline in self.inlines
            if inline.kind in {"link", "image"}
            for mark in (Span(inline.span.start, inline.inner.start), Span(inline.inner.end, inline.span.end))
        ]
        return tuple(sorted([*self.code, *marks]))

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """The sentences of paragraphs, items and headings; see ``adhere.text.sentences``."""
        from adhere.text.sentences import find_sentences

        return find_sentences(self._structure, self._asides)

    @cached_property
    def quotations(self) -> tuple[Span, ...]:
        """What stands between quotation marks, marks included; not in code."""
        return find_quotations(self.text, self.paragraphs, self._asides)

    @cached_property
    def language(self) -> Language | None:
        """The language of the reply outside code; None where there are too few letters to tell."""
        from adhere.text.language import identify_language

        return identify_language(masked(self.text, self.code, " "))


@dataclass(frozen=True)
class _Excerpt(Document):
    """Lines of another document. What is known of that one need not be found out again."""

    whole: Document
    place: Span

    @cached_property
    def _words(self) -> Words:
        if self.text != self.raw:
            return split_words(self.text)
        # No word runs over a line.
        text, (start, end) = self.whole.text, self.place
        known = self.whole._words  # noqa: SLF001 (a document's own kind)
        return known.without(before=split_words(text[:start]), after=split_words(text[end:]))

    @cached_property
    def _structure(self) -> Structure:
        from adhere.text.blocks import read_structure

        known = None
        if self.text == self.raw and (self.place.start == 0 or self.whole.text[self.place.start - 1] == "\n"):
            known = self.whole._structure.excerpt(self.place)  # noqa: SLF001 (as above)
        return known or read_structure(self.text)
