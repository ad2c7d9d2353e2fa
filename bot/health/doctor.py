"""`legwise doctor`: runs every check, and prints what is wrong, with its cure."""

from __future__ import annotations

from collections.abc import AsyncIterator

from bot.config import settings
from bot.config.settings import Settings
from bot.config.version import version
from bot.errors import SettingsError
from bot.health.address import check_address
from bot.health.content import check_content, check_model, parts
from bot.health.finding import Finding
from bot.health.stored import check_database, check_disk, check_key
from bot.health.telegram import check_telegram

_WIDTH = 9


async def examine() -> bool:
    """Print each finding as soon as it is known; return whether all is well."""
    print(f"legwise {version()}")
    is_well = True
    async for finding in findings():
        is_well &= finding.is_ok
        print(line(finding), flush=True)
    print("\nAll is well." if is_well else "\nSomething is wrong: see the cures above.")
    return is_well


async def findings() -> AsyncIterator[Finding]:
    """Yield the findings of all checks; only the first, if the settings are wrong."""
    try:
        read = settings.read()
    except SettingsError as fault:
        for wrong in str(fault).splitlines():
            yield Finding("settings", *parts(SettingsError(wrong)))
        return
    yield Finding("settings", "valid")
    async for finding in _of(read):
        yield finding


def line(finding: Finding) -> str:
    """Return a finding in one line, or two with its cure."""
    state = "ok   " if finding.is_ok else "WRONG"
    cure = f"\n{'':{_WIDTH + 7}}cure: {finding.cure}" if finding.cure else ""
    return f"{state}  {finding.subject:<{_WIDTH}}{finding.what}{cure}"


async def _of(read: Settings) -> AsyncIterator[Finding]:
    yield check_key(read)
    yield check_disk(read)
    yield await check_database(read)
    yield check_model(read.model)
    yield check_content(read.content)
    yield await check_address(read.address)
    async for finding in check_telegram(read):
        yield finding
