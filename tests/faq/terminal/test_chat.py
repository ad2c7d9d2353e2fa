"""A conversation whose lines come from a pipe."""

from __future__ import annotations

from pathlib import Path

import pytest

from faq.terminal.commands import COMMANDS
from tests.faq.tools.command_line import legwise

HELLO = "Ask a question."
FAREWELL = "Take care. Write to me whenever you like.\n\n"
"""The reply that the content has for a bye."""


def replies(content: Path, *typed: str) -> list[str]:
    """Return the replies to lines, then the farewell."""
    result = legwise("chat", "--content", content, typed="".join(f"{line}\n" for line in typed))
    assert (result.exit_code, result.stderr) == (0, "")
    start, *others = result.stdout.split("> ")
    assert start.startswith(HELLO)
    return others


@pytest.mark.parametrize("word", ["quit", "exit", "bye", "Quit", "bye!", "/quit", " exit "])
def test_a_lone_word_ends_with_the_farewell_of_the_content(content: Path, word: str) -> None:
    assert replies(content, word, "what is ferritin") == [FAREWELL]


def test_the_end_of_input_ends_with_a_farewell(content: Path) -> None:
    assert replies(content) == ["\n" + FAREWELL]


def test_a_word_of_farewell_in_a_question_ends_nothing(content: Path) -> None:
    assert len(replies(content, "quit ferritin", "bye bye ferritin", "quit")) == 3


def test_an_empty_line_only_prompts_again(content: Path) -> None:
    assert replies(content, "", "   ", "quit") == ["", "", FAREWELL]


@pytest.mark.parametrize("number", ["2", "2.", "the second one", "Number 2"])
def test_a_number_opens_a_topic_of_the_list_and_another_one_of_its_questions(content: Path, number: str) -> None:
    topics, questions, answer, _ = replies(content, "/topics", number, "1", "quit")
    assert topics.startswith("Topics\n\n1. ")
    assert questions.startswith("Not covered\n\n1. What about pregnancy?\n")
    assert answer.startswith("What about pregnancy?\n\n")


def test_after_an_answer_a_number_chooses_from_it_and_not_from_the_topics(content: Path) -> None:
    *_, answer, _ = replies(content, "/topics", "what is ferritin", "1", "quit")
    assert answer.startswith("Which ferritin level is too low?\n\n")


def test_after_another_page_a_number_still_chooses_from_the_topics(content: Path) -> None:
    *_, questions, _ = replies(content, "/topics", "/privacy", "2", "quit")
    assert questions.startswith("Not covered\n")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_a_page(content: Path, command: str) -> None:
    page, _ = replies(content, command.upper(), "quit")
    assert len(page) > 20
    assert "no such command" not in page


def test_an_unknown_command_names_help(content: Path) -> None:
    page, _ = replies(content, "/settings", "quit")
    assert "/help" in page


def test_a_red_flag_behind_a_command_is_answered(content: Path) -> None:
    reply, _ = replies(content, "/about my chest hurts", "quit")
    assert reply.startswith("Call the emergency number now.")


def test_a_red_flag_is_answered_while_topics_are_listed(content: Path) -> None:
    *_, reply, _ = replies(content, "/topics", "my chest hurts", "quit")
    assert reply.startswith("Call the emergency number now.")


def test_a_conversation_leaves_no_file(content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    replies(content, "what is ferritin", "quit")
    assert list(tmp_path.rglob("*")) == []
