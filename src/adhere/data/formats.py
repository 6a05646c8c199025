"""The formats of training data: which fields tell each, and how a record becomes an example.

The formats are told apart by their fields alone, and no record has the fields of two: what a file was taken for is said
to the user, and can be set.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from adhere.chat import Message
from adhere.data import fields
from adhere.data.examples import Example, Labelled, Pair, Stepwise
from adhere.data.fields import MalformedError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from adhere.chat import Conversation
    from adhere.data.examples import AnyExample


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write examples.

    Attributes:
        title: for people.
        needs: fields that every record has. lacks: fields that none has: those of a richer format.
        makes: the kind of example.
        parse: from a record and its source to its examples, seldom more than one; raises ``MalformedError``.
    """

    title: str
    needs: frozenset[str]
    lacks: frozenset[str]
    makes: type[AnyExample]
    parse: Callable[[Mapping[str, Any], str], tuple[AnyExample, ...]]

    def fits(self, record: Mapping[str, Any]) -> bool:
        """Whether the fields of ``record`` are of this format."""
        return record.keys() >= self.needs and not self.lacks & record.keys()


def _messages(record: Mapping[str, Any], source: str) -> Example:
    turns = fields.conversation(record["messages"], "messages")
    return Example(fields.answered(turns, "messages"), source, fields.tools(record))


def _sharegpt(record: Mapping[str, Any], source: str) -> Example:
    turns = _with_system(record, fields.conversation(record["conversations"], "conversations"))
    return Example(fields.answered(turns, "conversations"), source, fields.tools(record))


def _alpaca(record: Mapping[str, Any], source: str) -> Example:
    return _task(_request(record, "input"), fields.text(record, "output"), source)


def _dolly(record: Mapping[str, Any], source: str) -> Example:
    return _task(_request(record, "context"), fields.text(record, "response"), source)


def _self_instruct(record: Mapping[str, Any], source: str) -> tuple[Example, ...]:
    instances = record["instances"]
    if not isinstance(instances, list) or not instances or not all(isinstance(one, dict) for one in instances):
        raise MalformedError("instances is no list of objects")
    tasks = [{"instruction": record["instruction"], **instance} for instance in instances]
    return tuple(_task(_request(task, "input"), fields.text(task, "output"), source) for task in tasks)


def _preference(record: Mapping[str, Any], source: str) -> Pair:
    return _pair(fields.asking(record["prompt"], "prompt"), record, source)


def _sharegpt_preference(record: Mapping[str, Any], source: str) -> Pair:
    turns = _with_system(record, fields.conversation(record["conversations"], "conversations"))
    return _pair(turns, record, source)


def _alpaca_preference(record: Mapping[str, Any], source: str) -> Pair:
    return _pair((Message("user", _request(record, "input")),), record, source)


def _implicit_preference(record: Mapping[str, Any], source: str) -> Pair:
    """Two whole conversations that begin alike: as turns, or as Anthropic's text with "Human:" and "Assistant:"."""
    chosen, rejected = (_whole(record[name], name) for name in ("chosen", "rejected"))
    shared = next((n for n, (a, b) in enumerate(zip(chosen, rejected, strict=False)) if a != b), None)
    if shared is None:
        raise MalformedError("chosen and rejected are the same")
    if not shared or chosen[shared - 1].role == "assistant":
        raise MalformedError("chosen and rejected do not answer the same prompt")
    return Pair(chosen[:shared], chosen[shared:], rejected[shared:], source, tools=fields.tools(record))


def _labelled(record: Mapping[str, Any], source: str) -> Labelled:
    completion = fields.reply(record["completion"], "completion")
    prompt = fields.asking(record["prompt"], "prompt")
    return Labelled(prompt, completion, _label(record, "label"), source, fields.tools(record))


def _labelled_messages(record: Mapping[str, Any], source: str) -> Labelled:
    turns = fields.answered(fields.conversation(record["messages"], "messages"), "messages")
    if len(turns) == 1:
        raise MalformedError("messages holds no prompt")
    return Labelled(turns[:-1], turns[-1:], _label(record, "label"), source, fields.tools(record))


def _stepwise(record: Mapping[str, Any], source: str) -> Stepwise:
    steps, labels = record["completions"], record["labels"]
    if not isinstance(steps, list) or not isinstance(labels, list) or not steps or len(steps) != len(labels):
        raise MalformedError("completions and labels are not lists of one length")
    texts = tuple(fields.text({"completions": step}, "completions") for step in steps)
    right = tuple(_label({"labels": label}, "labels") for label in labels)
    return Stepwise(fields.asking(record["prompt"], "prompt"), texts, right, source)


