"""The answers of `legwise ask` in terminals of several kinds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.faq.terminal.pseudo_terminal import pseudo_terminal, visible
from tests.faq.tools.command_line import legwise

LINKS = re.compile(r"\x1b\]8;id=\d+;([^\x1b]*)\x1b\\(.*?)\x1b\]8;;\x1b\\")
ANSWER_AT_60 = """\
{bold}Which ferritin level is too low?{end}

The article names 50.

Newer guidance: Today's guidance says 75.

{dim}From one article ({end}[{dim}The Press{end}](https://example.org/article){dim}, updated December 2023). Newer{end}
{dim}guidance: {end}[{dim}The Clinic{end}](https://example.org/clinic){dim}.{end}

{dim}Not medical advice.{end}

"""


def asked(content: Path, columns: int, **environment: str) -> str:
    with pseudo_terminal(
        "ask", "which ferritin is too low", "--content", content, columns=columns, **environment
    ) as terminal:
        assert terminal.wait_for_exit() == 0
        start = terminal.output.index(re.findall(r"(?:\x1b\[1m)?Which ferritin", terminal.output)[0])
        return terminal.output[start:]


def test_an_answer_at_60_columns(content: Path) -> None:
    shown = LINKS.sub(r"[\2](\1)", asked(content, 60)).replace("\r\n", "\n")
    styles = {"bold": "\x1b[1m", "dim": "\x1b[2m", "end": "\x1b[0m"}
    assert shown == ANSWER_AT_60.format(**styles)


@pytest.mark.parametrize("columns", [40, 80, 200])
def test_no_line_is_wider_than_the_terminal(content: Path, columns: int) -> None:
    shown = visible(asked(content, columns))
    assert max(map(len, shown.splitlines())) <= columns
    assert "https://" not in shown, "the names are links"


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}], ids=str)
def test_a_terminal_that_wants_no_codes_gets_none_and_reads_the_addresses(
    content: Path, environment: dict[str, str]
) -> None:
    shown = asked(content, 40, **environment)
    assert "\x1b" not in shown
    assert shown.count("https://example.org/article\r\n") == 1
    assert max(map(len, shown.splitlines())) <= 40


@pytest.mark.parametrize("environment", [{}, {"FORCE_COLOR": "1", "COLUMNS": "40"}], ids=str)
def test_a_pipe_gets_plain_text_unwrapped(
    content: Path, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    printed = legwise("ask", "which ferritin is too low", "--content", content).stdout
    assert "\x1b" not in printed
    assert "From one article (The Press, updated December 2023). Newer guidance: The Clinic.\n" in printed
