"""Fixtures for both packages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from platformdirs import user_cache_path

from faq.engine import OFF, open_assistant

LONGEST = ("test_containers", "test_install")
pytest_plugins = ["tests.bot.database_fixtures", "tests.browser.fixtures"]


@pytest.fixture(scope="session")
def user_cache() -> Path:
    """The user's cache, read before tests get another."""
    return user_cache_path("legwise")


@pytest.fixture(scope="session")
def packaged_cache(user_cache: Path) -> Path:
    """The user's cache, with the packaged content by words alone and by meaning.

    For a subprocess, set XDG_CACHE_HOME to the folder's parent.
    """
    for model in (OFF, None):
        open_assistant(model=model, cache=user_cache)
    return user_cache


@pytest.fixture(scope="session", autouse=True)
def _other_user_cache(user_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep small contents out of the user's cache, because they would evict the packaged content."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the tests that take a minute or two, so that no process is left alone with one at the end."""
    items.sort(key=lambda item: item.path.stem not in LONGEST)
