"""Callback data: within Telegram's 64 bytes, and data of other bots is never unpacked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.views import callback_data

SLUGS = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,3}", fullmatch=True)
NAMES = st.from_regex(r"[a-z0-9]{1,14}", fullmatch=True)
PAGES = st.integers(0, 9999)
CHATS = st.integers(-(2**52), -1)
DATA = st.one_of(
    st.builds(callback_data.Show, SLUGS),
    st.builds(callback_data.Replace, SLUGS),
    st.builds(callback_data.NoneOfThese),
    st.builds(callback_data.Afresh),
    st.builds(callback_data.AllTopics),
    st.builds(callback_data.Topics, PAGES),
    st.builds(callback_data.Topic, PAGES, PAGES),
    st.builds(callback_data.Sources, SLUGS),
    st.builds(callback_data.Rate, SLUGS | st.just(""), st.booleans()),
    st.builds(callback_data.Remove),
    st.builds(callback_data.Share),
    st.builds(callback_data.ConfirmShare),
    st.builds(callback_data.KeepPrivate),
    st.builds(callback_data.UrgentSources, SLUGS),
    st.builds(callback_data.AnotherCountry, SLUGS),
    st.builds(callback_data.Countries, SLUGS, PAGES),
    st.builds(callback_data.CountryNumbers, SLUGS, st.from_regex(r"[A-Z]{2}", fullmatch=True)),
    st.builds(callback_data.Withdraw, st.from_regex(r"[0-9a-f]{16}", fullmatch=True)),
    st.builds(callback_data.ShowSettings, CHATS),
    st.builds(callback_data.Change, CHATS, NAMES, NAMES),
)


@given(DATA)
def test_packed_data_is_within_64_bytes_and_unpacks_to_itself(data: callback_data.CallbackData) -> None:
    assert callback_data.unpack(callback_data.pack(data)) == data
    assert 1 <= len(callback_data.pack(data).encode()) <= callback_data.MAX_BYTES == 64


@given(DATA, DATA)
def test_different_data_is_packed_differently(
    one: callback_data.CallbackData, other: callback_data.CallbackData
) -> None:
    assert (callback_data.pack(one) == callback_data.pack(other)) == (one == other)


def test_data_longer_than_64_bytes_is_not_packed() -> None:
    assert callback_data.pack(callback_data.Show("a" * 62)) == "e:" + "a" * 62
    with pytest.raises(ValueError, match="longer than the 64 bytes"):
        callback_data.pack(callback_data.Show("a" * 63))


@given(st.text(max_size=64))
def test_any_text_is_unpacked_or_rejected(text: str) -> None:
    data = callback_data.unpack(text)
    assert data is None or callback_data.pack(data)


@pytest.mark.parametrize(
    "data",
    [
        None, "", ":", "x:", "q:1", "qs:1", "v:store", "v:store:2", "v:store:1:1", "w:", "w:abc", "w:" + "A" * 16, "s:",
        "n:1", "qk:", "u:", "c:", "c:a:b", "h:heart", "h:heart:us", "h:heart:USA", "g:", "g:abc",
        "g:1:listen", "g:-1001:Listen:on", "g:--1:listen:on", "g:" + "9" * 17, "e:STORE", "e:a--b",
        "e:-a", "t:١", "p:0:0:0", "{\"a\": 1}", "remove", "cal_2024_1", "é" * 33,
    ],
)  # fmt: skip
def test_data_of_another_bot_or_version_is_rejected(data: str | None) -> None:
    assert callback_data.unpack(data) is None
