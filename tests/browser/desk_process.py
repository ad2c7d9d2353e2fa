"""Runs `legwise desk` as a process, as a person does."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.bot.process import ROOT, wait_for_exit

_ADDRESS = re.compile(r"legwise desk: (\S+)")


@asynccontextmanager
async def run_desk(content: Path, cache: Path, **settings: str) -> AsyncIterator[str]:
    """Run a desk on a content folder, and yield its address.

    Args:
        content: may be edited.
        cache: the folder of the user's cache, with what starts of before have stored.
        settings: of the environment. Without a database, the desk shows that of its trial.

    """
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("LEGWISE_", "TELEGRAM_"))}
    own = {"LEGWISE_CONTENT": str(content), "XDG_CACHE_HOME": str(cache), "XDG_DATA_HOME": str(content.parent / "data")}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "desk", "--port", "0", "--no-browser"),
        cwd=content.parent, env=inherited | own | {"PYTHONPATH": str(ROOT)} | settings, stdout=PIPE, stderr=PIPE,
    )  # fmt: skip
    assert process.stdout
    try:
        found = _ADDRESS.search((await process.stdout.readline()).decode())
        assert found, (await process.communicate())[1].decode()
        yield found[1]
        code, errors = await wait_for_exit(process, signal.SIGTERM)
        assert (code, errors) == (0, ""), errors
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()
