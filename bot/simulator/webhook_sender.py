"""The webhook as on the official server: one request at a time per chat or user, repeated until it is accepted.

Unlike the official server it accepts a plain http:// URL, because nothing here leaves loopback.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp

from bot.simulator.clock import Clock
from bot.simulator.errors import bad_request, too_many_requests
from bot.simulator.get_updates import Polling
from bot.simulator.pending_updates import PendingUpdate, PendingUpdates

MAX_PAUSE = 60.0
"""Seconds between attempts, at most."""
MAX_RETRY_AFTER = 3600.0
"""Seconds that a Retry-After header may ask for."""
GONE_FOR = 23 * 3600.0
"""Seconds of nothing but 410 after which the webhook is removed."""
SECRET = "X-Telegram-Bot-Api-Secret-Token"  # the header's name
_Execute = Callable[[str, dict[str, str]], Awaitable[None]]
_NOT_EXECUTED = {"deletewebhook", "setwebhook", "close", "logout"}


class Webhook:
    """The webhook and its requests in progress. `execute` carries out a call found in a response."""

    def __init__(self, pending: PendingUpdates, clock: Clock, polling: Polling, execute: _Execute) -> None:
        self._pending, self._clock, self._polling, self._execute = pending, clock, polling, execute
        self.url, self._secret, self._connections = "", "", 40
        self.last_error: tuple[int, str] | None = None
        self._set_at = float("-inf")
        self._gone_since: float | None = None
        self._dispatcher: asyncio.Task[None] | None = None
        self._senders: dict[object, asyncio.Task[None]] = {}
        self._ending: set[asyncio.Future[Any]] = set()
        self._slots = asyncio.Semaphore(40)

    def set(self, values: dict[str, Any]) -> bool:
        """Carry out setWebhook; an empty URL removes the webhook. Raises ApiError."""
        url, secret = values["url"], values.get("secret_token", "")
        if not re.fullmatch(r"(https?://\S+)?", url):
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", secret):
            raise bad_request("secret token contains unallowed characters")
        now = self._clock.now()
        if url and now < self._set_at + 1:
            raise too_many_requests(1)
        self._set_at = now if url else self._set_at
        self._apply(url, secret, values)
        return True

    def _apply(self, url: str, secret: str, values: dict[str, Any]) -> None:
        self._cancel()
        self.url, self._secret = url, secret
        self._connections = min(max(values.get("max_connections", 40), 1), 100)
        self._slots, self._gone_since = asyncio.Semaphore(self._connections), None
        self._pending.allow(values.get("allowed_updates"))
        if values.get("drop_pending_updates"):
            self._pending.updates.clear()
        if url:
            self._ending.add(asyncio.ensure_future(self._polling.end()))
            self._dispatcher = asyncio.create_task(self._dispatch())

    def info(self) -> dict[str, Any]:
        """Carry out getWebhookInfo."""
        info: dict[str, Any] = {"url": self.url, "has_custom_certificate": False}
        info |= {"pending_update_count": len(self._pending.updates)}
        if self.url:
            info |= {"max_connections": self._connections, "allowed_updates": list(self._pending.allowed)}
        if self.last_error:
            info |= {"last_error_date": self.last_error[0], "last_error_message": self.last_error[1]}
        return info

    async def stop(self) -> None:
        """Cancel all requests in progress."""
        self._cancel()
        await asyncio.gather(*self._ending, return_exceptions=True)

    def _cancel(self) -> None:
        for task in [*self._senders.values(), *([self._dispatcher] if self._dispatcher else [])]:
            task.cancel()
            self._ending.add(task)
        self._senders, self._dispatcher = {}, None

    async def _dispatch(self) -> None:
        async with aiohttp.ClientSession() as session, self._polling.changed:
            while True:
                for update in self._pending.updates:
                    if update.queue not in self._senders:
                        self._senders[update.queue] = asyncio.create_task(self._send_queue(session, update.queue))
                await self._polling.changed.wait()

    async def _send_queue(self, session: aiohttp.ClientSession, queue: object) -> None:
        while update := next((each for each in self._pending.updates if each.queue == queue), None):
            await self._deliver(session, update)
            if update in self._pending.updates:
                self._pending.updates.remove(update)
        del self._senders[queue]
        await self._polling.notify()

    async def _deliver(self, session: aiohttp.ClientSession, update: PendingUpdate) -> None:
        """Send an update until it is accepted or expires."""
        pause, attempts = 1.0, 0
        while True:
            async with self._slots:
                accepted, retry_after = await self._post(session, update)
            if accepted:
                return
            if not retry_after and attempts:
                pause = min(pause * 2, MAX_PAUSE)
            wait = min(retry_after, MAX_RETRY_AFTER) or (pause if attempts else 0.0)
            attempts += 1
            if self._clock.now() + wait > update.expires_at:
                return
            await self._clock.sleep(wait)

    async def _post(self, session: aiohttp.ClientSession, update: PendingUpdate) -> tuple[bool, float]:
        """Send an update once. Return whether it was accepted, and the seconds that Retry-After asks for."""
        headers = {SECRET: self._secret} if self._secret else {}
        try:
            async with session.post(self.url, json=update.body, headers=headers) as response:
                if 200 <= response.status < 300:
                    self._gone_since = None
                    await self._execute_response(response)
                    return True, 0.0
                self._record_error(f"Wrong response from the webhook: {response.status} {response.reason}")
                self._remove_if_gone(response.status)
                return False, float(response.headers.get("Retry-After", 0))
        except aiohttp.ClientError:
            self._record_error("Webhook connection closed")
            return False, 0.0

    async def _execute_response(self, response: aiohttp.ClientResponse) -> None:
        """Carry out the call that a response may contain."""
        if response.content_type != "application/json":
            return
        call = await response.json()
        method = call.pop("method", "") if isinstance(call, dict) else ""
        if method and method.casefold() not in _NOT_EXECUTED and not method.casefold().startswith("get"):
            raw = {name: value if isinstance(value, str) else json.dumps(value) for name, value in call.items()}
            await self._execute(method, raw)

    def _record_error(self, reason: str) -> None:
        self.last_error = (int(self._clock.now()), reason)

    def _remove_if_gone(self, status: int) -> None:
        now = self._clock.now()
        if status != 410:
            self._gone_since = None
        elif self._gone_since is None:
            self._gone_since = now
        elif now > self._gone_since + GONE_FOR:
            self._apply("", "", {})
