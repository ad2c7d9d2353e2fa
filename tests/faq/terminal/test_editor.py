"""The line editor, in a real pseudo-terminal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document

from faq.terminal.editor import QuestionCompleter
from tests.faq.sample_faq import LEGS
from tests.faq.terminal.pseudo_terminal import PseudoTerminal, pseudo_terminal

UP, TAB, CTRL_C, CTRL_D = "\x1b[A", "\t", "\x03", "\x04"
PROMPT = "\x1b[?2004h"
"""Pasting is told from typing: the editor reads keys."""
FAREWELL = "Take care."


@pytest.fixture
def terminal(content: Path, tmp_path: Path) -> Iterator[PseudoTerminal]:
    """A conversation at its first prompt."""
    with pseudo_terminal("chat", "--content", content, HOME=str(tmp_path)) as running:
        running.wait_for(PROMPT)
        yield running


def test_up_brings_back_the_last_question(terminal: PseudoTerminal) -> None:
    start = len(terminal.output)
    terminal.type("what is ferritin\r")
    first = terminal.wait_for(PROMPT, start)
    terminal.type(f"{UP}\r")
    terminal.wait_for("It stores iron.", first)
    assert "^[[A" not in terminal.output


def test_a_question_is_not_written_to_disk(terminal: PseudoTerminal, tmp_path: Path) -> None:
    start = len(terminal.output)
    terminal.type("what is ferritin\r")
    terminal.wait_for(PROMPT, start)  # between two prompts, keys are the terminal's own
    terminal.type(CTRL_D)
    assert terminal.wait_for_exit() == 0
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_ctrl_d_ends_with_a_farewell(terminal: PseudoTerminal) -> None:
    terminal.type(CTRL_D)
    assert terminal.wait_for_exit() == 0
    assert FAREWELL in terminal.output


def test_ctrl_c_drops_a_line_and_ends_on_an_empty_one(terminal: PseudoTerminal) -> None:
    terminal.type("what is fer")
    dropped = terminal.wait_for("fer")
    terminal.type(CTRL_C)
    terminal.wait_for(PROMPT, dropped)
    terminal.type(CTRL_C)
    assert terminal.wait_for_exit() == 0
    assert FAREWELL in terminal.output


def test_an_empty_enter_prompts_again(terminal: PseudoTerminal) -> None:
    start = len(terminal.output)
    terminal.type("\r")
    terminal.wait_for(PROMPT, start)
    terminal.type("bye\r")
    assert terminal.wait_for_exit() == 0
    assert FAREWELL in terminal.output


def test_tab_completes_a_command(terminal: PseudoTerminal) -> None:
    terminal.type(f"/pri{TAB}")
    terminal.wait_for("/privacy")
    terminal.type("\r")
    terminal.wait_for("What is kept: nothing")


def test_tab_completes_the_beginnings_of_words_to_a_question(terminal: PseudoTerminal) -> None:
    terminal.type(f"pregn{TAB}")
    terminal.wait_for("What about pregnancy?")


def completions(typed: str) -> list[str]:
    found = QuestionCompleter(LEGS).get_completions(Document(typed), CompleteEvent())
    return [completion.text for completion in found]


def test_a_slash_completes_to_commands_only() -> None:
    assert completions("/") == ["/topics", "/about", "/disclaimer", "/privacy", "/help", "/start"]
    assert completions("/T") == ["/topics"]
    assert completions("/x") == []


def test_words_complete_to_the_questions_that_have_them() -> None:
    assert completions("coff") == ["Should I avoid coffee?"]
    assert completions("") == []
