"""Messages, conversations and templates."""

from adhere.chat.messages import Conversation, Message, Role

__all__ = ["Conversation", "Message", "Role"]
