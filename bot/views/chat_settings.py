"""The settings of a group in words: what holds there, and a button for everything else that can hold. Pure.

What can be chosen is here and nowhere else; each setting and each of its options has a name for the buttons' data.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from telegram import InlineKeyboardButton
from telegram.helpers import create_deep_linked_url

from bot.models import ChatSettings, Who
from bot.views import callback_data
from bot.views.reply import Reply, Row, button, reply, say
from faq.card import Card

MINUTE, HOUR, DAY = 60, 3600, 86400
LINK = "settings_"
"""What a deep link to a chat's settings starts with, before the chat's id."""

NOT_YOURS = "Only admins may change this. If you are an admin of that group, write /settings there."
CHANGED = "Changed. {told}"
SO_ALREADY = "It is set like that already."
UNKNOWN = "I don't have that setting any more. These are the settings now."


@dataclass(frozen=True, slots=True)
class Option:
    """What can be chosen.

    Attributes:
        slug: its name in a button's data.
        offer: what the button says.
        told: what is said where it holds.
        into: makes it hold.

    """

    slug: str
    offer: str
    told: str
    into: Callable[[ChatSettings], ChatSettings]


@dataclass(frozen=True, slots=True)
class Setting:
    """Options of which one holds. `also` is said beneath, whichever it is."""

    slug: str
    options: tuple[Option, ...]
    also: str = ""

    def told(self, chosen: ChatSettings) -> str:
        """What holds, in words."""
        told = " ".join(option.told for option in self.options if holds(option, chosen))
        return f"{told} {self.also}".strip()

    def offered(self, chat_id: int, chosen: ChatSettings) -> Row:
        """A button for each option that does not hold."""
        return tuple(
            button(option.offer, callback_data.Change(chat_id, self.slug, option.slug))
            for option in self.options
            if not holds(option, chosen)
        )


SETTINGS = (
    Setting(
        "listen",
        (
            Option("on", "Listen", "Listening is on: I answer sure questions that nobody asked me.",
                   lambda old: replace(old, listen=True)),
            Option("off", "Stop listening", "Listening is off: I answer only whoever asks me.",
                   lambda old: replace(old, listen=False)),
        ),
        also="Telegram may show me such questions only if I am an admin here.",
    ),
    Setting(
        "cooldown",
        (
            Option("5min", "Pause 5 minutes", "Between two such answers I pause for 5 minutes.",
                   lambda old: replace(old, cooldown=5 * MINUTE)),
            Option("10min", "Pause 10 minutes", "Between two such answers I pause for 10 minutes.",
                   lambda old: replace(old, cooldown=10 * MINUTE)),
            Option("1h", "Pause 1 hour", "Between two such answers I pause for 1 hour.",
                   lambda old: replace(old, cooldown=HOUR)),
        ),
    ),
    Setting(
        "compact",
        (
            Option("on", "Short answers", "Answers are short: long parts are folded away.",
                   lambda old: replace(old, compact=True)),
            Option("off", "Whole answers", "Answers are whole: nothing is folded away.",
                   lambda old: replace(old, compact=False)),
        ),
    ),
    Setting(
        "remove",
        (
            Option("never", "Never remove", "My answers stay.",
                   lambda old: replace(old, remove_after=0)),
            Option("1h", "Remove after 1 hour", "I remove my answers after 1 hour.",
                   lambda old: replace(old, remove_after=HOUR)),
            Option("1d", "Remove after 1 day", "I remove my answers after 1 day.",
                   lambda old: replace(old, remove_after=DAY)),
        ),
    ),
    Setting(
        "who",
        (
            Option("everyone", "Everyone may ask", "Everyone may ask me.",
                   lambda old: replace(old, who=Who.EVERYONE)),
            Option("admins", "Only admins may ask", "Only admins may ask me. In an emergency I answer everyone.",
                   lambda old: replace(old, who=Who.ADMINS)),
        ),
    ),
)  # fmt: skip


def holds(option: Option, chosen: ChatSettings) -> bool:
    """Whether an option is what holds."""
    return option.into(chosen) == chosen


def option(change: callback_data.Change) -> Option | None:
    """The option that a button names; None for one that there is not."""
    named = (setting for setting in SETTINGS if setting.slug == change.setting)
    return next((option for setting in named for option in setting.options if option.slug == change.value), None)


def in_group(chat_id: int, chosen: ChatSettings, username: str) -> Reply:
    """The settings as they stand in the group itself, with the way to its admin's private chat."""
    link = create_deep_linked_url(username, f"{LINK}{chat_id}")
    private = InlineKeyboardButton("Set up in private", url=link)
    return _settings("Settings of this group", chat_id, chosen, (private,))


def in_private(chat_id: int, chosen: ChatSettings, title: str) -> Reply:
    """The settings as they stand in an admin's private chat."""
    return _settings(f"Settings of “{title}”" if title else "Settings of your group", chat_id, chosen)


def how() -> Reply:
    """What /settings says in private."""
    return say(
        "Only groups have settings. Write /settings in your group. Its admins can change them there, or here by the "
        "button “Set up in private”."
    )


def not_yours() -> Reply:
    """What somebody who is no admin gets."""
    return say("Only admins of the group can see and change its settings.")


def _settings(heading: str, chat_id: int, chosen: ChatSettings, *last: Row) -> Reply:
    told = tuple(setting.told(chosen) for setting in SETTINGS)
    offered = (setting.offered(chat_id, chosen) for setting in SETTINGS)
    now = button("Show what is set now", callback_data.ShowSettings(chat_id))
    return reply(Card(heading, told), *offered, (now,), *last)
