"""Memory: no collection while much is made, and freed memory returned to the operating system."""

from __future__ import annotations

import ctypes
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress


@contextmanager
def uncollected() -> Iterator[None]:
    """Pause the garbage collector: a quarter of a load went into looking through values that all stay."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def trim() -> None:
    """Call `malloc_trim`: glibc otherwise holds on to 70 MB after loading a model."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):  # other C libraries have no such call and need none
            ctypes.CDLL(None).malloc_trim(0)
