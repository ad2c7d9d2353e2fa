"""The part of an update that the routing table guarantees."""

from __future__ import annotations

import pytest
from telegram import Update

from bot.handlers import updates
from tests.bot.conftest import Chat
from tests.bot.sample_updates import as_guest, bot_status, edited, pressed, said, typed


async def test_each_kind_of_update_has_its_part(chat: Chat) -> None:
    incoming = said("iron?")
    parts = {
        updates.new_message: incoming,
        updates.new_or_edited_message: incoming,
        updates.edited_message: edited(incoming, "iron"),
        updates.guest_message: as_guest("iron?"),
        updates.callback_query: pressed("t"),
        updates.inline_query: typed("iron"),
        updates.membership_change: bot_status("member", before="left"),
    }
    for part, body in parts.items():
        assert part(Update.de_json(body, chat.bot)) is not None


async def test_an_update_that_the_filters_should_have_stopped_is_an_error(chat: Chat) -> None:
    with pytest.raises(AssertionError, match="admits no other kind of update"):
        updates.new_message(Update.de_json(pressed("t"), chat.bot))
