"""JSON as strict readers take it (RFC 8259), and where it stands in a reply."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from adhere.text import Document


class JsonFaultError(ValueError):
    """Why a text is no JSON, or is such that parsers differ about it."""


def _refuse(constant: str) -> NoReturn:
    raise JsonFaultError(f"{constant} is no JSON value")


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    record = dict(pairs)
    if len(record) < len(pairs):
        raise JsonFaultError("an object has the same key twice")
    return record


def read_json(text: str) -> object:
    """Return the value that ``text`` writes.

    Raises:
        JsonFaultError: it is no JSON, has NaN, an infinity or a key twice, or is nested too deep to read.
    """
    try:
        return json.loads(text, parse_constant=_refuse, object_pairs_hook=_unique)
    except JsonFaultError:
        raise
    except ValueError as error:
        raise JsonFaultError(f"not JSON: {error}") from error
    except RecursionError as error:
        raise JsonFaultError("nested too deep to read") from error


_FENCE = re.compile(r"(```+|~~~+)[ \t]*(?:json\w*)?[ \t]*\n(.*)\n[ \t]*\1", re.IGNORECASE | re.DOTALL)


def whole_json(reply: Document) -> str:
    """Return what must be JSON where all of the reply is: the content of a fence around it, or the reply itself."""
    text = reply.text.strip()
    fenced = _FENCE.fullmatch(text)
    return fenced[2] if fenced else text


def core_of(text: str) -> str:
    """Return ``text`` from its first opening bracket to its last closing one: JSON with remarks around it."""
    start = min((text.find(bracket) for bracket in "{[" if bracket in text), default=0)
    return text[start : max(text.rfind("}"), text.rfind("]")) + 1]
