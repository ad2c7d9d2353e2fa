"""Explains to a curator which red-flag rules a message meets, and why it does not meet others. Decides nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from faq.models import RedFlag
from faq.safety.parser import ParsedMessage
from faq.safety.rules import Excuse, Hit, RedFlagRules, Span, excusable, excuse, excusing_words, hits


@dataclass(frozen=True, slots=True)
class RuleTrace:
    """A rule whose phrases stand near each other in a message.

    Attributes:
        rule: its id.
        reply: the id of its reply.
        words: those that meet it, typos and all.
        excuse: why it raises no alarm all the same; None if it raises one.
        excused_by: the words of the phrase that excuses it, if that is why.

    """

    rule: str
    reply: str
    words: str
    excuse: Excuse | None = None
    excused_by: str = ""


def traces(rules: RedFlagRules, question: str) -> tuple[RuleTrace, ...]:
    """Return the rules that a message meets, but for their excuses, the gravest first."""
    message, found = rules.found(question)
    return tuple(trace for rule, spans in found if (trace := _trace(rule, spans, message)))


def _trace(rule: RedFlag, spans: Mapping[int, list[Span]], message: ParsedMessage) -> RuleTrace | None:
    """Return what a rule makes of a message; None if the message lacks a phrase of it."""
    of_rule = list(_hit_traces(rule, spans, message))
    return next((trace for trace in of_rule if trace.excuse is None), of_rule[0] if of_rule else None)


def _hit_traces(rule: RedFlag, spans: Mapping[int, list[Span]], message: ParsedMessage) -> Iterator[RuleTrace]:
    groups = [spans.get(number, []) for number in range(len(rule.when))]
    affirmed = [[span for span in group if not message.negated[span[0]]] for group in groups]
    excuses = excusing_words(spans, message)
    if all(counted := affirmed if rule.negatable else groups):
        for hit in hits(counted, rule.within):
            reason = excuse(rule, hit, excuses, message)
            by = excuses.intersection(excusable(rule, hit, message)) if reason == "phrase" else ()
            yield RuleTrace(rule.id, rule.reply, _words(hit, message), reason, _at(sorted(by), message))
    elif all(groups):
        yield from (
            RuleTrace(rule.id, rule.reply, _words(hit, message), "negated") for hit in hits(groups, rule.within)
        )


def _words(hit: Hit, message: ParsedMessage) -> str:
    return " … ".join(_at(range(start, end), message) for start, end in sorted(set(hit)))


def _at(indexes: list[int] | range, message: ParsedMessage) -> str:
    words = [word for clause in message.spoken for word in clause]
    return " ".join(words[index] for index in indexes)
