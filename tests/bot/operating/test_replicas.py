"""Two replicas on PostgreSQL behind nginx with its shipped configuration."""

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

from tests.bot.operating.database import expire_leases, query
from tests.bot.operating.nginx import make_certificate, run_nginx
from tests.bot.operating.waiting import wait_until
from tests.bot.process import QUESTION, SECRET, Runner, free_port, get_page
from tests.bot.sample_updates import ASKER, PRIVATE, said

pytestmark = pytest.mark.usefixtures("nginx")


@dataclass
class Pair:
    """Two replicas, by port, behind nginx. `trust` accepts its certificate."""

    runner: Runner
    database: str
    front: int
    ports: tuple[int, int]
    trust: ssl.SSLContext
    running: AsyncExitStack
    processes: dict[int, Process] = field(default_factory=dict)

    async def start(self, port: int) -> None:
        """Start a replica and wait until it is ready."""
        self.processes[port] = await self.running.enter_async_context(
            self.runner.run(
                LEGWISE_DATABASE_URL=self.database, LEGWISE_LISTEN=f"127.0.0.1:{port}", LEGWISE_MODEL="off",
                LEGWISE_WEBHOOK_URL=f"https://127.0.0.1:{self.front}/hook", LEGWISE_WEBHOOK_SECRET=SECRET,
            )
        )  # fmt: skip
        await wait_until(lambda: self._ready(port), bool)

    async def _ready(self, port: int) -> bool:
        assert self.processes[port].returncode is None, "the replica did not start"
        try:
            return (await get_page(f"http://127.0.0.1:{port}/readyz"))[0] == 200
        except aiohttp.ClientError:
            return False

    async def received(self, port: int) -> int:
        """Return how many updates a replica received."""
        metrics = (await get_page(f"http://127.0.0.1:{port}/metrics"))[1]
        return sum(map(int, re.findall(r'^legwise_updates_total\{kind="message"\} (\d+)', metrics, re.MULTILINE)))

    async def claimants(self) -> set[str]:
        """Return the claimants of updates in progress."""
        return set(await query(self.database, "SELECT DISTINCT claimant FROM inbox WHERE claimant IS NOT NULL"))

    async def status(self, method: str, path: str) -> int:
        """Return the status with which nginx answers."""
        async with (
            aiohttp.ClientSession() as session,
            session.request(method, f"https://127.0.0.1:{self.front}{path}", ssl=self.trust) as response,
        ):
            return response.status

    async def ask(self, people: range) -> None:
        """Send a question of each of these people."""
        users = [{"id": person} for person in people]
        await self.runner.server.queue(
            *(said(QUESTION, PRIVATE | person, from_=ASKER | person) for person in users)
        )  # fmt: skip

    async def answered(self, people: range) -> Counter[Any]:
        """Wait until each of these people has an answer; return the number of answers of each."""
        server = self.runner.server
        await server.until(lambda: set(people) <= {call["chat_id"] for call in server.calls("sendMessage")})
        return Counter(call["chat_id"] for call in server.calls("sendMessage") if call["chat_id"] in people)


@pytest.fixture
def trust(runner: Runner) -> ssl.SSLContext:
    """A TLS context that trusts the tests' certificate, as the simulator's client in this process then does too."""
    file = make_certificate(runner.folder)
    connector._SSL_CONTEXT_VERIFIED.load_verify_locations(file)
    return ssl.create_default_context(cafile=file)


@asynccontextmanager
async def two_replicas(runner: Runner, database: str, trust: ssl.SSLContext) -> AsyncIterator[Pair]:
    """Run nginx and two replicas that are ready."""
    front, *ports = free_port(), free_port(), free_port()
    async with (
        run_nginx(runner.folder, {443: front, 8081: ports[0], 8082: ports[1]}),
        AsyncExitStack() as running,
    ):
        pair = Pair(runner, database, front, (ports[0], ports[1]), trust, running)
        await asyncio.gather(*map(pair.start, ports))
        yield pair


async def test_every_question_is_answered_when_one_of_two_replicas_is_killed_and_restarted(
    runner: Runner, postgres: str, trust: ssl.SSLContext
) -> None:
    """Answers that the killed replica had in progress may be sent twice; all others once, and none is lost."""
    telegram = runner.server
    async with two_replicas(runner, postgres, trust) as pair:
        first, _ = pair.ports
        await pair.ask(range(1000, 1040))
        assert set((await pair.answered(range(1000, 1040))).values()) == {1}
        assert min([await pair.received(port) for port in pair.ports]) > 0, "both take pushes"

        telegram.delay = 1.0
        await pair.ask(range(2000, 2040))
        await wait_until(pair.claimants, lambda names: len(names) == 2)
        pair.processes[first].kill()
        telegram.delay = 0.0
        await pair.ask(range(3000, 3020))
        assert set((await pair.answered(range(3000, 3020))).values()) == {1}, "the other one continues at once"
        await telegram.until(lambda: not telegram.updates)

        await pair.start(first)
        people = count(4000)

        async def asked() -> int:
            await pair.ask(range(person := next(people), person + 1))
            return await pair.received(first)

        assert await wait_until(asked, bool), "the restarted one takes pushes again"
        later = range(4000, next(people))
        assert set((await pair.answered(later)).values()) == {1}

        [dead] = await wait_until(pair.claimants, lambda names: len(names) == 1)
        await expire_leases(postgres, dead)
        assert set((await pair.answered(range(2000, 2040))).values()) <= {1, 2}
        assert await wait_until(pair.claimants, lambda names: not names) == set()


async def test_nginx_passes_pushes_on_and_nothing_else(runner: Runner, trust: ssl.SSLContext) -> None:
    front, unused = free_port(), free_port()
    async with run_nginx(runner.folder, {443: front, 8081: unused, 8082: unused}), AsyncExitStack() as none:
        pair = Pair(runner, "", front, (unused, unused), trust, none)
        await wait_until(lambda: _listens(pair), bool)
        for path in ("/", "/healthz", "/readyz", "/metrics", "/hook/", "/hook/../metrics"):
            assert await pair.status("GET", path) == 404
        assert await pair.status("GET", "/hook") == 403
        assert await pair.status("POST", "/hook") == 502, "no replica runs, so Telegram is to push again"


async def _listens(pair: Pair) -> bool:
    try:
        return bool(await pair.status("GET", "/"))
    except aiohttp.ClientError:
        return False
