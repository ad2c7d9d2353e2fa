"""The effects of an edit: which questions move, from where, to where, right or wrong, and which alarms.

Measured on the labelled questions of the folder (`questions.tsv`). Without them, on the messages of the content that
are most like the edit, emergencies and chatter among them, each ranked as if it were not there (leave-one-out).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from faq.assistant import Assistant
from faq.matching import Matcher
from faq.models import Faq
from faq.outcome import Ranking
from faq.tools.checks import mismatches
from faq.tools.evaluation import NONE, SAFETY, TALK, Judged, Labelled, evaluate
from faq.tools.moves import Moves, moves

NEAREST = 80
"""Messages of the content that are asked: they take some seconds, and those that are less alike hardly move."""


@dataclass(frozen=True, slots=True)
class QuestionEffect:
    """A question that an edit is for, with its outcomes before and after it."""

    text: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Effects:
    """The effects of an edit on other questions, and on those that it is for."""

    measured_on: str
    moves: Moves
    asked: tuple[QuestionEffect, ...]
    mismatches: tuple[str, ...]
    """Messages of the edit that get another entry than their own: problem and cure."""

    @property
    def alarms(self) -> tuple[int, int]:
        """How many urgent replies are gained, and how many lost."""
        moved = [(each.before.urgent, each.after.urgent) for each in self.moves.moved]
        return moved.count((False, True)), moved.count((True, False))


@dataclass(frozen=True, slots=True)
class _LeftOut:
    """Ranks each message of the content as if it were not there (leave-one-out)."""

    matcher: Matcher
    indices: dict[str, int]

    def rank(self, question: str) -> Ranking:
        index = self.indices.get(question)
        return self.matcher.rank(question) if index is None else self.matcher.rank_left_out(index)


def effects(
    before: Assistant, after: Assistant, questions: Sequence[Labelled] = (), asked: Sequence[str] = ()
) -> Effects:
    """Compare two assistants on labelled questions, or on the content's own messages if there are none.

    Args:
        before: on the content as it is.
        after: on the content with the edit.
        questions: the labelled questions of the folder.
        asked: the questions that the edit is for.

    """
    own = _asked(before, after, asked)
    changed = _changed(before.faq, after.faq)
    wrong = tuple(mismatches(_matcher(after), changed)) if changed else ()
    if questions:
        judged = (tuple(evaluate(assistant, questions)) for assistant in (before, after))
        return Effects(f"the labelled questions, {len(questions):,}", moves(*judged), own, wrong)
    nearest = _nearest(_matcher(before), _matcher(after), changed)
    compared = moves(_left_out(before, nearest), _left_out(after, nearest))
    measured_on = f"the {len(nearest):,} messages of the content that are most like it, each as if it were not there"
    return Effects(measured_on, compared, own, wrong)


def _asked(before: Assistant, after: Assistant, texts: Sequence[str]) -> tuple[QuestionEffect, ...]:
    return tuple(QuestionEffect(text, _outcome(before, text), _outcome(after, text)) for text in texts)


def _outcome(assistant: Assistant, text: str) -> str:
    return Judged(Labelled(text, frozenset()), assistant.ask(text)).outcome_label


def _left_out(assistant: Assistant, questions: Sequence[Labelled]) -> tuple[Judged, ...]:
    ranker = _LeftOut(_matcher(assistant), _indices(_matcher(assistant)))
    return tuple(evaluate(replace(assistant, matcher=ranker), questions))


def _matcher(assistant: Assistant) -> Matcher:
    assert isinstance(assistant.matcher, Matcher), "it is complete"
    return assistant.matcher


def _indices(matcher: Matcher) -> dict[str, int]:
    return {text: index for index, text in enumerate(matcher.classes.texts)}


def _changed(before: Faq, after: Faq) -> frozenset[str]:
    """Return the messages that only one of two contents has."""
    return frozenset(_messages(before) ^ _messages(after))


def _messages(faq: Faq) -> set[str]:
    of_entries = ((each.question, *each.phrasings, *each.unlike.near, *each.unlike.everyday) for each in faq.entries)
    return set(faq.near).union(*of_entries, *faq.chatter.values())


def _nearest(before: Matcher, after: Matcher, changed: frozenset[str]) -> tuple[Labelled, ...]:
    """Return the messages of both contents that are most like the messages that changed, with their labels."""
    likeness: dict[str, float] = {}
    common = _indices(before).keys() & _indices(after).keys()
    for matcher in (before, after):
        for index in (index for text, index in _indices(matcher).items() if text in changed):
            for text, cosine in zip(matcher.classes.texts, _cosines(matcher, index), strict=True):
                if text in common:
                    likeness[text] = max(likeness.get(text, 0.0), float(cosine))
    labels = _labels(before)
    nearest = sorted(likeness.keys() & labels.keys(), key=lambda text: (-likeness[text], text))[:NEAREST]
    return tuple(Labelled(text, frozenset({labels[text]})) for text in nearest)


def _cosines(matcher: Matcher, message: int) -> Sequence[float]:
    classifier = matcher.classifier
    weighted = [
        config.weight * scorer.similarity_of(message)
        for config, scorer in zip(classifier.configs, classifier.scorers, strict=True)
    ]
    cosines: list[float] = np.sum(weighted, axis=0).tolist()
    return cosines


def _labels(matcher: Matcher) -> dict[str, str]:
    """Return the label of each message of the content, without messages that may have several."""
    labels: dict[str, str] = {}
    classes = matcher.classes
    for group, span in classes.spans.items():
        for text, label in zip(classes.texts, classes.labels, strict=True):
            if span.start <= label < span.stop and group not in {"calm", "follow-up"}:
                labels[text] = _label(group, classes.names[label])
    return labels


def _label(group: str, name: str) -> str:
    match group:
        case "entry":
            return name
        case "emergency":
            return SAFETY
        case "small talk":
            return f"{TALK}{name}"
        case _:
            return NONE
