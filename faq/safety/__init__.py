"""Red flags: looked for in every message before any matching, by curated rules. Pure; knows no entry and no file.

A rule of `safety.yaml` asks for groups of phrases near each other. The first rule that is met, in the curator's order
from the gravest down, gives the reply. How a message is read (typos, numbers, clauses, denials) is the business of
`reading`; what alarms us is content. Nothing here words a reply, weighs a symptom or asks a question back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from faq.models import RedFlag, UrgentReply
from faq.safety.parser import ANY, MessageParser, ParsedMessage

__all__ = ["FailedExample", "RedFlagRules", "prove"]

Span = tuple[int, int]
"""The words of a message from one place up to, not including, another."""

_UNLESS = -1
"""The group number of the phrases that excuse a rule."""

_NEIGHBOURS = 5
"""How many words before or after a hit can excuse it: "cut myself" calms down with "shaving" behind it."""


@dataclass(frozen=True, slots=True)
class FailedExample:
    """An example that does not do what its rule says: the reply that it should get, and the one that it gets."""

    rule: str
    example: str
    expected: str | None
    got: str | None


class RedFlagRules:
    """The rules, made ready once; `look` then costs a fraction of a millisecond."""

    def __init__(self, replies: Iterable[UrgentReply], rules: Iterable[RedFlag]) -> None:
        self._rules = tuple(rules)
        by_id = {reply.id: reply for reply in replies}
        self._replies = tuple(by_id[rule.reply] for rule in self._rules)
        self._reader = MessageParser(_phrases(self._rules))
        self._phrases = _tree(self._rules, self._reader)

    def detect(self, question: str) -> UrgentReply | None:
        """Find the gravest red flag of a message, or nothing."""
        reading = self._reader.read(question)
        found = self._find(reading)
        for number in sorted(found):
            if _met(self._rules[number], found[number], reading):
                return self._replies[number]
        return None

    def _find(self, reading: ParsedMessage) -> Mapping[int, Mapping[int, list[Span]]]:
        """Find where the phrases of each rule stand: rule -> group -> spans."""
        found: dict[int, dict[int, list[Span]]] = defaultdict(lambda: defaultdict(list))
        for start in range(len(reading.keys)):
            for end, members in _standing(self._phrases, start, reading.keys):
                for rule, group in members:
                    found[rule][group].append((start, end))
        return found


def prove(replies: Iterable[UrgentReply], rules: Iterable[RedFlag]) -> Iterator[FailedExample]:
    """Yield every example that fails: a `yes` must get its rule's reply, a `no` must get none from any rule."""
    rules = tuple(rules)
    flags = RedFlagRules(replies, rules)
    for rule in rules:
        for expected, examples in ((rule.reply, rule.yes), (None, rule.no)):
            for example in examples:
                reply = flags.detect(example)
                got = reply.id if reply else None
                if got != expected:
                    yield FailedExample(rule.id, example, expected, got)


def _phrases(rules: Iterable[RedFlag]) -> Iterator[str]:
    for rule in rules:
        for group in (*rule.when, rule.unless):
            yield from group


@dataclass(slots=True)
class _Phrases:
    """The phrases that begin with the same words: those that end here, by rule and group, and those that go on."""

    members: list[tuple[int, int]] = field(default_factory=list)
    further: dict[str, _Phrases] = field(default_factory=dict)


def _tree(rules: Iterable[RedFlag], reader: MessageParser) -> _Phrases:
    """Lay the phrases of all rules into one tree, so that each word of a message is looked up once for all of them."""
    root = _Phrases()
    for number, rule in enumerate(rules):
        for group, phrases in (*enumerate(rule.when), (_UNLESS, rule.unless)):
            for phrase in sorted({reader.phrase(text) for text in phrases} - {()}):
                node = root
                for word in phrase:
                    node = node.further.setdefault(word, _Phrases())
                node.members.append((number, group))
    return root


def _standing(
    root: _Phrases, start: int, keys: tuple[tuple[str, ...], ...]
) -> Iterator[tuple[int, list[tuple[int, int]]]]:
    """Yield where each phrase that begins at a word ends, with the rules and groups that it belongs to."""
    nodes = [root]
    for place in range(start, len(keys)):
        nodes = [node.further[key] for node in nodes for key in (*keys[place], ANY) if key in node.further]
        if not nodes:
            return
        for node in nodes:
            if node.members:
                yield place + 1, node.members


def _met(rule: RedFlag, found: Mapping[int, list[Span]], reading: ParsedMessage) -> bool:
    groups = [found.get(number, []) for number in range(len(rule.when))]
    if rule.negatable:
        groups = [[span for span in group if not reading.denied[span[0]]] for group in groups]
    if not all(groups):
        return False
    excused = {place for start, end in found.get(_UNLESS, ()) for place in range(start, end)}
    return any(_counts(rule, hit, excused, reading) for hit in _near(groups, rule.within))


def _near(groups: list[list[Span]], within: int) -> Iterator[tuple[Span, ...]]:
    """Yield the places where every group is met inside a window: one sweep, keeping the last span of each group."""
    last: dict[int, Span] = {}
    for span, group in sorted((span, group) for group, spans in enumerate(groups) for span in spans):
        last[group] = span
        if len(last) == len(groups):
            start, end = _stretch(last.values())
            if end - start <= within:
                yield tuple(last.values())


def _counts(rule: RedFlag, hit: tuple[Span, ...], excused: set[int], reading: ParsedMessage) -> bool:
    if excused and any(place in excused for place in _reach(hit, reading)):
        return False
    far = [reading.word_contexts[start] for start, _ in hit]
    if rule.present:
        return not any(distance.hypothetical or distance.past for distance in far)
    return 2 * sum(distance.historical for distance in far) <= len(far)


def _reach(hit: tuple[Span, ...], reading: ParsedMessage) -> Iterator[int]:
    """The words that can excuse a hit: its own, those amid it, and its neighbours in the same clauses."""
    start, end = _stretch(hit)
    own = {reading.clauses[place] for place in range(start, end)}
    for place in range(max(0, start - _NEIGHBOURS), min(len(reading.keys), end + _NEIGHBOURS)):
        if reading.clauses[place] in own:
            yield place


def _stretch(spans: Iterable[Span]) -> Span:
    starts, ends = zip(*spans, strict=True)
    return min(starts), max(ends)
