"""The card and the opening of an urgent reply name whom to call, in the reader's language and country."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from faq.helplines import Country, Helplines, Number
from faq.languages.texts import MOST_COUNTRIES, card_lines, urgent_lines
from faq.models import Faq
from tests.faq.languages import language
from tests.faq.sample_faq import urgent_reply

DAY = date(2026, 11, 22)
SPAIN = Country("ES", "Spain", ("es-ES",), "112", (), DAY, poison="91 562", talk="024")
PERU = Country("PE", "Peru", ("es-PE",), "106", (), DAY)
USA = Country("US", "US", ("en-US",), "911", (), DAY, talk="988")
HELPLINES = Helplines((SPAIN, PERU, USA))
SPANISH = language(countries={"ES": "España", "PE": "Perú"})
HEART = replace(urgent_reply("heart", "Call."), numbers=("emergency",))


def test_a_card_names_the_numbers_of_the_languages_countries_under_their_names_in_it() -> None:
    assert card_lines(SPANISH, HELPLINES) == (
        "Emergency: España 112; Perú 106",
        "Talk: España 024",
        "Poison: España 91 562; Perú 106",
    )


def test_the_card_of_a_known_country_names_its_numbers_alone() -> None:
    assert card_lines(SPANISH, HELPLINES, SPAIN) == (
        "Emergency: España 112",
        "Talk: España 024",
        "Poison: España 91 562",
    )


def test_a_country_without_a_poison_line_has_its_emergency_number_there() -> None:
    *_, poison = card_lines(SPANISH, HELPLINES, PERU)
    assert poison == "Poison: Perú 106"


def test_a_country_without_a_line_to_talk_has_the_international_page_there() -> None:
    _, talk, _ = card_lines(SPANISH, HELPLINES, PERU)
    assert talk == "Talk: findahelpline.com"


def test_a_country_that_the_language_does_not_name_has_its_english_name() -> None:
    emergency, *_ = card_lines(SPANISH, HELPLINES, USA)
    assert emergency == "Emergency: US 911"


def test_a_language_without_countries_names_those_that_everybody_sees() -> None:
    emergency, *_ = card_lines(language("mul"), HELPLINES)
    assert emergency == "Emergency: US 911"


def test_without_helplines_a_sentence_of_the_card_ends_with_a_full_stop() -> None:
    emergency, talk, poison = card_lines(SPANISH, Helplines())
    assert (emergency, talk, poison) == ("Emergency.", "Talk: findahelpline.com", "Poison.")


def test_a_card_names_no_more_countries_than_a_reader_can_take_in() -> None:
    codes = [f"A{letter}" for letter in "ABCDEFG"]
    many = Helplines(tuple(Country(code, code, (), "112", (), DAY) for code in codes))
    emergency, *_ = card_lines(language(countries={code: code for code in codes}), many)
    assert emergency.count("112") == MOST_COUNTRIES


@pytest.mark.parametrize(
    ("numbers", "lines"),
    [
        (("emergency",), ("This is urgent.", "Emergency: España 112")),
        (("emergency", "poison"), ("This is urgent.", "Emergency: España 112", "Poison: España 91 562")),
        (("emergency", "talk"), ("You are not alone.", "Emergency: España 112", "Talk: España 024")),
        (
            ("emergency", "poison", "talk"),
            ("You are not alone.", "Emergency: España 112", "Poison: España 91 562", "Talk: España 024"),
        ),
        ((), ("This is urgent.", "Emergency: España 112")),
    ],
)
def test_an_urgent_reply_opens_with_the_numbers_that_it_needs_and_the_emergency_number_always(
    numbers: tuple[Number, ...], lines: tuple[str, ...]
) -> None:
    assert urgent_lines(SPANISH, replace(HEART, numbers=numbers), HELPLINES, SPAIN) == lines


def test_each_packaged_language_names_an_emergency_number_on_its_card(packaged: Faq) -> None:
    for each in packaged.languages:
        emergency, talk, poison = card_lines(each, packaged.helplines)
        assert any(map(str.isdecimal, emergency)), each.code
        assert ": " in talk, each.code
        assert any(map(str.isdecimal, poison)), each.code
