"""How far texts are encoded, which takes seconds, or minutes if there are many: `EncodingProgress`."""

from __future__ import annotations

import logging
import sys
from types import TracebackType
from typing import TYPE_CHECKING, Self, TextIO

if TYPE_CHECKING:
    from rich.progress import Progress

FEWEST = 100
"""Texts of which anything is shown: fewer take less than a second."""
STEPS = 10
"""Log lines up to the end."""

log = logging.getLogger(__name__)


class EncodingProgress:
    """Shows a bar with percent and time left on a terminal's standard error; elsewhere it logs each tenth.

    Call it with the texts that are done and their total. As a context, it removes the bar in the end.
    """

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._bar: Progress | None = None
        self._logged = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._end()

    def __call__(self, done: int, total: int) -> None:
        """Show that so many texts of a total are encoded."""
        if total < FEWEST:
            return
        if self._stream.isatty():
            self._draw(done, total)
        else:
            self._log(done, total)

    def _draw(self, done: int, total: int) -> None:
        if self._bar is None:
            self._bar = _bar(self._stream)
            self._bar.start()
            self._bar.add_task("Reading the content", total=total)
        self._bar.update(self._bar.task_ids[0], completed=done, total=total)
        if done >= total:
            self._end()

    def _end(self) -> None:
        if self._bar is not None:
            self._bar.stop()
            self._bar = None

    def _log(self, done: int, total: int) -> None:
        step = STEPS * done // total
        if step > self._logged:
            log.info("encoding the content: %d of %d texts, %d %%", done, total, 100 * done // total)
        self._logged = 0 if done >= total else step


def _bar(stream: TextIO) -> Progress:
    """Return a bar that leaves nothing behind."""
    # Imported only where there is something to show.
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    return Progress(*columns, console=Console(file=stream), transient=True)
