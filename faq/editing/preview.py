"""An edit before it is written, and after: the file as it would be, its diff, faults and effects."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import unified_diff

from faq.editing.edits import Edit
from faq.editing.effects import Effects


@dataclass(frozen=True, slots=True)
class Preview:
    """One file before and after an edit; nothing is written yet."""

    edit: Edit
    file: str
    """Its name in the content folder."""
    before: bytes | None
    """None if the edit makes the file."""
    after: bytes
    faults: tuple[str, ...] = ()
    """Those that `legwise check` would find in the content; with them it cannot be written."""
    effects: Effects | None = None
    """None if they were not asked for, or if there are faults."""

    @property
    def diff(self) -> str:
        """The unified diff of the file."""
        before, after = (_lines(data) for data in (self.before or b"", self.after))
        return "".join(unified_diff(before, after, self.file, self.file))


@dataclass(frozen=True, slots=True)
class Receipt:
    """An edit that was written, with all that undoing it needs."""

    written: Preview
    who: str = ""
    askers: int = 0


def _lines(data: bytes) -> list[str]:
    lines = data.decode("utf-8", "replace").splitlines(keepends=True)
    return [line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines]
