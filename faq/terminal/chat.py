"""A conversation in the terminal: `Chat.hold`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from rich.text import Text

from faq.assistant import Answering
from faq.card import Card
from faq.context import Context, choice_index
from faq.models import Faq
from faq.outcome import Outcome
from faq.small_talk import key
from faq.terminal import commands
from faq.terminal.rendering import answer_card
from faq.terminal.screen import Screen

ENDS = frozenset({"quit", "exit", "bye"})
"""Words that end a conversation if they stand alone."""


class Chat:
    """Answers lines, and remembers in memory what a number or a follow-up refers to."""

    def __init__(self, assistant: Answering, screen: Screen) -> None:
        self._assistant, self._screen = assistant, screen
        self._last: Context | None = None
        self._topics: tuple[str, ...] = ()
        """The topics, while they are what was listed last."""
        self._supported = False

    @property
    def _faq(self) -> Faq:
        return self._assistant.faq

    def hold(self, lines: Iterable[str]) -> None:
        """Answer each line until one ends the conversation."""
        self._screen.show(commands.start(self._faq))
        for line in map(str.strip, lines):
            if key(line) in ENDS:
                break
            if line:
                self._answer(line)
        self._screen.print(Text(_farewell(self._faq)))

    def _answer(self, line: str) -> None:
        # Red flags first, as in Telegram: a command may be followed by anything.
        if line.startswith("/") and not self._assistant.red_flag(line):
            self._command(line.split(maxsplit=1)[0].casefold())
        elif (index := choice_index(line, len(self._topics))) is not None:
            self._topic(self._topics[index])
        else:
            self._ask(line)

    def _command(self, name: str) -> None:
        self._screen.show(commands.page(name, self._faq))
        if name == commands.TOPICS:
            self._topics = tuple(self._faq.topics)

    def _topic(self, title: str) -> None:
        self._screen.show(commands.topic(title, self._faq))
        self._topics = ()
        self._last = Context(None, self._faq.topics[title])

    def _ask(self, line: str) -> None:
        outcome = self._assistant.ask(line, self._last)
        shown = answer_card(replace(outcome, support=outcome.support and not self._supported), self._faq)
        self._screen.show(shown)
        self._supported = self._supported or outcome.support
        self._topics = ()
        self._last = _context(outcome, shown, self._faq) or self._last


def _context(outcome: Outcome, shown: Card, faq: Faq) -> Context | None:
    """Return what the next message may lean on: a number chooses of all that was listed."""
    told = Context.of_target(outcome.target, faq)
    offered = tuple(faq.by_id[choice.entry] for choice in shown.choices)
    if told:
        return replace(told, offered=offered)
    return Context(None, offered) if offered else None


def _farewell(faq: Faq) -> str:
    return next((talk.reply for talk in faq.small_talk if talk.kind == "bye" and talk.reply), "Goodbye.")
