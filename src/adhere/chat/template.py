"""Chat templates: how a model wants to see a conversation."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import date, datetime, time
from functools import cached_property
from typing import TYPE_CHECKING, Self

from adhere.chat.named import NAMED_TEMPLATES, read_template
from adhere.errors import MissingExtraError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import jinja2

    from adhere.chat.messages import Message, Tools

# The day that templates which print today's date get to see, so that the same conversation is always the same prompt.
# It is the day that Llama 3's own template falls back to.
FIXED_DATE = date(2024, 7, 26)

# Training frameworks mark the assistant's tokens with this block; for rendering it is transparent.
_GENERATION = re.compile(r"\{%([-+]?)\s*generation\s*([-+]?)%\}")
_END_GENERATION = re.compile(r"\{%([-+]?)\s*endgeneration\s*([-+]?)%\}")


class ChatTemplate:
    """A Jinja template that turns a conversation into the text of a prompt, as ``transformers`` would.

    The template runs in an immutable sandbox: it reads the conversation and writes text, nothing else.

    Args:
        source: the template's text.
        origin: whose it is, for messages to people (a folder or a file).
        special_tokens: what the template may name: ``bos_token``, ``eos_token`` and their kin.
        day: what ``strftime_now`` tells the template.

    Raises:
        UsageError: the source is no valid template.
        MissingExtraError: jinja2 is not installed.
    """

    def __init__(self, source: str, *, origin: str, special_tokens: Mapping[str, str], day: date = FIXED_DATE) -> None:
        self.source = source
        self.origin = origin
        self.special_tokens = dict(special_tokens)
        self.day = day
        self._compiled = self._compile()

    @classmethod
    def load(cls, folder: Path, *, chosen: str | Path | None = None) -> Self:
        """Return the template of the model in ``folder``, or the one that was chosen, with that model's special tokens.

        Args:
            folder: the model's.
            chosen: the name of a template (alpaca, chatml, gemma) or a Jinja file.

        Raises:
            UsageError: the model has no template and none is chosen, or it cannot be read.
        """
        settings = _settings(folder)
        tokens = _special_tokens(settings)
        if chosen is not None:
            return cls(read_template(chosen), origin=str(chosen), special_tokens=tokens)
        source = _own_source(folder, settings)
        if source is None:
            raise UsageError(
                f"the model in {folder} has no chat template: it was not made for conversations",
                hint=f"pass --template with a name ({', '.join(NAMED_TEMPLATES)}) or a Jinja file",
            )
        return cls(source, origin=str(folder), special_tokens=tokens)

    @cached_property
    def sha256(self) -> str:
        """A digest of all that decides what is rendered: the source, the special tokens, and the day where it shows."""
        day = self.day.isoformat() if "strftime_now" in self.source else None
        content = json.dumps([self.source, self.special_tokens, day], sort_keys=True)
        return hashlib.sha256(content.encode()).hexdigest()

    def render(self, messages: Sequence[Message], *, tools: Tools = (), add_generation_prompt: bool = True) -> str:
        """Return the prompt for ``messages``.

        Args:
            messages: the conversation.
            tools: what the assistant may call.
            add_generation_prompt: whether to end with the opening of the assistant's turn.

        Raises:
            UsageError: the template refuses the conversation (a system message, two user turns in a row) or fails.
        """
        import jinja2

        try:
            return self._compiled.render(
                **self.special_tokens,
                messages=[message.for_template() for message in messages],
                add_generation_prompt=add_generation_prompt,
                tools=[json.loads(tool) for tool in tools] or None,
                documents=None,
            )
        except (jinja2.TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
            roles = ", ".join(message.role for message in messages)
            raise UsageError(
                f"the chat template of {self.origin} refuses a conversation of the roles {roles}: {error}",
                hint="leave out the turns that it does not support, or pass another template with --template PATH",
            ) from error

    def _compile(self) -> jinja2.Template:
        try:
            import jinja2
            from jinja2.ext import loopcontrols
            from jinja2.sandbox import ImmutableSandboxedEnvironment
        except ModuleNotFoundError as error:
            raise MissingExtraError("a chat template", "local") from error

        # What chat templates may rely on is set by transformers' apply_chat_template; the tests compare with it.
        environment = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True, extensions=[loopcontrols])
        environment.filters["tojson"] = _to_json
        environment.globals["raise_exception"] = _refuse
        environment.globals["strftime_now"] = datetime.combine(self.day, time()).strftime
        transparent = _END_GENERATION.sub(r"{%\1 endif \2%}", _GENERATION.sub(r"{%\1 if true \2%}", self.source))
        try:
            return environment.from_string(transparent)
        except jinja2.TemplateSyntaxError as error:
            raise UsageError(f"{self.origin}: the chat template is broken at line {error.lineno}: {error}") from error


def _refuse(message: str) -> None:
    import jinja2

    raise jinja2.TemplateError(message)


def _to_json(
    value: object,
    ensure_ascii: bool = False,  # noqa: FBT001, FBT002 - as above
    indent: int | None = None,
    separators: tuple[str, str] | None = None,
    sort_keys: bool = False,  # noqa: FBT001, FBT002 - as above
) -> str:
    """Write JSON without the HTML escapes of Jinja's own filter."""
    return json.dumps(value, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys)


def _settings(folder: Path) -> dict[str, object]:
    """Return the tokenizer's settings; older folders keep the special tokens in a file of their own."""
    settings: dict[str, object] = {}
    for name in ("special_tokens_map.json", "tokenizer_config.json"):
        path = folder / name
        if not path.is_file():
            continue
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise UsageError(f"cannot read {path}: {error}") from error
        if not isinstance(content, dict):
            raise UsageError(f"{path} is not a JSON object")
        settings |= content
    return settings


def _special_tokens(settings: Mapping[str, object]) -> dict[str, str]:
    tokens = {}
    for name, value in settings.items():
        content = value.get("content") if isinstance(value, dict) else value
        if name.endswith("_token") and isinstance(content, str):
            tokens[name] = content
    return tokens


def _own_source(folder: Path, settings: Mapping[str, object]) -> str | None:
    path = folder / "chat_template.jinja"
    if path.is_file():
        return read_template(path)
    source = settings.get("chat_template")
    if isinstance(source, list):  # several named ones
        named = {entry.get("name"): entry.get("template") for entry in source if isinstance(entry, dict)}
        source = named.get("default")
    return source if isinstance(source, str) else None
