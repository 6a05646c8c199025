"""Messages, conversations, templates and tokens."""

from adhere.chat.messages import Conversation, Message, Role, ToolCall, Tools, read_conversation
from adhere.chat.parsing import ParseError, TemplateParser
from adhere.chat.tokens import Rendered, RenderError, Turns, render

__all__ = [
    "Conversation",
    "Message",
    "ParseError",
    "RenderError",
    "Rendered",
    "Role",
    "TemplateParser",
    "ToolCall",
    "Tools",
    "Turns",
    "read_conversation",
    "render",
]
