"""The settings of a group in words and buttons."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.models import ChatSettings
from bot.views import callback_data, chat_settings


def test_every_notice_fits_200_characters() -> None:
    notices = [
        chat_settings.CHANGED.format(text=option.text)
        for setting in chat_settings.SETTINGS
        for option in setting.options
    ]
    assert max(len(text) for text in [*notices, chat_settings.NOT_YOURS, chat_settings.UNKNOWN]) <= 200


@given(st.integers(min_value=-(2**52), max_value=-1))
def test_every_button_of_every_group_packs_and_names_its_option(chat_id: int) -> None:
    for setting in chat_settings.SETTINGS:
        for option in setting.options:
            data = callback_data.Change(chat_id, setting.slug, option.slug)
            assert len(callback_data.pack(data).encode()) <= callback_data.MAX_BYTES
            assert callback_data.unpack(callback_data.pack(data)) == data
            assert chat_settings.option(data) is option
            assert chat_settings.is_set(option, option.apply(ChatSettings()))


def test_by_default_exactly_one_option_of_each_setting_is_set() -> None:
    for setting in chat_settings.SETTINGS:
        assert [chat_settings.is_set(option, ChatSettings()) for option in setting.options].count(True) == 1


def test_answers_are_removed_while_telegram_still_allows_it() -> None:
    [remove] = [setting for setting in chat_settings.SETTINGS if setting.slug == "remove"]
    assert max(option.apply(ChatSettings()).remove_after for option in remove.options) < 48 * 3600
