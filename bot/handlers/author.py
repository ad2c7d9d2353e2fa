"""Who wrote a message: the id under which questions are limited, and recorded as a pseudonym."""

from __future__ import annotations

from telegram import Message
from telegram.constants import ChatID

_STAND_INS = frozenset(ChatID)
"""Accounts that Telegram names as the sender of all anonymous admins, channels and automatic forwards."""


def author_id(message: Message) -> int:
    """Return the id of the group or channel that a message speaks for, or else of its user.

    Never that of a stand-in: its limits and its answers would be those of strangers in all chats together.
    """
    if message.sender_chat is not None:
        return message.sender_chat.id
    user = message.from_user
    return message.chat_id if user is None or user.id in _STAND_INS else user.id
