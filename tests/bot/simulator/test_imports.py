"""The simulator can be used with any bot: it imports nothing of legwise."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

import bot.simulator

FILES = sorted(Path(bot.simulator.__file__).parent.glob("*.py"))
ALLOWED = sys.stdlib_module_names | {"aiohttp"}


def _imported(file: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(file.read_text("utf-8"))))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return plain | {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_module_imports_only_the_standard_library_aiohttp_and_the_simulator(file: Path) -> None:
    others = {name for name in _imported(file) if name.partition(".")[0] not in ALLOWED}
    assert all(name == "bot.simulator" or name.startswith("bot.simulator.") for name in others)
