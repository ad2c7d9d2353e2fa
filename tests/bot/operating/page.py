"""The operator's page, and its commands as an operator runs them, in folders of a test."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

PAGE = (Path(__file__).parents[3] / "bot" / "operating" / "README.md").read_text("utf-8")
NO_SQLITE = "sqlite3 is not installed: the backup of a file was not tested; run apt-get install sqlite3."
_SYSTEM = "systemctl "


def commands(name: str) -> list[str]:
    """Return the lines of the block that the page marks with a name."""
    block = re.search(rf"<!-- {re.escape(name)} -->\n```sh\n(.*?)```", PAGE, re.DOTALL)
    assert block, f"the page has no commands for {name}"
    return block[1].splitlines()


def run_commands(name: str, replacements: Mapping[str, str], environment: Mapping[str, str]) -> str:
    """Run a block of commands, except those to systemd, which tests do not use; return its output.

    `replacements` maps texts of the page to those of the test.
    """
    script = "\n".join(line for line in commands(name) if not line.startswith(_SYSTEM))
    for original, replacement in replacements.items():
        script = script.replace(original, replacement)
    completed = subprocess.run(
        ["sh", "-euc", script], capture_output=True, text=True, check=False, env={**os.environ, **environment}
    )
    assert completed.returncode == 0, f"{script}\n{completed.stderr}"
    return completed.stdout
