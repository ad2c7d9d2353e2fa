"""The two Bot APIs of the tests can be used alike: what legwise needs, both have."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import aiohttp

from bot.simulator import serving
from tests.bot.api_judges import aiogram_judge
from tests.bot.emulator import Server, emulating
from tests.bot.judge import TOKEN
from tests.bot.sample_updates import GROUP, as_guest, chose, edited, pressed, pressed_inline, said, standing, typed
from tests.bot.simulator.test_judge import ARTICLE, KEYS

KINDS = [
    "message", "edited_message", "callback_query", "inline_query", "chosen_inline_result", "guest_message",
    "my_chat_member",
]  # fmt: skip


async def _conversation(server: Server) -> None:
    """Each kind of update, and the call that legwise answers it with."""
    asked, query, guest = said("/ask iron", GROUP), typed("fer"), as_guest("@legwise_bot iron")
    arriving = [asked, edited(asked, "iron?"), pressed("t"), pressed_inline("t", "i"), query, chose("a", "fer", "i"),
                guest, standing("administrator")]  # fmt: skip
    arriving = [update | {"update_id": number} for number, update in enumerate(arriving, 1)]
    await server.queue(*arriving)
    async with aiohttp.ClientSession(server.url) as session:

        async def call(method: str, **values: Any) -> Any:
            form = {name: v if isinstance(v, str) else json.dumps(v) for name, v in values.items()}
            async with session.post(f"/bot{TOKEN}/{method}", data=form) as response:
                body = await response.json()
                assert body["ok"], (method, body)
                return body["result"]

        assert (await call("getMe"))["username"] == "legwise_bot"
        came = await call("getUpdates", allowed_updates=KINDS)
        assert [update["update_id"] for update in came] == list(range(1, len(arriving) + 1))
        there, reply = {"chat_id": GROUP["id"]}, {"message_id": asked["message"]["message_id"]}
        sent = await call("sendMessage", **there, text="<b>x</b>", parse_mode="HTML", reply_markup=KEYS,
                          message_thread_id=5, link_preview_options={"is_disabled": True},
                          reply_parameters=reply | {"quote_parse_mode": "HTML"})  # fmt: skip
        await call("sendMessage", **there, text="x", reply_markup={"force_reply": True, "selective": True})
        there["message_id"] = sent["message_id"]
        await call("editMessageText", **there, text="y", link_preview_options={"is_disabled": True})
        await call("editMessageReplyMarkup", **there, reply_markup=KEYS)
        await call("deleteMessage", **there)
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


async def test_ours_knows_all_that_legwise_needs() -> None:
    async with serving(aiogram_judge()) as server:
        await _conversation(server)


async def test_theirs_knows_all_that_legwise_needs(tmp_path: Path) -> None:
    async with emulating(tmp_path / "journal") as server:
        await _conversation(server)
        assert server.verdict()["ok"]


async def test_theirs_refuses_by_rules_of_its_own(tmp_path: Path) -> None:
    async with emulating(tmp_path / "journal") as server, aiohttp.ClientSession(server.url) as session:
        await server.queue(said("hi"))
        padded = {"chat_id": " 77", "text": "x"}
        async with session.post(f"/bot{TOKEN}/sendMessage", data=padded) as response:
            assert response.status == 400
        assert server.refused == ["sendMessage: Bad Request: chat not found"]
        assert not server.verdict()["ok"]
