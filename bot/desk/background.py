"""Work that takes seconds, done beside the pages: `Background` computes a value anew whenever its key is another."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from bot.log import describe
from faq.errors import OperatorError

log = logging.getLogger(__name__)
Key = TypeVar("Key")
Value = TypeVar("Value")
Progress = Callable[[int, int], None]
"""Called with the number of steps done, and of all steps."""


class Background(Generic[Key, Value]):
    """Computes one value at a time; the last one is available while the next is computed.

    Attributes:
        key: of the value; None before the first.
        value: the last one.
        fault: why the last computation failed; empty if it did not.
        done: steps, for a progress bar.
        total: steps; 0 if they are not known yet.

    """

    def __init__(self, compute: Callable[[Key, Progress], Awaitable[Value]]) -> None:
        self._compute = compute
        self._task: asyncio.Task[None] | None = None
        self.key: Key | None = None
        self.value: Value | None = None
        self.fault = ""
        self.done = self.total = 0

    @property
    def is_running(self) -> bool:
        """Whether a value is being computed."""
        return self._task is not None and not self._task.done()

    def want(self, key: Key) -> None:
        """Compute the value of a key, unless it is there or another is being computed: ask again then."""
        if not self.is_running and (self.key != key or self.fault):
            self._task = asyncio.create_task(self._run(key))

    async def wait(self) -> None:
        """Wait for the end of the computation in progress."""
        if self._task is not None:
            await asyncio.wait({self._task})

    async def _run(self, key: Key) -> None:
        self.done = self.total = 0
        try:
            self.value, self.key, self.fault = await self._compute(key, self._progressed), key, ""
        except OperatorError as fault:
            self.fault = str(fault)
        except Exception as fault:  # a database that is away, or a mistake of ours: the pages go on, and show it
            self.fault = f"This could not be done: {describe(fault)}; it is tried again."
            log.error("the desk: %s", self.fault)  # without the traceback, which may quote people

    def _progressed(self, done: int, total: int) -> None:
        """Note the progress; called in any thread."""
        self.done, self.total = done, total
