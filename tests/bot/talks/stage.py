"""Plays the script of a talk with the real application."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.models import Answer
from bot.simulator import BOT, Call
from faq.assistant import Assistant
from tests.bot.sample_updates import GROUP, said
from tests.bot.talks.conversation import Conversation, conversation
from tests.bot.talks.script import Turn

PAUSE = 20
"""Seconds between two messages."""
START = 1_700_000_000
_SUPERGROUP = GROUP | {"id": -1001234567890}
"""A group whose messages have links."""
_PEOPLE = {name: {"id": 70 + n, "is_bot": False, "first_name": name, "language_code": "en"}
           for n, name in enumerate(("Ann", "Ben", "Cem", "Dee", "Eli"))}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Played:
    """A turn, the calls that the bot made at it, and its row in the table of answers, if it posted."""

    turn: Turn
    calls: tuple[Call, ...]
    row: Answer | None


class _Clock:
    """A clock that moves with each turn."""

    now = START

    def __call__(self) -> float:
        return self.now


async def play(turns: tuple[Turn, ...], name: str, assistant: Assistant) -> tuple[Played, ...]:
    """Play a talk in private or in a group."""
    clock = _Clock()
    async with conversation(assistant, clock) as chat:
        played = []
        for turn in turns:
            clock.now += PAUSE
            played.append(await _play(turn, chat, in_group=name == "group"))
    return tuple(played)


async def _play(turn: Turn, chat: Conversation, *, in_group: bool) -> Played:
    update = _update(turn, chat, in_group=in_group)
    before = len(chat.api.calls)
    await chat.process(update)
    message = update["message"]
    row = await chat.store.answers.of_question(message["chat"]["id"], message["message_id"])
    return Played(turn, tuple(chat.api.calls[before:]), row)


def _update(turn: Turn, chat: Conversation, *, in_group: bool) -> dict[str, Any]:
    user, text = _PEOPLE[turn.who], turn.text.replace("@bot", f"@{BOT['username']}")
    place = _SUPERGROUP if in_group else {"id": user["id"], "type": "private", "first_name": turn.who}
    if not text.startswith("^bot "):
        return said(text, place, from_=user)
    quoted = {name: value for name, value in chat.api.posted[-1].items() if name != "reply_to_message"}
    return said(text.removeprefix("^bot "), place, from_=user, reply_to_message=quoted)
