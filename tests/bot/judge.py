"""The names by which the tests know the counterpart's rules."""

from tests.bot.counterpart.flood import Flood
from tests.bot.counterpart.identity import BOT, ME, TOKEN
from tests.bot.counterpart.judging import Call, Judge
from tests.bot.counterpart.markup import visible
from tests.bot.counterpart.refusal import DoneThen, Dropped, Late, Recurring, Refusal
from tests.bot.counterpart.world import Standing

__all__ = [
    "BOT", "ME", "TOKEN", "Call", "DoneThen", "Dropped", "Flood", "Judge", "Late", "Recurring", "Refusal", "Standing",
    "visible",
]  # fmt: skip
