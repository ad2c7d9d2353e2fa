"""The texts of a message: its own, without the bot's name, and those that it points at; and its forum topic."""

from __future__ import annotations

from telegram import Message, MessageEntity, MessageOriginUser, User

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
    return text_without_mentions(message) if command(message) is None else text_after_command(message)


def command(message: Message) -> str | None:
    """Return the name of the command that a text or caption starts with, None if none; "" if it is another bot's."""
    at_start = (one for one in entities(message) if one.type == MessageEntity.BOT_COMMAND and one.offset == 0)
    entity = next(at_start, None)
    if entity is None:
        return None
    name, _, bot = own_text(message)[1 : entity.length].casefold().partition("@")
    return name if bot in {"", message.get_bot().username.casefold()} else ""


def text_after_command(message: Message) -> str:
    """Return the text after the command that a message starts with."""
    _command, *rest = text_without_mentions(message).split(maxsplit=1)
    return rest[0] if rest else ""


def quoted_message(message: Message) -> Message | None:
    """Return the message with words that a person wrote and this one replies to.

    Not: the service message that opened a forum topic, and the channel post that clients quote in each comment.
    """
    quoted = message.reply_to_message
    if quoted is None or quoted.forum_topic_created or quoted.is_automatic_forward or replies_to_bot(message):
        return None
    return quoted if _words(quoted) else None


def pointed_at(message: Message) -> str:
    """Return the words that a message points at: those that it quotes, or else those that it replies to."""
    quoted = quoted_message(message)
    return next(iter(_quoted(message)), _words(quoted) if quoted else "")


def own_text(message: Message) -> str:
    """Return the text or caption as it was written."""
    return message.text or message.caption or ""


def quoted_texts(message: Message, *, asked: bool) -> tuple[str, ...]:
    """Return the words of others that stand beside a message's own.

    Args:
        message: the message that quotes them or replies to them.
        asked: whether it is addressed to the bot, which then reads all of the message that it replies to.

    """
    if quotes_bot(message):  # our own warnings are no emergency
        return ()
    quotes, quoted = _quoted(message), quoted_message(message)
    if asked and quoted and (quotes or question_text(message)):  # alone, it is the question itself
        return (*quotes, _words(quoted))
    return quotes


def quotes_another(message: Message) -> bool:
    """Return whether the author of a message may not be that of the words that it quotes."""
    author, quoted = author_id(message), _quoted_author(message)
    return author is None or quoted is None or quoted.id != author


def quotes_bot(message: Message) -> bool:
    """Return whether a message replies to one of the bot's own, here or in another chat."""
    author = _quoted_author(message)
    return replies_to_bot(message) or (author is not None and author.id == message.get_bot().id)


def _quoted_author(message: Message) -> User | None:
    """Return the author of the words that a message quotes; None if Telegram does not name a user."""
    reply, elsewhere = message.reply_to_message, message.external_reply
    origin = reply.forward_origin if reply else elsewhere and elsewhere.origin
    if reply and not origin:
        return reply.from_user
    return origin.sender_user if isinstance(origin, MessageOriginUser) else None


def _quoted(message: Message) -> tuple[str, ...]:
    """Return the words that a message repeats: a quote, and those of a message in another chat."""
    quote, elsewhere = message.quote, message.external_reply
    words = [quote.text] if quote else []
    if elsewhere:
        unread = elsewhere.api_kwargs  # fields that the library does not know
        words += [elsewhere.poll.question if elsewhere.poll else "", unread.get("text", ""), unread.get("caption", "")]
    return tuple(each for each in words if isinstance(each, str) and each.strip())


def _words(message: Message) -> str:
    return question_text(message) or (message.poll.question if message.poll else "")


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
