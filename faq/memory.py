"""Memory: no collection while much is made, and freed memory returned to the operating system."""

from __future__ import annotations

import ctypes
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_ARENA_MAX = -1, -3, -8
"""Parameters of glibc's `mallopt`."""
RETURNED = 1 << 20
"""Bytes from which a freed block, and free room at the end of the heap, go back to the operating system."""


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
    if glibc := _glibc():
        glibc.malloc_trim(0)


def limit_heap() -> None:
    """Have glibc keep one heap for all threads, and little of what is freed. To be called before there are threads.

    It would have a heap for each thread, whose gaps only this thread fills, and raise both thresholds up to 64 MB with
    every large block that is freed.
    """
    if glibc := _glibc():
        glibc.mallopt(_M_ARENA_MAX, 1)
        glibc.mallopt(_M_MMAP_THRESHOLD, RETURNED)
        glibc.mallopt(_M_TRIM_THRESHOLD, RETURNED)


def _glibc() -> ctypes.CDLL | None:
    """Return the C library if it is glibc; others have no such calls and need none."""
    library = ctypes.CDLL(None) if sys.platform == "linux" else None
    return library if hasattr(library, "malloc_trim") else None
