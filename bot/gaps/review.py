"""The conversation of `legwise gaps` with a curator: `Review`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.console import Console

from bot.gaps.printing import print_gap, print_preview
from bot.gaps.questions import SharedGaps
from bot.models import Decision
from faq.editing import (
    AddOutOfScope,
    AddPhrasing,
    AddUnlike,
    ContentEditor,
    Edit,
    EditError,
    InvalidEditError,
    Likeness,
    NewEntry,
    Receipt,
)
from faq.exchange.names import slug
from faq.gaps import Gap

CHOICES = "[p]hrasing  not [m]eant  [n]ew entry  [o]ut of scope  [d]ismiss  [s]kip  [u]ndo  [q]uit: "
LAST = "That was the last. [u]ndo the last decision, or Enter to end: "
_LETTERS = {"phrasing": "p", "unlike": "m", "new entry": "n", "out of scope": "o"}
Ask = Callable[[str], str]
"""Asks for a line."""


class _QuitError(Exception):
    """The curator has had enough."""


@dataclass(frozen=True, slots=True)
class _Done:
    """A decision that can be undone."""

    at: int
    gap: Gap
    receipt: Receipt | None = None


class Review:
    """Shows a curator one gap after another, and carries out the decision on each."""

    def __init__(self, questions: SharedGaps, editor: ContentEditor, console: Console, ask: Ask, who: str = "") -> None:
        self._questions, self._editor, self._console, self._ask, self._who = questions, editor, console, ask, who
        self._done: list[_Done] = []

    def hold(self, gaps: Sequence[Gap]) -> None:
        """Show one gap after another, until all were seen or the curator quits. Raises DatabaseError."""
        at = 0
        try:
            while at < len(gaps) or self._wants_undo():
                if at < len(gaps):
                    print_gap(self._console, gaps[at], at + 1, len(gaps))
                    at = self._decide(gaps[at], at)
                else:
                    at = self._attempt_undo(at)
        except (_QuitError, EOFError, KeyboardInterrupt):
            self._console.print()
        self._console.print(f"{len(self._done)} decided, {len(gaps) - len(self._done)} left", markup=False)

    def _decide(self, gap: Gap, at: int) -> int:
        """Return which gap is next."""
        try:
            match self._ask(CHOICES).strip().lower()[:1] or _LETTERS[gap.suggestion.kind]:
                case "d":
                    self._close(gap, at, Decision.DISMISSED)
                case "s":
                    return at + 1
                case "u":
                    return self._undo(at)
                case "q":
                    raise _QuitError
                case "p" | "m" | "n" | "o" as letter:
                    return at + self._accept(letter, gap, at)
                case _:
                    return at
        except EditError as error:
            self._tell(error)
            return at
        return at + 1

    def _accept(self, letter: str, gap: Gap, at: int) -> bool:
        """Preview an edit, and write it if the curator agrees; return whether that was done."""
        edit = self._edit(letter, gap)
        preview = self._editor.preview(edit, with_effects=True, asked=gap.texts[:5])
        print_preview(self._console, preview)
        if preview.faults or self._ask("Write it? [y/N] ").strip().lower()[:1] != "y":
            return False
        receipt = self._editor.write(preview, self._who, gap.askers)
        decision = Decision.OUT_OF_SCOPE if letter == "o" else Decision.ACCEPTED
        self._close(gap, at, decision, receipt)
        return True

    def _close(self, gap: Gap, at: int, decision: Decision, receipt: Receipt | None = None) -> None:
        self._done.append(_Done(at, gap, receipt))
        self._questions.decide(gap.ids, decision)

    def _wants_undo(self) -> bool:
        return bool(self._done) and self._ask(LAST).strip().lower()[:1] == "u"

    def _attempt_undo(self, at: int) -> int:
        try:
            return self._undo(at)
        except EditError as error:
            self._tell(error)
            return at

    def _tell(self, error: EditError) -> None:
        self._console.print(str(error), markup=False, highlight=False, soft_wrap=True)

    def _undo(self, at: int) -> int:
        if not self._done:
            self._console.print("There is nothing to undo.")
            return at
        done = self._done[-1]
        if done.receipt:
            self._editor.undo(done.receipt)
        self._questions.decide(done.gap.ids, None)
        self._done.pop()
        return done.at

    def _edit(self, letter: str, gap: Gap) -> Edit:
        if letter == "n":
            return self._new_entry(gap)
        entry = "" if letter == "o" else self._entry(gap)
        text = self._answer("Text", gap.representative.text)
        match letter:
            case "p":
                return AddPhrasing(entry, text)
            case "m":
                return AddUnlike(entry, text, self._likeness(gap))
            case _:
                return AddOutOfScope(text, self._likeness(gap))

    def _entry(self, gap: Gap) -> str:
        """Return the id of an entry, which is typed or chosen by its number among the nearest."""
        suggested = gap.suggestion.entry or gap.nearest[0].entry
        typed = self._answer("Entry, by number or id", suggested.id)
        nearest = {str(place): match.entry.id for place, match in enumerate(gap.nearest, 1)}
        return nearest.get(typed, typed)

    def _likeness(self, gap: Gap) -> Likeness:
        typed = self._answer("A question of the same field? y/n", "n" if gap.suggestion.everyday else "y")
        return "near" if typed.lower().startswith("y") else "everyday"

    def _new_entry(self, gap: Gap) -> NewEntry:
        question = self._answer("Question", gap.representative.text)
        topics = self._editor.topics()
        name = self._answer(f"Topic: {', '.join(topics)}", topics[0])
        id_ = self._answer("Id", slug(question))
        answer = self._ask("Answer: ").strip()
        sources = self._ask("Ids of sources, with spaces between: ").split()
        if not answer:
            raise InvalidEditError("an entry has an answer; write it here, or skip this and write the entry by hand")
        phrasings = [text for text in gap.texts if text != question]
        return NewEntry(
            id_, name, {"question": question, "phrasings": [*phrasings], "answer": answer, "refer": [*sources]}
        )

    def _answer(self, name: str, default: str) -> str:
        return self._ask(f"{name} [{default}]: ").strip() or default
