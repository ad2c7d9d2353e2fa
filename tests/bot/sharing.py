"""Questions that users shared with the curators, in a database of its own."""

from __future__ import annotations

from bot.store.crypto import Crypto
from bot.store.database import open_database
from bot.store.shared_questions import SharedQuestions
from tests.bot.database_fixtures import KEY


async def share(url: str, *texts: str, asker: str = "") -> None:
    """Share questions, under KEY, each of another person unless one is named. A new database gets its tables."""
    async with open_database(url) as engine:
        for number, text in enumerate(texts):
            await SharedQuestions(engine, Crypto(KEY)).add(text, asker or f"asker-{number}")
