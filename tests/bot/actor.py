"""A user in a chat, and the user's actions, each of which becomes an update when its step is played."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any

from tests.bot import sample_updates as updates
from tests.bot.scenario import Action, Body, Scenario

_PRESSES = itertools.count(5000)


@dataclass(frozen=True, slots=True)
class Actor:
    """A user in a chat."""

    user: Body
    chat: Body

    def says(self, text: str, **fields: Any) -> Action:
        """Write a message."""
        return lambda _: updates.said(text, self.chat, from_=self.user, **fields)

    def says_in_topic(self, thread: int, text: str) -> Action:
        """Write a message in a topic of a forum."""
        return lambda _: updates.in_topic(thread, text, self.chat, from_=self.user)

    def shows_a_picture(self) -> Action:
        """Post a picture without a caption."""
        return lambda _: updates.pictured(None, self.chat, from_=self.user)

    def edits(self, text: str | None = None) -> Action:
        """Edit the last message; None leaves its text unchanged."""
        return lambda scenario: updates.edited(scenario.last_message, text)

    def replies_to_the_bot(self, text: str) -> Action:
        """Reply to the bot's last message."""
        return lambda scenario: self.says(text, reply_to_message=_quoted(scenario.posted))(scenario)

    def quotes(self, other: Body, words: str, text: str) -> Action:
        """Reply to a message of another user."""

        def action(_: Scenario) -> Body:
            quoted = updates.message(words, self.chat, from_=other)
            return updates.said(text, self.chat, from_=self.user, reply_to_message=quoted)

        return action

    def comments(self, text: str) -> Action:
        """Reply to the last message."""
        return lambda scenario: updates.said(
            text, self.chat, from_=self.user, reply_to_message=scenario.last_message["message"]
        )

    def presses(self, label: str) -> Action:
        """Press a button of the bot's last message."""
        return lambda scenario: self._press(scenario.button_value(label), scenario)

    def presses_an_old_button(self, data: str) -> Action:
        """Press a button with the given data."""
        return lambda scenario: self._press(data, scenario)

    def follows(self, label: str) -> Action:
        """Open the private chat by a link of the bot's last message."""
        return lambda scenario: self.says(f"/start {scenario.start_parameter(label)}")(scenario)

    def types(self, query: str) -> Action:
        """Type an inline query."""
        return lambda _: updates.typed(query, from_=self.user)

    def scrolls(self) -> Action:
        """Scroll to the end of the inline results, so that Telegram asks for the next page."""
        return lambda scenario: updates.typed(
            scenario.query["inline_query"]["query"], scenario.next_offset, from_=self.user
        )

    def chooses(self, index: int) -> Action:
        """Post one of the inline results. The bot gets no update, because it does not ask for chosen_inline_result."""

        def action(scenario: Scenario) -> Body:
            scenario.server.api.choose(scenario.query, scenario.inline_results()[index]["id"])
            return {}

        return action

    def presses_inline(self, label: str) -> Action:
        """Press a button of the last message of an inline or guest answer."""

        def action(scenario: Scenario) -> Body:
            message_id, message = scenario.inline_message()
            data = scenario.button_value(label, message)
            return updates.pressed_inline(data, message_id, id=next_press(), from_=self.user)

        return action

    def calls(self, text: str) -> Action:
        """Mention the bot in a chat where it is no member."""
        return lambda _: updates.as_guest(text, self.chat, from_=self.user)

    def calls_as_a_member_too(self) -> Action:
        """Send the last guest message as a message too, as where the bot is a member after all."""
        return lambda scenario: updates.update(
            **{name: value for name, value in scenario.guest_message.items() if name != "guest_query_id"}
        )

    def _press(self, data: str, scenario: Scenario) -> Body:
        return updates.pressed(data, scenario.posted, id=next_press(), from_=self.user)


def next_press() -> str:
    """Return a new id of a press."""
    return f"press-{next(_PRESSES)}"


def person(number: int, name: str) -> Body:
    """Return a User."""
    return {"id": number, "is_bot": False, "first_name": name, "language_code": "en"}


def private(user: Body) -> Actor:
    """Return a user in the private chat with the bot."""
    return Actor(user, {"id": user["id"], "type": "private", "first_name": user["first_name"]})


def _quoted(message: Body) -> Body:
    return {name: value for name, value in message.items() if name != "reply_to_message"}
