"""Notes every edit in `changes.tsv` beside the content: a line each, added at the end, so that git merges it.

No words of users are in it beyond the message that the edit adds to the content.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import astuple, dataclass, fields
from datetime import date
from pathlib import Path

from faq.editing.edits import AddOutOfScope, AddPhrasing, AddUnlike, Edit, EditEntry, NewEntry

CHANGES = "changes.tsv"
"""The loader reads no such file."""


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the file."""

    day: date
    who: str
    """A name that the curator gave, or empty."""
    change: str
    entry: str
    text: str
    """The text that was added, or the names of the fields that were edited."""
    askers: int
    """How many people had asked for it, as far as that is known; 0 otherwise."""

    @classmethod
    def of(cls, edit: Edit, day: date, who: str, askers: int, *, undone: bool = False) -> Change:
        """Return the line for an edit, or for its undoing."""
        change, entry, text = _described(edit)
        return cls(day, who, f"undo: {change}" if undone else change, entry, text, askers)


@contextmanager
def noted(folder: Path, change: Change) -> Iterator[None]:
    """Note a change, and take the note back if the change fails, which needs no space on the disk. Raises OSError."""
    file = folder / CHANGES
    size = file.stat().st_size if file.exists() else None
    try:
        _append(file, change)
        yield
    except BaseException:
        with suppress(OSError):
            _take_back(file, size)
        raise


def _append(file: Path, change: Change) -> None:
    with file.open("ab+") as log:
        lines = "" if log.tell() else "\t".join(field.name for field in fields(Change)) + "\n"
        if log.tell():
            log.seek(-1, 2)
            lines = "" if log.read() == b"\n" else "\n"  # the end of a killed process's line
        line = "\t".join(" ".join(str(value).split()) for value in astuple(change))
        log.write(f"{lines}{line}\n".encode())


def _take_back(file: Path, size: int | None) -> None:
    if size is None:
        file.unlink(missing_ok=True)
    else:
        with file.open("r+b") as log:
            log.truncate(size)


def _described(edit: Edit) -> tuple[str, str, str]:
    match edit:
        case AddPhrasing(entry, text):
            return "phrasing", entry, text
        case AddUnlike(entry, text, kind):
            return f"unlike {kind}", entry, text
        case AddOutOfScope(text, kind):
            return f"out of scope {kind}", "", text
        case EditEntry(entry, changed):
            return "edit", entry, ", ".join(changed)
        case NewEntry(id_, _, new):
            return "new entry", id_, str(new.get("question", ""))
