"""Traffic of all sorts, as a bot that many know has it: nobody comes twice, groups are many. The same on every run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.bot.actor import person, private
from tests.bot.sample_updates import GROUP, edited, pressed, said, typed

SEED = 5
GROUPS = 3_000
_ASKED = (
    "What stores iron?", "what stores irn", "When is ferritin low?", "I am pregnant", "who won the football match",
    "iron", "my legs will not let me sleep", "thank you", "How is the weather in {}?", "is {} good for iron",
)  # fmt: skip
_TALK = ("did you sleep at all", "we had {} for dinner", "ferritin {} they told me", "see you at {}")
Update = dict[str, Any]


@dataclass
class Traffic:
    """What comes in next. Presses are of buttons that the bot posted: `posted` is told of each message."""

    chance: Random = field(default_factory=lambda: Random(SEED))
    _people: int = 1_000_000
    _buttons: list[tuple[Update, str]] = field(default_factory=list)

    def updates(self) -> Iterator[Update]:
        """Updates without end."""
        while True:
            yield from self._visit()
            while self._buttons:
                message, data = self._buttons.pop()
                yield pressed(data, message, id=f"press-{self.chance.random()}", from_=self._somebody(message["chat"]))

    def posted(self, message: Update) -> None:
        """Have a button of one message in five pressed."""
        rows = message.get("reply_markup", {}).get("inline_keyboard", [])
        buttons = [button["callback_data"] for row in rows for button in row if "callback_data" in button]
        if buttons and self.chance.random() < 0.2:
            self._buttons.append((message, self.chance.choice(buttons)))

    def _visit(self) -> Iterator[Update]:
        """Somebody new comes, asks, and goes."""
        self._people += 1
        who, kind = person(self._people, f"Ada {self._people}"), self.chance.random()
        if kind < 0.45:
            question = said(self._words(_ASKED), private(who).chat, from_=who)
            yield question
            if kind < 0.05:
                yield edited(question, self._words(_ASKED))
        elif kind < 0.65:
            yield said(f"/ask {self._words(_ASKED)}", self._group(), from_=who)
        elif kind < 0.85:
            yield said(self._words(_TALK), self._group(), from_=who)
        else:
            words = self._words(_ASKED)
            yield from (typed(words[:length], from_=who) for length in (4, len(words)))

    def _words(self, texts: tuple[str, ...]) -> str:
        word = "".join(self.chance.choices("abcdefghijklmnopqrstuvwxyz", k=self.chance.randint(3, 9)))
        return self.chance.choice(texts).format(word)

    def _group(self) -> Update:
        return GROUP | {"id": GROUP["id"] - self.chance.randrange(GROUPS)}

    def _somebody(self, chat: Update) -> Update:
        return person(chat["id"] if chat["id"] > 0 else self._people, "Ada")
