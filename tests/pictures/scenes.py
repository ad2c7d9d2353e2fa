"""Short scenes, one for each kind of conversation. They contain the user's messages only."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.simulator import BOT
from faq.assistant import Assistant
from tests.bot.sample_updates import ASKER, GROUP, as_guest, said, typed
from tests.pictures.conversation import Conversation, conversation
from tests.pictures.transcript import Part

_BOT = BOT["username"]
_PRIVATE = ("legwise", "bot, private chat")
_GROUP = ("Restless legs", "group")
_FAMILY = ("Family", "group without the bot")


@dataclass(frozen=True, slots=True)
class Scene:
    """A scene.

    Attributes:
        name: its picture's file name, without suffix.
        title: its description.
        chat: the chat's name and kind.
        proof: text that must be visible, or the picture misses its purpose.

    """

    name: str
    title: str
    chat: tuple[str, str]
    proof: str
    play: Callable[[Conversation], Awaitable[tuple[Part, ...]]]

    async def transcript(self, assistant: Assistant) -> tuple[Part, ...]:
        """Play the scene; return the visible conversation."""
        async with conversation(assistant) as opened:
            return await self.play(opened)


async def _private(chat: Conversation) -> tuple[Part, ...]:
    return await chat.ask(said("what is ferritin"))


async def _did_you_mean(chat: Conversation) -> tuple[Part, ...]:
    return await chat.ask(said("tired"))


async def _group(chat: Conversation) -> tuple[Part, ...]:
    return await chat.ask(said(f"/ask@{_BOT} ferritin 18, is that too low for my legs?", GROUP))


async def _inline(chat: Conversation) -> tuple[Part, ...]:
    return (await chat.type(typed("ferritin l")),)


async def _inline_posted(chat: Conversation) -> tuple[Part, ...]:
    return (await chat.post_first(typed("coffee")),)


async def _guest(chat: Conversation) -> tuple[Part, ...]:
    return await chat.ask_as_guest(as_guest(f"@{_BOT} pregnant and restless legs", GROUP))


async def _red_flag(chat: Conversation) -> tuple[Part, ...]:
    return await chat.ask(said("my chest hurts and I can't breathe"))


async def _settings(chat: Conversation) -> tuple[Part, ...]:
    chat.api.promote(ASKER, GROUP)
    return await chat.ask(said("/settings", GROUP))


async def _topics(chat: Conversation) -> tuple[Part, ...]:
    return await chat.ask(said("/topics"))


SCENES = (
    Scene("private", "A question in a private chat, and its answer with sources", _PRIVATE, "Sources", _private),
    Scene("did-you-mean", "An unclear question, and what it may mean", _PRIVATE, "None of these", _did_you_mean),
    Scene("group", "A question in a group by /ask, and the short answer", _GROUP, "Remove", _group),
    Scene("inline", "Answers offered while a question is typed in any chat", _FAMILY, "Results", _inline),
    Scene("inline-posted", "The answer that was chosen while typing, as it is posted", _FAMILY, "via", _inline_posted),
    Scene("guest", "An answer in a chat where the bot is no member", _FAMILY, "Helpful", _guest),
    Scene("red-flag", "Signs of an emergency, and what to do now", _PRIVATE, "emergency", _red_flag),
    Scene("settings", "The settings of a group, for its admins", _GROUP, "Only admins may ask", _settings),
    Scene("topics", "The list of topics", _PRIVATE, "Choose a topic", _topics),
)
