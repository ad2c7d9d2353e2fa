"""One bot for the tests of a module, in chats that each test opens anew."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.bot.desk.visitor import Visitor, open_visit


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared_visitor() -> AsyncIterator[Visitor]:
    async with open_visit() as visitor:
        await visitor.trial.runtime.answering.wait()
        yield visitor


@pytest_asyncio.fixture(loop_scope="module")
async def visitor(shared_visitor: Visitor) -> AsyncIterator[Visitor]:
    """A visitor who has just opened the chats. What Telegram would refuse fails the test."""
    await shared_visitor.post("/trial/start-over")
    yield shared_visitor
    assert shared_visitor.trial.simulator.refused == []
