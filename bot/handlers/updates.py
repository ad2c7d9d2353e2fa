"""The part of an update that the filters of `bot.routes` guarantee."""

from __future__ import annotations

from typing import TypeVar

from telegram import CallbackQuery, ChatMemberUpdated, InlineQuery, Message, Update

_Part = TypeVar("_Part")


def new_message(update: Update) -> Message:
    """Return the message of an update that the filters admit as a new message."""
    return _present(update.message)


def edited_message(update: Update) -> Message:
    """Return the message of an update that the filters admit as an edit."""
    return _present(update.edited_message)


def new_or_edited_message(update: Update) -> Message:
    """Return the message of an update that the filters admit as either."""
    return _present(update.message or update.edited_message)


def guest_message(update: Update) -> Message:
    """Return the message that calls the bot into a chat where it is not a member."""
    return _present(update.guest_message)


def callback_query(update: Update) -> CallbackQuery:
    """Return the press of a button."""
    return _present(update.callback_query)


def inline_query(update: Update) -> InlineQuery:
    """Return the query typed in inline mode."""
    return _present(update.inline_query)


def membership_change(update: Update) -> ChatMemberUpdated:
    """Return the change of the bot's own membership."""
    return _present(update.my_chat_member)


def _present(part: _Part | None) -> _Part:
    assert part is not None, "the routing table admits no other kind of update"
    return part
