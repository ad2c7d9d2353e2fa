"""Where the files of the package are."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).parent
"""The code of this package, with the files that it reads."""
PACKAGED = PACKAGE / "content"
"""The content that ships with the package."""
