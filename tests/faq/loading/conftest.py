"""A fresh content folder for each test."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faq.content_folder import ContentFolder


@pytest.fixture
def folder(tmp_path: Path) -> ContentFolder:
    return ContentFolder.small(tmp_path)
