"""Two runs that share an inbox in PostgreSQL observe Telegram's rate limit together."""

from __future__ import annotations

import signal
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

from bot.simulator import serve
from bot.simulator.flood_control import FloodControl, FloodLimit
from bot.store.database import open_database
from bot.updates.inbox import Inbox
from tests.bot.process import Runner, WebhookSettings, wait_for_exit
from tests.bot.sample_updates import PRIVATE, said
from tests.bot.updates.inbox_helpers import stored

QUESTIONS = 120
BETWEEN = FloodLimit(52, 1.0)
"""More calls than one run sends, with room for network jitter; fewer than two runs that do not coordinate."""


def question(number: int) -> dict[str, Any]:
    """Return a question of another user for each number."""
    user = {"id": 1_000 + number, "is_bot": False, "first_name": "Ann"}
    return said("What stores iron?", PRIVATE | {"id": user["id"]}, from_=user)


async def test_two_runs_together_send_no_more_than_one_may(shared_database_url: str, tmp_path: Path) -> None:
    shared = {"LEGWISE_DATABASE_URL": shared_database_url, "LEGWISE_MODEL": "off", "LEGWISE_RATE_LIMIT": "on"}
    async with serve() as server, AsyncExitStack() as stack:
        runner = Runner(tmp_path, server)
        runs = [
            await stack.enter_async_context(runner.run(**WebhookSettings.on_free_port().settings, **shared))
            for _ in range(2)
        ]
        await server.until(lambda: len(server.calls("setMyCommands")) >= 2 * 3)
        server.api.flood_control = FloodControl(everything=BETWEEN)
        questions = [server.api.record(question(number)) for number in range(QUESTIONS)]
        async with open_database(shared_database_url) as engine:
            await Inbox(engine).add(stored(*questions))
            await server.sent(QUESTIONS)
        assert not [refusal for refusal in server.refused if "sendMessage" in str(refusal)]
        for run in runs:
            code, errors = await wait_for_exit(run, signal.SIGTERM)
            assert code == 0, errors
