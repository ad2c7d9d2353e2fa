"""The imports keep the order that tests/architecture.py declares, and the README shows them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import architecture
from tests.architecture import BOXES, README, ROOT, Import, circle, drawn, imports, modules, upward

# A drawer of loose modules hides the packages; more than these belong into a folder.
MOST_LOOSE = 12


@pytest.fixture(scope="module")
def found() -> list[Import]:
    return imports()


def test_the_picture_in_the_readme_is_current() -> None:
    text = README.read_text("utf-8")
    assert text == drawn(text), "run python -m tests.architecture"


def test_no_module_imports_itself_by_way_of_others(found: list[Import]) -> None:
    assert circle(found) == []


def test_no_import_points_upward(found: list[Import]) -> None:
    assert [str(one) for one in upward(found)] == []


def test_every_module_has_its_box_and_every_box_its_module() -> None:
    empty = set(architecture.PACKAGES)
    assert [name for name in modules() if name not in empty and architecture.box(name) is None] == []
    named = {".".join(name.split(".")[:2]) for name in modules()}
    assert {name for box in BOXES for name in box} == named - empty


def test_faq_imports_neither_the_bot_nor_telegram() -> None:
    for path in (ROOT / "faq").rglob("*.py"):
        text = path.read_text("utf-8")
        assert not [line for line in text.splitlines() if line.strip().startswith(_FORBIDDEN)], path


_FORBIDDEN = tuple(f"{verb} {name}{end}" for verb in ("import", "from") for name in ("bot", "telegram") for end in " .")


def test_the_simulator_knows_nothing_of_legwise(found: list[Import]) -> None:
    assert [str(one) for one in found if _simulated(one.source) and not _simulated(one.target)] == []


def _simulated(module: str) -> bool:
    return module.startswith("bot.simulator")


def test_few_modules_lie_loose_in_bot() -> None:
    loose = [path.name for path in (ROOT / "bot").glob("*.py") if not path.name.startswith("__")]
    assert len(loose) <= MOST_LOOSE, loose


def _folder(tmp_path: Path, **files: str) -> Path:
    for package in architecture.PACKAGES:
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").touch()
    for name, text in files.items():
        (tmp_path / "bot" / f"{name}.py").write_text(text)
    return tmp_path


def test_a_circle_is_found_through_functions_and_type_checking(tmp_path: Path) -> None:
    typing = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from bot.run import x\n"
    root = _folder(tmp_path, run="def f():\n    from bot import log\n", log=typing, errors="import bot.log\n")
    found = imports(root)
    assert found == [
        Import("bot.errors", "bot.log", 1, False),
        Import("bot.log", "bot.run", 3, True),
        Import("bot.run", "bot.log", 2, True),
    ]
    assert sorted(circle(found)) == ["bot.log", "bot.run"]
    assert [str(one) for one in upward(found)] == ["bot.log:3 imports bot.run"]


def test_the_picture_leaves_out_arrows_that_follow_from_others_and_dots_deferred_ones() -> None:
    found = [
        Import("bot.run", "bot.bootstrap", 1, True),
        Import("bot.bootstrap", "bot.store.sql", 1, False),
        Import("bot.run", "bot.store", 1, False),
    ]
    run, bootstrap, store = (architecture.box(name) for name in ("bot.run", "bot.bootstrap", "bot.store"))
    arrows = [line.strip() for line in architecture.picture(found).splitlines() if ">" in line]
    assert arrows == [f"b{run} -.-> b{bootstrap}", f"b{bootstrap} --> b{store}"]
