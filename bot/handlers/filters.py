"""Who speaks, and whether a message is meant for the bot: the filters of the routing table, and the words left
when the address is taken off. Pure, apart from asking a message which bot it came to; answers nothing.
"""

from __future__ import annotations

from telegram import Message, MessageEntity
from telegram.ext.filters import MessageFilter


class FromPerson(MessageFilter):
    """Lets through what a person wrote by hand, be it as themselves, as an anonymous admin or as their channel.

    Not: other bots, what this bot's own inline mode wrote, and posts of a linked channel that Telegram copies in.
    """

    def filter(self, message: Message) -> bool:
        """Whether a person wrote the message."""
        if message.is_automatic_forward or (message.via_bot and message.via_bot.id == message.get_bot().id):
            return False
        # Who speaks as a group or channel comes as a bot of Telegram's, with the true speaker in sender_chat.
        return message.sender_chat is not None or not (message.from_user and message.from_user.is_bot)


class ToBot(MessageFilter):
    """Lets through what mentions the bot or replies to a message of its own."""

    def filter(self, message: Message) -> bool:
        """Whether the message is meant for the bot."""
        return _replies_to_bot(message) or any(_names_bot(message, entity) for entity in _entities(message))


def words(message: Message) -> str:
    """What a message says, without mentions of the bot. A caption counts as text."""
    units = (message.text or message.caption or "").encode("utf-16-le", "surrogatepass")
    for entity in sorted(_entities(message), key=lambda entity: entity.offset, reverse=True):
        if _names_bot(message, entity):
            units = units[: entity.offset * 2] + units[(entity.offset + entity.length) * 2 :]
    return " ".join(units.decode("utf-16-le", "replace").split())


def asked(message: Message) -> str:
    """What a message asks, without the bot's name and without the command that it may begin with."""
    starts = any(entity.type == MessageEntity.BOT_COMMAND and entity.offset == 0 for entity in _entities(message))
    return after_command(message) if starts else words(message)


def after_command(message: Message) -> str:
    """What follows the command that a message starts with."""
    _command, *rest = words(message).split(maxsplit=1)
    return rest[0] if rest else ""


def quoted(message: Message) -> Message | None:
    """Somebody's message that this one replies to, if it has words.

    Not the bot's, not a topic's first line, and not the post under which apps put every comment as a reply.
    """
    other = message.reply_to_message
    if other is None or other.forum_topic_created or other.is_automatic_forward or _replies_to_bot(message):
        return None
    return other if other.text or other.caption else None


def topic(message: Message) -> int | None:
    """The forum topic that a message stands in. None for General, and elsewhere: a thread of replies is no place."""
    return message.message_thread_id if message.is_topic_message else None


def _replies_to_bot(message: Message) -> bool:
    other = message.reply_to_message
    if other is None or other.forum_topic_created or other.from_user is None:
        return False
    return other.from_user.id == message.get_bot().id


def _names_bot(message: Message, entity: MessageEntity) -> bool:
    bot = message.get_bot()
    if entity.type == MessageEntity.TEXT_MENTION:
        return entity.user is not None and entity.user.id == bot.id
    if entity.type != MessageEntity.MENTION:
        return False
    text = message.text or message.caption or ""
    name = text.encode("utf-16-le", "surrogatepass")[entity.offset * 2 : (entity.offset + entity.length) * 2]
    return name.decode("utf-16-le", "replace").casefold() == f"@{bot.username}".casefold()


def _entities(message: Message) -> tuple[MessageEntity, ...]:
    return tuple(message.entities or message.caption_entities or ())
