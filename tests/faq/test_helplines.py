"""Helplines: which country a language code tells, and which lines a reply shows."""

from __future__ import annotations

from datetime import date

import pytest

from faq.helplines import MAX_LINES, Country, Helplines
from faq.models import Faq

DAY = date(2026, 11, 22)
PAGES = ("https://example.org/numbers",)
USA = Country("US", "US", ("en-US",), "911", PAGES, DAY, poison="1-800-222-1222", talk="call or text 988")
UK = Country("GB", "UK", ("en-GB",), "999", PAGES, DAY, talk="116 123", violence="0808 2000 247", advice="NHS 111")
EU = Country("EU", "EU", (), "112", PAGES, DAY)
INDIA = Country("IN", "India", ("hi", "hi-Latn"), "112", PAGES, DAY)
BRAZIL = Country("BR", "Brazil", (), "192", PAGES, DAY, police="190")
HELPLINES = Helplines((USA, UK, EU, INDIA, BRAZIL))


@pytest.mark.parametrize(
    ("language", "country"),
    [
        ("en-GB", UK),
        ("en-gb", UK),
        ("en_GB", UK),
        ("pt-BR", BRAZIL),
        ("de-BR", BRAZIL),
        ("hi", INDIA),
        ("hi-Latn", INDIA),
    ],
)
def test_a_language_code_with_a_region_or_of_one_country_tells_the_country(language: str, country: Country) -> None:
    assert HELPLINES.for_language(language) is country


@pytest.mark.parametrize("language", ["en", "", "pt", "en-ZZ", "-", "zh-hans", "us", "x" * 500])
def test_any_other_language_code_tells_no_country(language: str) -> None:
    assert HELPLINES.for_language(language) is None


def test_a_known_country_has_a_line_for_each_purpose_and_is_named_in_each() -> None:
    assert HELPLINES.lines(("emergency", "talk", "advice"), UK) == (
        "UK, emergency: 999",
        "UK, someone to talk to: 116 123",
        "UK, medical advice: NHS 111",
    )


def test_a_number_that_is_not_known_is_left_out() -> None:
    assert HELPLINES.lines(("emergency", "poison"), INDIA) == ("India, emergency: 112",)


def test_where_no_line_to_talk_is_known_the_international_page_is_named() -> None:
    assert HELPLINES.lines(("emergency", "talk"), INDIA) == (
        "India, emergency: 112",
        "Any country, someone to talk to: findahelpline.com",
    )


def test_the_police_have_the_emergency_number_unless_they_have_their_own() -> None:
    assert HELPLINES.lines(("police", "violence"), UK) == ("UK, police: 999", "UK, violence at home: 0808 2000 247")
    assert HELPLINES.lines(("police", "violence"), BRAZIL) == ("Brazil, police: 190",)


def test_without_a_country_there_is_a_line_each_for_the_us_the_uk_and_the_eu() -> None:
    assert HELPLINES.lines(("emergency", "poison", "talk")) == (
        "US: 911. Poison help: 1-800-222-1222. Someone to talk to: call or text 988",
        "UK: 999. Someone to talk to: 116 123",
        "EU: 112. Elsewhere: your local emergency number. Someone to talk to: findahelpline.com",
    )


def test_without_any_country_the_local_number_is_named() -> None:
    assert Helplines().lines(("emergency",)) == ("Your local emergency number",)


def test_a_reply_without_numbers_has_no_lines() -> None:
    assert HELPLINES.lines(()) == ()
    assert HELPLINES.lines((), UK) == ()


def test_the_packaged_replies_show_at_most_three_lines_for_each_country(packaged: Faq) -> None:
    helplines = packaged.helplines
    for reply in packaged.urgent_replies:
        for country in (None, *helplines.countries):
            lines = helplines.lines(reply.numbers, country)
            assert len(lines) <= MAX_LINES
            assert not country or all(line.startswith((country.name, "Any country")) for line in lines)


@pytest.mark.parametrize(
    ("language", "emergency"),
    [("en-US", "911"), ("en-GB", "999"), ("en-AU", "000"), ("en-NZ", "111"), ("de", "112"), ("de-AT", "144 or 112"),
     ("pt-br", "192"), ("uk", "103"), ("fa", "115"), ("en-IN", "112"), ("it", "112")],
)  # fmt: skip
def test_the_packaged_numbers_are_those_of_the_country_that_the_language_tells(
    packaged: Faq, language: str, emergency: str
) -> None:
    country = packaged.helplines.for_language(language)
    assert country
    assert country.emergency == emergency


@pytest.mark.parametrize("language", ["en", "es", "pt", "ar", "es-BO"])
def test_a_language_of_many_countries_tells_none(packaged: Faq, language: str) -> None:
    assert packaged.helplines.for_language(language) is None


def test_where_only_a_talk_line_is_wanted_a_country_without_one_has_no_line(packaged: Faq) -> None:
    *countries, last = packaged.helplines.lines(("talk",))
    assert [line.partition(":")[0] for line in (*countries, last)] == ["US", "UK"]
    assert last.endswith("Elsewhere: Someone to talk to: findahelpline.com")
