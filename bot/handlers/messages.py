"""How a reply is posted, edited and taken away. Nothing else posts."""

from __future__ import annotations

from telegram import Bot, InlineKeyboardMarkup, Message, ReplyParameters
from telegram.constants import ChatType
from telegram.error import BadRequest, ChatMigrated, Forbidden

from bot.views.reply import Reply

_SAME = "message is not modified"


async def post(message: Message, reply: Reply, to: int | None = None) -> Message:
    """Reply to a message, or to another one of the same chat by its id. In private the message is not quoted.

    A message that is gone meanwhile is answered without the quote, and a group that has become a supergroup
    meanwhile is answered there.
    """
    target = to or (message.message_id if message.chat.type != ChatType.PRIVATE else None)
    quote = ReplyParameters(target, allow_sending_without_reply=True) if target else None
    try:
        return await message.reply_text(reply.text, reply_markup=reply.keyboard, reply_parameters=quote, do_quote=False)
    except ChatMigrated as moved:
        return await message.get_bot().send_message(moved.new_chat_id, reply.text, reply_markup=reply.keyboard)


async def edit(bot: Bot, chat_id: int, message_id: int, reply: Reply) -> bool:
    """Put a reply in a message's place; False if the message cannot be edited any more."""
    keyboard = reply.keyboard if isinstance(reply.keyboard, InlineKeyboardMarkup) else None
    try:
        await bot.edit_message_text(reply.text, chat_id, message_id, reply_markup=keyboard)
    except BadRequest as refusal:
        # Pressed twice in a row: Telegram tells it by these words alone.
        return _SAME in refusal.message.casefold()
    except ChatMigrated:
        return False
    return True


async def delete(bot: Bot, chat_id: int, message_id: int) -> bool:
    """Delete a message of the bot's; False if Telegram no longer lets it."""
    try:
        return await bot.delete_message(chat_id, message_id)
    except (BadRequest, Forbidden, ChatMigrated):
        return False