def _label(record: Mapping[str, Any], field: str) -> bool:
    value = record[field]
    if not isinstance(value, bool) and value not in (0, 1):
        raise MalformedError(f"{field} is neither true nor false")
    return bool(value)


def _margin(record: Mapping[str, Any]) -> float | None:
    value = record.get("margin")
    if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
        raise MalformedError("margin is no number")
    return value


def _request(record: Mapping[str, Any], context: str) -> str:
    instruction, given = fields.text(record, "instruction"), fields.optional(record, context)
    return f"{instruction}\n\n{given}" if given.strip() else instruction


def _task(request: str, answer: str, source: str) -> Example:
    return Example((Message("user", request), Message("assistant", answer)), source)


def _pair(prompt: Conversation, record: Mapping[str, Any], source: str) -> Pair:
    chosen, rejected = (fields.reply(record[name], name) for name in ("chosen", "rejected"))
    # Many sets repeat the prompt in both replies.
    if chosen[: len(prompt)] == prompt and rejected[: len(prompt)] == prompt:
        chosen, rejected = chosen[len(prompt) :], rejected[len(prompt) :]
    if chosen == rejected:
        raise MalformedError("chosen and rejected are the same")
    return Pair(prompt, chosen, rejected, source, _margin(record), fields.tools(record))


def _with_system(record: Mapping[str, Any], turns: Conversation) -> Conversation:
    system = fields.optional(record, "system")
    return (Message("system", system), *turns) if system.strip() else turns


def _whole(value: object, field: str) -> Conversation:
    if not isinstance(value, str):
        return fields.answered(fields.conversation(value, field), field)
    turns: list[Message] = []
    for part in value.split("\n\nHuman: ")[1:]:
        asked, *replies = part.split("\n\nAssistant: ")
        turns += [Message("user", asked.strip()), *(Message("assistant", reply.strip()) for reply in replies)]
    if not turns or turns[-1].role != "assistant" or not turns[-1].content:
        raise MalformedError(f"{field} is no dialogue of Human and Assistant that ends with a reply")
    return tuple(turns)


def _format(
    title: str,
    needs: str,
    lacks: str,
    makes: type[AnyExample],
    parse: Callable[[Mapping[str, Any], str], AnyExample | tuple[AnyExample, ...]],
) -> Format:
    def parse_all(record: Mapping[str, Any], source: str) -> tuple[AnyExample, ...]:
        made = parse(record, source)
        return made if isinstance(made, tuple) else (made,)

    return Format(title, frozenset(needs.split()), frozenset(lacks.split()), makes, parse_all)


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "chat": _format("OpenAI chat: messages", "messages", "label", Example, _messages),
        "sharegpt": _format("ShareGPT: conversations", "conversations", "chosen label", Example, _sharegpt),
        "alpaca": _format("Alpaca: instruction, input, output", "instruction output", "chosen", Example, _alpaca),
        "dolly": _format("Dolly: instruction, context, response", "instruction response", "chosen", Example, _dolly),
        "self-instruct": _format(
            "Self-Instruct: instruction, instances", "instruction instances", "chosen", Example, _self_instruct
        ),
        "preference": _format("prompt, chosen, rejected", "prompt chosen rejected", "", Pair, _preference),
        "sharegpt-preference": _format(
            "ShareGPT: conversations, chosen, rejected",
            "conversations chosen rejected",
            "prompt",
            Pair,
            _sharegpt_preference,
        ),
        "alpaca-preference": _format(
            "Alpaca: instruction, input, chosen, rejected",
            "instruction chosen rejected",
            "prompt",
            Pair,
            _alpaca_preference,
        ),
        "implicit-preference": _format(
            "two whole dialogues: chosen, rejected",
            "chosen rejected",
            "prompt conversations instruction",
            Pair,
            _implicit_preference,
        ),
        "labelled": _format("prompt, completion, label", "prompt completion label", "chosen", Labelled, _labelled),
        "labelled-chat": _format("messages, label", "messages label", "prompt", Labelled, _labelled_messages),
        "stepwise": _format("prompt, completions, labels", "prompt completions labels", "", Stepwise, _stepwise),
    }
)
"""The formats by name."""
