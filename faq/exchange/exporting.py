"""`legwise export`: a FAQ -> a file of the format that its suffix names."""

from __future__ import annotations

import re
from pathlib import Path

from faq.exchange.csv_file import csv_text
from faq.exchange.html_page import html_text
from faq.exchange.json_ld import json_text
from faq.exchange.text_file import ExchangeError, write_text
from faq.models import Faq

_BOT = re.compile(r"@?([A-Za-z][A-Za-z0-9_]{3,31})", re.ASCII)
"""The form of a username on Telegram."""


def export_file(faq: Faq, file: Path, bot: str | None = None) -> None:
    """Write a FAQ; a page links to the bot if it is named.

    Raises:
        ExchangeError: if the suffix or the bot's name is unusable, or the file cannot be written.

    """
    suffix = file.suffix.casefold()
    username = _BOT.fullmatch(bot) if bot else None
    if bot and not username:
        raise ExchangeError([f"--bot {bot}: is no username of Telegram; write it without https://t.me/"], exit_code=2)
    if bot and suffix != ".html":
        raise ExchangeError(["--bot is for an .html page; leave it out, or name such a file"], exit_code=2)
    match suffix:
        case ".csv":
            text = csv_text(faq)
        case ".json":
            text = json_text(faq)
        case ".html":
            text = html_text(faq, username[1] if username else None)
        case _:
            raise ExchangeError(
                [f"{file}: cannot be exported; name a file that ends in .csv, .json, .html"], exit_code=2
            )
    write_text(file, text)
