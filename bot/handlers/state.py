"""What handlers remember for a while. It lives as long as the run: a change of content makes new handlers.

In memory only. Knows no handler, no content and no words of anybody.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from dataclasses import dataclass, field
from typing import Self

from bot.handlers.throttle import Throttle


@dataclass(frozen=True, slots=True)
class HandlerState:
    """What happened state."""

    typing: Throttle
    """Whose turn it is where each letter typed is a question of its own."""
    shared: OrderedDict[tuple[int, int], str] = field(default_factory=OrderedDict)
    """The ids of shared questions by the answers pressed: chat and message."""
    albums: deque[str] = field(default_factory=lambda: deque(maxlen=64))
    """The albums seen last."""
    moved: deque[int] = field(default_factory=lambda: deque(maxlen=64))
    """The groups that moved last."""

    @classmethod
    def of(cls, throttle: Throttle) -> Self:
        """Nothing has happened yet."""
        return cls(throttle.for_typing())
