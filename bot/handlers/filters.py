"""The filters of the routing table: is a message written by a person, and is it addressed to the bot?"""

from __future__ import annotations

from telegram import Message
from telegram.ext.filters import MessageFilter

from bot.handlers.message_text import entities, mentions_bot, replies_to_bot


class FromPerson(MessageFilter):
    """Admits messages written by hand: by a user, an anonymous admin or a user's channel.

    Not: other bots, messages sent through this bot's inline mode, and automatic forwards from a linked channel.
    """

    def filter(self, message: Message) -> bool:
        """Return whether a person wrote the message."""
        if message.is_automatic_forward or (message.via_bot and message.via_bot.id == message.get_bot().id):
            return False
        # A message on behalf of a group or channel comes from a service bot; its author is in sender_chat.
        return message.sender_chat is not None or not (message.from_user and message.from_user.is_bot)


class ToBot(MessageFilter):
    """Admits messages that mention the bot or reply to one of its own."""

    def filter(self, message: Message) -> bool:
        """Return whether the message is addressed to the bot."""
        return replies_to_bot(message) or any(mentions_bot(message, entity) for entity in entities(message))


FROM_PERSON, TO_BOT = FromPerson(), ToBot()
