"""Small talk by its exact words: `SmallTalkWords`. What only resembles it is for the matcher.

Case, punctuation, emoji beside words and drawn-out letters don't count: "Thaaanks!! 🙏" is "thanks".
"""

from __future__ import annotations

import re
import unicodedata

from faq.models import FollowUps, SmallTalk, TalkKind
from faq.outcome import Depth
from faq.text import normalise, words

_DRAWN_OUT = re.compile(r"(.)\1{2,}")
_OPENING = re.compile(r"^(.{1,60}?)\s*([,.!?;:\n…]+|\s[-–]\s)\s*(?=\S)", re.DOTALL)
_UNPUNCTUATED: frozenset[TalkKind] = frozenset({"greeting", "thanks"})
"""Kinds that may open a question without a comma; "no iron ..." does not open with an answer."""
_MAX_OPENING = 4
"""Words of the longest opening without a comma."""


class SmallTalkWords:
    """Finds messages that are small talk, and questions that open with it."""

    def __init__(self, kinds: tuple[SmallTalk, ...], follow_ups: FollowUps) -> None:
        self._kinds = {key(message): talk for talk in kinds for message in talk.messages}
        self._emoji = {
            char: talk for talk in kinds for message in talk.messages if not words(message) for char in _emoji(message)
        }
        self._remark = next((talk for talk in kinds if talk.kind == "remark"), None)
        self._more = frozenset(map(key, follow_ups.more))
        self._sources = frozenset(map(key, follow_ups.sources))

    def find(self, message: str) -> SmallTalk | None:
        """Return the small talk that a message is, if it is nothing else."""
        if talk := self._kinds.get(key(message)):
            return talk
        if words(message) or not (emoji := _emoji(message)):
            return None
        return next((self._emoji[char] for char in emoji if char in self._emoji), self._remark)

    def follow_up(self, message: str) -> Depth | None:
        """Return what a message asks for of the answer before; None if it does not ask for more of it."""
        said = key(message)
        if said in self._sources:
            return "sources"
        return "more" if said in self._more else None

    def without_opening(self, message: str) -> str:
        """Return a message without the small talk that it opens with; the message itself if it is nothing else."""
        rest = message.strip()
        while (shorter := self._shortened(rest)) != rest:
            rest = shorter
        return rest

    def _shortened(self, message: str) -> str:
        opening = _OPENING.match(message)
        if opening and key(opening[1]) in self._kinds:
            return message[opening.end() :]
        typed = message.split()
        for length in range(min(_MAX_OPENING, len(typed) - 2), 0, -1):
            talk = self._kinds.get(key(" ".join(typed[:length])))
            if talk and talk.kind in _UNPUNCTUATED:
                return " ".join(typed[length:])
        return message


def key(message: str) -> str:
    """Return what two messages that say the same have in common; the message itself if it has no word."""
    found = words(message)
    return _DRAWN_OUT.sub(r"\1", " ".join(found)) if found else "".join(normalise(message).split())


def _emoji(message: str) -> str:
    return "".join(char for char in message if unicodedata.category(char) in {"So", "Sk"} and not char.isascii())
