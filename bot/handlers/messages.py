"""Posts, edits and deletes messages, and answers presses of buttons."""

from __future__ import annotations

import logging

from telegram import Bot, CallbackQuery, InlineKeyboardMarkup, Message, ReplyParameters
from telegram.constants import ChatType
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError

from bot.views.reply import Reply

_UNCHANGED = "message is not modified"
_TOO_OLD = "query is too old"

log = logging.getLogger(__name__)


async def post(message: Message, reply: Reply, to: int | None = None, *, quiet: bool = False) -> Message:
    """Reply to a message, or to another one of the same chat by its id. In private, only `to` is quoted.

    A quiet reply makes no sound. A deleted message is answered without a quote, and a group that became a supergroup is
    answered there.
    """
    target = to or (message.message_id if message.chat.type != ChatType.PRIVATE else None)
    quote = ReplyParameters(target, allow_sending_without_reply=True) if target else None
    try:
        return await message.reply_text(
            reply.text,
            disable_notification=quiet or None,
            reply_markup=reply.keyboard,
            reply_parameters=quote,
            do_quote=False,
        )
    except ChatMigrated as moved:
        return await message.get_bot().send_message(moved.new_chat_id, reply.text, reply_markup=reply.keyboard)


async def react(message: Message, emoji: str) -> None:
    """Put a reaction under a message; nothing happens where reactions are not allowed."""
    try:
        await message.set_reaction(emoji)
    except (BadRequest, Forbidden) as refusal:
        log.info("a reaction was refused: %s", refusal.message)


async def edit(bot: Bot, chat_id: int, message_id: int, reply: Reply) -> bool:
    """Replace a message; False if it can no longer be edited."""
    keyboard = reply.keyboard if isinstance(reply.keyboard, InlineKeyboardMarkup) else None
    try:
        await bot.edit_message_text(reply.text, chat_id, message_id, reply_markup=keyboard)
    except BadRequest as refusal:
        # A second press of the same button; Telegram has no error code for it.
        return _UNCHANGED in refusal.message.casefold()
    except ChatMigrated:
        return False
    return True


async def delete(bot: Bot, chat_id: int, message_id: int) -> bool:
    """Delete a message of the bot; False if Telegram refuses."""
    try:
        return await bot.delete_message(chat_id, message_id)
    except (BadRequest, Forbidden, ChatMigrated):
        return False


async def answer_press(query: CallbackQuery, notice: str | None = None) -> None:
    """Answer a press, which ends the button's progress bar. It does no harm if the press is too old for that."""
    try:
        await query.answer(notice)
    except BadRequest as refusal:
        log.info("a press could not be answered: %s", refusal.message)


def is_too_old(refusal: TelegramError) -> bool:
    """Return whether Telegram refused an answer to a query because it came too late."""
    return _TOO_OLD in refusal.message.casefold()
