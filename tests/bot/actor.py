"""A seat: somebody in a chat, and what they can do there, each thing as an update that a walk makes when it is due."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any

from tests.bot import sample_updates as updates
from tests.bot.scenario import Body, Happening, Walk

_PRESSES = itertools.count(5000)


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody in a chat. Every method says what they do; `Walk.take` lets it happen."""

    who: Body
    chat: Body

    def says(self, text: str, **fields: Any) -> Happening:
        """Writes a message."""
        return lambda _: updates.said(text, self.chat, from_=self.who, **fields)

    def says_in_topic(self, thread: int, text: str) -> Happening:
        """Writes a message in a topic of a forum."""
        return lambda _: updates.in_topic(thread, text, self.chat, from_=self.who)

    def shows_a_picture(self) -> Happening:
        """Posts a picture without words."""
        return lambda _: updates.said(None, self.chat, from_=self.who, photo=[])

    def edits(self, text: str | None = None) -> Happening:
        """Edits what was written last; without words, in a way that nobody sees."""
        return lambda walk: updates.edited(walk.asked, text)

    def replies_to_the_bot(self, text: str) -> Happening:
        """Writes in reply to what the bot posted last."""
        return lambda walk: self.says(text, reply_to_message=_quoted(walk.posted))(walk)

    def quotes(self, other: Body, words: str, text: str) -> Happening:
        """Writes in reply to what somebody else said."""

        def happens(_: Walk) -> Body:
            return updates.said(
                text, self.chat, from_=self.who, reply_to_message=updates.message(words, self.chat, from_=other)
            )

        return happens

    def comments(self, text: str) -> Happening:
        """Writes in reply to what was written last."""
        return lambda walk: updates.said(text, self.chat, from_=self.who, reply_to_message=walk.asked["message"])

    def presses(self, label: str) -> Happening:
        """Presses a button of the bot's last message."""
        return lambda walk: self._press(walk.behind(label), walk)

    def presses_an_old_button(self, data: str) -> Happening:
        """Presses a button that the bot posted long ago."""
        return lambda walk: self._press(data, walk)

    def follows(self, label: str) -> Happening:
        """Opens the private chat by a link beneath the bot's last message."""
        return lambda walk: self.says(f"/start {walk.carried(label)}")(walk)

    def types(self, query: str) -> Happening:
        """Types after the bot's name."""
        return lambda _: updates.typed(query, from_=self.who)

    def scrolls(self) -> Happening:
        """Scrolls to the end of what was offered: Telegram asks for the next page."""
        return lambda walk: updates.typed(walk.query["inline_query"]["query"], walk.next_offset, from_=self.who)

    def chooses(self, place: int) -> Happening:
        """Posts one of the results that are offered."""

        def happens(walk: Walk) -> Body:
            chosen = walk.server.judge.choose(walk.query, walk.offered()[place]["id"])
            return updates.update("chosen_inline_result", **chosen)

        return happens

    def presses_inline(self, label: str) -> Happening:
        """Presses a button of the message that came last of an inline or guest answer."""

        def happens(walk: Walk) -> Body:
            name, message = walk.inline()
            return updates.pressed_inline(walk.behind(label, message), name, id=next_press(), from_=self.who)

        return happens

    def calls(self, text: str) -> Happening:
        """Calls the bot into a chat where it is no member."""
        return lambda _: updates.as_guest(text, self.chat, from_=self.who)

    def calls_as_a_member_too(self) -> Happening:
        """Calls the bot where it is a member after all: what came as a guest question comes as a message too."""
        return lambda walk: updates.update(**{n: value for n, value in walk.called.items() if n != "guest_query_id"})

    def _press(self, data: str, walk: Walk) -> Body:
        return updates.pressed(data, walk.posted, id=next_press(), from_=self.who)


def next_press() -> str:
    """The id of a press that was never before."""
    return f"press-{next(_PRESSES)}"


def person(number: int, name: str) -> Body:
    """Somebody, as Telegram tells of them."""
    return {"id": number, "is_bot": False, "first_name": name, "language_code": "en"}


def private(who: Body) -> Seat:
    """Somebody in their private chat with the bot."""
    return Seat(who, {"id": who["id"], "type": "private", "first_name": who["first_name"]})


def _quoted(message: Body) -> Body:
    return {name: value for name, value in message.items() if name != "reply_to_message"}
