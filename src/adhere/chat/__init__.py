"""Messages, conversations and templates."""

from adhere.chat.messages import Conversation, Message, Role, read_conversation

__all__ = ["Conversation", "Message", "Role", "read_conversation"]
