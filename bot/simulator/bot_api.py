"""The rules of the Bot API: takes a call and returns its result, or refuses it as the official server does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from bot.simulator import chat_members, messages, parameters, queries
from bot.simulator.clock import Clock
from bot.simulator.command_menus import CommandMenus
from bot.simulator.errors import ApiError, ConnectionDroppedError, Delay, ExecutedThen, Fault, Recurring
from bot.simulator.flood_control import FloodControl
from bot.simulator.formatting import visible_text
from bot.simulator.identity import BOT, ME
from bot.simulator.state import BotStatus, TelegramState

Method = Callable[[dict[str, Any]], object]


class Validator(Protocol):
    """Further checks, by code that is independent of the simulator."""

    def call(self, method: str, raw: dict[str, str]) -> None:
        """Check a call. Raises ApiError."""

    def update(self, update: dict[str, Any]) -> None:
        """Check an update. Raises AssertionError."""

    def result(self, method: str, result: Any) -> None:
        """Check the result of a call. Raises AssertionError."""


@dataclass(frozen=True)
class Call:
    """A call that the bot made, with its decoded parameters."""

    method: str
    parameters: dict[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.parameters[name]

    @property
    def text(self) -> str:
        """The visible text."""
        return visible_text(self.parameters["text"])

    @property
    def buttons(self) -> list[tuple[str, str]]:
        """The label of each inline button, with its callback data or its link."""
        rows = self.parameters.get("reply_markup", {}).get("inline_keyboard", [])
        return [(button["text"], button.get("callback_data", button.get("url", ""))) for row in rows for button in row]


@dataclass
class BotApi:
    """Carries out calls.

    Attributes:
        calls: those that succeeded.
        refused: those that were refused, as method, code and description; injected faults are not counted.
        faults: faults to inject, each into the next call of its method.
        recurring: faults to inject again and again.
        posted: the messages that the bot sent or edited, as Telegram returns them.
        me: the bot as getMe returns it.
        hooks: methods carried out elsewhere, because they need the queue of updates.

    """

    calls: list[Call] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    faults: list[tuple[str, Fault]] = field(default_factory=list)
    recurring: list[Recurring] = field(default_factory=list)
    posted: list[dict[str, Any]] = field(default_factory=list)
    state: TelegramState = field(default_factory=TelegramState)
    menus: CommandMenus = field(default_factory=CommandMenus)
    clock: Clock = field(default_factory=Clock)
    flood_control: FloodControl | None = None
    validator: Validator | None = None
    hooks: dict[str, Method] = field(default_factory=dict)
    me: dict[str, Any] = field(default_factory=lambda: dict(ME))

    def record(self, update: dict[str, Any]) -> dict[str, Any]:
        """Record an update that is sent to the bot, with its chat, messages and query. Return it."""
        self.state.record(update, self.clock.now())
        return update

    def fail(self, method: str, fault: Fault, times: int = 1) -> None:
        """Inject a fault into the next calls of a method."""
        self.faults += [(method, fault)] * times

    async def answer(self, method: str, raw: dict[str, str]) -> Any:
        """Return the result of a call, after injected delays. Raises ApiError and ConnectionDroppedError."""
        self.faults[:0] = [(method, fault) for each in self.recurring if (fault := each.due(method))]
        while isinstance(delay := self._next_fault(method, Delay), Delay):
            await self.clock.sleep(delay.seconds)
        return self.call(method, raw)

    def call(self, method: str, raw: dict[str, str]) -> Any:
        """Return the result of a call. Raises ApiError and ConnectionDroppedError."""
        fault = self._next_fault(method, ApiError, ConnectionDroppedError, ExecutedThen)
        if isinstance(fault, ApiError | ConnectionDroppedError):
            raise fault
        try:
            result = self._carry_out(parameters.canonical_name(method), raw)
        except ApiError as error:
            self.refused.append(f"{method}: {error.code} {error.description}")
            raise
        if isinstance(fault, ExecutedThen):
            raise fault.failure
        return result

    def calls_of(self, method: str) -> list[Call]:
        """Return the successful calls of one method."""
        return [call for call in self.calls if call.method == method]

    def choose(self, query: dict[str, Any], result_id: str) -> dict[str, Any]:
        """Post a result of an answered inline query (its update); return the body of chosen_inline_result."""
        inline = query["inline_query"]
        fields = queries.choose(self.state, inline["id"], result_id)
        return {"from": inline["from"], "query": inline["query"]} | fields

    def promote(self, user: dict[str, Any], chat: dict[str, Any], status: str = "administrator") -> None:
        """Set the status of a user, or of the bot, in a chat: an admin, its "creator", or a "member" again."""
        state = self.state.chat(chat)
        if user["id"] == BOT["id"]:
            state.bot_status = BotStatus(status)
        else:
            state.add_member(user)
            state.statuses[user["id"]] = status

    def _next_fault(self, method: str, *kinds: type[Fault]) -> Fault | None:
        for index, (of, fault) in enumerate(self.faults):
            if of.casefold() == method.casefold() and isinstance(fault, kinds):
                del self.faults[index]
                return fault
        return None

    def _carry_out(self, method: str, raw: dict[str, str]) -> Any:
        values = parameters.decode(raw)
        parameters.check(method, values)
        if self.validator:
            self.validator.call(method, raw)
        if self.flood_control:
            self.flood_control.count(method, values, self.clock.now())
        result = self._result(method, values)
        if self.validator:
            self.validator.result(method, result)
        self.calls.append(Call(method, values))
        if isinstance(result, dict) and "message_id" in result:
            self.posted.append(result)
        return result

    def _result(self, method: str, values: dict[str, Any]) -> Any:
        now, state, menus = self.clock.now(), self.state, self.menus
        methods: dict[str, Method] = {
            "getMe": lambda _: self.me,
            "sendMessage": lambda given: messages.send_message(state, given, now),
            "editMessageText": lambda given: messages.edit_message(state, given, now),
            "editMessageReplyMarkup": lambda given: messages.edit_message(state, given, now),
            "deleteMessage": lambda given: messages.delete_message(state, given, now),
            "sendChatAction": lambda given: messages.send_chat_action(state, given),
            "setMessageReaction": lambda given: messages.set_message_reaction(state, given),
            "answerCallbackQuery": lambda given: queries.answer_callback_query(state, given, now),
            "answerInlineQuery": lambda given: queries.answer_inline_query(state, given, now),
            "answerGuestQuery": lambda given: queries.answer_guest_query(state, given, now),
            "getChat": lambda given: chat_members.get_chat(state, given),
            "getChatMember": lambda given: chat_members.get_chat_member(state, given),
            "getChatAdministrators": lambda given: chat_members.get_chat_administrators(state, given),
            "leaveChat": lambda given: chat_members.leave_chat(state, given),
            "setMyCommands": menus.set,
            "deleteMyCommands": menus.delete,
            "getMyCommands": menus.get,
            "setMyDescription": lambda given: menus.describe(given, "description", 512),
            "setMyShortDescription": lambda given: menus.describe(given, "short_description", 120),
            "getMyDescription": lambda given: menus.description(given, "description"),
            "getMyShortDescription": lambda given: menus.description(given, "short_description"),
        }
        carry_out = (methods | self.hooks).get(method)
        return True if carry_out is None else carry_out(values)
