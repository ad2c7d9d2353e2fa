"""Standard output: wrapped and styled in a terminal, plain everywhere else."""

from __future__ import annotations

import shutil
import sys

from rich.console import Console
from rich.text import Text

from faq.card import Card
from faq.terminal.rendering import blocks
from faq.terminal.wrapping import wrapped


class Screen:
    """Prints cards and lines, each followed by an empty line."""

    def __init__(self) -> None:
        self.is_terminal = sys.stdout.isatty()
        # Not rich's own guess, which colours a pipe if FORCE_COLOR is set.
        self._console = Console(force_terminal=self.is_terminal, highlight=False)
        self.styled = self.is_terminal and self._console.color_system is not None and not self._console.no_color

    def show(self, card: Card, *, choices: bool = True) -> None:
        """Print a card."""
        self.print(*blocks(card, linked=self.styled, choices=choices))

    def print(self, *texts: Text) -> None:
        """Print blocks of text with an empty line after each."""
        for text in texts:
            for line in self._lines(text):
                if self.styled:
                    self._console.print(line, soft_wrap=True)
                else:
                    print(line.plain)
            print()
        sys.stdout.flush()

    def _lines(self, text: Text) -> list[Text]:
        if not self.is_terminal:
            return [text]
        # Asked for each time, because windows change their width.
        return list(wrapped(text, shutil.get_terminal_size().columns))
