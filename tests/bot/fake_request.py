"""The only fake of the conversation tests: the network under a real Application, replaced at BaseRequest."""

from __future__ import annotations

import json
from typing import Any

from telegram.error import NetworkError
from telegram.request import BaseRequest, RequestData

from bot.simulator import ApiError, BotApi, ConnectionDroppedError


class FakeRequest(BaseRequest):
    """Answers calls by a simulated Bot API."""

    def __init__(self, api: BotApi) -> None:
        self.api = api

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
            result = await self.api.answer(url.rpartition("/")[2], raw)
        except ApiError as error:
            return error.code, json.dumps(error.response_body()).encode()
        except ConnectionDroppedError:
            raise NetworkError("the connection ended without an answer") from None
        return 200, json.dumps({"ok": True, "result": result}).encode()
