"""All scenes in one run of `legwise run`, against two Bot APIs: the simulator with the checks of aiogram and teremok,
and an independent emulator. Neither may refuse a call.

The steps are in `scenarios.py` and `scenarios_in_groups.py`.
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

from bot.simulator import WAIT_TIMEOUT, BotApiSimulator, serve
from bot.simulator.flood_control import FloodControl, FloodLimit
from tests.benchmarks.flood import flood, sent_to
from tests.bot import scenarios, scenarios_in_groups
from tests.bot.api_validators import aiogram_validator
from tests.bot.emulator import Server, run_emulator
from tests.bot.process import CONTENT, Runner, stored_updates, wait_for_exit
from tests.bot.sample_updates import GROUP, PRIVATE, said
from tests.bot.scenario import Scenario

METALS = re.findall(
    r"\w+",
    "zinc copper calcium magnesium sodium potassium chromium cobalt boron silicon nickel tin lithium vanadium titanium "
    "gold silver lead mercury platinum tungsten cadmium bismuth gallium",
)
"""Entries of a topic that needs two pages."""
ENTRY = (
    "- {{id: {0}, question: Why {0}?, phrasings: [{0}], answer: Because., cites: {{section: Basics}},"
    " reviewed: {{on: 2026-11-22}}}}\n"
)


@asynccontextmanager
async def _simulator(_: Path) -> AsyncIterator[Server]:
    async with serve(aiogram_validator()) as server:
        yield server


@asynccontextmanager
async def _emulator(folder: Path) -> AsyncIterator[Server]:
    async with run_emulator(folder / "journal") as server:
        yield server
        verdict = server.verdict()
        assert verdict["ok"], verdict


@pytest_asyncio.fixture(params=[_simulator, _emulator], ids=["simulator", "emulator"])
async def scenario(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Scenario]:
    """A scenario against each server in turn, in which no call may be refused."""
    async with request.param(tmp_path) as server:
        runner = Runner(tmp_path, BotApiSimulator())
        settings = {"LEGWISE_CONTENT": str(_content(tmp_path / "content")), "LEGWISE_MODEL": "off"}
        settings["TELEGRAM_API_URL"] = server.url
        async with runner.run(**settings) as process:
            yield Scenario(server, process, runner.database)
            code, errors = await wait_for_exit(process, signal.SIGTERM)
        assert code == 0, errors
        assert server.refused == [], errors


def _content(folder: Path) -> Path:
    """Return the tests' content with the topic of metals added."""
    shutil.copytree(CONTENT, folder)
    article = folder / "faq.yaml"
    article.write_text(article.read_text().replace("topics: [ferritin,", "topics: [ferritin, metals,"))
    (folder / "metals.yaml").write_text("topic: Metals\nentries:\n" + "".join(map(ENTRY.format, METALS)))
    return folder


async def test_one_run_takes_every_way_in_and_no_call_of_it_is_refused(scenario: Scenario) -> None:
    """The emulator leaves methods it lacks (guest answers, edits, membership, chosen results) to the simulator."""
    for user, group in scenarios_in_groups.ADMINS:
        scenario.server.api.promote(user, group)
    await scenario.started()
    differences = [
        difference
        for scene in (*scenarios.SCENES, *scenarios_in_groups.SCENES)
        for step in scene
        if (difference := await scenario.play(step))
    ]
    assert not differences, "\n".join(differences)
    assert {call["scope"]["type"] for call in scenario.server.calls("setMyCommands")} == {
        "all_private_chats", "all_group_chats", "all_chat_administrators",
    }  # fmt: skip


async def test_a_group_that_floods_gets_no_more_than_telegram_lets_a_bot_write(tmp_path: Path) -> None:
    """One of the 20 messages per minute is reserved for a red flag; messages above the limit are not even tried."""
    async with serve() as server:
        runner = Runner(tmp_path, server)
        server.api.flood_control = FloodControl(chat=FloodLimit(1_000, 1.0))
        async with runner.run(LEGWISE_MODEL="off") as process:
            await server.queue(*flood(300), said("What stores iron?"))
            await server.sent(1)
            async with asyncio.timeout(WAIT_TIMEOUT):
                while server.updates or stored_updates(runner.database):  # noqa: ASYNC110 - the run is another process, and sets no event
                    await asyncio.sleep(0.1)
            await wait_for_exit(process, signal.SIGTERM)
    assert (sent_to(server, GROUP["id"]), sent_to(server, PRIVATE["id"]), server.refused) == (19, 1, [])
