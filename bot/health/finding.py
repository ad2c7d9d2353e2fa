"""The result of a check."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: all is well, unless there is a cure.

    Attributes:
        subject: what was checked, in a word.
        what: what was found, in a line; never a secret.
        cure: what to do; empty if nothing is wrong.

    """

    subject: str
    what: str
    cure: str = ""

    @property
    def is_ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.cure
