"""Answers one question with one outcome: `Assistant.ask`.

Red flags first; then the matcher ranks the entries for the whole message and for each question in it, and the
thresholds, which are content, decide. Deterministic and stateless.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from typing import Protocol, assert_never

from faq import question_splitter
from faq.models import Citation, Faq, Flag, Pages, Referral, Thresholds, UrgentReply
from faq.outcome import ENGLISH, Foreign, Found, Match, NotFound, Outcome, Ranking, Referred, Unsure, Urgent
from faq.safety.experiencer import is_about_another

log = logging.getLogger(__name__)

MAX_SUGGESTIONS = 3
"""Entries offered as "did you mean": more is a menu, not an answer."""
PART_WEIGHT = 0.8
"""Weight of a question that is part of a longer message, because the rest may change its meaning."""
SENTENCE_URGENT = 0.5
"""From this probability a single sentence of a longer message counts as an emergency: the rest may dilute it."""
FITTING = 0.5
"""From this probability a reply replaces the one of a rule: likelier than all others.

Measured on two sets, 820 emergencies: a rule's own reply is the author's in 84 and 90 %, this one in 94 and 95 %.
"""
OUTWEIGHED = -0.4
"""Below this margin a rule's alarm is false: calm messages are much nearer than emergencies, in each sentence too.

Measured on 5,777 messages: it takes back 32 of the rules' 67 false alarms, and 3 of the 1,081 emergencies they catch.
"""


class Ranker(Protocol):
    """Ranks all entries for a question and estimates whether it is an emergency."""

    def rank(self, question: str) -> Ranking: ...


class RedFlagDetector(Protocol):
    """Detects red flags in a question."""

    def detect(self, question: str) -> Flag | None: ...


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
    def ask(self, question: str) -> Outcome: ...
    def is_clear(self, question: str) -> bool: ...


@dataclass(frozen=True, slots=True)
class Assistant:
    """Answers questions from a curated FAQ."""

    faq: Faq
    matcher: Ranker
    red_flags: RedFlagDetector
    support: SupportDetector
    languages: LanguageDetector
    thresholds: Thresholds

    def ask(self, question: str) -> Outcome:
        """Decide the outcome of a question. Accepts any text; raises nothing."""
        flag = self.red_flags.detect(question)
        ranking = self.matcher.rank(question)
        if flag := self._weighed(flag, question, ranking) if flag else self._emergency(question, ranking):
            return Urgent(flag.reply, ranking.matches, them=flag.them, language=flag.language)
        return replace(self._answer(question, ranking), support=self.support.detect(question))

    def is_clear(self, question: str) -> bool:
        """Return whether a question has a certain answer by itself."""
        return isinstance(self.ask(question), Found | Referred | Urgent)

    def red_flag(self, question: str) -> Flag | None:
        """Return what the rules find in a message, if the whole of it bears that out; matches nothing otherwise."""
        flag = self.red_flags.detect(question)
        try:
            return self._weighed(flag, question, self.matcher.rank(question)) if flag else None
        except Exception as fault:  # an emergency is told by its rule alone, whatever else is broken
            # Neither its message nor a traceback: they may hold the user's words.
            log.error("a red flag could not be weighed, so its rule alone decides: %s", type(fault).__name__)
            return flag

    def _answer(self, question: str, ranking: Ranking) -> Outcome:
        if (language := self.languages.detect(question)) != ENGLISH:
            return self._foreign(language, ranking.matches)
        parts = tuple(self.matcher.rank(part).matches for part in question_splitter.questions(question))
        clear = ranking.matches[0].score >= self.thresholds.answer
        matches = ranking.matches if clear else _merged(ranking.matches, parts)
        return self._decide(matches, self._clear_parts(parts))

    def _weighed(self, flag: Flag, question: str, ranking: Ranking) -> Flag | None:
        """Return a rule's flag with the reply that the whole message fits, or none if it is plainly a calm message.

        A rule sees a few words: "collapsed" is a person's or a souffle's. What it says of a `firm` reply stands.
        """
        if flag.reply.firm or flag.language != ENGLISH:
            return flag
        if ranking.margin < OUTWEIGHED and self._is_calm(question):
            return None
        reply = self._reply(ranking.reply) if ranking.reply_score >= FITTING else flag.reply
        return replace(flag, reply=reply) if reply.replaces else flag

    def _is_calm(self, question: str) -> bool:
        """Whether each sentence of a message is calm by itself: a long story may hold one that is not."""
        sentences = question_splitter.sentences(question)
        return all(self.matcher.rank(sentence).margin < OUTWEIGHED for sentence in sentences)

    def _emergency(self, question: str, ranking: Ranking) -> Flag | None:
        """Return an emergency that no rule matches but that the message, or one of its sentences, resembles."""
        likely = ranking if ranking.urgent >= self.thresholds.urgent else self._likely_sentence(question)
        if not likely or not likely.reply:
            return None
        return Flag(self._reply(likely.reply), is_about_another(question))

    def _reply(self, reply_id: str) -> UrgentReply:
        return next(reply for reply in self.faq.urgent_replies if reply.id == reply_id)

    def _likely_sentence(self, question: str) -> Ranking | None:
        rankings = map(self.matcher.rank, question_splitter.sentences(question))
        return next((ranking for ranking in rankings if ranking.urgent >= SENTENCE_URGENT), None)

    def _foreign(self, language: str, candidates: tuple[Match, ...]) -> Foreign:
        best = candidates[0]
        likely = best.entry if best.score >= self.thresholds.suggest else None
        return Foreign(language, best.score, candidates, likely)

    def _clear_parts(self, parts: tuple[tuple[Match, ...], ...]) -> tuple[Match, ...]:
        """Return the best match of each clear question, one per entry; empty unless there are several."""
        clear = (matches[0] for matches in parts if matches[0].score >= self.thresholds.answer)
        distinct = tuple({match.entry.id: match for match in clear}.values())
        return distinct if len(distinct) > 1 else ()

    def _decide(self, candidates: tuple[Match, ...], clear_parts: tuple[Match, ...]) -> Outcome:
        best, thresholds = (clear_parts or candidates)[0], self.thresholds
        also = tuple(match.entry for match in clear_parts[1:])
        if best.score < thresholds.suggest:
            return NotFound(best.score, candidates)
        if best.score < thresholds.answer:
            return Unsure(tuple(match.entry for match in candidates[:MAX_SUGGESTIONS]), best.score, candidates)
        match best.entry.basis:
            case Citation() | Pages():
                return Found(best.entry, best.score, candidates, also)
            case Referral():
                return Referred(best.entry, best.score, candidates, also)
            case _:
                assert_never(best.entry.basis)


def _merged(message: tuple[Match, ...], parts: tuple[tuple[Match, ...], ...]) -> tuple[Match, ...]:
    """Return each entry's best score, from the whole message or from one of its questions."""
    best = {match.entry.id: match for match in message}
    for match in (match for matches in parts for match in matches):
        if (score := round(PART_WEIGHT * match.score, 4)) > best[match.entry.id].score:
            best[match.entry.id] = Match(match.entry, score)
    return tuple(sorted(best.values(), key=lambda match: -match.score))
