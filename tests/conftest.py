"""Fixtures for both packages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from platformdirs import user_cache_path

from faq.engine import open_engine
from faq.loading import load

pytest_plugins = ["tests.bot.database_fixtures"]


@pytest.fixture(scope="session")
def packaged_cache() -> Path:
    """The user's cache, for the fitted packaged content only.

    Fitting takes a minute of CPU, so all tests, later runs and `faq check` share it. For a subprocess, set
    XDG_CACHE_HOME to the folder's parent.
    """
    return user_cache_path("legwise")


@pytest.fixture(scope="session")
def fitted_cache(packaged_cache: Path) -> Path:
    """The same cache, holding the packaged content fitted with the encoder."""
    open_engine(cache=packaged_cache).matcher(load())
    return packaged_cache


@pytest.fixture(scope="session", autouse=True)
def _other_user_cache(packaged_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep small contents out of the user's cache, because they would evict the packaged content."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield
