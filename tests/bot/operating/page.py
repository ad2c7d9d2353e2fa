"""The operating page, and its commands as an operator types them, with a test's own places."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

PAGE = (Path(__file__).parents[3] / "bot" / "operating" / "README.md").read_text("utf-8")
NO_SQLITE = "sqlite3 is not installed: the backup of a file was not tried; apt-get install sqlite3 brings it."
_SYSTEM = "systemctl "


def commands(name: str) -> list[str]:
    """The lines of the block that the page marks with a name."""
    found = re.search(rf"<!-- {re.escape(name)} -->\n```sh\n(.*?)```", PAGE, re.DOTALL)
    assert found, f"the page has no commands for {name}"
    return found[1].splitlines()


def run(name: str, places: Mapping[str, str], environment: Mapping[str, str]) -> str:
    """Run them, but for those to systemd: there is none here, and a test starts and stops by itself.

    `places` has what stands in the page with what takes its place. Returns what they print.
    """
    script = "\n".join(line for line in commands(name) if not line.startswith(_SYSTEM))
    for place, instead in places.items():
        script = script.replace(place, instead)
    done = subprocess.run(
        ["sh", "-euc", script], capture_output=True, text=True, check=False, env={**os.environ, **environment}
    )
    assert done.returncode == 0, f"{script}\n{done.stderr}"
    return done.stdout
