"""Reads a text as a file of one of the formats, and returns the refusal of one that cannot be taken."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from faq.exchange.entries import Drafts
from faq.exchange.text_file import ExchangeError


def refusal(reader: Callable[[str, str, str], Drafts], content: str, name: str) -> list[str]:
    """Return the lines in which a reader refuses a file."""
    with pytest.raises(ExchangeError) as raised:
        reader(content, name, "Topic")
    assert raised.value.exit_code == 1
    return str(raised.value).splitlines()
