"""What a message may lean on: the entry that was told last, and the entries that were offered with it.

`Context` is known by the target of the last outcome alone, so that no words need to be stored.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from faq.general_words import content_words
from faq.models import Entry, Faq
from faq.outcome import OFFER, Found, Outcome, Referred, is_urgent
from faq.text import normalise, numbers

MAX_WORDS = 12
"""Words of the longest message that is read in context for an opening or for want of a subject."""
MAX_CHOICES = 3
"""Related entries that stand under an answer, which a number can choose: more is a menu."""
MAX_ELLIPSIS = 6
"""Words of the longest message that is read in context only because it is not clear alone."""
MAX_NAMED = 2
"""Words with a meaning of their own in such a message: more of them are a question of its own."""
MAX_MODIFIER = 4
"""Words of the longest message that only adds to what was said before: "with food or without"."""
_CHOICE = re.compile(
    r"(?:the |number |no |nr |option |choice |answer |question |#)*"
    r"(?P<n>[1-9][0-9]?|first|second|third|last|one|two|three)(?:st|nd|rd)?(?: one| option| question)?(?: please| pls)?"
)
_ORDINALS = {"first": 0, "second": 1, "third": 2, "last": -1, "one": 0, "two": 1, "three": 2}
_OPENING = re.compile(
    r"(?:(?:ok|okay|hm+|right|cool|great|thanks|oh|well|so|and|but|or|also|then)\b[, ]*)*"
    r"(?:what|how) about |(?:(?:ok|okay|hm+|right|oh|well|so)\b[, ]*)*(?:and|but|or|also|plus|same for|even)\b[, ]*"
)
_BY_ITSELF = "bot|app|chat|group|article|morning|afternoon|evening|weekend|week|month|year|time"
"""Words that make "this" name a thing of its own."""
_PRONOUN = re.compile(
    r"\b(?:it's|that's|its|it|this one|that one|this|that|these|those|them|they|their|mine|the same|such ones)\b"
    rf"(?!'s)(?! (?:true|okay|ok|right|{_BY_ITSELF})\b)"
    r"|\bones?\b(?= (?:is|are|was|were|does|do|did|can|could|should|will|would|lasts?|works?|helps?|to|i|you)\b|$)"
)
_MODIFIER = re.compile(
    r"(?:with|without|at|before|after|during|until|for|by|on|in|per|from|while|if)\b(?! (?:what|which|how|who))"
)
"""Opens what only adds to something said before: "with milk?", "before bed?", "for how long"."""
_CLOSING = re.compile(r"\b(?:then|though|instead|as well|too)$")
"""Ties a message to the one before it: "is iron safe then"."""
_ASKING = re.compile(
    r"(?:(?:and|but|so|or|ok|okay|then|also|for|at|with|until|since|by|in|on|to|from)\b[, ]*)*"
    r"(?:what|which|how|why|when|where|who|whose|can|could|should|shall|do|does|did|is|are|am|was|were|will|would|"
    r"may|might|must|has|have|any)\b"
)


@dataclass(frozen=True, slots=True)
class Context:
    """The last outcome of a talk.

    Attributes:
        entry: the entry that was told; None if entries were only offered.
        offered: the entries that stood as choices under it, in order.
        likely: the entry that was offered first because a message was not clear.

    """

    entry: Entry | None
    offered: tuple[Entry, ...] = ()
    likely: Entry | None = None

    @property
    def about(self) -> Entry | None:
        """The entry that the next message may lean on."""
        return self.entry or self.likely

    @classmethod
    def told(cls, entry: Entry, faq: Faq, also: tuple[str, ...] = ()) -> Context:
        """Return the context after an entry was told, with what else the message asked for offered first."""
        related = [name for name in entry.related if name not in also][:MAX_CHOICES]
        return cls(entry, tuple(faq.by_id[name] for name in (*also, *related)))

    @classmethod
    def of_target(cls, target: str, faq: Faq) -> Context | None:
        """Return the context that `target_with_offers` or a target stands for; None if unknown, or an emergency."""
        if is_urgent(target):
            return None
        told, *others = target.split(OFFER)
        offered = tuple(name for name in others if name in faq.by_id)
        if told:
            return cls.told(faq.by_id[told], faq, offered) if told in faq.by_id else None
        entries = tuple(faq.by_id[name] for name in offered)
        return cls(None, entries, likely=entries[0]) if entries else None

    def choice(self, message: str) -> Entry | None:
        """Return the entry that a message chooses by its number."""
        index = choice_index(message, len(self.offered))
        return None if index is None else self.offered[index]


def target_with_offers(outcome: Outcome) -> str:
    """Return the target of an outcome, with what else the message asked for: both are shown."""
    also = outcome.also if isinstance(outcome, Found | Referred) else ()
    return outcome.target + "".join(f"{OFFER}{entry.id}" for entry in also)


def choice_index(message: str, count: int) -> int | None:
    """Return which of a list a message chooses by its number, counted from 0; -1 is the last."""
    match = _CHOICE.fullmatch(_plain(message))
    if not match:
        return None
    chosen = match["n"]
    index = _ORDINALS[chosen] if chosen in _ORDINALS else int(chosen) - 1
    return index if index < count and count else None


def may_lean(message: str) -> bool:
    """Return whether a message is short enough to lean on what was said before."""
    return len(_plain(message).split()) <= MAX_WORDS


def leans(message: str) -> bool:
    """Return whether a message has a pronoun for its subject or opens as the second part of a talk."""
    plain = _plain(message)
    return may_lean(message) and bool(_PRONOUN.search(plain) or _OPENING.match(plain) or _CLOSING.search(plain))


def is_ellipsis(message: str) -> bool:
    """Return whether a message asks for something without saying of what: "how much is too much", "before bed?"."""
    plain = _plain(message)
    if not may_lean(message) or _PRONOUN.search(plain):
        return False
    if _MODIFIER.match(plain):
        return len(plain.split()) <= MAX_MODIFIER
    return bool(asks(message) or numbers(plain)) and not content_words(plain)


def asks(message: str) -> bool:
    """Return whether a message is a question by its form."""
    return "?" in message or _ASKING.match(_plain(message)) is not None


def is_question(message: str) -> bool:
    """Return whether a message is a question by its form, and not one on how somebody is."""
    return asks(message) and (has_pronoun(message) or "you" not in _plain(message).split())


def is_statement(message: str) -> bool:
    """Return whether a message tells something of its own: "my mood is low because of all this"."""
    return not (is_question(message) or _OPENING.match(_plain(message))) and bool(content_words(message))


def is_short(message: str) -> bool:
    """Return whether a message may need the context though nothing in it leans: it names one or two things at most."""
    return len(message.split()) <= MAX_ELLIPSIS and len(content_words(message)) <= MAX_NAMED


def has_pronoun(message: str) -> bool:
    """Return whether a message has a pronoun that may stand for the subject of the talk."""
    return bool(_PRONOUN.search(_plain(message)))


def without_opening(message: str) -> str:
    """Return a message without the words that only tie it to the one before: "and coffee?" is "coffee"."""
    plain = _plain(message)
    return plain[match.end() :] if (match := _OPENING.match(plain)) and match.end() < len(plain) else plain


def in_context(message: str, subject: str) -> str:
    """Return a message with the subject of the talk in place of its pronoun, or before it if it has none."""
    rest = without_opening(message)
    replaced = _PRONOUN.sub(lambda _: f" {subject} ", rest, count=1)
    return " ".join((replaced if replaced != rest else f"{subject} {rest}").split())


def _plain(message: str) -> str:
    return normalise(message).strip(" .,;:!?…)(").strip()
