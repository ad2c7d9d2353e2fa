"""Pictures, voice messages and the like in private, alone or in albums.

The pictures of an album arrive one after another, each as a message, and at most one of them has the caption. The first
one without is told at once that it can't be read, and that notice is deleted if a caption follows: to wait for it would
hold up all that is sent after the picture, and a notice too many for a moment harms less than one that got lost.
"""

from __future__ import annotations

from collections import OrderedDict

from telegram import Message, Update
from telegram.ext import ContextTypes

from bot.handlers.messages import delete, post
from bot.handlers.updates import new_message
from bot.views import about
from faq.words import Words

MAX_ALBUMS = 64
"""Albums that are remembered; their pictures arrive within seconds."""


class MediaHandler:
    """Gives a picture one reply, and an album too.

    Args:
        words: what the bot says of itself.
        albums: the latest albums, each with the notice posted under it, or None.

    """

    def __init__(self, words: Words, albums: OrderedDict[str, int | None]) -> None:
        self._words, self._albums = words, albums

    async def not_text(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Say once that pictures, voice messages and the like cannot be read, and what to do in an emergency."""
        message = new_message(update)
        if message.media_group_id in self._albums:
            return
        posted = await post(message, about.not_text(self._words, file=_is_file(message)))
        self._remember(message, posted.message_id)

    async def note_caption(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Remember that an album has a caption, which is answered for all of it."""
        message = new_message(update)
        if message.media_group_id not in self._albums:
            self._remember(message, None)

    async def withdraw_notice(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Delete the notice under an album whose caption is answered now."""
        message = new_message(update)
        notice = self._albums.get(message.media_group_id or "")
        if notice is not None:
            await delete(message.get_bot(), message.chat_id, notice)
            self._remember(message, None)

    def _remember(self, message: Message, notice: int | None) -> None:
        if message.media_group_id:
            self._albums[message.media_group_id] = notice
        while len(self._albums) > MAX_ALBUMS:
            self._albums.popitem(last=False)


def _is_file(message: Message) -> bool:
    """Return whether a message may show a lab report."""
    return bool(message.photo or message.document or message.video or message.animation)
