"""A group's settings: shown and changed in the group and in private, by current, old and forged buttons."""

from __future__ import annotations

from typing import Any

import pytest

from bot.models import ChatSettings, Who
from bot.simulator import BOT, ApiError, Call
from tests.bot.conftest import Chat
from tests.bot.sample_updates import (
    ASKER,
    CHANNEL,
    GROUP,
    OTHER,
    PRIVATE,
    by_admin,
    inaccessible,
    pressed,
    pressed_inline,
    said,
)  # fmt: skip

DEFAULTS = (
    "Settings of this group\n\nListening is off: I answer only whoever asks me.\n\nBetween two such answers I pause "
    "for 10 minutes.\n\nAnswers are short: the rest opens at a tap.\n\nMy answers stay.\n\nEveryone may ask me.\n\n"
    "I see only commands and replies to me, because my privacy mode is on and I am no admin. To listen, I must be an "
    "admin, or the person who runs me must turn that mode off and add me again. I may write, and remove my own "
    "messages only."
)
BUTTONS = [
    ("Listen", "g:-1001:listen:on"),
    ("Pause 5 minutes", "g:-1001:cooldown:5min"), ("Pause 1 hour", "g:-1001:cooldown:1h"),
    ("Whole answers", "g:-1001:compact:off"),
    ("Remove after 1 hour", "g:-1001:remove:1h"), ("Remove after 1 day", "g:-1001:remove:1d"),
    ("Only admins may ask", "g:-1001:who:admins"),
    ("Show what is set now", "g:-1001"),
]  # fmt: skip
TO_PRIVATE = ("Set up in private", "https://t.me/legwise_bot?start=settings_-1001")
AS_ADMIN = (
    "I see all messages in the group, because I am an admin. I may write, and delete anybody's messages, but I remove "
    "only my own."
)
FOR_ADMINS = "Only admins of the group can see and change its settings."
NOT_YOURS = "Only admins may change this. If you are an admin of that group, write /settings there."


def shown(calls: list[Call]) -> list[Call]:
    """The messages in the chat, without notices and queries of members."""
    return [call for call in calls if call.method in {"sendMessage", "editMessageText"}]


def notice(calls: list[Call]) -> str | None:
    [answer] = [call for call in calls if call.method == "answerCallbackQuery"]
    text: str | None = answer.parameters.get("text")
    return text


def under(chat: Chat) -> dict[str, Any]:
    """The message that the bot sent last, as Telegram has it."""
    return chat.api.posted[-1]


@pytest.fixture
async def admin(chat: Chat) -> Chat:
    """A chat where Ada is an admin of the group, and Bo a member."""
    chat.api.promote(ASKER, GROUP)
    chat.api.promote(OTHER, GROUP, "member")
    return chat


async def test_an_admin_sees_the_settings_in_words_and_a_button_for_each_other_option(admin: Chat) -> None:
    incoming = said("/settings", GROUP)
    [reply] = shown(await admin(incoming))
    assert reply.text == DEFAULTS
    assert reply.buttons == [*BUTTONS, TO_PRIVATE]
    assert reply["reply_parameters"]["message_id"] == incoming["message"]["message_id"]


async def test_an_anonymous_admin_is_recognised(chat: Chat) -> None:
    [reply] = shown(await chat(by_admin("/settings")))
    assert reply.text == DEFAULTS


@pytest.mark.parametrize("speaker", [{"from_": OTHER}, {"sender_chat": CHANNEL}])
async def test_other_users_do_not_see_the_settings(admin: Chat, speaker: dict[str, Any]) -> None:
    [reply] = shown(await admin(said("/settings", GROUP, **speaker)))
    assert reply.text == FOR_ADMINS
    assert reply.buttons == []


async def test_if_telegram_does_not_name_the_admins_the_settings_stay_hidden(admin: Chat) -> None:
    admin.api.fail("getChatMember", ApiError(400, "Bad Request: member list is inaccessible"))
    [reply] = shown(await admin(said("/settings", GROUP)))
    assert reply.text == FOR_ADMINS


async def test_the_settings_tell_what_the_bot_sees_as_an_admin(admin: Chat) -> None:
    admin.api.promote(BOT, GROUP)
    [reply] = shown(await admin(said("/settings", GROUP)))
    assert reply.text.splitlines()[-1] == AS_ADMIN


