"""Answers one message with one outcome: `Assistant.ask`.

Red flags first; then what leans on the answer before, small talk, and other languages; then the matcher ranks the
entries for the whole message and for each question in it, and the thresholds, which are content, decide.
Deterministic and stateless: what was said before is given as a `Context`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Protocol

from faq.alarm import Alarm, Ranker, RedFlagDetector
from faq.context import Context, has_pronoun, in_context
from faq.errors import NotReadyError
from faq.follow_up import FollowUp
from faq.models import Faq, Flag, Thresholds
from faq.outcome import ENGLISH, Foreign, Found, Match, Outcome, Ranking, Referred, Smalltalk, Urgent
from faq.reader import Reader, subject_of
from faq.small_talk import SmallTalkWords

__all__ = ["Answering", "Assistant", "LanguageDetector", "Ranker", "RedFlagDetector", "SupportDetector"]


class SupportDetector(Protocol):
    """Detects distress short of an emergency."""

    def detect(self, question: str) -> bool: ...


class LanguageDetector(Protocol):
    """Identifies the language of a message."""

    def detect(self, question: str) -> str: ...


class Answering(Protocol):
    """The assistant as its callers see it, instrumented or not."""

    @property
    def faq(self) -> Faq: ...
    @property
    def red_flags(self) -> RedFlagDetector: ...
    @property
    def thresholds(self) -> Thresholds: ...
    def red_flag(self, question: str) -> Flag | None: ...
    def ask(self, question: str, context: Context | None = None) -> Outcome: ...
    def is_clear(self, question: str) -> bool: ...
    def emergency(self, question: str, context: Context | None = None) -> Urgent | None: ...


class _Ranked:
    """Ranks each text of one message once: alarms, questions and contexts ask for the same."""

    def __init__(self, matcher: Ranker) -> None:
        self._rank = cache(matcher.rank)

    def rank(self, question: str) -> Ranking:
        return self._rank(question)


@dataclass(frozen=True, slots=True)
class Assistant:
    """Answers questions from a curated FAQ."""

    faq: Faq
    matcher: Ranker
    red_flags: RedFlagDetector
    support: SupportDetector
    languages: LanguageDetector
    small_talk: SmallTalkWords
    thresholds: Thresholds

    def ask(self, question: str, context: Context | None = None) -> Outcome:
        """Decide the outcome of a message, read in the context of the outcome before it. Raises nothing."""
        matcher = _Ranked(self.matcher)
        if flag := self._flag(question, context, matcher):
            return Urgent(flag.reply, _candidates(question, matcher), them=flag.them, language=flag.language)
        return replace(self._answer(question, context, matcher), support=self.support.detect(question))

    def is_clear(self, question: str) -> bool:
        """Return whether a message says by itself what it wants."""
        return isinstance(self.ask(question), Found | Referred | Smalltalk | Urgent) and not has_pronoun(question)

    def emergency(self, question: str, context: Context | None = None) -> Urgent | None:
        """Return the outcome of an emergency, by a rule or by likeness, and look for nothing else."""
        flag = self._flag(question, context, _Ranked(self.matcher))
        return Urgent(flag.reply, (), them=flag.them, language=flag.language) if flag else None

    def red_flag(self, question: str) -> Flag | None:
        """Return what the rules find in a message, if the whole of it bears that out; matches nothing otherwise."""
        return Alarm(self.faq, self.matcher, self.red_flags, self.thresholds).by_rule(question)

    def _flag(self, question: str, context: Context | None, matcher: Ranker) -> Flag | None:
        alarm = Alarm(self.faq, matcher, self.red_flags, self.thresholds)
        return alarm.flag(question) or self._flag_in_context(question, context, alarm)

    def _flag_in_context(self, message: str, context: Context | None, alarm: Alarm) -> Flag | None:
        """Return what a rule finds once the subject of the talk is put in: "my toddler ate all of them"."""
        if not context or not context.entry or not has_pronoun(message):
            return None
        return alarm.by_rule(in_context(message, subject_of(context.entry)))

    def _answer(self, message: str, context: Context | None, matcher: Ranker) -> Outcome:
        reader = Reader(self.faq, matcher, self.thresholds)
        follow_up = FollowUp(reader, self.small_talk)
        if context and (outcome := follow_up.told(message, context)):
            return outcome
        if talk := self.small_talk.find(message):
            return Smalltalk(talk, 1.0, matcher.rank(message).matches)
        if (language := self.languages.detect(message)) != ENGLISH:
            return self._foreign(language, matcher.rank(message).matches)
        question = self.small_talk.without_opening(message)
        alone = reader.read(question)
        return follow_up.read(question, context, alone) if context else alone

    def _foreign(self, language: str, candidates: tuple[Match, ...]) -> Foreign:
        best = candidates[0]
        likely = best.entry if best.score >= self.thresholds.suggest else None
        return Foreign(language, best.score, candidates, likely)


def _candidates(question: str, matcher: Ranker) -> tuple[Match, ...]:
    """Return the ranking of an emergency, which does not wait for the matcher."""
    try:
        return matcher.rank(question).matches
    except NotReadyError:
        return ()
