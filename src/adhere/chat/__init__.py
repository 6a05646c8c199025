"""Messages, conversations, templates and tokens."""

from adhere.chat.messages import Conversation, Message, Role, read_conversation
from adhere.chat.tokens import Rendered, RenderError, Turns, render

__all__ = ["Conversation", "Message", "RenderError", "Rendered", "Role", "Turns", "read_conversation", "render"]
