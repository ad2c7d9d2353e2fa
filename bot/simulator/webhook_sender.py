"""The webhook as the official server has it: one request in flight for each chat or user, and again until it is taken.

Unlike production it takes a plain http:// address, since nothing here leaves loopback.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from bot.simulator.clock import Clock
from bot.simulator.errors import bad, flooded
from bot.simulator.get_updates import Polling
from bot.simulator.pending_updates import Pending, Waiting

LONGEST_PAUSE = 60.0
"""Seconds between attempts, at most."""
LONGEST_WISH = 3600.0
"""Seconds that a Retry-After may ask for."""
GONE_FOR = 23 * 3600.0
"""Seconds of nothing but 410 after which the webhook is removed."""
SECRET = "X-Telegram-Bot-Api-Secret-Token"  # the header's name
_Execute = Callable[[str, dict[str, str]], Awaitable[None]]
_NOT_HERE = {"deletewebhook", "setwebhook", "close", "logout"}


@dataclass
class Webhook:
    """Where updates are sent to, and what is under way. `execute` carries out a call that came as an answer."""

    pending: Pending
    clock: Clock
    polling: Polling
    execute: _Execute
    url: str = ""
    secret: str = ""
    connections: int = 40
    last_error: tuple[int, str] | None = None
    _set_at: float = float("-inf")
    _gone_since: float | None = None
    _watch: asyncio.Task[None] | None = None
    _lanes: dict[object, asyncio.Task[None]] = field(default_factory=dict)
    _ending: set[asyncio.Future[Any]] = field(default_factory=set)
    _slots: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(40))

    def set(self, values: dict[str, Any]) -> bool:
        """Take an address; an empty one takes the webhook away. Raises Refusal."""
        url, secret = values["url"], values.get("secret_token", "")
        if not re.fullmatch(r"(https?://\S+)?", url):
            raise bad("bad webhook: An HTTPS URL must be provided for webhook")
        if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", secret):
            raise bad("secret token contains unallowed characters")
        now = self.clock.now()
        if url and now < self._set_at + 1:
            raise flooded(1)
        self._set_at = now if url else self._set_at
        self._take(url, secret, values)
        return True

    def _take(self, url: str, secret: str, values: dict[str, Any]) -> None:
        self._cancel()
        self.url, self.secret = url, secret
        self.connections = min(max(values.get("max_connections", 40), 1), 100)
        self._slots, self._gone_since = asyncio.Semaphore(self.connections), None
        self.pending.allow(values.get("allowed_updates"))
        if values.get("drop_pending_updates"):
            self.pending.waiting.clear()
        if url:
            self._later(self.polling.end())
            self._watch = asyncio.create_task(self._watching())

    def info(self) -> dict[str, Any]:
        """GetWebhookInfo."""
        told: dict[str, Any] = {"url": self.url, "has_custom_certificate": False}
        told |= {"pending_update_count": len(self.pending.waiting)}
        if self.url:
            told |= {"max_connections": self.connections, "allowed_updates": list(self.pending.allowed)}
        if self.last_error:
            told |= {"last_error_date": self.last_error[0], "last_error_message": self.last_error[1]}
        return told

    async def stop(self) -> None:
        """End everything under way."""
        self._cancel()
        await asyncio.gather(*self._ending, return_exceptions=True)

    def _cancel(self) -> None:
        for task in [*self._lanes.values(), *([self._watch] if self._watch else [])]:
            task.cancel()
            self._ending.add(task)
        self._lanes, self._watch = {}, None

    def _later(self, work: Awaitable[None]) -> None:
        self._ending.add(asyncio.ensure_future(work))

    async def _watching(self) -> None:
        async with aiohttp.ClientSession() as session, self.polling.changed:
            while True:
                for update in self.pending.waiting:
                    if update.lane not in self._lanes:
                        self._lanes[update.lane] = asyncio.create_task(self._serve(session, update.lane))
                await self.polling.changed.wait()

    async def _serve(self, session: aiohttp.ClientSession, lane: object) -> None:
        while update := next((one for one in self.pending.waiting if one.lane == lane), None):
            await self._deliver(session, update)
            if update in self.pending.waiting:
                self.pending.waiting.remove(update)
        del self._lanes[lane]
        await self.polling.tell()

    async def _deliver(self, session: aiohttp.ClientSession, update: Waiting) -> None:
        """Send an update until it is taken or its life is over."""
        pause, tries = 1.0, 0
        while True:
            async with self._slots:
                taken, wish = await self._post(session, update)
            if taken:
                return
            if not wish and tries:
                pause = min(pause * 2, LONGEST_PAUSE)
            wait = min(wish, LONGEST_WISH) or (pause if tries else 0.0)
            tries += 1
            if self.clock.now() + wait > update.until:
                return
            await self.clock.sleep(wait)

    async def _post(self, session: aiohttp.ClientSession, update: Waiting) -> tuple[bool, float]:
        headers = {SECRET: self.secret} if self.secret else {}
        try:
            async with session.post(self.url, json=update.body, headers=headers) as response:
                if 200 <= response.status < 300:
                    self._gone_since = None
                    await self._answered(response)
                    return True, 0.0
                self._failed(f"Wrong response from the webhook: {response.status} {response.reason}")
                self._gone(response.status)
                return False, float(response.headers.get("Retry-After", 0))
        except aiohttp.ClientError:
            self._failed("Webhook connection closed")
            return False, 0.0

    async def _answered(self, response: aiohttp.ClientResponse) -> None:
        if response.content_type != "application/json":
            return
        answer = await response.json()
        method = answer.pop("method", "") if isinstance(answer, dict) else ""
        if method and method.casefold() not in _NOT_HERE and not method.casefold().startswith("get"):
            raw = {name: value if isinstance(value, str) else json.dumps(value) for name, value in answer.items()}
            await self.execute(method, raw)

    def _failed(self, reason: str) -> None:
        self.last_error = (int(self.clock.now()), reason)

    def _gone(self, status: int) -> None:
        now = self.clock.now()
        if status != 410:
            self._gone_since = None
        elif self._gone_since is None:
            self._gone_since = now
        elif now > self._gone_since + GONE_FOR:
            self._take("", "", {})
