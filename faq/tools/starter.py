"""Writes a small running FAQ to begin with."""

from __future__ import annotations

from pathlib import Path

from faq.errors import OperatorError

STARTER = Path(__file__).parent.parent / "starter" / "faq.yaml"


def write_starter(folder: Path) -> Path:
    """Write the starter into a folder, which is made if it does not exist, and return its file.

    Raises:
        OperatorError: if the folder is not empty or cannot be written.

    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise OperatorError(f"{folder}: is not empty; name a new folder")
        file = folder / STARTER.name
        file.write_bytes(STARTER.read_bytes())
    except OSError as error:
        raise OperatorError(f"{folder}: cannot be written ({error.strerror}); name another folder") from None
    return file
