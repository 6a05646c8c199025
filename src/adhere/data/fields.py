"""Fields of a record of unknown origin, taken out with a reason where they are not what they should be."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, get_args

from adhere.chat import Message, Role, ToolCall
from adhere.errors import AdhereError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from adhere.chat import Conversation, Tools

ROLES: Mapping[str, Role] = {
    **{role: role for role in get_args(Role)},
    "human": "user",
    "gpt": "assistant",
    "bot": "assistant",
    "model": "assistant",
    "chatgpt": "assistant",
    "function_call": "assistant",
    "observation": "tool",
    "function": "tool",
}
"""The roles of the chat interface, and the names that ShareGPT and its kin have for them."""


class MalformedError(AdhereError):
    """Why a record is no example."""


def text(record: Mapping[str, Any], field: str) -> str:
    """Return a text that holds more than blanks."""
    value = record.get(field)
    if not isinstance(value, str):
        raise MalformedError(f"{field} is missing" if value is None else f"{field} is no text")
    if not value.strip():
        raise MalformedError(f"{field} is empty")
    return value


def optional(record: Mapping[str, Any], field: str) -> str:
    """Return a text, empty where the field is missing or null."""
    value = record.get(field)
    if value is not None and not isinstance(value, str):
        raise MalformedError(f"{field} is no text")
    return value or ""


def conversation(value: object, field: str) -> Conversation:
    """Return the turns in ``value``: a list of {role, content} or {from, value}."""
    if not isinstance(value, list) or not value:
        raise MalformedError(f"{field} is no list of turns")
    return tuple(turn(one, field) for one in value)


def turn(value: object, field: str) -> Message:
    """Return one turn: {role, content}, or {from, value} as ShareGPT has it."""
    if not isinstance(value, dict):
        raise MalformedError(f"{field} holds a turn that is no object")
    role, content = value.get("role", value.get("from")), value.get("content", value.get("value"))
    known = ROLES.get(role) if isinstance(role, str) else None
    if known is None:
        raise MalformedError(f"{field} holds a turn of the unknown role {role!r}")
    if role == "function_call":  # ShareGPT's: the content is the call
        return Message(known, "", _calls(content, field))
    calls = _calls(value["tool_calls"], field) if value.get("tool_calls") else ()
    content = "" if calls and content is None else content
    if not isinstance(content, str):
        raise MalformedError(f"{field} holds a turn whose content is no text")
    if known == "assistant" and not content.strip() and not calls:
        raise MalformedError(f"{field} holds an empty turn of the assistant")
    answered_call = value.get("tool_call_id")
    return Message(known, content, calls, answered_call if isinstance(answered_call, str) else "")


def tools(record: Mapping[str, Any]) -> Tools:
    """Return the tools that may be called: a list of objects, or the text of one."""
    value = _json(record.get("tools") or [], "tools is")
    if not isinstance(value, list) or not all(isinstance(tool, dict) for tool in value):
        raise MalformedError("tools is no list of objects")
    return tuple(json.dumps(tool, ensure_ascii=False) for tool in value)


def _calls(value: object, field: str) -> tuple[ToolCall, ...]:
    """Return calls: {name, arguments}, bare or under ``function``, one or several, as objects or as text."""
    found = _json(value, f"{field} holds a call of a tool that is")
    return tuple(_call(call, field) for call in (found if isinstance(found, list) else [found]))


def _call(value: object, field: str) -> ToolCall:
    called = value.get("function", value) if isinstance(value, dict) else None
    name = called.get("name") if isinstance(called, dict) else None
    if not isinstance(value, dict) or not isinstance(called, dict) or not isinstance(name, str) or not name:
        raise MalformedError(f"{field} holds a call of a tool without a name")
    arguments = _json(called.get("arguments") or {}, f"{field} holds a call of a tool whose arguments are")
    if not isinstance(arguments, dict):
        raise MalformedError(f"{field} holds a call of a tool whose arguments are no object")
    number = value.get("id")
    return ToolCall(name, json.dumps(arguments, ensure_ascii=False), number if isinstance(number, str) else "")


def _json(value: object, what: str) -> object:
    """Return what is written in a text, and other values as they are."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError as error:
        raise MalformedError(f"{what} not JSON") from error


def asking(value: object, field: str) -> Conversation:
    """Return what a reply answers: turns, or one text by the user."""
    if isinstance(value, str):
        return (Message("user", text({field: value}, field)),)
    turns = conversation(value, field)
    if turns[-1].role == "assistant":
        raise MalformedError(f"{field} ends with the assistant's turn")
    return turns


def reply(value: object, field: str) -> Conversation:
    """Return a reply: turns that end with the assistant's, one turn, or one text."""
    if isinstance(value, str):
        return (Message("assistant", text({field: value}, field)),)
    turns = (turn(value, field),) if isinstance(value, dict) else conversation(value, field)
    return answered(turns, field)


def answered(turns: Conversation, field: str) -> Conversation:
    """Return ``turns``, which must end with the assistant's."""
    if turns[-1].role != "assistant":
        raise MalformedError(f"{field} does not end with the assistant's turn")
    return turns
