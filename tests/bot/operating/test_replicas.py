"""Two replicas on PostgreSQL behind nginx, each the real program, with nginx's file as it is shipped."""

from __future__ import annotations

import asyncio
import re
import ssl
from asyncio.subprocess import Process
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import aiohttp
import pytest
from aiohttp import connector

from tests.bot.operating.lapse import claims_lapse, told
from tests.bot.operating.patience import soon
from tests.bot.operating.proxy import certified, proxied
from tests.bot.sample_updates import ASKER, PRIVATE, said
from tests.bot.test_run import QUESTION, SECRET, House, free_port, page

pytestmark = pytest.mark.usefixtures("nginx")


@dataclass
class Pair:
    """Two replicas by their ports, and nginx before them. `trust` is for the certificate."""

    house: House
    database: str
    front: int
    ports: tuple[int, int]
    trust: ssl.SSLContext
    running: AsyncExitStack
    processes: dict[int, Process] = field(default_factory=dict)

    async def start(self, port: int) -> None:
        """Start a replica; wait until it is ready."""
        self.processes[port] = await self.running.enter_async_context(
            self.house.running(
                LEGWISE_DATABASE_URL=self.database, LEGWISE_LISTEN=f"127.0.0.1:{port}", LEGWISE_MODEL="off",
                LEGWISE_WEBHOOK_URL=f"https://127.0.0.1:{self.front}/hook", LEGWISE_WEBHOOK_SECRET=SECRET,
            )
        )  # fmt: skip
        await soon(lambda: self._ready(port), bool)

    async def _ready(self, port: int) -> bool:
        assert self.processes[port].returncode is None, "the replica did not start"
        try:
            return (await page(f"http://127.0.0.1:{port}/readyz"))[0] == 200
        except aiohttp.ClientError:
            return False

    async def came(self, port: int) -> int:
        """How many updates a replica took in."""
        figures = (await page(f"http://127.0.0.1:{port}/metrics"))[1]
        return sum(map(int, re.findall(r'^legwise_updates_total\{kind="message"\} (\d+)', figures, re.MULTILINE)))

    async def claimants(self) -> set[str]:
        """Who has updates in work, by the names in the inbox."""
        return set(await told(self.database, "SELECT DISTINCT claimant FROM inbox WHERE claimant IS NOT NULL"))

    async def status(self, method: str, path: str) -> int:
        """What nginx answers."""
        async with (
            aiohttp.ClientSession() as session,
            session.request(method, f"https://127.0.0.1:{self.front}{path}", ssl=self.trust) as response,
        ):
            return response.status

    async def ask(self, people: range) -> None:
        """Have people ask, each once."""
        told = [{"id": person} for person in people]
        await self.house.server.queue(
            *(said(QUESTION, PRIVATE | person, from_=ASKER | person) for person in told)
        )  # fmt: skip

    async def answered(self, people: range) -> Counter[Any]:
        """Wait until each of them has an answer; return how many each got."""
        server = self.house.server
        await server.until(lambda: set(people) <= {call["chat_id"] for call in server.calls("sendMessage")})
        return Counter(call["chat_id"] for call in server.calls("sendMessage") if call["chat_id"] in people)


@pytest.fixture
def trust(house: House) -> ssl.SSLContext:
    """Knows the tests' certificate, as do all HTTP clients of this process from now on: Telegram's side is one."""
    file = certified(house.folder)
    connector._SSL_CONTEXT_VERIFIED.load_verify_locations(file)
    return ssl.create_default_context(cafile=file)


@asynccontextmanager
async def paired(house: House, database: str, trust: ssl.SSLContext) -> AsyncIterator[Pair]:
    """Both replicas run and are ready."""
    front, *ports = free_port(), free_port(), free_port()
    async with (
        proxied(house.folder, {443: front, 8081: ports[0], 8082: ports[1]}),
        AsyncExitStack() as running,
    ):
        pair = Pair(house, database, front, (ports[0], ports[1]), trust, running)
        await asyncio.gather(*map(pair.start, ports))
        yield pair


async def test_of_two_replicas_killed_and_started_again_each_question_is_answered(
    house: House, postgres: str, trust: ssl.SSLContext
) -> None:
    """While both run each is answered once; what the killed one had in work may come twice, and nothing is lost."""
    telegram = house.server
    async with paired(house, postgres, trust) as pair:
        first, _ = pair.ports
        await pair.ask(range(1000, 1040))
        assert set((await pair.answered(range(1000, 1040))).values()) == {1}
        assert min([await pair.came(port) for port in pair.ports]) > 0, "both take pushes"

        telegram.delay = 1.0
        await pair.ask(range(2000, 2040))
        await soon(pair.claimants, lambda names: len(names) == 2)
        pair.processes[first].kill()
        telegram.delay = 0.0
        await pair.ask(range(3000, 3020))
        assert set((await pair.answered(range(3000, 3020))).values()) == {1}, "the other one goes on at once"
        await telegram.until(lambda: not telegram.updates)

        await pair.start(first)
        people = count(4000)

        async def asked() -> int:
            await pair.ask(range(person := next(people), person + 1))
            return await pair.came(first)

        assert await soon(asked, bool), "the one that was away takes pushes again"
        later = range(4000, next(people))
        assert set((await pair.answered(later)).values()) == {1}

        [dead] = await soon(pair.claimants, lambda names: len(names) == 1)
        await claims_lapse(postgres, dead)
        assert set((await pair.answered(range(2000, 2040))).values()) <= {1, 2}
        assert await soon(pair.claimants, lambda names: not names) == set()


async def test_nginx_passes_pushes_on_and_nothing_else(house: House, trust: ssl.SSLContext) -> None:
    front, nobody = free_port(), free_port()
    async with proxied(house.folder, {443: front, 8081: nobody, 8082: nobody}), AsyncExitStack() as none:
        pair = Pair(house, "", front, (nobody, nobody), trust, none)
        await soon(lambda: _listens(pair), bool)
        for path in ("/", "/healthz", "/readyz", "/metrics", "/hook/", "/hook/../metrics"):
            assert await pair.status("GET", path) == 404
        assert await pair.status("GET", "/hook") == 403
        assert await pair.status("POST", "/hook") == 502, "no replica runs, so Telegram is to push again"


async def _listens(pair: Pair) -> bool:
    try:
        return bool(await pair.status("GET", "/"))
    except aiohttp.ClientError:
        return False
