"""What the curators read of the store, in the terminal, also while the bot runs. Changes nothing in it."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from bot.config.settings import StoreSettings
from bot.models import Vote
from bot.store.database import reading
from bot.store.shared_questions import Shared
from bot.store.votes import Votes

_NO_ENTRY = "(no entry)"


async def questions(settings: StoreSettings) -> None:
    """Print each shared question after its day. Raises DatabaseError and CryptoError."""
    async with reading(settings.database_url.get_secret_value()) as engine:
        shared = await Shared(engine, settings.crypto()).all()
    for question in shared:
        print(f"{question.day.isoformat()}  {question.text}")


async def votes(settings: StoreSettings) -> None:
    """Print how often each entry got each vote. Raises DatabaseError."""
    async with reading(settings.database_url.get_secret_value()) as engine:
        tally = await Votes(engine).tally()
    table = Table("entry", *(vote.value for vote in Vote))
    for entry, cast in tally.items():
        table.add_row(entry or _NO_ENTRY, *(str(cast[vote]) for vote in Vote))
    Console().print(table, markup=False)
