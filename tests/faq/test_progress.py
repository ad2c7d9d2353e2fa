"""How far the content is encoded is shown as a bar on a terminal, and as few log lines elsewhere."""

from __future__ import annotations

import io
import logging
from contextlib import suppress

import pytest

from faq.progress import FEWEST, EncodingProgress
from tests.faq.terminal.pseudo_terminal import visible

REMOVED = "\x1b[1A\x1b[2K"
"""Up one line, which is cleared."""


class Terminal(io.StringIO):
    """Standard error that is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    return Terminal()


@pytest.fixture(autouse=True)
def _logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "faq.progress")


def encode(progress: EncodingProgress, total: int, batch: int = 16) -> None:
    for done in (*range(batch, total, batch), total):
        progress(done, total)


def test_in_a_pipe_each_tenth_is_one_log_line(caplog: pytest.LogCaptureFixture) -> None:
    encode(EncodingProgress(), 4000)
    assert len(caplog.records) == 10
    assert caplog.messages[0] == "encoding the content: 400 of 4000 texts, 10 %"
    assert caplog.messages[-1] == "encoding the content: 4000 of 4000 texts, 100 %"


def test_large_steps_have_one_line_each(caplog: pytest.LogCaptureFixture) -> None:
    encode(EncodingProgress(), 1000, batch=400)
    assert [message.rpartition(", ")[2] for message in caplog.messages] == ["40 %", "80 %", "100 %"]


def test_the_next_content_is_told_from_its_beginning(caplog: pytest.LogCaptureFixture) -> None:
    progress = EncodingProgress()
    encode(progress, 1000)
    encode(progress, 1000)
    assert len(caplog.records) == 20


def test_a_few_texts_are_not_worth_a_word(caplog: pytest.LogCaptureFixture, terminal: Terminal) -> None:
    encode(EncodingProgress(terminal), FEWEST - 1)
    assert (caplog.records, terminal.getvalue()) == ([], "")


def test_on_a_terminal_a_bar_shows_the_share_and_leaves_nothing_behind(
    terminal: Terminal, caplog: pytest.LogCaptureFixture
) -> None:
    progress = EncodingProgress(terminal)
    progress(250, 1000)
    progress(1000, 1000)
    shown = visible(terminal.getvalue())
    assert "Reading the content" in shown
    assert "100%" in shown
    assert terminal.getvalue().endswith(REMOVED)
    assert not caplog.records


def test_a_fault_amid_the_encoding_removes_the_bar(terminal: Terminal) -> None:
    with suppress(ZeroDivisionError), EncodingProgress(terminal) as progress:
        progress(250, 1000)
        raise ZeroDivisionError
    assert terminal.getvalue().endswith(REMOVED)
