"""Views need neither the database nor its library."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import bot.views

VIEWS = sorted(file.stem for file in Path(bot.views.__path__[0]).glob("*.py") if file.stem != "__init__")


def test_no_view_imports_sqlalchemy() -> None:
    assert {"privacy", "feedback", "chat_settings"} <= set(VIEWS)
    imports = "; ".join(f"import bot.views.{view}" for view in VIEWS)
    code = f"import sys; {imports}; print('sqlalchemy' in sys.modules)"
    process = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert process.stdout.strip() == "False"
