"""The curator's commands under `legwise`: they take their content from the settings, and need no token."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.__main__ import app
from bot.config.settings import NAMES
from bot.config.version import version
from bot.simulator import TOKEN
from tests.faq.content_folder import ContentFolder


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    (tmp_path / "content").mkdir()
    return ContentFolder.small(tmp_path / "content").path


def legwise(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments, catch_exceptions=False)


def test_the_content_is_the_folder_that_the_environment_names(monkeypatch: pytest.MonkeyPatch, content: Path) -> None:
    monkeypatch.setenv("LEGWISE_CONTENT", str(content))
    assert "8 phrasings" in legwise("check").stdout


def test_the_content_is_the_folder_that_the_env_file_names(content: Path) -> None:
    Path(".env").write_text(f"LEGWISE_CONTENT={content}\n")
    assert legwise("ask", "what", "is", "ferritin").stdout.startswith("What is ferritin?\n\nFerritin is a protein.\n")


def test_an_option_wins_over_the_settings(monkeypatch: pytest.MonkeyPatch, content: Path, tmp_path: Path) -> None:
    monkeypatch.setenv("LEGWISE_CONTENT", str(tmp_path))
    assert "8 phrasings" in legwise("check", "--content", str(content)).stdout


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("LEGWISE_CONTENT", "nowhere",
         "is not a folder; name the folder of your content, or leave it out for the packaged one."),
        ("LEGWISE_CONTEN", "content", "is not a setting of legwise; did you mean LEGWISE_CONTENT?"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("command", [["ask", "hello"], ["chat"], ["check"], ["eval", "questions.tsv"]], ids=" ".join)
def test_a_wrong_setting_stops_every_command(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, told: str, command: list[str]
) -> None:
    monkeypatch.setenv(name, value)
    result = legwise(*command)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"{name} {told}\n")


@pytest.mark.parametrize("command", [["run"], ["doctor"], ["shared"], ["ask", "hello"]], ids=" ".join)
def test_a_user_without_a_home_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch, command: list[str]) -> None:
    def unknown(number: int) -> None:
        raise KeyError(number)

    monkeypatch.delenv("HOME")
    monkeypatch.setattr("pwd.getpwuid", unknown)
    for name in ("DATA", "CACHE", "CONFIG"):
        monkeypatch.delenv(f"XDG_{name}_HOME", raising=False)
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    result = legwise(*command)
    assert "HOME is not set, and this user has no home folder" in result.output
    assert "set HOME to a folder that it may write" in result.output
    assert result.exit_code == (1 if command == ["doctor"] else 2)


@pytest.mark.parametrize("command", [[], ["run"], ["doctor"], ["shared"], ["ask"], ["check"], ["eval"]], ids=" ".join)
def test_every_command_prints_the_version(command: list[str]) -> None:
    result = legwise(*command, "--version")
    assert (result.exit_code, result.stdout) == (0, f"legwise {version()}\n")


def test_the_help_of_run_lists_the_settings_with_their_meaning() -> None:
    printed = legwise("run", "--help").stdout
    assert [name for name in NAMES if name not in printed] == []
    assert "the token from @BotFather; required" in printed
