"""The names by which the tests know the counterpart's rules."""

from bot.simulator.errors import DoneThen, Dropped, Late, Recurring, Refusal
from bot.simulator.flood_control import Flood
from bot.simulator.formatting import visible
from bot.simulator.identity import BOT, ME, TOKEN
from bot.simulator.judge import Call, Judge
from bot.simulator.state import Standing

__all__ = [
    "BOT", "ME", "TOKEN", "Call", "DoneThen", "Dropped", "Flood", "Judge", "Late", "Recurring", "Refusal", "Standing",
    "visible",
]  # fmt: skip
