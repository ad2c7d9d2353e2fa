"""The filters of the routing table: who wrote a message, what it holds, and is it a question to the bot?"""

from __future__ import annotations

from telegram import Message
from telegram.constants import ChatType
from telegram.ext.filters import MessageFilter

from bot.handlers.message_text import command, entities, mentions_bot, replies_to_bot

ASK = ("ask", "faq")
"""The commands that ask a question."""
_MEDIA = (
    "animation", "audio", "checklist", "contact", "dice", "document", "game", "live_photo", "location", "paid_media",
    "photo", "poll", "sticker", "story", "venue", "video", "video_note", "voice",
)  # fmt: skip


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


class Command(MessageFilter):
    """Admits messages that start with one of these commands to the bot, or with any command if none is named.

    Captions count too. The library's CommandHandler looks at texts only.
    """

    def __init__(self, *names: str) -> None:
        super().__init__()
        self._names = frozenset(names)

    def filter(self, message: Message) -> bool:
        """Return whether the text or caption starts with a command."""
        name = command(message)
        return name is not None and (not self._names or name in self._names)


class Question(MessageFilter):
    """Admits questions to the bot, see `asks_bot`."""

    def filter(self, message: Message) -> bool:
        """Return whether the message asks the bot."""
        return asks_bot(message)


class Media(MessageFilter):
    """Admits pictures, voice messages and the like.

    A list, because what a user did not send is a service message, of which Telegram adds kinds that no library knows.
    """

    def filter(self, message: Message) -> bool:
        """Return whether the message holds a file, a place, a poll or the like."""
        return any(getattr(message, kind) for kind in _MEDIA)


def asks_outright(message: Message) -> bool:
    """Return whether a message asks the bot by /ask, in private or by a mention, not only by a reply to it."""
    name = command(message)
    if name is not None:
        return name in ASK
    return message.chat.type == ChatType.PRIVATE or any(mentions_bot(message, each) for each in entities(message))


def asks_bot(message: Message) -> bool:
    """Return whether a message asks the bot: outright, or in reply to one of its own."""
    return asks_outright(message) or (command(message) is None and replies_to_bot(message))


FROM_PERSON = FromPerson()
