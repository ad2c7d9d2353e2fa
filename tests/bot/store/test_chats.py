"""Settings of chats: defaults until somebody chooses, and they follow a group to its new id."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.models import ChatSettings, Who
from bot.store.store import Store
from tests.bot.store.test_answer_log import given

GROUP, SUPERGROUP, PRIVATE = -4_123_456_789, -1_002_123_456_789, 6_123_456_789
CHOSEN = ChatSettings(listen=True, compact=False, remove_after=3600, cooldown=60, who=Who.ADMINS)


async def test_a_chat_in_which_nothing_was_chosen_has_the_defaults(store: Store) -> None:
    assert await store.chats.settings(GROUP) == ChatSettings()
    assert not ChatSettings().listen, "it answers nobody who did not ask, unless an admin wants it"


@pytest.mark.parametrize("chat_id", [GROUP, SUPERGROUP, PRIVATE])
async def test_what_is_chosen_holds_until_something_else_is_chosen(store: Store, chat_id: int) -> None:
    for settings in (CHOSEN, replace(CHOSEN, who=Who.EVERYONE)):
        await store.chats.change(chat_id, settings)
        assert await store.chats.settings(chat_id) == settings
    assert await store.chats.settings(-1) == ChatSettings()


async def test_settings_follow_a_group_that_becomes_a_supergroup(store: Store) -> None:
    await store.chats.change(GROUP, CHOSEN)
    await store.chats.move(GROUP, SUPERGROUP)
    assert await store.chats.settings(SUPERGROUP) == CHOSEN
    assert await store.chats.settings(GROUP) == ChatSettings()


async def test_answers_stay_behind_since_the_supergroup_counts_its_messages_anew(store: Store) -> None:
    await store.answers.record(given(chat_id=GROUP))
    await store.chats.move(GROUP, SUPERGROUP)
    assert await store.answers.of_question(SUPERGROUP, 1) is None
    assert await store.answers.of_question(GROUP, 1) is None


async def test_what_the_new_chat_has_already_stays(store: Store) -> None:
    await store.chats.change(GROUP, CHOSEN)
    await store.chats.change(SUPERGROUP, ChatSettings(cooldown=5))
    await store.answers.record(given(chat_id=SUPERGROUP, entry="new"))
    await store.chats.move(GROUP, SUPERGROUP)
    assert await store.chats.settings(SUPERGROUP) == ChatSettings(cooldown=5)
    assert await store.answers.of_question(SUPERGROUP, 1) == given(chat_id=SUPERGROUP, entry="new")
    assert await store.chats.settings(GROUP) == ChatSettings()


async def test_both_service_messages_of_a_move_may_come_and_a_move_to_itself_is_none(store: Store) -> None:
    await store.chats.change(GROUP, CHOSEN)
    for old, new in ((GROUP, SUPERGROUP), (GROUP, SUPERGROUP), (SUPERGROUP, SUPERGROUP)):
        await store.chats.move(old, new)
    assert await store.chats.settings(SUPERGROUP) == CHOSEN


async def test_a_chat_that_is_forgotten_has_neither_settings_nor_answers(store: Store) -> None:
    await store.chats.change(GROUP, CHOSEN)
    await store.answers.record(given(chat_id=GROUP))
    await store.answers.record(given(chat_id=SUPERGROUP))
    await store.chats.forget(GROUP)
    assert await store.chats.settings(GROUP) == ChatSettings()
    assert await store.answers.of_question(GROUP, 1) is None
    assert await store.answers.of_question(SUPERGROUP, 1)
