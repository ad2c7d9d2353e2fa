"""How a reply is posted: in the chat and topic of the message that it answers. Nothing else posts."""

from __future__ import annotations

from telegram import Message, ReplyParameters
from telegram.constants import ChatType

from bot.views import Reply


async def post(message: Message, reply: Reply, to: Message | None = None) -> None:
    """Reply to a message, or to another one of the same chat. In private the message is not quoted.

    A message that is gone meanwhile is answered without the quote.
    """
    target = to or (message if message.chat.type != ChatType.PRIVATE else None)
    quote = ReplyParameters(target.message_id, allow_sending_without_reply=True) if target else None
    await message.reply_text(reply.text, reply_markup=reply.keyboard, reply_parameters=quote, do_quote=False)
