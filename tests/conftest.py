"""Fixtures for both packages."""

from __future__ import annotations

import fcntl
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from platformdirs import user_cache_path

from faq.engine import OFF, open_engine
from faq.loading import load

pytest_plugins = ["tests.bot.database_fixtures"]


@pytest.fixture(scope="session")
def user_cache() -> Path:
    """The user's cache, read before tests get another."""
    return user_cache_path("legwise")


@pytest.fixture(scope="session")
def packaged_cache(user_cache: Path) -> Path:
    """The user's cache, holding the packaged content fitted by words alone.

    Fitting takes minutes of CPU, so all tests, later runs and `faq check` share it. For a subprocess, set
    XDG_CACHE_HOME to the folder's parent.
    """
    return _fitted(user_cache, OFF)


@pytest.fixture(scope="session")
def fitted_cache(user_cache: Path) -> Path:
    """The same cache, holding the packaged content fitted with the encoder."""
    return _fitted(user_cache)


def _fitted(cache: Path, model: str | None = None) -> Path:
    """Fit the packaged content, one process at a time: workers that fit it all at once take many times as long."""
    with (Path(tempfile.gettempdir()) / "legwise-tests-fit.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # released when the file is closed
        open_engine(model, cache).matcher(load())
    return cache


@pytest.fixture(scope="session", autouse=True)
def _other_user_cache(user_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep small contents out of the user's cache, because they would evict the packaged content."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield
