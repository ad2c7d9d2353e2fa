"""A second Bot API, written by others: PyPI's `lo-bot-api-emulator`, made to know what legwise needs of it.

What it does not model is passed by its own rules as far as they go, and answered by our `Judge`.
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

from bot.simulator.errors import Refusal
from bot.simulator.formatting import visible
from bot.simulator.identity import TOKEN
from bot.simulator.judge import Call, Judge
from bot.simulator.server import PATIENCE

_UNKNOWN_THERE = {"message_thread_id", "link_preview_options", "protect_content", "button"}
"""Parameters of Telegram's that the emulator refuses."""
_UNMODELLED = {
    "getMe", "getChat", "getChatMember", "getChatAdministrators", "leaveChat", "setMyDescription",
    "setMyShortDescription", "setMessageReaction", "answerGuestQuery",
}  # fmt: skip
_UNMODELLED_KINDS = {"edited_message", "my_chat_member", "chosen_inline_result", "guest_message"}


class Server(Protocol):
    """What a test needs of either counterpart."""

    url: str

    @property
    def judge(self) -> Judge:
        """Our rules, and what they know of the chats."""

    @property
    def refused(self) -> list[str]:
        """The calls that were refused."""

    async def queue(self, *updates: dict[str, Any]) -> None:
        """Let updates come in."""

    def calls(self, method: str) -> list[Call]:
        """The calls of one method that were carried out."""

    async def until(self, met: Callable[[], object]) -> None:
        """Wait until a condition is met that a call can change."""


class _Wider(LoBotApiEmulator):  # type: ignore[misc]  # it ships no types
    """The emulator without its gaps. `judge` answers what it does not model, and keeps the calls."""

    def __init__(self, journal: Path) -> None:
        super().__init__(journal=journal)
        self.judge, self.refused = Judge(), list[str]()

    async def read_request(self, request: web.Request) -> tuple[dict[str, Any], dict[str, Any]]:
        # Telegram takes parameters from the address as well; the emulator would never see an update acknowledged.
        fields, uploads = await super().read_request(request)
        return {**request.query, **fields}, uploads

    def validate(self, method: str, fields: dict[str, Any], uploads: dict[str, Any]) -> Any:
        raw = {name: value if isinstance(value, str) else json.dumps(value) for name, value in fields.items()}
        try:
            ours = self.judge.call(method, raw)
            if method in _UNMODELLED or "inline_message_id" in fields:
                return ours
            theirs = super().validate(method, _narrowed(fields), uploads)
            return ours if isinstance(ours, dict) else theirs
        except (ApiRefusal, Refusal) as refusal:
            self.refused.append(f"{method}: {refusal.description}")
            if isinstance(refusal, Refusal):
                raise ApiRefusal(refusal.description, refusal.code, refusal.parameters) from None
            raise

    def _record(self, item: dict[str, Any]) -> None:
        known = item.get("update_kind") not in _UNMODELLED_KINDS
        super()._record(item if known else item | {"update_kind": "message"})


@dataclass
class Emulator:
    """The emulator at an address, with the interface of `Server`."""

    wider: _Wider
    url: str
    journal: Path

    @property
    def judge(self) -> Judge:
        """What answers where the emulator has no rules of its own; it sees every call and every update."""
        return self.wider.judge

    @property
    def refused(self) -> list[str]:
        """The calls that were refused."""
        return self.wider.refused

    async def queue(self, *arriving: dict[str, Any]) -> None:
        """Let updates come in."""
        for update in arriving:
            await self.wider.enqueue_update(self.wider.judge.see(update), token=TOKEN)

    def calls(self, method: str) -> list[Call]:
        """The calls of one method that were carried out."""
        return self.wider.judge.of(method)

    async def until(self, met: Callable[[], object]) -> None:
        """Wait until a condition is met that a call can change."""
        async with asyncio.timeout(PATIENCE):
            while not met():  # noqa: ASYNC110 - the emulator sets no event
                await asyncio.sleep(0.02)

    def verdict(self) -> dict[str, Any]:
        """What the emulator itself says of the journal."""
        said: dict[str, Any] = verdict(self.journal, require_response=True)
        return said


@asynccontextmanager
async def emulating(journal: Path) -> AsyncIterator[Emulator]:
    """The emulator on a free port of loopback. It writes its journal of calls to a file."""
    wider = _Wider(journal)
    runner = web.AppRunner(wider.app(), shutdown_timeout=0.1)
    kinds = updates.KINDS | _UNMODELLED_KINDS
    with patch.multiple(updates, KINDS=kinds, ALLOWED_UPDATE_TYPES=updates.ALLOWED_UPDATE_TYPES | kinds):
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        try:
            yield Emulator(wider, f"http://127.0.0.1:{runner.addresses[0][1]}", journal)
        finally:
            await runner.cleanup()


def _narrowed(fields: dict[str, Any]) -> dict[str, Any]:
    """A call without what the emulator does not know, and with its text as it counts: after the markup."""
    kept = {name: value for name, value in fields.items() if name not in _UNKNOWN_THERE}
    if "text" in kept and kept.get("parse_mode") == "HTML":
        kept["text"] = visible(kept["text"])
    if "reply_parameters" in kept:
        reply = json.loads(kept["reply_parameters"])
        reply.pop("quote_parse_mode", None)
        kept["reply_parameters"] = json.dumps(reply)
    if "force_reply" in kept.get("reply_markup", ""):
        del kept["reply_markup"]
    return kept
