"""The packaged content with its encoder, opened once for all tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from faq.assistant import Assistant
from faq.engine import open_assistant


@pytest.fixture(scope="session")
def assistant(packaged_cache: Path) -> Assistant:
    """An assistant by words and meaning."""
    return open_assistant(cache=packaged_cache)
