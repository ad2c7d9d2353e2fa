"""The settings of a group in words, with a button for each other option.

Settings and options are defined here only; their slugs name them in callback data.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from telegram import InlineKeyboardButton

from bot.models import BotRights, ChatSettings, Who
from bot.views import callback_data, deep_links
from bot.views.reply import Reply, Row, button, reply, say
from faq.card import Card

MINUTE, HOUR, DAY = 60, 3600, 86400

NOT_YOURS = "Only admins may change this. If you are an admin of that group, write /settings there."
CHANGED = "Changed. {text}"
SO_ALREADY = "It is set like that already."
UNKNOWN = "I don't have that setting any more. These are the settings now."


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a setting.

    Attributes:
        slug: its name in callback data.
        label: the text of its button.
        text: its description while it is set.
        apply: returns settings with this option.

    """

    slug: str
    label: str
    text: str
    apply: Callable[[ChatSettings], ChatSettings]


@dataclass(frozen=True, slots=True)
class Setting:
    """Options of which one is set."""

    slug: str
    options: tuple[Option, ...]

    def text(self, settings: ChatSettings) -> str:
        """Return the description of the option that is set."""
        return " ".join(option.text for option in self.options if is_set(option, settings))

    def buttons(self, chat_id: int, settings: ChatSettings) -> Row:
        """Return a button for each other option."""
        return tuple(
            button(option.label, callback_data.Change(chat_id, self.slug, option.slug))
            for option in self.options
            if not is_set(option, settings)
        )


SETTINGS = (
    Setting(
        "listen",
        (
            Option("on", "Listen", "Listening is on: I answer sure questions that nobody asked me.",
                   lambda settings: replace(settings, listen=True)),
            Option("off", "Stop listening", "Listening is off: I answer only whoever asks me.",
                   lambda settings: replace(settings, listen=False)),
        ),
    ),
    Setting(
        "cooldown",
        (
            Option("5min", "Pause 5 minutes", "Between two such answers I pause for 5 minutes.",
                   lambda settings: replace(settings, cooldown=5 * MINUTE)),
            Option("10min", "Pause 10 minutes", "Between two such answers I pause for 10 minutes.",
                   lambda settings: replace(settings, cooldown=10 * MINUTE)),
            Option("1h", "Pause 1 hour", "Between two such answers I pause for 1 hour.",
                   lambda settings: replace(settings, cooldown=HOUR)),
        ),
    ),
    Setting(
        "compact",
        (
            Option("on", "Short answers", "Answers are short: the rest opens at a tap.",
                   lambda settings: replace(settings, compact=True)),
            Option("off", "Whole answers", "Answers are whole: nothing is folded away.",
                   lambda settings: replace(settings, compact=False)),
        ),
    ),
    Setting(
        "remove",
        (
            Option("never", "Never remove", "My answers stay.",
                   lambda settings: replace(settings, remove_after=0)),
            Option("1h", "Remove after 1 hour", "I remove my answers after 1 hour.",
                   lambda settings: replace(settings, remove_after=HOUR)),
            Option("1d", "Remove after 1 day", "I remove my answers after 1 day.",
                   lambda settings: replace(settings, remove_after=DAY)),
        ),
    ),
    Setting(
        "who",
        (
            Option("everyone", "Everyone may ask", "Everyone may ask me.",
                   lambda settings: replace(settings, who=Who.EVERYONE)),
            Option("admins", "Only admins may ask", "Only admins may ask me. In an emergency I answer everyone.",
                   lambda settings: replace(settings, who=Who.ADMINS)),
        ),
    ),
)  # fmt: skip


def is_set(option: Option, settings: ChatSettings) -> bool:
    """Return whether an option is set."""
    return option.apply(settings) == settings


def option(change: callback_data.Change) -> Option | None:
    """Return the option that callback data names; None if it does not exist."""
    named = (setting for setting in SETTINGS if setting.slug == change.setting)
    return next((option for setting in named for option in setting.options if option.slug == change.value), None)


def in_group(chat_id: int, settings: ChatSettings, rights: BotRights | None, username: str) -> Reply:
    """Return the settings as shown in the group, with a link to the admin's private chat."""
    private = InlineKeyboardButton("Set up in private", url=deep_links.to_settings(username, chat_id))
    return _settings("Settings of this group", chat_id, settings, rights, (private,))


def in_private(chat_id: int, settings: ChatSettings, rights: BotRights | None, title: str) -> Reply:
    """Return the settings as shown in an admin's private chat."""
    return _settings(f"Settings of “{title}”" if title else "Settings of your group", chat_id, settings, rights)


def how() -> Reply:
    """Return the reply to /settings in private."""
    return say(
        "Only groups have settings. Write /settings in your group. Its admins can change them there, or here by the "
        "button “Set up in private”."
    )


def not_yours() -> Reply:
    """Return the refusal to a user without admin rights."""
    return say("Only admins of the group can see and change its settings.")


def admins_only() -> Reply:
    """Return the one notice to a user who may not ask in a group."""
    return say("Only admins may ask me in this group. You can ask me in private.")


def _settings(heading: str, chat_id: int, settings: ChatSettings, rights: BotRights | None, *last: Row) -> Reply:
    texts = (*(setting.text(settings) for setting in SETTINGS), _rights(rights))
    buttons = (setting.buttons(chat_id, settings) for setting in SETTINGS)
    refresh = button("Show what is set now", callback_data.ShowSettings(chat_id))
    return reply(Card(heading, texts), *buttons, (refresh,), *last)


def _rights(rights: BotRights | None) -> str:
    if rights is None:
        return "Telegram doesn't tell me at the moment what I may see and do there."
    return f"{_sight(rights)} {_doing(rights)}"


def _sight(rights: BotRights) -> str:
    if rights.is_admin:
        return "I see all messages in the group, because I am an admin."
    if rights.without_privacy:
        return (
            "I see all messages in the group, because my privacy mode is off. If it was on when I was added, remove me "
            "and add me again."
        )
    return (
        "I see only commands and replies to me, because my privacy mode is on and I am no admin. To listen, I must be "
        "an admin, or the person who runs me must turn that mode off and add me again."
    )


def _doing(rights: BotRights) -> str:
    if not rights.may_write:
        return "I may not write in the group, so I am silent until an admin allows it."
    if rights.may_delete:
        return "I may write, and delete anybody's messages, but I remove only my own."
    return "I may write, and remove my own messages only."
