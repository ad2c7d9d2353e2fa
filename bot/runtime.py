"""What the two halves of a run share: the one that takes updates in, and the one that answers them. Does nothing."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from bot.config.settings import Settings
from bot.metrics import Metrics
from bot.sending.client import Bot
from bot.sending.pacing import SendLimiter
from bot.updates.inbox import Inbox


@dataclass(frozen=True, slots=True)
class Runtime:
    """The parts.

    `coming` is set once updates come in, `answering` once they are answered; until then they wait in the inbox.
    """

    settings: Settings
    bot: Bot
    inbox: Inbox
    metrics: Metrics
    pace: SendLimiter
    coming: asyncio.Event = field(default_factory=asyncio.Event)
    answering: asyncio.Event = field(default_factory=asyncio.Event)
