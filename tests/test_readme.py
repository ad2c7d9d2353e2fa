"""The README, CONTRIBUTING and the locks agree with the code."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import typer.main
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from typer.core import TyperGroup

from bot.__main__ import app
from bot.config.settings import MEANINGS, NAMES
from bot.store import retention
from bot.views.durations import in_words
from tests import lock
from tests.lock import LOCKS, ROOT

README = (ROOT / "README.md").read_text("utf-8")
CONTRIBUTING = (ROOT / ".github" / "CONTRIBUTING.md").read_text("utf-8")
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob(".github/*.md"), *ROOT.glob("bot/**/*.md"), *ROOT.glob("faq/**/*.md")])
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
# Two lines on a screen.
LONGEST_ROW = 200


def _command_names() -> list[str]:
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    with group.make_context("legwise", ["--help"], resilient_parsing=True) as context:
        return group.list_commands(context)


@pytest.mark.parametrize("name", NAMES)
def test_every_setting_is_in_the_readme(name: str) -> None:
    assert f"| `{name}` |" in README


def test_every_setting_is_in_the_help_of_run() -> None:
    assert sorted(MEANINGS) == sorted(NAMES)


@pytest.mark.parametrize("command", sorted(_command_names()))
def test_every_command_is_in_the_readme(command: str) -> None:
    assert f"`legwise {command}" in README


def test_the_readme_says_how_long_the_bot_stores_what() -> None:
    _, _, privacy = README.partition("## Privacy")
    assert f"which message answers which ({in_words(retention.ANSWERS)})" in privacy
    assert f"votes ({in_words(retention.VOTES)})" in privacy
    assert f"without people or words ({in_words(retention.DAILY_COUNTS)})" in privacy
    assert f"for {in_words(retention.SHARED_QUESTIONS)}, under a code" in privacy


def test_the_readme_names_no_unknown_setting() -> None:
    assert set(re.findall(r"(?:LEGWISE|TELEGRAM)_[A-Z_]+", README)) == set(NAMES)


def test_both_set_up_commands_create_an_environment_and_install_by_hash() -> None:
    first, second = re.findall(r"^python3 -m venv.*$", README, re.MULTILINE)
    for command, name in ((first, "run"), (second, "test")):
        assert f"--require-hashes -r .requirements/{name}.txt" in command
        assert "--no-deps --no-build-isolation" in command


def test_ci_finds_the_test_command() -> None:
    [line] = re.findall(r"<!-- test command -->\n```sh\n(.*)\n```", README)
    assert line.startswith("python3 -m venv")
    assert line.endswith(".venv/bin/python -m tests.check")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_no_table_row_is_longer_than_two_lines(page: Path) -> None:
    rows = [line for line in page.read_text("utf-8").splitlines() if line.startswith("|")]
    assert [row for row in rows if len(row) > LONGEST_ROW] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_to_a_file_leads_to_one(page: Path) -> None:
    files = re.findall(r'(?:\]\(|src=")(?!http|#)([^)"#]+)', page.read_text("utf-8"))
    assert [file for file in files if not (page.parent / file).exists()] == []


WHERE = re.findall(r"^\| ([\w' -]+) \| `([^`]+)` \| `([^`]+)` \|$", CONTRIBUTING, re.MULTILINE)


def test_each_row_of_where_is_names_a_file_and_a_name() -> None:
    table = CONTRIBUTING.partition("## Where is")[2].partition("\n## ")[0]
    assert len(WHERE) == table.count("\n|") - 2 > 0


@pytest.mark.parametrize(("what", "file", "name"), WHERE)
def test_where_is_names_a_file_and_a_name_in_it(what: str, file: str, name: str) -> None:
    assert re.search(rf"\b{re.escape(name)}\b", (ROOT / file).read_text("utf-8")), what


@pytest.mark.parametrize("path", re.findall(r"`((?:bot|faq|tests|\.\w+)/[\w/.-]+)`", README + CONTRIBUTING))
def test_every_path_in_the_text_exists(path: str) -> None:
    assert (ROOT / path).exists() or (ROOT / f"{path}.py").exists()


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_fits_pyproject_and_names_no_registry(name: str) -> None:
    text, locked = (lock.FOLDER / f"{name}.txt").read_text("utf-8"), lock.locked(name)
    extras = PROJECT["optional-dependencies"]
    wanted = [
        *PROJECT["dependencies"],
        *lock.build_requirements(),
        *(one for extra in LOCKS[name] for one in extras[extra]),
    ]
    for requirement in map(Requirement, wanted):
        if requirement.name != PROJECT["name"]:
            version = locked.get(canonicalize_name(requirement.name))
            assert version, f"{requirement.name}: run python -m tests.lock"
            assert requirement.specifier.contains(version), requirement.name
    assert "http" not in re.sub(r"^http\S+==.*|[\w-]*http[\w-]*==", "", text, flags=re.MULTILINE)
    assert text.count("==") <= text.count("--hash=sha256:") + text.count(" == ")


def test_a_smaller_lock_has_the_versions_of_the_larger() -> None:
    bench, test, run = (lock.locked(name) for name in ("bench", "test", "run"))
    assert bench.items() >= test.items() >= run.items()


def test_hooks_and_workflow_run_what_the_project_runs() -> None:
    [repository] = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"]
    assert {hook["id"] for hook in repository["hooks"]} == {"ruff-check", "ruff-format", "mypy", "architecture"}
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text("utf-8"))
    job = workflow["jobs"]["check"]
    promised = [name.rpartition(" ")[2] for name in PROJECT["classifiers"] if re.search(r"3\.\d+$", name)]
    assert job["strategy"]["matrix"]["python"] == promised
    assert ".ci/run" in job["steps"][-1]["run"]
