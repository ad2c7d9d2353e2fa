"""The curators' reports from the database, which is only read, also while the bot runs."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from bot.config.settings import StoreSettings
from bot.models import Vote
from bot.store.database import open_readonly
from bot.store.shared_questions import SharedQuestions
from bot.store.votes import Votes


async def questions(settings: StoreSettings) -> None:
    """Print the shared questions, each after its day. Raises DatabaseError and CryptoError."""
    async with open_readonly(settings.database_url.get_secret_value()) as engine:
        shared = await SharedQuestions(engine, settings.crypto()).for_curators()
    for question in shared:
        print(f"{question.day.isoformat()}  {question.text}")


async def votes(settings: StoreSettings) -> None:
    """Print the number of each vote by entry. Raises DatabaseError."""
    async with open_readonly(settings.database_url.get_secret_value()) as engine:
        tally = await Votes(engine).tally()
    table = Table("entry", *(vote.value for vote in Vote))
    for entry, counts in tally.items():
        table.add_row(entry or "(no entry)", *(str(counts[vote]) for vote in Vote))
    Console().print(table, markup=False)
