"""The password is typed on a terminal, and only its hash is printed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from bot.simulator import WAIT_TIMEOUT
from tests.bot.process import ROOT


def test_a_password_is_asked_for_on_a_terminal_and_its_hash_is_printed(tmp_path: Path) -> None:
    printed = _on_a_terminal(tmp_path, {"New password": "correct horse battery", "again": "correct horse battery"})
    [setting] = re.findall(r"LEGWISE_DESK_PASSWORD_HASH='(\$argon2id\$.*)'", printed)
    assert "horse" not in printed
    assert setting.startswith("$argon2id$")


def _on_a_terminal(folder: Path, answers: dict[str, str]) -> str:
    """Run the command on a terminal, type each answer after its question, and return what is shown there."""
    master, terminal = os.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "desk", "--hash-password"], cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)}, stdin=terminal, stdout=terminal, stderr=terminal,
        start_new_session=True,
    )  # fmt: skip
    os.close(terminal)
    shown = ""
    for question, answer in answers.items():
        while question not in shown:
            shown += os.read(master, 1024).decode()
        os.write(master, f"{answer}\n".encode())
    process.wait(WAIT_TIMEOUT)
    shown += os.read(master, 4096).decode()
    os.close(master)
    return shown
