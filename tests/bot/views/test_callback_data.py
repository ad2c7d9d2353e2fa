"""What buttons say: within Telegram's 64 bytes whatever they mean, and nothing that is not ours is taken for ours."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.views import callback_data

SLUGS = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,3}", fullmatch=True)
NAMES = st.from_regex(r"[a-z0-9]{1,14}", fullmatch=True)
PAGES = st.integers(0, 9999)
CHATS = st.integers(-(2**52), -1)
PRESSES = st.one_of(
    st.builds(callback_data.Show, SLUGS), st.builds(callback_data.Replace, SLUGS), st.builds(callback_data.NoneOfThese),
    st.builds(callback_data.AllTopics), st.builds(callback_data.Topics, PAGES), st.builds(callback_data.Topic, PAGES, PAGES),
    st.builds(callback_data.Sources, SLUGS), st.builds(callback_data.Rate, SLUGS | st.just(""), st.booleans()),
    st.builds(callback_data.Remove), st.builds(callback_data.Share),
    st.builds(callback_data.Withdraw, st.from_regex(r"[0-9a-f]{16}", fullmatch=True)),
    st.builds(callback_data.ShowSettings, CHATS), st.builds(callback_data.Change, CHATS, NAMES, NAMES),
)  # fmt: skip


@given(PRESSES)
def test_a_button_says_what_was_meant_within_64_bytes(meant: callback_data.CallbackData) -> None:
    assert callback_data.unpack(callback_data.pack(meant)) == meant
    assert 1 <= len(callback_data.pack(meant).encode()) <= callback_data.LONGEST


@given(PRESSES, PRESSES)
def test_two_buttons_that_mean_different_things_say_different_things(
    one: callback_data.CallbackData, other: callback_data.CallbackData
) -> None:
    assert (callback_data.pack(one) == callback_data.pack(other)) == (one == other)


@given(st.text())
def test_any_data_is_a_press_or_nothing(data: str) -> None:
    meant = callback_data.unpack(data)
    assert meant is None or callback_data.pack(meant)


@pytest.mark.parametrize(
    "data",
    [
        None, "", ":", "x:", "q:1", "v:store", "v:store:2", "v:store:1:1", "w:", "w:abc", "w:" + "A" * 16, "s:", "n:1",
        "g:", "g:abc", "g:1:listen", "g:-1001:Listen:on", "g:--1:listen:on", "g:" + "9" * 17, "e:STORE", "e:a--b",
        "e:-a", "t:١", "p:0:0:0", "{\"a\": 1}", "remove", "cal_2024_1", "é" * 33,
    ],
)  # fmt: skip
def test_what_another_bot_or_another_version_may_say_is_nothing(data: str | None) -> None:
    assert callback_data.unpack(data) is None
