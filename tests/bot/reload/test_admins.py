"""Notices to the admins over a fake wire."""

from __future__ import annotations

import logging

import pytest

from bot.reload.admins import Admins
from bot.sending.coordinator import NoCoordinator
from bot.simulator import ApiError
from bot.views.reply import say
from tests.bot.conftest import Chat
from tests.bot.sample_updates import ASKER, PRIVATE, said

ADMINS = (4711, 4712)


class Refusing(NoCoordinator):
    """Another process has sent every notice before."""

    async def acquire(self, name: str, most: int, seconds: float) -> bool | None:
        return False


def _known(chat: Chat) -> None:
    for admin in ADMINS:
        chat.api.record(said("/start", PRIVATE | {"id": admin}, from_=ASKER | {"id": admin}))


def _recipients(chat: Chat) -> list[object]:
    return [call["chat_id"] for call in chat.api.calls_of("sendMessage")]


async def test_every_admin_gets_the_notice(chat: Chat) -> None:
    _known(chat)
    await Admins(chat.bot, ADMINS).notify(say("The content is invalid."))
    assert _recipients(chat) == list(ADMINS)


async def test_an_admin_that_cannot_be_reached_keeps_no_other_from_the_notice(
    chat: Chat, caplog: pytest.LogCaptureFixture
) -> None:
    _known(chat)
    chat.api.faults.append(("sendMessage", ApiError(403, "Forbidden: bot was blocked by the user")))
    await Admins(chat.bot, ADMINS).notify(say("The content is invalid."))
    assert _recipients(chat)[-1] == ADMINS[1]
    assert "an admin could not be notified: " in caplog.text


async def test_what_another_process_has_sent_is_not_sent_again(chat: Chat, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    await Admins(chat.bot, ADMINS, Refusing()).notify(say("The content is invalid."))
    assert _recipients(chat) == []
    assert "another process has notified the admins" in caplog.text
