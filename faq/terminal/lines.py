"""The lines that a person writes: by the editor in a terminal, else as they come."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from faq.models import Faq

PROMPT = "> "


def typed_lines(faq: Faq) -> Iterator[str]:
    """Yield each line until the end of input."""
    if sys.stdin.isatty() and sys.stdout.isatty():
        from faq.terminal.editor import edited_lines  # noqa: PLC0415 - prompt_toolkit, imported only to be used

        return edited_lines(faq, PROMPT)
    return _plain_lines()


def _plain_lines() -> Iterator[str]:
    while True:
        try:
            yield input(PROMPT)
        except (EOFError, KeyboardInterrupt):
            print()
            return
