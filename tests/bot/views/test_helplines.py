"""What the buttons of an urgent reply show."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from telegram import InlineKeyboardMarkup

from bot.simulator import visible_text
from bot.views import callback_data, helplines
from bot.views.reply import Reply
from faq.helplines import Country, Helplines
from faq.loading import PACKAGED, load
from tests.bot.small_faq import URGENT

REVIEWED = date(2026, 11, 28)
FRANCE = Country("FR", "France", ("fr-FR",), "112", (), REVIEWED, talk="3114")
GREECE = Country("GR", "Greece", ("el",), "166", (), REVIEWED)
BOTH = Helplines((GREECE, FRANCE))
CALLING = replace(URGENT, numbers=("emergency", "talk"))


def rows(reply: Reply) -> list[list[tuple[str, callback_data.CallbackData | None]]]:
    """The label of each button and what it stands for, row by row."""
    keyboard = reply.keyboard.inline_keyboard if isinstance(reply.keyboard, InlineKeyboardMarkup) else ()
    return [[(button.text, callback_data.unpack(str(button.callback_data))) for button in row] for row in keyboard]


def many(count: int) -> Helplines:
    names = [f"Country {number:02}" for number in range(count)]
    codes = [f"{chr(65 + number // 26)}{chr(65 + number % 26)}" for number in range(count)]
    return Helplines(
        tuple(Country(code, name, (), "112", (), REVIEWED) for code, name in zip(codes, names, strict=True))
    )


def test_an_urgent_reply_has_buttons_for_its_sources_and_for_another_country() -> None:
    labels = [button.text for button in helplines.buttons(CALLING, BOTH)]
    assert labels == ["Sources", "Another country"]


def test_an_urgent_reply_without_numbers_or_countries_has_no_button_for_another_country() -> None:
    for reply, known in ((URGENT, BOTH), (CALLING, Helplines())):
        assert [button.text for button in helplines.buttons(reply, known)] == ["Sources"]


def test_an_urgent_reply_without_sources_has_no_button_for_them() -> None:
    reply = replace(CALLING, sources=())
    assert [button.text for button in helplines.buttons(reply, BOTH)] == ["Another country"]


def test_the_countries_are_listed_by_name_in_two_columns() -> None:
    [row] = rows(helplines.countries("heart", BOTH))
    assert row == [
        ("France", callback_data.CountryNumbers("heart", "FR")),
        ("Greece", callback_data.CountryNumbers("heart", "GR")),
    ]


@pytest.mark.parametrize(
    ("page", "shown", "turns"),
    [
        (0, 24, [("Next page »", callback_data.Countries("heart", 1))]),
        (1, 24, [("« Previous page", callback_data.Countries("heart", 0)),
                 ("Next page »", callback_data.Countries("heart", 2))]),
        (2, 1, [("« Previous page", callback_data.Countries("heart", 1))]),
        (9999, 1, [("« Previous page", callback_data.Countries("heart", 1))]),
    ],
)  # fmt: skip
def test_many_countries_are_shown_page_by_page(
    page: int, shown: int, turns: list[tuple[str, callback_data.CallbackData]]
) -> None:
    *countries, last = rows(helplines.countries("heart", many(49), page))
    assert sum(map(len, countries)) == shown
    assert last == turns


def test_the_numbers_of_a_country_are_those_that_the_reply_names() -> None:
    reply = helplines.numbers("heart", CALLING, FRANCE, BOTH)
    text = visible_text(reply.text)
    assert "France" in text
    assert "112" in text
    assert "3114" in text
    assert rows(reply) == [[("Another country", callback_data.Countries("heart"))]]


def test_of_a_reply_that_is_gone_the_emergency_number_is_shown() -> None:
    text = visible_text(helplines.numbers("gone", None, FRANCE, BOTH).text)
    assert "112" in text
    assert "3114" not in text


def test_the_sources_of_an_urgent_reply_are_links() -> None:
    reply = helplines.sources(URGENT)
    assert visible_text(reply.text).endswith("Sources:\n• Clinic <of> legs")
    assert "https://example.org/clinic" in reply.text


def test_every_packaged_urgent_reply_has_buttons_that_telegram_takes() -> None:
    faq = load(PACKAGED)
    for reply in faq.urgent_replies:
        assert helplines.buttons(reply, faq.helplines)
        for country in faq.helplines.countries:
            shown = helplines.numbers(reply.id, reply, country, faq.helplines)
            assert country.name in shown.text
            assert len(callback_data.pack(callback_data.CountryNumbers(reply.id, country.code))) <= 64
