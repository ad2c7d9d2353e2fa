"""Why the bot answers a message as it does: asks the assistant in use once more, and looks on. Nothing is stored."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace

from telegram import Message
from telegram.constants import ChatType

from bot.desk.trial.people import ChatName
from bot.desk.trial.trial import Trial
from bot.handlers.answer_recorder import AnswerRecorder
from bot.handlers.conversation import Conversation
from bot.handlers.filters import ASK, asks_bot
from bot.handlers.message_text import command
from bot.handlers.question import QuestionFinder
from bot.store.store import Store
from faq.assistant import Assistant, Ranker
from faq.context import Context
from faq.matching.explain import Explanation, explain
from faq.matching.matcher import Matcher
from faq.models import Thresholds
from faq.outcome import Found, NotFound, Outcome, Ranking, Referred, Unsure
from faq.safety.detector import RedFlags
from faq.safety.explain import RuleTrace

EXPLAINED = 3
"""Entries whose evidence is shown."""


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why a message is answered as it is.

    Attributes:
        question: its text as the bot reads it, without the command and the bot's name.
        is_asked: whether the message was put to the bot.
        outcome: of the question.
        context: the answer or offer before; None if the question does not depend on it.
        reading: the text whose ranking decided; None if none was needed.
        ranking: of that text.
        evidence: for that ranking, word by word.
        rules: the red-flag rules that the question meets, excused or not.

    """

    question: str
    is_asked: bool
    outcome: Outcome
    context: Context | None
    reading: str | None
    ranking: Ranking | None
    evidence: Explanation | None
    rules: tuple[RuleTrace, ...]
    thresholds: Thresholds


class NoReasonsError(Exception):
    """There is nothing to explain; the message says why."""


class Reasoner:
    """Finds the reasons of answers in the chats of a trial."""

    def __init__(self, trial: Trial) -> None:
        self._trial, runtime = trial, trial.runtime
        crypto = trial.settings.crypto()
        self._recorder = AnswerRecorder(Store(runtime.engine, crypto, runtime.clock).answers, crypto)

    async def reasons(self, name: ChatName, message_id: int) -> Reasons:
        """Return why a message is answered as it is. Raises UnknownMessageError and NoReasonsError."""
        body = self._trial.client.message(name, message_id).body
        message = Message.de_json(body, self._trial.runtime.bot)
        assistant = self._trial.runtime.in_use.assistant
        if assistant is None:
            raise NoReasonsError("The bot is still getting ready.")
        if command(message) not in {None, *ASK}:
            raise NoReasonsError("This is a command, which needs no reading: it does the same each time.")
        question = QuestionFinder(assistant).find(message).text
        if not question:
            raise NoReasonsError("There is no text in this message that the bot could read.")
        is_asked = message.chat.type == ChatType.PRIVATE or asks_bot(message)
        conversation = Conversation(assistant.faq, self._recorder)
        context = await conversation.context(message, question, then=True) if is_asked else None
        return await asyncio.to_thread(_reasons, assistant, question, context, is_asked=is_asked)


class _RecordingRanker:
    """Ranks by another matcher, and records each ranking by its text."""

    def __init__(self, matcher: Ranker) -> None:
        self._matcher, self.rankings = matcher, dict[str, Ranking]()

    def rank(self, question: str) -> Ranking:
        ranking = self.rankings[question] = self._matcher.rank(question)
        return ranking


def _reasons(assistant: Assistant, question: str, context: Context | None, *, is_asked: bool) -> Reasons:
    ranker = _RecordingRanker(assistant.matcher)
    outcome = replace(assistant, matcher=ranker).ask(question, context)
    reading = _deciding(outcome, ranker.rankings)
    rules = assistant.red_flags.explain(question) if isinstance(assistant.red_flags, RedFlags) else ()
    return Reasons(
        question, is_asked, outcome, context if _leans(outcome) else None, reading,
        ranker.rankings[reading] if reading else None, _evidence(assistant, reading), rules, assistant.thresholds,
    )  # fmt: skip


def _leans(outcome: Outcome) -> bool:
    return isinstance(outcome, Found | Referred | Unsure | NotFound) and outcome.about is not None


def _deciding(outcome: Outcome, rankings: dict[str, Ranking]) -> str | None:
    """Return the text whose ranking has the scores of the outcome; None if none was ranked for it."""
    if not outcome.candidates:
        return next(iter(rankings), None)
    best = outcome.candidates[0]
    same = (text for text, ranking in rankings.items() if ranking.matches[0] == best)
    return next(same, None)


def _evidence(assistant: Assistant, reading: str | None) -> Explanation | None:
    if reading is None or not isinstance(assistant.matcher, Matcher):
        return None
    return explain(assistant.matcher, reading, EXPLAINED)
