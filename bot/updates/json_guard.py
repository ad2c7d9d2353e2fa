"""Guards against JSON that can be sent but not stored: nested too deep, or with numbers that JSON does not have.

An update with such a body is stored without it, whichever way it came in, because an update that is not acknowledged
is delivered again and again, and holds up those behind it.
"""

from __future__ import annotations

import math
import re
from typing import Any

MAX_DEPTH = 64
"""Levels of nesting; Telegram's updates have a dozen."""
_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"|[{}\[\]]', re.DOTALL)
_NUMBER = re.compile(rb"\s*:\s*(\d{1,19})\b")


def is_storable(value: Any) -> bool:
    """Return whether every database stores a JSON value."""
    level = [value]
    for _ in range(MAX_DEPTH):
        if any(isinstance(one, float) and not math.isfinite(one) for one in level):
            return False
        level = [inner for one in level for inner in _inner(one)]
        if not level:
            return True
    return False


def update_ids(payload: bytes, depth: int) -> list[int]:
    """Return the numbers of the updates that lie so deep in a JSON text, which may be too deep to be parsed."""
    found: list[int] = []
    level = 0
    for token in _TOKEN.finditer(payload):
        level += token[0] in b"{[" or -(token[0] in b"}]")
        if level == depth and token[0] == b'"update_id"' and (number := _NUMBER.match(payload, token.end())):
            found.append(int(number[1]))
    return found


def _inner(value: Any) -> Any:
    return value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
