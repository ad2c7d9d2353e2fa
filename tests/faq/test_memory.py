"""`memory` pauses the garbage collector and returns freed memory."""

from __future__ import annotations

import gc

import pytest

from faq.memory import limit_heap, trim, uncollected


def test_the_collector_rests_while_much_is_made_and_runs_again_afterwards() -> None:
    with uncollected():
        assert not gc.isenabled()
        with uncollected():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()


def test_the_collector_runs_again_after_an_error() -> None:
    with pytest.raises(ValueError, match="broken"), uncollected():
        raise ValueError("broken")
    assert gc.isenabled()


def test_returning_memory_is_safe_on_every_system() -> None:
    limit_heap()
    trim()
