"""The texts of a message: its own, without the bot's name, and those that it quotes; and its forum topic."""

from __future__ import annotations

from collections.abc import Iterator

from telegram import Message, MessageEntity

from bot.handlers.author import author_id


def text_without_mentions(message: Message) -> str:
    """Return the text or caption without mentions of the bot."""
    # Telegram counts entities in UTF-16 code units.
    encoded = (message.text or message.caption or "").encode("utf-16-le", "surrogatepass")
    for entity in sorted(entities(message), key=lambda entity: entity.offset, reverse=True):
        if mentions_bot(message, entity):
            encoded = encoded[: entity.offset * 2] + encoded[(entity.offset + entity.length) * 2 :]
    return " ".join(encoded.decode("utf-16-le", "replace").split())


def question_text(message: Message) -> str:
    """Return the text without mentions of the bot and without a command at its start."""
    command = any(entity.type == MessageEntity.BOT_COMMAND and entity.offset == 0 for entity in entities(message))
    return text_after_command(message) if command else text_without_mentions(message)


def text_after_command(message: Message) -> str:
    """Return the text after the command that a message starts with."""
    _command, *rest = text_without_mentions(message).split(maxsplit=1)
    return rest[0] if rest else ""


def quoted_message(message: Message) -> Message | None:
    """Return the message with text that another person wrote and this one replies to.

    Not: the service message that opened a forum topic, and the channel post that clients quote in each comment.
    """
    quoted = message.reply_to_message
    if quoted is None or quoted.forum_topic_created or quoted.is_automatic_forward or replies_to_bot(message):
        return None
    return quoted if quoted.text or quoted.caption else None


def own_text(message: Message) -> str:
    """Return the text or caption as it was written."""
    return message.text or message.caption or ""


def quoted_texts(message: Message) -> tuple[str, ...]:
    """Return the words of another message that a message repeats: a quote, or a reply to another chat."""
    return tuple(filter(None, _quoted(message)))


def quotes_another(message: Message) -> bool:
    """Return whether the author of a message may not be that of the words that it quotes."""
    if message.reply_to_message is not None:
        return author_id(message.reply_to_message) != author_id(message)
    quoted = getattr(message.external_reply and message.external_reply.origin, "sender_user", None)
    return quoted is None or quoted.id != author_id(message)


def _quoted(message: Message) -> Iterator[str]:
    if message.quote and not replies_to_bot(message):  # our own warnings are no emergency
        yield message.quote.text
    if message.external_reply and message.external_reply.poll:
        yield message.external_reply.poll.question


def forum_topic_id(message: Message) -> int | None:
    """Return the message's forum topic; None in General and outside of forums, where threads are mere replies."""
    return message.message_thread_id if message.is_topic_message else None


def replies_to_bot(message: Message) -> bool:
    """Return whether a message replies to one of the bot's own."""
    quoted = message.reply_to_message
    if quoted is None or quoted.forum_topic_created or quoted.from_user is None:
        return False
    return quoted.from_user.id == message.get_bot().id


def mentions_bot(message: Message, entity: MessageEntity) -> bool:
    """Return whether an entity of the message is a mention of the bot."""
    bot = message.get_bot()
    if entity.type == MessageEntity.TEXT_MENTION:
        return entity.user is not None and entity.user.id == bot.id
    if entity.type != MessageEntity.MENTION:
        return False
    text = message.text or message.caption or ""
    name = text.encode("utf-16-le", "surrogatepass")[entity.offset * 2 : (entity.offset + entity.length) * 2]
    return name.decode("utf-16-le", "replace").casefold() == f"@{bot.username}".casefold()


def entities(message: Message) -> tuple[MessageEntity, ...]:
    """Return the entities of the text or caption."""
    return tuple(message.entities or message.caption_entities or ())
