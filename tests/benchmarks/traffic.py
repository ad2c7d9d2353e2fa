"""Mixed traffic of a popular bot: each user appears once, in many groups. The same on every run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.bot.actor import person, private
from tests.bot.sample_updates import GROUP, edited, pressed, said, typed

SEED = 5
GROUPS = 3_000
_QUESTIONS = (
    "What stores iron?", "what stores irn", "When is ferritin low?", "I am pregnant", "who won the football match",
    "iron", "my legs will not let me sleep", "thank you", "How is the weather in {}?", "is {} good for iron",
)  # fmt: skip
_TALK = ("did you sleep at all", "we had {} for dinner", "ferritin {} they told me", "see you at {}")
Update = dict[str, Any]


@dataclass
class Traffic:
    """A stream of updates. Pass each message of the bot to `posted`, so that its buttons are pressed."""

    chance: Random = field(default_factory=lambda: Random(SEED))
    _last_user: int = 1_000_000
    _buttons: list[tuple[Update, str]] = field(default_factory=list)

    def updates(self) -> Iterator[Update]:
        """Yield updates without end."""
        while True:
            yield from self._new_user()
            while self._buttons:
                message, data = self._buttons.pop()
                yield pressed(data, message, id=f"press-{self.chance.random()}", from_=self._presser(message["chat"]))

    def posted(self, message: Update) -> None:
        """Press a button of one message in five."""
        rows = message.get("reply_markup", {}).get("inline_keyboard", [])
        buttons = [button["callback_data"] for row in rows for button in row if "callback_data" in button]
        if buttons and self.chance.random() < 0.2:
            self._buttons.append((message, self.chance.choice(buttons)))

    def _new_user(self) -> Iterator[Update]:
        """Yield the updates of a new user."""
        self._last_user += 1
        user, kind = person(self._last_user, f"Ada {self._last_user}"), self.chance.random()
        if kind < 0.45:
            question = said(self._words(_QUESTIONS), private(user).chat, from_=user)
            yield question
            if kind < 0.05:
                yield edited(question, self._words(_QUESTIONS))
        elif kind < 0.65:
            yield said(f"/ask {self._words(_QUESTIONS)}", self._group(), from_=user)
        elif kind < 0.85:
            yield said(self._words(_TALK), self._group(), from_=user)
        else:
            words = self._words(_QUESTIONS)
            yield from (typed(words[:length], from_=user) for length in (4, len(words)))

    def _words(self, texts: tuple[str, ...]) -> str:
        word = "".join(self.chance.choices("abcdefghijklmnopqrstuvwxyz", k=self.chance.randint(3, 9)))
        return self.chance.choice(texts).format(word)

    def _group(self) -> Update:
        return GROUP | {"id": GROUP["id"] - self.chance.randrange(GROUPS)}

    def _presser(self, chat: Update) -> Update:
        return person(chat["id"] if chat["id"] > 0 else self._last_user, "Ada")
