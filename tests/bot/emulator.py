"""A second, independent Bot API: PyPI's `lo-bot-api-emulator`, extended to the methods that legwise uses.

Methods that it does not support are answered by `BotApi`.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from unittest.mock import patch

from aiohttp import web
from lo_bot_api_emulator import ApiRefusal, LoBotApiEmulator, updates, verdict

from bot.simulator.bot_api import BotApi, Call
from bot.simulator.errors import ApiError
from bot.simulator.formatting import visible_text
from bot.simulator.identity import TOKEN
from bot.simulator.server import WAIT_TIMEOUT

_UNSUPPORTED_PARAMETERS = {"message_thread_id", "link_preview_options", "protect_content", "button"}
"""Parameters of the Bot API that the emulator refuses."""
_UNSUPPORTED = {
    "getMe", "getChat", "getChatMember", "getChatAdministrators", "leaveChat", "setMyDescription",
    "setMyShortDescription", "getMyDescription", "getMyShortDescription", "setMessageReaction", "answerGuestQuery",
}  # fmt: skip
_UNSUPPORTED_KINDS = {"edited_message", "my_chat_member", "chosen_inline_result", "guest_message"}


class Server(Protocol):
    """The interface that the simulator and the emulator share."""

    @property
    def url(self) -> str:
        """The base URL."""

    @property
    def api(self) -> BotApi:
        """The simulated API, with its state."""

    @property
    def refused(self) -> list[str]:
        """The calls that were refused."""

    async def queue(self, *updates: dict[str, Any]) -> None:
        """Queue updates for the bot."""

    def calls(self, method: str) -> list[Call]:
        """Return the successful calls of one method."""

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait until a condition holds that a call can change."""


class _ExtendedEmulator(LoBotApiEmulator):  # type: ignore[misc]  # it ships no types
    """The emulator without its gaps. `api` answers the methods it lacks, and records all calls."""

    def __init__(self, journal: Path) -> None:
        super().__init__(journal=journal)
        self.api, self.refused = BotApi(), list[str]()

    async def read_request(self, request: web.Request) -> tuple[dict[str, Any], dict[str, Any]]:
        # Telegram accepts parameters in the URL as well. Without them the emulator never sees an acknowledgement.
        fields, uploads = await super().read_request(request)
        return {**request.query, **fields}, uploads

    def validate(self, method: str, fields: dict[str, Any], uploads: dict[str, Any]) -> Any:
        raw = {name: value if isinstance(value, str) else json.dumps(value) for name, value in fields.items()}
        try:
            result = self.api.call(method, raw)
            if method in _UNSUPPORTED or "inline_message_id" in fields:
                return result
            emulated = super().validate(method, _supported(fields), uploads)
            return result if isinstance(result, dict) else emulated
        except (ApiRefusal, ApiError) as error:
            self.refused.append(f"{method}: {error.description}")
            if isinstance(error, ApiError):
                raise ApiRefusal(error.description, error.code, error.parameters) from None
            raise

    def _record(self, item: dict[str, Any]) -> None:
        supported = item.get("update_kind") not in _UNSUPPORTED_KINDS
        super()._record(item if supported else item | {"update_kind": "message"})


@dataclass
class Emulator:
    """The running emulator, with the interface of `Server`."""

    extended: _ExtendedEmulator
    url: str
    journal: Path

    @property
    def api(self) -> BotApi:
        """The simulated API; it receives every call and every update."""
        return self.extended.api

    @property
    def refused(self) -> list[str]:
        """The calls that were refused."""
        return self.extended.refused

    async def queue(self, *updates: dict[str, Any]) -> None:
        """Queue updates for the bot."""
        for update in updates:
            await self.extended.enqueue_update(self.extended.api.record(update), token=TOKEN)

    def calls(self, method: str) -> list[Call]:
        """Return the successful calls of one method."""
        return self.extended.api.calls_of(method)

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait until a condition holds that a call can change."""
        async with asyncio.timeout(WAIT_TIMEOUT):
            while not condition():  # noqa: ASYNC110 - the emulator sets no event
                await asyncio.sleep(0.02)

    def verdict(self) -> dict[str, Any]:
        """Return the emulator's own verdict on its journal."""
        result: dict[str, Any] = verdict(self.journal, require_response=True)
        return result


@asynccontextmanager
async def run_emulator(journal: Path) -> AsyncIterator[Emulator]:
    """Run the emulator on a free port of loopback. It writes a journal of the calls to a file."""
    extended = _ExtendedEmulator(journal)
    runner = web.AppRunner(extended.app(), shutdown_timeout=0.1)
    kinds = updates.KINDS | _UNSUPPORTED_KINDS
    with patch.multiple(updates, KINDS=kinds, ALLOWED_UPDATE_TYPES=updates.ALLOWED_UPDATE_TYPES | kinds):
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        try:
            yield Emulator(extended, f"http://127.0.0.1:{runner.addresses[0][1]}", journal)
        finally:
            await runner.cleanup()


def _supported(fields: dict[str, Any]) -> dict[str, Any]:
    """Return a call without unsupported parameters, and with its visible text, which the emulator counts."""
    supported = {name: value for name, value in fields.items() if name not in _UNSUPPORTED_PARAMETERS}
    if "text" in supported and supported.get("parse_mode") == "HTML":
        supported["text"] = visible_text(supported["text"])
    if "reply_parameters" in supported:
        reply = json.loads(supported["reply_parameters"])
        reply.pop("quote_parse_mode", None)
        supported["reply_parameters"] = json.dumps(reply)
    if "force_reply" in supported.get("reply_markup", ""):
        del supported["reply_markup"]
    return supported
