"""Two real runs that share an inbox in PostgreSQL: they keep to Telegram's limits together."""

from __future__ import annotations

import signal
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

from bot.simulator import serving
from bot.simulator.flood_control import Flood, Rate
from bot.store.database import opened
from bot.updates.inbox import Inbox, StoredUpdate
from tests.bot.sample_updates import PRIVATE, said
from tests.bot.test_run import Hooked, House, ended

QUESTIONS = 120
BETWEEN = Rate(45, 1.0)
"""More than one run writes, also where calls arrive closer together than they left; less than two that know nothing of
each other."""


def asked(number: int) -> dict[str, Any]:
    """A question of somebody else each."""
    who = {"id": 1_000 + number, "is_bot": False, "first_name": "Ann"}
    return said("What stores iron?", PRIVATE | {"id": who["id"]}, from_=who)


async def test_two_runs_together_write_no_more_than_one_may(postgres: str, tmp_path: Path) -> None:
    ours = {"LEGWISE_DATABASE_URL": postgres, "LEGWISE_MODEL": "off", "LEGWISE_RATE_LIMIT": "on"}
    async with serving() as server, AsyncExitStack() as stack:
        house = House(tmp_path, server)
        runs = [await stack.enter_async_context(house.running(**Hooked.free().settings, **ours)) for _ in range(2)]
        await server.until(lambda: len(server.calls("setMyCommands")) >= 2 * 3)
        server.judge.flood = Flood(everything=BETWEEN)
        questions = [server.judge.see(asked(number)) for number in range(QUESTIONS)]
        async with opened(postgres) as engine:
            await Inbox(engine).keep([StoredUpdate(question["update_id"], question) for question in questions])
            await server.sent(QUESTIONS)
        assert not [refusal for refusal in server.refused if "sendMessage" in str(refusal)]
        for run in runs:
            code, errors = await ended(run, signal.SIGTERM)
            assert code == 0, errors
