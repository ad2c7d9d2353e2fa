"""What a chat's admins have chosen, and the move of a group to its new id. Knows nothing of Telegram."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from sqlalchemy import and_, delete, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.models import ChatSettings, Who
from bot.store.crypto import Crypto
from bot.store.sql import change, insert, rows
from bot.store.tables import ANSWERS, CHATS


@dataclass(frozen=True, slots=True)
class Chats:
    """The settings of chats, by the chat's id."""

    engine: AsyncEngine
    crypto: Crypto

    async def settings(self, chat_id: int) -> ChatSettings:
        """What was chosen there; the defaults where nothing was."""
        known = await rows(self.engine, select(CHATS).where(CHATS.c.chat == self.crypto.chat(chat_id)))
        return _settings(*known[0][1:]) if known else ChatSettings()

    async def change(self, chat_id: int, settings: ChatSettings) -> None:
        """Let these settings hold from now on."""
        chosen = asdict(settings) | {"who": settings.who.value}
        add = insert(self.engine, CHATS).values(chat=self.crypto.chat(chat_id), **chosen)
        await change(self.engine, add.on_conflict_do_update(index_elements=[CHATS.c.chat], set_=chosen))

    async def move(self, old_id: int, new_id: int) -> None:
        """Let settings follow a group to its new id; what the new one has already stays.

        The answers stay behind and are forgotten: their messages are in the old chat, where nothing can be edited,
        pointed to or removed any more, and the new chat counts its messages from 1 again.
        """
        old, new = self.crypto.chat(old_id), self.crypto.chat(new_id)
        if old == new:
            return
        has_settings = select(CHATS.c.chat).where(CHATS.c.chat == new).scalar_subquery()
        await change(
            self.engine,
            update(CHATS).where(and_(CHATS.c.chat == old, has_settings.is_(None))).values(chat=new),
            delete(CHATS).where(CHATS.c.chat == old),
            delete(ANSWERS).where(ANSWERS.c.chat == old),
        )

    async def forget(self, chat_id: int) -> None:
        """Delete all that is kept of a chat: its settings and the answers given there."""
        chat = self.crypto.chat(chat_id)
        await change(
            self.engine, delete(CHATS).where(CHATS.c.chat == chat), delete(ANSWERS).where(ANSWERS.c.chat == chat)
        )


def _settings(listen: bool, compact: bool, remove_after: int, cooldown: int, who: str) -> ChatSettings:  # noqa: FBT001
    return ChatSettings(listen, compact, remove_after, cooldown, Who(who))