async def test_the_settings_tell_what_the_bot_sees_without_privacy_mode(admin: Chat) -> None:
    admin.api.me["can_read_all_group_messages"] = True
    [reply] = shown(await admin(said("/settings", GROUP)))
    assert reply.text.splitlines()[-1] == (
        "I see all messages in the group, because my privacy mode is off. If it was on when I was added, remove me and "
        "add me again. I may write, and remove my own messages only."
    )


async def test_in_private_an_admin_reads_that_the_bot_is_muted_in_the_group(admin: Chat) -> None:
    admin.api.promote(BOT, GROUP, "restricted")
    [reply] = shown(await admin(said("/start settings_-1001")))
    assert reply.text.endswith(" I may not write in the group, so I am silent until an admin allows it.")


async def test_in_private_an_admin_reads_that_no_member_may_write_in_the_group(admin: Chat) -> None:
    admin.api.state.chat(GROUP).info["permissions"] = {"can_send_messages": False}
    [reply] = shown(await admin(said("/start settings_-1001")))
    assert reply.text.endswith(" I may not write in the group, so I am silent until an admin allows it.")


async def test_if_telegram_does_not_tell_the_rights_the_settings_are_shown_all_the_same(admin: Chat) -> None:
    admin.api.fail("getChat", ApiError(400, "Bad Request: chat not found"))
    [reply] = shown(await admin(said("/settings", GROUP)))
    assert reply.text.endswith("Telegram doesn't tell me at the moment what I may see and do there.")
    assert reply.buttons == [*BUTTONS, TO_PRIVATE]


async def test_new_rights_are_shown_at_a_press(admin: Chat) -> None:
    await admin(said("/settings", GROUP))
    admin.api.promote(BOT, GROUP)
    [edit] = shown(await admin(pressed("g:-1001", under(admin))))
    assert edit.text.endswith(AS_ADMIN)
    assert shown(await admin(pressed("g:-1001", under(admin)))) == [], "nothing has changed since"


async def test_a_press_changes_the_setting_and_shows_it_in_place(admin: Chat) -> None:
    await admin(said("/settings", GROUP))
    calls = await admin(pressed("g:-1001:listen:on", under(admin)))
    assert notice(calls) == "Changed. Listening is on: I answer sure questions that nobody asked me."
    [edit] = shown(calls)
    assert edit.method == "editMessageText"
    assert edit.text == DEFAULTS.replace(
        "Listening is off: I answer only whoever asks me.",
        "Listening is on: I answer sure questions that nobody asked me.",
    )
    assert edit.buttons == [("Stop listening", "g:-1001:listen:off"), *BUTTONS[1:], TO_PRIVATE]
    assert await admin.store.chats.settings(-1001) == ChatSettings(listen=True)


async def test_every_button_sets_its_option(admin: Chat) -> None:
    await admin(said("/settings", GROUP))
    for data in ("listen:on", "cooldown:1h", "compact:off", "remove:1d", "who:admins"):
        await admin(pressed(f"g:-1001:{data}", under(admin)))
    assert await admin.store.chats.settings(-1001) == ChatSettings(
        listen=True, compact=False, remove_after=86400, cooldown=3600, who=Who.ADMINS
    )
    for data in ("listen:off", "cooldown:10min", "compact:on", "remove:never", "who:everyone"):
        await admin(pressed(f"g:-1001:{data}", under(admin)))
    assert await admin.store.chats.settings(-1001) == ChatSettings()
    assert shown([admin.api.calls[-2]])[0].text == DEFAULTS


async def test_a_press_by_another_user_is_refused(admin: Chat) -> None:
    await admin(said("/settings", GROUP))
    for data in ("g:-1001:listen:on", "g:-1001"):
        calls = await admin(pressed(data, under(admin), from_=OTHER))
        assert notice(calls) == NOT_YOURS
        assert shown(calls) == []
    assert await admin.store.chats.settings(-1001) == ChatSettings()


async def test_a_former_admins_press_is_refused(admin: Chat) -> None:
    await admin(said("/settings", GROUP))
    admin.api.promote(ASKER, GROUP, "member")
    assert notice(await admin(pressed("g:-1001:listen:on", under(admin)))) == NOT_YOURS


async def test_five_hundred_presses_of_one_button_change_it_once(admin: Chat) -> None:
    await admin(said("/settings", GROUP))
    message_, before = under(admin), len(admin.api.calls)
    for _ in range(500):
        calls = await admin(pressed("g:-1001:who:admins", message_))
    assert notice(calls) == "It is set like that already."
    assert len(shown(admin.api.calls[before:])) == 1


