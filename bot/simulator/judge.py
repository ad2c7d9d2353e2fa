"""The rules of the Bot API, as far as legwise uses it: a call in, its result out, or the refusal that production gives.

Knows no HTTP. `wire.py` puts it under an Application, `server.py` behind a real port.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from bot.simulator import chat_members, messages, parameters, queries
from bot.simulator.clock import Clock
from bot.simulator.command_menus import Menus
from bot.simulator.errors import DoneThen, Dropped, Fault, Late, Recurring, Refusal
from bot.simulator.flood_control import Flood
from bot.simulator.formatting import visible
from bot.simulator.identity import BOT, ME
from bot.simulator.state import Standing, World

Hook = Callable[[dict[str, Any]], object]


class Outside(Protocol):
    """Judges that are not ours."""

    def call(self, method: str, raw: dict[str, str]) -> None:
        """Look at a call. Raises Refusal."""

    def update(self, update: dict[str, Any]) -> None:
        """Look at an update. Raises AssertionError."""

    def result(self, method: str, result: Any) -> None:
        """Look at what a call returns. Raises AssertionError."""


@dataclass(frozen=True)
class Call:
    """A call that the bot made, with its parameters as values."""

    method: str
    parameters: dict[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.parameters[name]

    @property
    def text(self) -> str:
        """The words that a person sees."""
        return visible(self.parameters["text"])

    @property
    def buttons(self) -> list[tuple[str, str]]:
        """Label of each button beneath, and its data or else its link."""
        rows = self.parameters.get("reply_markup", {}).get("inline_keyboard", [])
        return [(button["text"], button.get("callback_data", button.get("url", ""))) for row in rows for button in row]


@dataclass
class Judge:
    """Judges calls and remembers the good ones, and in `posted` the messages they made, as Telegram has them.

    `faults` are met first, one a call of the method it names, and so are those that recur; they are not counted as
    refused.
    """

    calls: list[Call] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    faults: list[tuple[str, Fault]] = field(default_factory=list)
    recurring: list[Recurring] = field(default_factory=list)
    posted: list[dict[str, Any]] = field(default_factory=list)
    world: World = field(default_factory=World)
    menus: Menus = field(default_factory=Menus)
    clock: Clock = field(default_factory=Clock)
    flood: Flood | None = None
    outside: Outside | None = None
    hooks: dict[str, Hook] = field(default_factory=dict)
    """Methods that somebody else carries out: getUpdates and the webhook's, which need a queue."""

    def see(self, update: dict[str, Any]) -> dict[str, Any]:
        """Take note of an update that goes to the bot: its chat, its messages, its query. Returns it."""
        self.world.see(update, self.clock.now())
        return update

    def fail(self, method: str, fault: Fault, times: int = 1) -> None:
        """Let the next calls of a method meet a fault."""
        self.faults += [(method, fault)] * times

    async def answer(self, method: str, raw: dict[str, str]) -> Any:
        """The result of a call, late if a fault says so. Raises Refusal and Dropped."""
        self.faults[:0] = [(method, due) for one in self.recurring if (due := one.due(method))]
        while (late := self._fault(method, Late)) is not None:
            assert isinstance(late, Late)
            await self.clock.sleep(late.seconds)
        return self.call(method, raw)

    def call(self, method: str, raw: dict[str, str]) -> Any:
        """The result of a call. Raises Refusal and Dropped."""
        fault = self._fault(method, Refusal, Dropped, DoneThen)
        if isinstance(fault, Refusal | Dropped):
            raise fault
        try:
            result = self._carried_out(parameters.named(method), raw)
        except Refusal as refusal:
            self.refused.append(f"{method}: {refusal.code} {refusal.description}")
            raise
        if isinstance(fault, DoneThen):
            raise fault.failure
        return result

    def of(self, method: str) -> list[Call]:
        """The calls of one method."""
        return [call for call in self.calls if call.method == method]

    def choose(self, query: dict[str, Any], result_id: str) -> dict[str, Any]:
        """Post a result of an answered inline query (its update): the body of chosen_inline_result.

        The id of the message is there only if the result has a keyboard.
        """
        asked = query["inline_query"]
        told = queries.chosen(self.world, asked["id"], result_id)
        return {"from": asked["from"], "query": asked["query"]} | told

    def promote(self, user: dict[str, Any], chat: dict[str, Any], status: str = "administrator") -> None:
        """Make somebody an admin of a chat, its "creator", or a "member" again; the bot itself as well."""
        place = self.world.place(chat)
        if user["id"] == BOT["id"]:
            place.standing = Standing(status)
        else:
            place.joined(user)
            place.members[user["id"]] = status

    def _fault(self, method: str, *kinds: type[Fault]) -> Fault | None:
        for place, (of, fault) in enumerate(self.faults):
            if of.casefold() == method.casefold() and isinstance(fault, kinds):
                del self.faults[place]
                return fault
        return None

    def _carried_out(self, method: str, raw: dict[str, str]) -> Any:
        values = parameters.decoded(raw)
        parameters.complete(method, values)
        if self.outside:
            self.outside.call(method, raw)
        if self.flood:
            self.flood.count(method, values, self.clock.now())
        result = self._result(method, values)
        if self.outside:
            self.outside.result(method, result)
        self.calls.append(Call(method, values))
        if isinstance(result, dict) and "message_id" in result:
            self.posted.append(result)
        return result

    def _result(self, method: str, values: dict[str, Any]) -> Any:
        now, world, menus = self.clock.now(), self.world, self.menus
        ways: dict[str, Hook] = {
            "getMe": lambda _: ME,
            "sendMessage": lambda asked: messages.send(world, asked, now),
            "editMessageText": lambda asked: messages.edit(world, asked, now),
            "editMessageReplyMarkup": lambda asked: messages.edit(world, asked, now),
            "deleteMessage": lambda asked: messages.delete(world, asked, now),
            "sendChatAction": lambda asked: messages.act(world, asked),
            "setMessageReaction": lambda asked: messages.react(world, asked),
            "answerCallbackQuery": lambda asked: queries.press(world, asked, now),
            "answerInlineQuery": lambda asked: queries.inline(world, asked, now),
            "answerGuestQuery": lambda asked: queries.guest(world, asked, now),
            "getChat": lambda asked: chat_members.chat(world, asked),
            "getChatMember": lambda asked: chat_members.one(world, asked),
            "getChatAdministrators": lambda asked: chat_members.admins(world, asked),
            "leaveChat": lambda asked: chat_members.leave(world, asked),
            "setMyCommands": menus.set,
            "deleteMyCommands": menus.delete,
            "getMyCommands": menus.get,
            "setMyDescription": lambda asked: menus.describe(asked, "description", 512),
            "setMyShortDescription": lambda asked: menus.describe(asked, "short_description", 120),
        }
        way: Hook = (ways | self.hooks).get(method, _nothing)
        return way(values)


def _nothing(_: dict[str, Any]) -> bool:
    return True
