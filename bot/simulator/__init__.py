"""A counterpart of the Bot API for tests and trials: it does what production does, and refuses what production refuses.

It knows nothing of legwise. `server` puts it on a port of loopback; `judging` alone needs no network.
"""

from bot.simulator.clock import Clock
from bot.simulator.judge import Judge
from bot.simulator.server import PATIENCE, Counterpart, serving

__all__ = ["PATIENCE", "Clock", "Counterpart", "Judge", "serving"]
