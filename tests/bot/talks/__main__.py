"""Writes each talk as it reads now: python -m tests.bot.talks."""

from __future__ import annotations

import asyncio

from platformdirs import user_cache_path

from faq.engine import open_assistant
from tests.bot.talks.deed import fault
from tests.bot.talks.script import HERE, NAMES, read
from tests.bot.talks.stage import play
from tests.bot.talks.transcript import transcript


def main() -> None:
    """Write the transcripts, and print the turns at which the bot did other than expected."""
    assistant = open_assistant(cache=user_cache_path("legwise"))
    for name in NAMES:
        played = asyncio.run(play(read(name), name, assistant))
        (HERE / f"{name}.golden.txt").write_text(transcript(played), "utf-8")
        for turn in played:
            if wrong := fault(turn, assistant.faq):
                print(f"{name}.txt: {wrong}")


if __name__ == "__main__":
    main()
