"""A simulator of the Telegram Bot API in this process, for tests and trials.

It answers as the official server does and refuses calls that the official server refuses. `serve` runs it on a port of
loopback; `BotApi` alone needs no network. Use it with any bot: it imports only the standard library and aiohttp.
"""

from bot.simulator.bot_api import BotApi, Call, Validator
from bot.simulator.clock import Clock
from bot.simulator.errors import ApiError, ConnectionDroppedError, Delay, ExecutedThen, Recurring
from bot.simulator.flood_control import FloodControl, FloodLimit
from bot.simulator.formatting import visible_text
from bot.simulator.identity import BOT, ME, TOKEN
from bot.simulator.server import WAIT_TIMEOUT, BotApiSimulator, serve
from bot.simulator.state import BotStatus

__all__ = [
    "BOT",
    "ME",
    "TOKEN",
    "WAIT_TIMEOUT",
    "ApiError",
    "BotApi",
    "BotApiSimulator",
    "BotStatus",
    "Call",
    "Clock",
    "ConnectionDroppedError",
    "Delay",
    "ExecutedThen",
    "FloodControl",
    "FloodLimit",
    "Recurring",
    "Validator",
    "serve",
    "visible_text",
]
