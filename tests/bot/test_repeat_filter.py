"""What thousands meet is told, and not told thousands of times."""

from __future__ import annotations

import logging

from bot.often import KINDS, RepeatFilter


class Told(logging.Handler):
    """Notes the lines that get through."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.now = 0.0
        self.often = RepeatFilter(most=2, within=10.0, clock=lambda: self.now)
        self.addFilter(self.often)

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())

    def log(self, text: str, *values: object, name: str = "a") -> None:
        """Log a line."""
        self.handle(logging.LogRecord(name, logging.INFO, "", 0, text, values, None))


def test_of_each_kind_a_few_lines_are_logged_whatever_their_values() -> None:
    told = Told()
    for number in range(5):
        told.log("lost %d", number)
        told.log("lost %d", number, name="b")
        told.log("found %d", number)
    assert told.lines == ["lost 0", "lost 0", "found 0", "lost 1", "lost 1", "found 1"]


def test_the_next_line_after_a_while_tells_how_many_were_kept_back() -> None:
    told = Told()
    for number in range(5):
        told.log("100 %% of %s", number)
    told.now = 10.0
    told.log("100 %% of %s", "%s")
    assert told.lines[2:] == ["100 % of %s (and 3 more like it before)"]
    told.now = 20.0
    told.log("100 %% of %s", 7)
    assert told.lines[3:] == ["100 % of 7"]


def test_texts_with_values_in_them_are_not_remembered_for_ever() -> None:
    told = Told()
    for number in range(KINDS + 5):
        told.log(f"made of {number}")
    assert len(told.lines) == KINDS + 5
    assert len(told.often._told) == KINDS
