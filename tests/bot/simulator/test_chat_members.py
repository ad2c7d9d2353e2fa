"""Methods about a chat and its members."""

from __future__ import annotations

from bot.simulator import BOT, BotApi
from tests.bot.sample_updates import ASKER, GROUP, OTHER
from tests.bot.simulator.calls import call, refusal


def test_the_admins_and_members_of_a_chat_can_be_read(api: BotApi) -> None:
    api.promote(OTHER, GROUP, "creator")
    api.promote(BOT, GROUP)
    admins = call(api, "getChatAdministrators", chat_id=GROUP["id"])
    assert [(admin["user"]["id"], admin["status"]) for admin in admins] == [
        (OTHER["id"], "creator"),
        (BOT["id"], "administrator"),
    ]
    assert call(api, "getChatMember", chat_id=GROUP["id"], user_id=ASKER["id"])["status"] == "member"
    assert call(api, "getChat", chat_id=GROUP["id"])["title"] == GROUP["title"]


def test_unknown_members_and_methods_for_groups_in_a_private_chat_are_refused(api: BotApi) -> None:
    assert "PARTICIPANT_ID_INVALID" in refusal(api, "getChatMember", chat_id=GROUP["id"], user_id=5)
    assert "there are no administrators in the private chat" in refusal(api, "getChatAdministrators", chat_id=77)
    assert "private chats" in refusal(api, "leaveChat", chat_id=77)


def test_a_bot_that_left_a_chat_cannot_read_it(api: BotApi) -> None:
    assert call(api, "leaveChat", chat_id=GROUP["id"]) is True
    assert "bot is not a member" in refusal(api, "getChat", chat_id=GROUP["id"])
