"""The settings of chats."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy import and_, delete, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.models import ChatSettings, Who
from bot.store.crypto import Crypto
from bot.store.sql import change, insert, rows
from bot.store.tables import ANSWERS, CHATS


class Chats:
    """The settings of chats, by chat id."""

    def __init__(self, engine: AsyncEngine, crypto: Crypto) -> None:
        self._engine, self._crypto = engine, crypto

    async def settings(self, chat_id: int) -> ChatSettings:
        """Return a chat's settings, or the defaults."""
        stored = await rows(self._engine, select(CHATS).where(CHATS.c.chat == self._crypto.chat(chat_id)))
        return _settings(*stored[0][1:]) if stored else ChatSettings()

    async def change(self, chat_id: int, settings: ChatSettings) -> None:
        """Store a chat's settings."""
        values = asdict(settings) | {"who": settings.who.value}
        add = insert(self._engine, CHATS).values(chat=self._crypto.chat(chat_id), **values)
        await change(self._engine, add.on_conflict_do_update(index_elements=[CHATS.c.chat], set_=values))

    async def move(self, old_id: int, new_id: int) -> None:
        """Move the settings of a group that became a supergroup; those of the new chat take precedence.

        Its answers are deleted: their messages cannot be edited or removed any more, and the new chat counts its
        messages from 1 again.
        """
        old, new = self._crypto.chat(old_id), self._crypto.chat(new_id)
        if old == new:
            return
        has_settings = select(CHATS.c.chat).where(CHATS.c.chat == new).scalar_subquery()
        await change(
            self._engine,
            update(CHATS).where(and_(CHATS.c.chat == old, has_settings.is_(None))).values(chat=new),
            delete(CHATS).where(CHATS.c.chat == old),
            delete(ANSWERS).where(ANSWERS.c.chat == old),
        )

    async def forget(self, chat_id: int) -> None:
        """Delete a chat's settings and answers."""
        chat = self._crypto.chat(chat_id)
        await change(
            self._engine, delete(CHATS).where(CHATS.c.chat == chat), delete(ANSWERS).where(ANSWERS.c.chat == chat)
        )


def _settings(listen: bool, compact: bool, remove_after: int, cooldown: int, who: str) -> ChatSettings:  # noqa: FBT001
    return ChatSettings(listen, compact, remove_after, cooldown, Who(who))
