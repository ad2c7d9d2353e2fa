"""Fixtures of the desk's tests: a trial on a small content, one for each module."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.desk.trial.trial import Trial, open_trial
from faq.engine import OFF
from tests.bot.process import CONTENT


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def trial(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Trial]:
    content = Path(shutil.copytree(CONTENT, tmp_path_factory.mktemp("desk") / "content"))
    async with open_trial(content, OFF) as opened:
        yield opened
