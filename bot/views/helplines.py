"""What the buttons of an urgent reply show: its sources, and the numbers of another country."""

from __future__ import annotations

from telegram import InlineKeyboardButton

from bot.views import callback_data
from bot.views.reply import Reply, Row, button, reply
from faq.card import Card, links_to
from faq.helplines import Country, Helplines, Number
from faq.models import UrgentReply

COLUMNS = 2
PAGE = 24
"""Countries on a page. In an emergency, a short scroll is quicker than another press."""
EMERGENCY: tuple[Number, ...] = ("emergency",)
"""The numbers to show if the content no longer has the reply that a button names."""


def buttons(shown: UrgentReply, helplines: Helplines) -> Row:
    """Return the buttons of an urgent reply."""
    sources = (button("Sources", callback_data.UrgentSources(shown.id)),) if shown.sources else ()
    named = shown.numbers and helplines.countries
    countries = (button("Another country", callback_data.AnotherCountry(shown.id)),) if named else ()
    return sources + countries


def sources(shown: UrgentReply) -> Reply:
    """Return the sources of an urgent reply."""
    return reply(Card("What this advice rests on", (), sources=links_to(shown.sources), sources_listed=True))


def countries(reply_id: str, helplines: Helplines, page: int = 0) -> Reply:
    """Return a page of the countries, in two columns."""
    every = sorted(helplines.countries, key=lambda country: country.name)
    last = max(len(every) - 1, 0) // PAGE
    current = min(page, last)
    on_page = every[current * PAGE : (current + 1) * PAGE]
    text = (
        "I show the numbers to call there. If yours is not here, call your local emergency number. Your choice is not "
        "stored."
    )
    return reply(
        Card("Which country are you in?", (text,)), *_columns(reply_id, on_page), _page_buttons(reply_id, current, last)
    )


def numbers(reply_id: str, shown: UrgentReply | None, country: Country, helplines: Helplines) -> Reply:
    """Return the numbers of a country for an urgent reply, each with its purpose."""
    wanted = shown.numbers if shown else EMERGENCY
    card = Card(f"Numbers to call: {country.name}", ("\n".join(helplines.lines(wanted, country)),))
    return reply(card, (button("Another country", callback_data.Countries(reply_id)),))


def _columns(reply_id: str, shown: list[Country]) -> tuple[Row, ...]:
    each = [button(country.name, callback_data.CountryNumbers(reply_id, country.code)) for country in shown]
    return tuple(tuple(each[first : first + COLUMNS]) for first in range(0, len(each), COLUMNS))


def _page_buttons(reply_id: str, current: int, last: int) -> Row:
    def turn(label: str, page: int) -> tuple[InlineKeyboardButton, ...]:
        return (button(label, callback_data.Countries(reply_id, page)),) if 0 <= page <= last else ()

    return turn("« Previous page", current - 1) + turn("Next page »", current + 1)
