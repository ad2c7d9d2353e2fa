"""Edits that wait for a curator's decision, and those that were made and can be undone: `Edits`."""

from __future__ import annotations

import asyncio
import secrets
from collections import OrderedDict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlalchemy.exc import SQLAlchemyError

from bot.desk.library import Library
from bot.models import Decision
from bot.store.shared_questions import SharedQuestions
from faq.editing import (
    AddOutOfScope,
    AddPhrasing,
    AddUnlike,
    Edit,
    EditEntry,
    EditError,
    NewEntry,
    Preview,
    Receipt,
)
from faq.errors import OperatorError
from faq.loading.yaml_document import Value, parse_document

MAX_DRAFTS = 200
MAX_ACTIONS = 100
_MATCHED = ("question", "phrasings", "unlike", "values")
"""The fields that decide which questions an entry gets."""


@dataclass(frozen=True, slots=True)
class Cause:
    """The shared questions that an edit is for; none if a curator made it of their own accord."""

    questions: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    askers: int = 0
    decision: Decision = Decision.ACCEPTED


@dataclass(frozen=True, slots=True)
class Draft:
    """An edit that was previewed and not yet written."""

    token: str
    preview: Preview
    cause: Cause

    @property
    def needs_measuring(self) -> bool:
        """Whether it may move questions, and it is not known which."""
        return self.preview.effects is None and not self.preview.faults and _moves(self.preview)


@dataclass(frozen=True, slots=True)
class Action:
    """An edit that was written, or a decision without one; either can be undone."""

    number: int
    title: str
    at: datetime
    cause: Cause
    receipt: Receipt | None = None
    is_undone: bool = False


class GoneError(OperatorError):
    """An edit is not known here (any more)."""


class Edits:
    """The drafts and actions of this run. Only the latest are remembered; files that were written stay.

    Args:
        library: the content that is edited.
        shared: the questions that edits are for.

    """

    def __init__(self, library: Library, shared: SharedQuestions) -> None:
        self._library, self._shared = library, shared
        self._drafts: OrderedDict[str, Draft] = OrderedDict()
        self._actions: OrderedDict[int, Action] = OrderedDict()
        self._count = 0

    @property
    def latest(self) -> Sequence[Action]:
        """The actions, the latest first."""
        return tuple(reversed(self._actions.values()))

    @property
    def decided(self) -> frozenset[str]:
        """The questions that were decided here, even if the list of gaps does not know yet."""
        done = (action.cause.questions for action in self._actions.values() if not action.is_undone)
        return frozenset().union(*done)

    async def check(self, edit: Edit) -> Preview:
        """Return an edit as it would be written, with its faults. Raises EditError."""
        return await asyncio.to_thread((await self._library.editor()).preview, edit)

    async def draft(self, edit: Edit, cause: Cause | None = None) -> Draft:
        """Preview an edit, and store the draft. Raises EditError."""
        draft = Draft(secrets.token_urlsafe(16), await self.check(edit), cause or Cause())
        self._drafts[draft.token] = draft
        while len(self._drafts) > MAX_DRAFTS:
            self._drafts.popitem(last=False)
        return draft

    async def measure(self, token: str) -> Draft:
        """Measure the effects of a draft, which takes seconds. Raises EditError and GoneError."""
        draft, editor = self._draft(token), await self._library.editor()
        edit, asked = draft.preview.edit, draft.cause.texts
        measured = await asyncio.to_thread(editor.preview, edit, with_effects=True, asked=asked)
        # The curator has seen the diff of the draft: if the file differs by now, writing must fail.
        kept = replace(draft.preview, faults=measured.faults, effects=measured.effects)
        self._drafts[token] = draft = replace(draft, preview=kept)
        return draft

    async def write(self, token: str, who: str) -> Action:
        """Write a draft, and decide the questions that it is for. Raises EditError and GoneError."""
        draft = self._draft(token)
        editor = await self._library.editor()
        receipt = await asyncio.to_thread(editor.write, draft.preview, who, draft.cause.askers)
        del self._drafts[token]
        action = self._add(described(draft.preview.edit), draft.cause, receipt)
        await self._decide(draft.cause.questions, draft.cause.decision)
        return action

    async def decide(self, title: str, cause: Cause) -> Action:
        """Decide questions without an edit. Raises EditError."""
        await self._decide(cause.questions, cause.decision)
        return self._add(title, cause)

    async def undo(self, number: int) -> Action:
        """Take an action back, and reopen its questions. Raises EditError and GoneError."""
        action = self._actions.get(number)
        if action is None or action.is_undone:
            raise GoneError("This was undone already, or is too long ago; reload the page.")
        if action.receipt:
            await asyncio.to_thread((await self._library.editor()).undo, action.receipt)
        self._actions[number] = undone = replace(action, is_undone=True)
        await self._decide(action.cause.questions, None)
        return undone

    def _draft(self, token: str) -> Draft:
        if token not in self._drafts:
            raise GoneError("This preview is gone, or was written already; make it anew.")
        return self._drafts[token]

    def _add(self, title: str, cause: Cause, receipt: Receipt | None = None) -> Action:
        self._count += 1
        action = self._actions[self._count] = Action(self._count, title, datetime.now(UTC), cause, receipt)
        while len(self._actions) > MAX_ACTIONS:
            self._actions.popitem(last=False)
        return action

    async def _decide(self, ids: Collection[str], decision: Decision | None) -> None:
        try:
            await self._shared.decide(ids, decision)
        except SQLAlchemyError:
            cure = "nothing else failed; check the database, and dismiss the gap when it answers"
            raise EditError(f"The questions could not be marked as decided: {cure}.") from None


def described(edit: Edit) -> str:
    """Return an edit in a line."""
    match edit:
        case AddPhrasing(entry, text):
            return f"“{text}” added to {entry}"
        case AddUnlike(entry, text):
            return f"“{text}” is not meant by {entry}"
        case AddOutOfScope(text):
            return f"“{text}” is out of scope"
        case EditEntry(entry):
            return f"{entry} edited"
        case NewEntry(id_):
            return f"{id_} added"


def _moves(preview: Preview) -> bool:
    """Return whether an edit may change which questions get which answer."""
    if not isinstance(preview.edit, EditEntry):
        return True
    before, after = (_entry(data, preview) for data in (preview.before or b"", preview.after))
    return any(before.get(name) != after.get(name) for name in _MATCHED)


def _entry(data: bytes, preview: Preview) -> dict[str, Value]:
    value = parse_document(data, preview.file).value
    entries = value.get("entries") if isinstance(value, dict) else None
    assert isinstance(preview.edit, EditEntry)
    for entry in entries if isinstance(entries, list) else ():
        if isinstance(entry, dict) and entry.get("id") == preview.edit.entry:
            return entry
    return {}
