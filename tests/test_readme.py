"""The README is true: every setting and command is in it, and it says what a first screen must."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer.main

from bot.__main__ import commands
from bot.config.settings import NAMES

README = (Path(__file__).parent.parent / "README.md").read_text("utf-8")
COMMANDS = sorted(typer.main.get_command(commands()).commands)  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", NAMES)
def test_every_setting_stands_in_the_readme(name: str) -> None:
    assert f"`{name}`" in README


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_stands_in_the_readme(command: str) -> None:
    assert f"`legwise {command}" in README


def test_the_readme_names_no_setting_that_there_is_not() -> None:
    assert set(re.findall(r"(?:LEGWISE|TELEGRAM)_[A-Z_]+", README)) == set(NAMES)


def test_both_set_up_commands_make_an_environment_and_use_the_pinned_versions() -> None:
    commands = re.findall(r"^python3 -m venv.*$", README, re.MULTILINE)
    assert len(commands) == 2
    assert all("-c constraints.txt" in command for command in commands)
