"""Reads and writes a whole file of text; the file is untrusted."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from faq.errors import OperatorError
from faq.files import replace_file

MAX_BYTES = 10_000_000
"""Of a file to import; a thousand entries have a tenth of it."""
MAX_TEXT = 50_000
"""Characters of one text: ten messages; markup that is longer takes the parser too long."""

MAX_FAULTS = 100
"""Lines of a report; further ones are counted only."""


class ExchangeError(OperatorError):
    """A file cannot be imported or exported. Without an exit code its content is at fault (1)."""

    def __init__(self, faults: Iterable[str], exit_code: int = 1) -> None:
        lines = list(faults)
        more = [f"… and {len(lines) - MAX_FAULTS:,} more"] if len(lines) > MAX_FAULTS else []
        super().__init__("\n".join([*lines[:MAX_FAULTS], *more]), exit_code)


def read_text(path: Path) -> str:
    """Return the text of a file.

    Raises:
        ExchangeError: if it cannot be read, is too large or is not UTF-8.

    """
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        message = f"{path}: cannot be read ({error.strerror}); check that it exists and is readable"
        raise ExchangeError([message], exit_code=2) from None
    if len(raw) > MAX_BYTES:
        raise ExchangeError([f"{path}: is larger than {MAX_BYTES:,} bytes; split it into several files"])
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        cure = "save the file as UTF-8 (in a spreadsheet: “CSV UTF-8”)"
        raise ExchangeError([f"{path}:{line}: is not UTF-8 text; {cure}"]) from None


def write_text(path: Path, text: str) -> None:
    """Write a file whole or not at all; one of that name is replaced.

    Raises:
        ExchangeError: if it cannot be written.

    """
    try:
        replace_file(path, text.encode("utf-8", "backslashreplace"), 0o644)
    except OSError as error:
        message = f"{path}: cannot be written ({error.strerror}); check the folder and the space on its disk"
        raise ExchangeError([message], exit_code=2) from None
