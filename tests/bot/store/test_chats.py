"""Chat settings: defaults at first, and they follow a group to its new id."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.models import ChatSettings, Who
from bot.store.store import Store
from tests.bot.store.test_answer_log import given

GROUP, SUPERGROUP, PRIVATE = -4_123_456_789, -1_002_123_456_789, 6_123_456_789
CUSTOM = ChatSettings(listen=True, compact=False, remove_after=3600, cooldown=60, who=Who.ADMINS)


async def test_a_chat_without_settings_has_the_defaults(store: Store) -> None:
    assert await store.chats.settings(GROUP) == ChatSettings()
    assert not ChatSettings().listen, "unprompted answers are off unless an admin wants them"


@pytest.mark.parametrize("chat_id", [GROUP, SUPERGROUP, PRIVATE])
async def test_settings_are_stored_until_they_are_changed(store: Store, chat_id: int) -> None:
    for settings in (CUSTOM, replace(CUSTOM, who=Who.EVERYONE)):
        await store.chats.change(chat_id, settings)
        assert await store.chats.settings(chat_id) == settings
    assert await store.chats.settings(-1) == ChatSettings()


async def test_settings_follow_a_group_that_becomes_a_supergroup(store: Store) -> None:
    await store.chats.change(GROUP, CUSTOM)
    await store.chats.move(GROUP, SUPERGROUP)
    assert await store.chats.settings(SUPERGROUP) == CUSTOM
    assert await store.chats.settings(GROUP) == ChatSettings()


async def test_answers_are_deleted_because_the_supergroup_counts_its_messages_anew(store: Store) -> None:
    await store.answers.record(given(chat_id=GROUP))
    await store.chats.move(GROUP, SUPERGROUP)
    assert await store.answers.of_question(SUPERGROUP, 1) is None
    assert await store.answers.of_question(GROUP, 1) is None


async def test_settings_and_answers_of_the_new_chat_stay(store: Store) -> None:
    await store.chats.change(GROUP, CUSTOM)
    await store.chats.change(SUPERGROUP, ChatSettings(cooldown=5))
    await store.answers.record(given(chat_id=SUPERGROUP, entry="new"))
    await store.chats.move(GROUP, SUPERGROUP)
    assert await store.chats.settings(SUPERGROUP) == ChatSettings(cooldown=5)
    assert await store.answers.of_question(SUPERGROUP, 1) == given(chat_id=SUPERGROUP, entry="new")
    assert await store.chats.settings(GROUP) == ChatSettings()


async def test_a_move_may_be_repeated_and_a_move_to_itself_changes_nothing(store: Store) -> None:
    await store.chats.change(GROUP, CUSTOM)
    for old, new in ((GROUP, SUPERGROUP), (GROUP, SUPERGROUP), (SUPERGROUP, SUPERGROUP)):
        await store.chats.move(old, new)
    assert await store.chats.settings(SUPERGROUP) == CUSTOM


async def test_a_forgotten_chat_has_neither_settings_nor_answers(store: Store) -> None:
    await store.chats.change(GROUP, CUSTOM)
    await store.answers.record(given(chat_id=GROUP))
    await store.answers.record(given(chat_id=SUPERGROUP))
    await store.chats.forget(GROUP)
    assert await store.chats.settings(GROUP) == ChatSettings()
    assert await store.answers.of_question(GROUP, 1) is None
    assert await store.answers.of_question(SUPERGROUP, 1)
