"""Runs `python -m faq` in a pseudo-terminal, as a person at a keyboard does."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import Popen

_CODES = re.compile(r"\x1b\][^\x1b\x07]*(?:\x1b\\|\x07)|\x1b\[[0-?]*[ -/]*[@-~]|\x1b[=>]")
"""Hyperlinks and titles, cursor movements and styles, modes of the keypad."""
PATIENCE = 60
"""Seconds until a test fails that waits for output: other processes may be busy."""


def visible(output: str) -> str:
    """Return the text of a terminal's output without its codes."""
    return _CODES.sub("", output).replace("\r\n", "\n")


class PseudoTerminal:
    """A process in a terminal, with all that it has printed."""

    def __init__(self, process: Popen[bytes], descriptor: int) -> None:
        self._process, self._descriptor = process, descriptor
        self._bytes = b""

    @property
    def output(self) -> str:
        return self._bytes.decode("utf-8", "replace")

    def type(self, keys: str) -> None:
        """Press keys."""
        os.write(self._descriptor, keys.encode())

    def wait_for(self, text: str, since: int = 0) -> int:
        """Wait until a text or code is printed after a position; return the position after all output till then."""
        deadline = time.monotonic() + PATIENCE
        while text not in self.output[since:] and text not in visible(self.output[since:]):
            assert time.monotonic() < deadline, f"no {text!r} in {self.output!r}"
            assert self._read(), f"ended without {text!r}: {self.output!r}"
        return len(self.output)

    def wait_for_exit(self) -> int:
        """Wait until the process ends; return its exit code."""
        deadline = time.monotonic() + PATIENCE
        while self._read():
            assert time.monotonic() < deadline, f"still running after {self.output!r}"
        return self._process.wait(PATIENCE)

    def _read(self) -> bool:
        """Read some output, if there is any within a second; return whether more may come."""
        if select.select([self._descriptor], [], [], 1)[0]:
            try:
                self._bytes += (read := os.read(self._descriptor, 65536))
            except OSError:  # EIO: the other side is closed
                return False
            return bool(read)
        return self._process.poll() is None


@contextmanager
def pseudo_terminal(*arguments: str | Path, columns: int = 80, **environment: str) -> Iterator[PseudoTerminal]:
    """Run `python -m faq …` in a terminal of a width."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    inherited = {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "LINES", "NO_COLOR"}}
    command = [sys.executable, "-m", "faq", *map(str, arguments)]
    with Popen(
        command,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**inherited, "TERM": "xterm-256color", **environment},
        start_new_session=True,
    ) as process:
        os.close(theirs)
        try:
            yield PseudoTerminal(process, ours)
        finally:
            process.kill()
            os.close(ours)
