"""The gaps of a database's shared questions, found in the background: `GapList`."""

from __future__ import annotations

import time
from collections.abc import Iterable

from bot.concurrency import in_daemon_thread
from bot.desk.background import Background, Progress
from bot.desk.edits import Cause
from bot.desk.library import Library
from bot.gaps.questions import undecided
from bot.models import Decision
from bot.reload.watcher import Fingerprint
from bot.store.shared_questions import SharedQuestions
from faq.gaps.finder import GapFinder
from faq.gaps.models import Gap

INTERVAL = 10.0
"""Seconds between two looks at the database."""
MAX_SEEN = 500
"""Gaps that are remembered while curators have them before their eyes."""
MAX_TEXTS = 20
"""Wordings of a gap whose outcome is shown with the effects of an edit."""


class GapList:
    """The gaps as they were found last.

    Attributes:
        version: is another whenever there are other gaps than those that were left.
        work: finds them; its progress is shown.

    """

    def __init__(self, library: Library, shared: SharedQuestions, interval: float = INTERVAL) -> None:
        self._library, self._shared, self._interval, self._finder = library, shared, interval, GapFinder()
        self.work: Background[float, tuple[Gap, ...]] = Background(self._find)
        self.version = 0
        self.open_questions = 0
        self._found_for: tuple[Fingerprint, frozenset[str]] | None = None
        self._seen: dict[str, Gap] = {}

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """The gaps that were found last, those that most people asked for first."""
        return self.work.value or ()

    def refresh(self) -> None:
        """Look again in the background, unless that was done a moment ago."""
        now = time.monotonic()
        if self.work.key is None or now - self.work.key >= self._interval:
            self.work.want(now)

    def find(self, id_: str) -> Gap | None:
        """Return a gap by its id, also one that was shown and is not in the list any more."""
        found = next((gap for gap in self.gaps if gap.id == id_), None)
        return found or self._seen.get(id_)

    async def _find(self, _: float, progress: Progress) -> tuple[Gap, ...]:
        content, shared = await self._library.now(), await self._shared.for_curators()
        asked = undecided(shared)
        found_for = content.state, frozenset(each.id for each in asked)
        self.open_questions = len(asked)
        if found_for == self._found_for and self.work.value is not None:
            return self.work.value
        engine, folder = await self._library.engine(), self._library.folder
        gaps = await in_daemon_thread("gaps", lambda: self._finder.find(asked, engine.open(folder), progress))
        left = {gap.ids for gap in self.gaps if found_for[1].issuperset(gap.ids)}
        self._found_for = found_for
        self.version += self.version == 0 or {gap.ids for gap in gaps} != left
        self._remember(gaps, frozenset(each.id for each in shared))
        return gaps

    def _remember(self, gaps: Iterable[Gap], stored: frozenset[str]) -> None:
        """Remember gaps, and forget those with a question that was withdrawn."""
        known = {**self._seen, **{gap.id: gap for gap in gaps}}
        latest = [gap for gap in known.values() if stored.issuperset(gap.ids)][-MAX_SEEN:]
        self._seen = {gap.id: gap for gap in latest}


def cause(gap: Gap, decision: Decision = Decision.ACCEPTED) -> Cause:
    """Return a gap as the cause of an edit."""
    return Cause(gap.ids, gap.texts[:MAX_TEXTS], gap.askers, decision)
