"""The errors of an edit that cannot be made: each message has the place, the problem and the cure."""

from __future__ import annotations

from faq.errors import OperatorError


class EditError(OperatorError):
    """An edit cannot be made, and nothing was written."""

    def __init__(self, message: str) -> None:
        super().__init__(message, exit_code=1)


class InvalidEditError(EditError):
    """The edit itself is no edit of this content: no such entry, nothing to add, a file that cannot be patched."""


class UnchangedError(InvalidEditError):
    """The content reads already as the edit would have it."""


class RefusedError(EditError):
    """`legwise check` would find faults afterwards; `faults` has them."""

    def __init__(self, file: str, faults: tuple[str, ...]) -> None:
        super().__init__("\n".join((*faults, f"{file}: is not written until this is corrected")))
        self.faults = faults


class ChangedError(EditError):
    """A file was changed since it was read for the edit."""


class WriteError(EditError):
    """The file system refuses: disk full, read-only, no permission."""
