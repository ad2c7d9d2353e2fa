"""The content that the terminal's tests answer from."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faq.content_folder import ContentFolder
from tests.faq.tools.command_line import legwise


@pytest.fixture(scope="package")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small content folder that no test changes, stored before a terminal waits for it."""
    folder = ContentFolder.small(tmp_path_factory.mktemp("content")).path
    assert legwise("ask", "--content", folder, "what is ferritin").exit_code == 0
    return folder