@pytest.mark.parametrize(
    "data", ["g:-1001:colour:blue", "g:-1001:remove:2d", "g:-1001:listen:maybe", "g:-1001:remove-after:0"]
)
async def test_an_unknown_setting_is_refused_politely(admin: Chat, data: str) -> None:
    await admin(said("/settings", GROUP))
    calls = await admin(pressed(data, under(admin)))
    assert notice(calls) == "I don't have that setting any more. These are the settings now."
    assert shown(calls) == [], "they are there already"
    assert await admin.store.chats.settings(-1001) == ChatSettings()


async def test_an_old_keyboard_is_brought_up_to_date(admin: Chat) -> None:
    await admin(said("/settings", GROUP))
    await admin.store.chats.change(-1001, ChatSettings(listen=True))
    [edit] = shown(await admin(pressed("g:-1001", under(admin))))
    assert edit.buttons[0] == ("Stop listening", "g:-1001:listen:off")
    assert shown(await admin(pressed("g:-1001", under(admin)))) == [], "nothing has changed since"


async def test_in_a_group_a_button_changes_that_group_even_if_it_names_another(admin: Chat) -> None:
    """Such a button is from before the group became a supergroup, or forged."""
    await admin(said("/settings", GROUP))
    await admin(pressed("g:-51:listen:on", under(admin)))
    assert (await admin.store.chats.settings(-1001)).listen
    assert not (await admin.store.chats.settings(-51)).listen


async def test_in_private_settings_explains_itself(chat: Chat) -> None:
    [reply] = await chat(said("/settings"))
    assert reply.text == (
        "Only groups have settings. Write /settings in your group. Its admins can change them there, or here by the "
        "button “Set up in private”."
    )


async def test_by_the_deep_link_an_admin_sets_a_group_up_in_private(admin: Chat) -> None:
    [reply] = shown(await admin(said("/start settings_-1001")))
    assert reply.text == DEFAULTS.replace("this group", "“Restless”")
    assert reply.buttons == BUTTONS
    assert reply["chat_id"] == PRIVATE["id"]
    calls = await admin(pressed("g:-1001:remove:1h", under(admin)))
    assert notice(calls) == "Changed. I remove my answers after 1 hour."
    [edit] = shown(calls)
    assert edit.text == DEFAULTS.replace("this group", "“Restless”").replace(
        "My answers stay.", "I remove my answers after 1 hour."
    )
    assert await admin.store.chats.settings(-1001) == ChatSettings(remove_after=3600)


async def test_without_the_groups_name_it_is_shown_all_the_same(admin: Chat) -> None:
    admin.api.fail("getChat", ApiError(400, "Bad Request: chat not found"), times=2)
    [reply] = shown(await admin(said("/start settings_-1001")))
    assert reply.text.startswith("Settings of your group\n\nListening is off")


@pytest.mark.parametrize("chat_id", [-1001, -999, -4503599627370495])
async def test_by_the_deep_link_other_users_see_nothing(chat: Chat, chat_id: int) -> None:
    chat.api.promote(ASKER, GROUP, "member")
    reply = await _refused(chat, said(f"/start settings_{chat_id}"))
    assert reply.text == FOR_ADMINS


async def _refused(chat: Chat, update: dict[str, Any]) -> Call:
    """The only message. Telegram may refuse to describe an unknown chat; that is no fault."""
    [reply] = shown(await chat(update))
    chat.api.refused.clear()
    return reply


async def test_a_deep_link_to_settings_shows_nothing_in_a_group(admin: Chat) -> None:
    [reply] = shown(await admin(said("/start@legwise_bot settings_-1001", GROUP)))
    assert reply.text == FOR_ADMINS


async def test_a_press_under_an_inaccessible_message_counts(admin: Chat) -> None:
    await admin(said("/settings", GROUP))
    calls = await admin(pressed("g:-1001:listen:on", inaccessible(message_id=under(admin)["message_id"])))
    assert notice(calls) == "Changed. Listening is on: I answer sure questions that nobody asked me."
    assert [call.method for call in shown(calls)] == ["editMessageText"]


async def test_a_forged_press_under_an_inline_message_needs_an_admin_too(admin: Chat) -> None:
    assert notice(await admin(pressed_inline("g:-1001:listen:on", "inline-1", from_=OTHER))) == NOT_YOURS
    assert not (await admin.store.chats.settings(-1001)).listen
