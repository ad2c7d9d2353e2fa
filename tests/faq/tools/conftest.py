"""Content folders that no test changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faq.content_folder import ContentFolder


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A content folder that no test changes."""
    return ContentFolder.small(tmp_path_factory.mktemp("content")).path


@pytest.fixture(scope="module")
def unsure(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Content that answers literal phrasings and suggests for anything else."""
    folder = ContentFolder.small(tmp_path_factory.mktemp("unsure"))
    folder.replace(
        "matching.yaml", "answer: 0.5, suggest: 0.1, unasked: 0.9", "answer: 1.0, suggest: 0.0, unasked: 1.0"
    )
    folder.replace(
        "matching.yaml", "answer: 0.6, suggest: 0.2, unasked: 0.8", "answer: 1.0, suggest: 0.0, unasked: 1.0"
    )
    return folder.path
