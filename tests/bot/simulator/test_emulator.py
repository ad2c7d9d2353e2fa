"""The simulator and the emulator support the same methods, and all that legwise uses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import aiohttp

from bot.simulator import TOKEN, serve
from tests.bot.api_validators import aiogram_validator
from tests.bot.emulator import Server, run_emulator
from tests.bot.sample_updates import GROUP, as_guest, bot_status, chose, edited, pressed, pressed_inline, said, typed
from tests.bot.simulator.calls import ARTICLE, KEYS

KINDS = [
    "message", "edited_message", "callback_query", "inline_query", "chosen_inline_result", "guest_message",
    "my_chat_member",
]  # fmt: skip


async def _conversation(server: Server) -> None:
    """Send each kind of update, and make each call of legwise."""
    question, query, guest = said("/ask iron", GROUP), typed("fer"), as_guest("@legwise_bot iron")
    kinds = [question, edited(question, "iron?"), pressed("t"), pressed_inline("t", "i"), query, chose("a", "fer", "i")]
    updates = [*kinds, guest, bot_status("administrator")]
    updates = [update | {"update_id": number} for number, update in enumerate(updates, 1)]
    await server.queue(*updates)
    async with aiohttp.ClientSession(server.url) as session:

        async def call(method: str, **values: Any) -> Any:
            form = {name: v if isinstance(v, str) else json.dumps(v) for name, v in values.items()}
            async with session.post(f"/bot{TOKEN}/{method}", data=form) as response:
                body = await response.json()
                assert body["ok"], (method, body)
                return body["result"]

        assert (await call("getMe"))["username"] == "legwise_bot"
        received = await call("getUpdates", allowed_updates=KINDS)
        assert [update["update_id"] for update in received] == list(range(1, len(updates) + 1))
        target, reply = {"chat_id": GROUP["id"]}, {"message_id": question["message"]["message_id"]}
        sent = await call("sendMessage", **target, text="<b>x</b>", parse_mode="HTML", reply_markup=KEYS,
                          message_thread_id=5, link_preview_options={"is_disabled": True},
                          reply_parameters=reply | {"quote_parse_mode": "HTML"})  # fmt: skip
        await call("sendMessage", **target, text="x", reply_markup={"force_reply": True, "selective": True})
        target["message_id"] = sent["message_id"]
        await call("editMessageText", **target, text="y", link_preview_options={"is_disabled": True})
        await call("editMessageReplyMarkup", **target, reply_markup=KEYS)
        await call("deleteMessage", **target)
        await call("answerCallbackQuery", callback_query_id="4711", text="x")
        await call("answerInlineQuery", inline_query_id=query["inline_query"]["id"], results=[ARTICLE],
                   next_offset="8", button={"text": "Ask", "start_parameter": "x"})  # fmt: skip
        posted = await call("answerGuestQuery", guest_query_id=guest["guest_message"]["guest_query_id"], result=ARTICLE)
        await call("editMessageText", inline_message_id=posted["inline_message_id"], text="z")
        await call("setMyCommands", commands=[{"command": "ask", "description": "Ask"}], scope={"type": "default"})
        await call("deleteMyCommands", scope={"type": "chat", "chat_id": GROUP["id"]})
        await call("setMyDescription", description="x")
        await call("setMyShortDescription", short_description="x")
        await call("getChatMember", chat_id=GROUP["id"], user_id=77)
        await call("getChatAdministrators", chat_id=GROUP["id"])
        await call("sendChatAction", chat_id=GROUP["id"], action="typing")
        await call("deleteWebhook", drop_pending_updates=False)
    assert server.refused == []


async def test_the_simulator_supports_all_methods_of_legwise() -> None:
    async with serve(aiogram_validator()) as server:
        await _conversation(server)


async def test_the_emulator_supports_all_methods_of_legwise(tmp_path: Path) -> None:
    async with run_emulator(tmp_path / "journal") as server:
        await _conversation(server)
        assert server.verdict()["ok"]


async def test_the_emulator_refuses_by_rules_of_its_own(tmp_path: Path) -> None:
    async with run_emulator(tmp_path / "journal") as server, aiohttp.ClientSession(server.url) as session:
        await server.queue(said("hi"))
        padded = {"chat_id": " 77", "text": "x"}
        async with session.post(f"/bot{TOKEN}/sendMessage", data=padded) as response:
            assert response.status == 400
        assert server.refused == ["sendMessage: Bad Request: chat not found"]
        assert not server.verdict()["ok"]
