"""Every way in, in one run of `legwise run` over HTTP, against each of two Bot APIs: ours, watched by judges that are
not, and others'. No call may be refused by either.

The steps stand in `scenarios.py` and `scenarios_in_groups.py`: who does what, and what every call of the bot's comes to.
"""

from __future__ import annotations

import asyncio
import re
import shutil
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio

from bot.simulator import PATIENCE, Counterpart, serving
from bot.simulator.flood_control import Flood, Rate
from tests.benchmarks.flood import flood, told
from tests.bot import scenarios, scenarios_in_groups
from tests.bot.api_judges import aiogram_judge
from tests.bot.emulator import Server, emulating
from tests.bot.sample_updates import GROUP, PRIVATE, said
from tests.bot.scenario import Walk
from tests.bot.test_run import CONTENT, House, ended, kept

METALS = re.findall(
    r"\w+",
    "zinc copper calcium magnesium sodium potassium chromium cobalt boron silicon nickel tin lithium vanadium titanium "
    "gold silver lead mercury platinum tungsten cadmium bismuth gallium",
)
"""A topic of more entries than a page has."""
ENTRY = (
    "- {{id: {0}, question: Why {0}?, phrasings: [{0}], answer: Because., cites: {{section: Basics}},"
    " reviewed: 2026-11-22}}\n"
)


@asynccontextmanager
async def _ours(_: Path) -> AsyncIterator[Server]:
    async with serving(aiogram_judge()) as server:
        yield server


@asynccontextmanager
async def _theirs(folder: Path) -> AsyncIterator[Server]:
    async with emulating(folder / "journal") as server:
        yield server
        told = server.verdict()
        assert told["ok"], told


@pytest_asyncio.fixture(params=[_ours, _theirs], ids=["ours", "theirs"])
async def walk(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Walk]:
    """A walk against each server in turn, in which no call may be refused."""
    async with request.param(tmp_path) as server:
        house = House(tmp_path, Counterpart(url=server.url))
        settings = {"LEGWISE_CONTENT": str(_content(tmp_path / "content")), "LEGWISE_MODEL": "off"}
        async with house.running(**settings) as process:
            yield Walk(server, process, house.database)
            code, errors = await ended(process, signal.SIGTERM)
        assert code == 0, errors
        assert server.refused == [], errors


def _content(folder: Path) -> Path:
    """The tests' content with the topic of metals added."""
    shutil.copytree(CONTENT, folder)
    article = folder / "article.yaml"
    article.write_text(article.read_text().replace("topics: [ferritin,", "topics: [ferritin, metals,"))
    (folder / "metals.yaml").write_text("topic: Metals\nentries:\n" + "".join(map(ENTRY.format, METALS)))
    return folder


async def test_one_run_takes_every_way_in_and_no_call_of_it_is_refused(walk: Walk) -> None:
    """Where others' server has no rules (guest answers, edits, membership, chosen results) ours answer behind it."""
    for who, where in scenarios_in_groups.RULERS:
        walk.server.judge.promote(who, where)
    await walk.started()
    faults = [
        fault
        for scene in (*scenarios.SCENES, *scenarios_in_groups.SCENES)
        for step in scene
        if (fault := await walk.take(step))
    ]
    assert not faults, "\n".join(faults)
    assert {call["scope"]["type"] for call in walk.server.calls("setMyCommands")} == {
        "all_private_chats", "all_group_chats", "all_chat_administrators",
    }  # fmt: skip


async def test_a_group_that_floods_gets_no_more_than_telegram_lets_a_bot_write(tmp_path: Path) -> None:
    """Of the 20 messages of a minute one is kept for a red flag; what is over them is not even tried.

    The benchmark `flood` tells how long others wait.
    """
    async with serving() as server:
        house = House(tmp_path, server)
        server.judge.flood = Flood(chat=Rate(1_000, 1.0))
        async with house.running(LEGWISE_MODEL="off") as process:
            await server.queue(*flood(300), said("What stores iron?"))
            await server.sent(1)
            async with asyncio.timeout(PATIENCE):
                while server.updates or kept(house.database):  # noqa: ASYNC110 - as in `walking.py`
                    await asyncio.sleep(0.1)
            await ended(process, signal.SIGTERM)
    assert (told(server, GROUP["id"]), told(server, PRIVATE["id"]), server.refused) == (19, 1, [])
