"""The one fake of the conversation tests: the network under a real Application, cut at BaseRequest."""

from __future__ import annotations

import json
from typing import Any

from telegram.error import NetworkError
from telegram.request import BaseRequest, RequestData

from tests.bot.judge import Dropped, Judge, Refusal


class Wire(BaseRequest):
    """Answers calls as the Bot API would, and remembers them in `judge`."""

    def __init__(self, judge: Judge) -> None:
        self.judge = judge

    @property
    def read_timeout(self) -> float | None:
        return 1.0

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any
    ) -> tuple[int, bytes]:
        raw = request_data.json_parameters if request_data else {}
        try:
            result = await self.judge.answer(url.rpartition("/")[2], raw)
        except Refusal as refusal:
            return refusal.code, json.dumps(refusal.envelope()).encode()
        except Dropped:
            raise NetworkError("the connection ended without an answer") from None
        return 200, json.dumps({"ok": True, "result": result}).encode()
