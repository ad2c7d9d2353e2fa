"""Fixtures on the packaged content: loaded and fitted once for all tests."""

from __future__ import annotations

import pytest
from hypothesis import settings

from faq.loading import load
from faq.matching import Matcher
from faq.models import Faq

settings.register_profile("legwise", deadline=None)  # a slow machine is no fault
settings.load_profile("legwise")


@pytest.fixture(scope="session")
def packaged() -> Faq:
    """The content that ships with the package."""
    return load()


@pytest.fixture(scope="session")
def matcher(packaged: Faq) -> Matcher:
    """A matcher on the packaged content, on words alone."""
    return Matcher.of(packaged)
