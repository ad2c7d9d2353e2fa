"""Fixtures with the packaged content, loaded and matched once for all tests."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

from faq.loading import load
from faq.matching import Matcher
from faq.matching.cache import ArrayCache
from faq.models import Faq

settings.register_profile("legwise", deadline=None)  # a slow machine is no fault
settings.load_profile("legwise")


@pytest.fixture(scope="session")
def packaged() -> Faq:
    """The packaged content."""
    return load()


@pytest.fixture(scope="session")
def matcher(packaged: Faq, packaged_cache: Path) -> Matcher:
    """A matcher for the packaged content, by words alone."""
    return Matcher.of(packaged, cache=ArrayCache(packaged_cache))
