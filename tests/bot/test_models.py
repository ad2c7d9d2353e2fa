"""Values shared by handlers, views and the store."""

from __future__ import annotations

import pytest

from bot.models import is_group
from tests.bot.sample_updates import BASIC, CHANNEL, FORUM, GROUP, PRIVATE


@pytest.mark.parametrize(
    ("chat", "expected"), [(PRIVATE, False), (BASIC, True), (GROUP, True), (FORUM, True), (CHANNEL, True)]
)
def test_groups_and_channels_are_recognised_by_their_id(chat: dict[str, int], expected: bool) -> None:
    assert is_group(chat["id"]) is expected
