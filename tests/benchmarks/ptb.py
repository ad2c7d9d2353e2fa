"""A bare echo bot of python-telegram-bot, the reference for delivery. It imports nothing of legwise.

python -m tests.benchmarks.ptb URL TOKEN AT_ONCE
"""

from __future__ import annotations

import sys

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters


def main(url: str, token: str, at_once: str) -> None:
    """Answer until terminated, handling `at_once` updates concurrently; 1 is the library's default."""
    builder = Application.builder().token(token).base_url(f"{url}/bot")
    application = (builder.concurrent_updates(int(at_once)) if at_once != "1" else builder).build()
    application.add_handler(MessageHandler(filters.TEXT, _answer))
    application.run_polling()


async def _answer(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message is not None
    await update.message.reply_text(update.message.text or "")


if __name__ == "__main__":
    main(*sys.argv[1:])
