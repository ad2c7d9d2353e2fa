"""An assistant that does what another does and has it counted, so that no handler knows of metrics.

Nothing of a question is looked at but what came of it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self, assert_never

from bot.metrics import Metrics
from faq.assistant import Assistant, RedFlagDetector
from faq.models import UrgentReply
from faq.outcome import Found, NotFound, Outcome, Referred, Unsure, Urgent


@dataclass(frozen=True, slots=True)
class _Watched:
    """Red flags, counted: they are also looked for where nobody asks the assistant."""

    watch: RedFlagDetector
    metrics: Metrics

    def detect(self, question: str) -> UrgentReply | None:
        reply = self.watch.detect(question)
        if reply is not None:
            self.metrics.decided("urgent")
        return reply


@dataclass(frozen=True, slots=True)
class InstrumentedAssistant(Assistant):
    """An assistant whose outcomes are counted and timed."""

    within: Assistant
    metrics: Metrics
    clock: Callable[[], float]

    @classmethod
    def of(cls, assistant: Assistant, metrics: Metrics, clock: Callable[[], float] = time.perf_counter) -> Self:
        """The same assistant, measured."""
        watched = _Watched(assistant.red_flags, metrics)
        return cls(assistant.faq, assistant.matcher, watched, assistant.thresholds, assistant, metrics, clock)

    def ask(self, question: str) -> Outcome:
        """Decide what comes of a question."""
        began = self.clock()
        outcome = self.within.ask(question)  # not its own: the red flags that are watched for would count twice
        self.metrics.matched(self.clock() - began)
        self.metrics.decided(_word(outcome))
        return outcome


def _word(outcome: Outcome) -> str:
    match outcome:
        case Urgent():
            return "urgent"
        case Found():
            return "answer"
        case Unsure():
            return "suggest"
        case Referred():
            return "referral"
        case NotFound():
            return "none"
        case _:
            assert_never(outcome)
