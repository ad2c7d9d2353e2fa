"""Matches a message against the red-flag rules of `safety.yaml`.

A rule asks for groups of phrases near each other. The first rule met, in the curator's order from the gravest down,
gives the reply.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from faq.models import Flag, RedFlag, UrgentReply
from faq.safety.experiencer import is_about_another
from faq.safety.parser import ANY, END, MessageParser, ParsedMessage

Span = tuple[int, int]
"""The words of a message from one index up to, not including, another."""
Hit = tuple[Span, ...]
"""Phrases that meet a rule, one of each group."""
Excuse = Literal["thing", "phrase", "hypothetical", "past", "negated"]
"""Why a hit raises no alarm: it is said of a thing, a phrase of `unless` is near, or its words are not about now."""
UNLESS = -1
"""The group number of the phrases that excuse a rule."""
_EXCUSE_REACH = 5
"""Words before or after a hit that can excuse it: "chest hurts" is excused by "after bench press" behind it."""
_SELF_HARM = frozenset({"overdose-on-purpose", "self-harm"})
"""Replies that only a phrase around the hit itself excuses, "kill myself laughing", and nothing beside it."""
_OF_THINGS = frozenset({"animal-poisoning", "carbon-monoxide", "danger-psychosis"})
"""Replies that what is said of an animal or a thing can call for: the dog ate it, the alarm beeps, the TV commands."""


class RedFlagRules:
    """The rules, compiled once; `detect` then takes a fraction of a millisecond."""

    def __init__(self, replies: Iterable[UrgentReply], rules: Iterable[RedFlag], foreign: Iterable[str] = ()) -> None:
        self._rules = tuple(rules)
        by_id = {reply.id: reply for reply in replies}
        self._replies = tuple(by_id[rule.reply] for rule in self._rules)
        self._parser = MessageParser(_phrases(self._rules), foreign)
        self._trie = _trie(self._rules, self._parser)

    def detect(self, question: str) -> Flag | None:
        """Return the gravest red flag of a message, if any."""
        message = self._parser.parse(question)
        spans = self._spans(message)
        for number in sorted(spans):
            if _is_met(self._rules[number], spans[number], message):
                return Flag(self._replies[number], is_about_another(question))
        return None

    def found(self, question: str) -> tuple[ParsedMessage, tuple[tuple[RedFlag, Mapping[int, list[Span]]], ...]]:
        """Return the parsed message, and each rule with a phrase in it, the gravest first."""
        message = self._parser.parse(question)
        spans = self._spans(message)
        return message, tuple((self._rules[number], spans[number]) for number in sorted(spans))

    def _spans(self, message: ParsedMessage) -> Mapping[int, Mapping[int, list[Span]]]:
        """Find the phrases of each rule: rule -> group -> spans."""
        spans: dict[int, dict[int, list[Span]]] = defaultdict(lambda: defaultdict(list))
        for start in range(len(message.keys)):
            for end, members in _phrase_ends(self._trie, start, message):
                for rule, group in members:
                    spans[rule][group].append((start, end))
        return spans


def _phrases(rules: Iterable[RedFlag]) -> Iterator[str]:
    for rule in rules:
        for group in (*rule.when, rule.unless):
            yield from group


@dataclass(slots=True)
class _Node:
    """A prefix of phrases: the (rule, group) pairs of the phrases that end here, and the longer prefixes."""

    members: list[tuple[int, int]] = field(default_factory=list)
    children: dict[str, _Node] = field(default_factory=dict)


def _trie(rules: Iterable[RedFlag], parser: MessageParser) -> _Node:
    """Build one trie of the phrases of all rules, so that a word is looked up once for all of them."""
    root = _Node()
    for number, rule in enumerate(rules):
        for group, phrases in (*enumerate(rule.when), (UNLESS, rule.unless)):
            for phrase in sorted({parser.phrase(text) for text in phrases} - {()}):
                node = root
                for word in phrase:
                    node = node.children.setdefault(word, _Node())
                node.members.append((number, group))
    return root


def _phrase_ends(root: _Node, start: int, message: ParsedMessage) -> Iterator[tuple[int, list[tuple[int, int]]]]:
    """Yield the end of each phrase that begins at a word, with its (rule, group) pairs."""
    nodes = [root]
    for index in range(start, len(message.keys)):
        keys = message.keys[index]
        if message.clauses[index] == message.clauses[start]:
            keys += (ANY,)
        nodes = [node.children[key] for node in nodes for key in keys if key in node.children]
        if not nodes:
            return
        for node in nodes:
            if node.members:
                yield index + 1, node.members
            if message.last[index] and END in node.children:
                yield index + 1, node.children[END].members


def _is_met(rule: RedFlag, spans: Mapping[int, list[Span]], message: ParsedMessage) -> bool:
    groups = [spans.get(number, []) for number in range(len(rule.when))]
    if rule.negatable:
        groups = [[span for span in group if not message.negated[span[0]]] for group in groups]
    if not all(groups):
        return False
    excuses = excusing_words(spans, message)
    return any(excuse(rule, hit, excuses, message) is None for hit in hits(groups, rule.within))


def excusing_words(spans: Mapping[int, list[Span]], message: ParsedMessage) -> set[int]:
    """Return the words of the phrases that excuse a rule."""
    return {
        index
        for start, end in spans.get(UNLESS, ())
        if message.clauses[start] == message.clauses[end - 1]
        for index in range(start, end)
    }


def hits(groups: list[list[Span]], within: int) -> Iterator[Hit]:
    """Yield each set of spans, one a group, inside a window: one sweep over the last span of each group."""
    last: dict[int, Span] = {}
    for span, group in sorted((span, group) for group, spans in enumerate(groups) for span in spans):
        last[group] = span
        if len(last) == len(groups):
            start, end = _extent(last.values())
            if end - start <= within:
                yield tuple(last.values())


def excuse(rule: RedFlag, hit: Hit, excuses: set[int], message: ParsedMessage) -> Excuse | None:
    """Return why a hit raises no alarm; None if it raises one."""
    if rule.reply not in _OF_THINGS and all(message.things[start] for start, _ in hit):
        return "thing"
    if excuses and not excuses.isdisjoint(excusable(rule, hit, message)):
        return "phrase"
    contexts = [message.contexts[start] for start, _ in hit]
    if not rule.present:
        return "past" if 2 * sum(context.historical for context in contexts) > len(contexts) else None
    if any(context.hypothetical for context in contexts):
        return "hypothetical"
    return "past" if any(context.past for context in contexts) else None


def excusable(rule: RedFlag, hit: Hit, message: ParsedMessage) -> Iterator[int]:
    """Return the words in which a phrase excuses a hit."""
    return _own_words(hit) if rule.reply in _SELF_HARM else _neighbourhood(hit, message)


def _own_words(hit: Hit) -> Iterator[int]:
    return (index for start, end in hit for index in range(start, end))


def _neighbourhood(hit: Hit, message: ParsedMessage) -> Iterator[int]:
    """Yield the words that can excuse a hit: its own, those between, and its neighbours in the same clauses."""
    start, end = _extent(hit)
    clauses = {message.clauses[index] for index in range(start, end)}
    for index in range(max(0, start - _EXCUSE_REACH), min(len(message.keys), end + _EXCUSE_REACH)):
        if message.clauses[index] in clauses:
            yield index


def _extent(spans: Iterable[Span]) -> Span:
    starts, ends = zip(*spans, strict=True)
    return min(starts), max(ends)
