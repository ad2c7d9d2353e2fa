"""Phrasings that an admin accepts: written into the content, or where that is not possible, to a file for review."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime
from multiprocessing import get_context
from pathlib import Path

from faq.errors import OperatorError

REVIEW = "accepted-phrasings.tsv"
"""The file for review, in the data folder."""
_NICENESS = 10
"""`os.nice` increment of the process that edits."""
_HEADER = "day\twho\tentry\tphrasing\taskers\n"


def _today() -> date:
    return datetime.now(UTC).date()


class NotAddedError(OperatorError):
    """A phrasing could not be added, and nothing was changed."""


class NotWritableError(NotAddedError):
    """The file system refuses to change the content."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """A phrasing that an admin accepted.

    Attributes:
        entry: the id of the entry that is to answer it.
        askers: how many people asked alike.

    """

    entry: str
    text: str
    who: str
    askers: int


class Phrasings:
    """Writes accepted phrasings.

    Args:
        content: the content folder; None for the packaged content, which is not edited.
        review: the file for those that cannot be written there.

    """

    def __init__(self, content: Path | None, review: Path, today: Callable[[], date] = _today) -> None:
        self._content, self._review, self._today = content, review, today

    def write(self, accepted: Accepted) -> Path | None:
        """Write a phrasing, in seconds; return the file for review if it went there. Raises NotAddedError."""
        if self._content is not None:
            match _in_process(self._content, accepted):
                case None:
                    return None
                case NotWritableError():
                    pass
                case fault:
                    raise fault
        self._append(accepted)
        return self._review

    def _append(self, accepted: Accepted) -> None:
        cells = (self._today().isoformat(), accepted.who, accepted.entry, accepted.text, str(accepted.askers))
        line = "\t".join(" ".join(cell.split()) for cell in cells) + "\n"
        try:
            # Readable by its owner alone, as the database; appended in one call, so that no other run's line is cut.
            descriptor = os.open(self._review, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            with open(descriptor, "a", encoding="utf-8") as file:  # noqa: PTH123 - a descriptor has no path
                file.write(line if file.tell() else _HEADER + line)
        except OSError as fault:
            cure = "free space or permit writing there, and press again"
            raise NotAddedError(f"{self._review}: cannot be written ({fault.strerror}); {cure}") from None


def _in_process(content: Path, accepted: Accepted) -> NotAddedError | None:
    """Edit the content in a process of low priority: the checks would take a core from the answers for seconds."""
    with ProcessPoolExecutor(1, get_context("spawn"), os.nice, (_NICENESS,)) as process:
        return process.submit(_edit, content, accepted).result()


def _edit(content: Path, accepted: Accepted) -> NotAddedError | None:
    """Edit the content; return why not, as an error that can be passed between processes."""
    # Not needed in the bot's process.
    from faq.editing import AddPhrasing, ContentEditor, WriteError  # noqa: PLC0415
    from faq.engine import OFF, open_engine  # noqa: PLC0415

    try:
        editor = ContentEditor(content, open_engine(OFF))  # with the cache of what passed the checks before
        editor.write(editor.preview(AddPhrasing(accepted.entry, accepted.text)), accepted.who, accepted.askers)
    except WriteError as fault:
        return NotWritableError(str(fault))
    except OperatorError as fault:
        return NotAddedError(str(fault))
    return None
