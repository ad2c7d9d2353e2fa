"""The vectors that ship with the package are those of its content."""

from __future__ import annotations

from tests.vectors import MOST_MISSING, missing


def test_nearly_all_messages_of_the_packaged_content_have_a_vector() -> None:
    assert missing() <= MOST_MISSING, "run python -m tests.vectors"
