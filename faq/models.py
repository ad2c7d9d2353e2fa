"""The values of the curated FAQ: entries, their sources, safety rules, and the whole, `Faq`.

Every value is frozen, because content is loaded and validated once and then only read.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal

from faq.helplines import Helplines, Number
from faq.lab_values import LabRange, LabTest
from faq.text import numbers
from faq.words import DEFAULT_WORDS, Words

TalkKind = Literal["greeting", "thanks", "bye", "ack", "help", "rude", "remark"]
"""A kind of small talk."""
OTHER_LANGUAGES = "mul"
"""ISO 639's code for several languages: the card for all that have none of their own."""
ID_PATTERN = r"[a-z0-9]+(?:-[a-z0-9]+)*"
"""The form of an id. Callback data and deep links rely on it."""


@dataclass(frozen=True, slots=True)
class Figure:
    """What a source states in numbers: the value and what it counts, in our own words."""

    value: str
    of: str
    among: str = ""
    """In whom or what it was counted."""
    under: str = ""
    """Under which treatment or condition."""
    at: str = ""
    """Where in the source it stands, so that a curator finds it in a minute."""

    @property
    def numbers(self) -> frozenset[str]:
        """The numbers that may stand in one sentence: the value, and those it is told with."""
        return frozenset(numbers(" ".join((self.value, self.of, self.among, self.under))))


@dataclass(frozen=True, slots=True)
class Source:
    """A public page that an answer cites or refers to."""

    id: str
    title: str
    url: str
    publisher: str = ""
    """The short name in the line under an answer."""
    dated: str = ""
    """The page's own date: a year, a month or a day in ISO form; empty if it bears none."""
    checked: date | None = None
    """When a curator last read it."""
    figures: tuple[Figure, ...] = ()
    """All numbers that may be attributed to it."""

    @property
    def name(self) -> str:
        return self.publisher or self.title


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the article: its heading, the figures it states, its numbered references."""

    name: str
    figures: tuple[Figure, ...] = ()
    references: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Article:
    """The one article that the answers are drawn from."""

    title: str
    url: str
    author: str
    editor: str
    publisher: str
    updated: date
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Citation:
    """The section of the article that an answer is drawn from, and the article's own reference number if any.

    The article's reference list is not public, so the number is shown as it is and never resolved.
    """

    section: str
    reference: int | None = None
    says: str = ""
    """What the article says there, in a sentence of our own."""


@dataclass(frozen=True, slots=True)
class Referral:
    """The basis of an entry on a subject that the article does not cover: public pages instead."""

    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Pages:
    """The basis of an entry of a FAQ that rests on no article: pages, or nothing that is named."""

    sources: tuple[Source, ...] = ()


Basis = Citation | Referral | Pages


@dataclass(frozen=True, slots=True)
class Note:
    """Current guidance that adds to the article or differs from it, with its own sources."""

    text: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """When an answer was checked against its sources, and who has reviewed it since, if anybody has."""

    on: date
    role: str = ""
    """The reviewer's profession, such as clinician; empty if nobody of any profession has reviewed it."""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Unlike:
    """Messages that share an entry's words and don't mean it."""

    near: tuple[str, ...] = ()
    """Other questions of the same field, which no entry answers."""
    everyday: tuple[str, ...] = ()
    """Everything else."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A curated question with its answer. Each line of a text is a paragraph."""

    id: str
    topic: str
    question: str
    phrasings: tuple[str, ...]
    answer: str
    """The answer itself, shown at once."""
    basis: Basis
    reviewed: Review | None = None
    more: str = ""
    """The rest, folded."""
    note: Note | None = None
    related: tuple[str, ...] = ()
    label: str = ""
    """The question on a button; the question itself if it is short."""
    values: LabRange | None = None
    """The laboratory values that the entry is about: it answers no question with others."""
    subject: str = ""
    """What "it" stands for in a question that follows the answer; the label if it is empty."""
    unlike: Unlike = Unlike()

    @property
    def short(self) -> str:
        return self.label or self.question

    @property
    def sources(self) -> tuple[Source, ...]:
        """The pages that the entry rests on besides the article, each once."""
        pages = () if isinstance(self.basis, Citation) else self.basis.sources
        return tuple(dict.fromkeys((*pages, *(self.note.sources if self.note else ()))))


@dataclass(frozen=True, slots=True)
class ReplyForm:
    """The text of an urgent reply. The numbers to call are shown after its first paragraph."""

    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UrgentReply:
    """The reply to a red flag: immediate instructions and numbers to call, no FAQ text."""

    id: str
    you: ReplyForm
    """To the person in danger."""
    them: ReplyForm
    """To somebody who writes about another person."""
    numbers: tuple[Number, ...] = ()
    sources: tuple[Source, ...] = ()
    firm: bool = False
    """Whether a rule's choice of this reply stands, whatever the message resembles."""
    replaces: bool = True
    """Whether this reply takes the place of another's when the message resembles it more."""

    def form(self, *, them: bool) -> ReplyForm:
        """Return the text for a message about another person, or about the writer."""
        return self.them if them else self.you


@dataclass(frozen=True, slots=True)
class Flag:
    """A red flag that was detected: its reply, and whether the message is about another person."""

    reply: UrgentReply
    them: bool = False
    language: str = "en"
    """The language of the message, as far as the detector knows it."""


@dataclass(frozen=True, slots=True)
class RedFlag:
    """One rule of `safety.yaml`: every group of `when` must match within `within` words, and no `unless`.

    Any phrase of a group matches it. A `negatable` rule does not fire on negated findings, a rule of the `present`
    not on general questions or past events. `yes` and `no` are the rule's examples, tested by `check`.
    """

    id: str
    reply: str
    when: tuple[tuple[str, ...], ...]
    unless: tuple[str, ...] = ()
    within: int = 8
    negatable: bool = True
    present: bool = True
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Support:
    """The sentence shown under an answer to a message of distress that is no emergency, and the rule that finds it."""

    sentence: str
    rule: RedFlag


@dataclass(frozen=True, slots=True)
class SmallTalk:
    """One kind of small talk: how people say it, and the line in reply, or a reaction where a line is too much."""

    kind: TalkKind
    messages: tuple[str, ...]
    reply: str = ""
    reaction: str = ""
    """An emoji that Telegram knows as a reaction."""


@dataclass(frozen=True, slots=True)
class FollowUps:
    """Messages that, after an answer, ask for more of it or for its sources."""

    more: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The probabilities from which an entry is answered or suggested. Content: chosen by `legwise eval`."""

    answer: float
    """From this score an entry is answered, if it leads."""
    suggest: float
    unasked: float
    """From this score an entry is posted in a group without a question to the bot."""
    lead: float = 0.5
    """From this share an entry leads: of the probability of itself, the next two and everything that is no question."""
    urgent: float = 0.5
    """From this probability a message that no rule matches counts as an emergency."""


@dataclass(frozen=True, slots=True)
class ThresholdSets:
    """Thresholds for each way of matching, because their scores are on different scales."""

    words: Thresholds
    """Without the sentence encoder."""
    meaning: Thresholds
    """With the sentence encoder."""


@dataclass(frozen=True, slots=True)
class LanguageCard:
    """The sentences of a language, written to be followed by numbers where they name a call."""

    only_english: str
    emergency: str
    talk: str
    poison: str
    likely: str
    """Introduces the likeliest question."""
    urgent: str
    """Opens the reply to a red flag."""
    crisis: str
    """Opens the reply to thoughts of suicide."""


@dataclass(frozen=True, slots=True)
class Language:
    """A language that is not read: its card, its words for emergencies, and the bot's texts in it."""

    code: str
    name: str
    """As its speakers write it."""
    reviewed: str
    """The native clinician who read it, or "none"."""
    card: LanguageCard
    start: str
    help: str
    description: str
    common: tuple[str, ...]
    """Frequent words, which tell short messages apart."""
    words: dict[str, tuple[str, ...]]
    """Groups of words that phrases name in braces."""
    phrases: dict[str, tuple[str, ...]]
    """Phrases of an emergency under the id of the reply that they should get."""
    calm: tuple[str, ...] = ()
    """Phrases that excuse a phrase of an emergency."""
    negations: tuple[str, ...] = ()
    countries: dict[str, str] = field(default_factory=dict)
    """The names of the countries whose numbers the card shows, by country code."""
    emergencies: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Messages under the id of the reply that `check` proves they get."""
    ordinary: tuple[str, ...] = ()
    """Messages that `check` proves raise no alarm."""

    @property
    def bare_code(self) -> str:
        """The ISO 639 code without a script."""
        return self.code.partition("-")[0]


@dataclass(frozen=True)
class Faq:
    """The whole content."""

    article: Article | None
    disclaimer: str
    entries: tuple[Entry, ...]
    thresholds: ThresholdSets
    synonyms: dict[str, str] = field(default_factory=dict)
    lab_tests: tuple[LabTest, ...] = field(default=(), kw_only=True)
    chatter: dict[str, tuple[str, ...]] = field(default_factory=dict)
    urgent_replies: tuple[UrgentReply, ...] = ()
    red_flags: tuple[RedFlag, ...] = ()
    emergencies: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Example emergencies under the id of the reply that they should get."""
    calm: tuple[str, ...] = ()
    """Messages on the subject that only resemble an emergency; they may ask an entry's question all the same."""
    everyday: tuple[str, ...] = ()
    """Messages of everyday life that only resemble an emergency; they ask nothing."""
    near: tuple[str, ...] = ()
    """Questions of the same field that no entry answers, besides those that an entry is unlike."""
    small_talk: tuple[SmallTalk, ...] = ()
    follow_ups: FollowUps = FollowUps()
    starters: tuple[Entry, ...] = ()
    """The entries that a greeting offers."""
    helplines: Helplines = field(default_factory=Helplines)
    support: Support | None = None
    languages: tuple[Language, ...] = ()
    title: str = ""
    words: Words = DEFAULT_WORDS

    def language(self, code: str) -> Language | None:
        """Return the curated language with a code, or the one for all others, if the content has any."""
        by_code = {language.code: language for language in self.languages}
        return by_code.get(code) or by_code.get(OTHER_LANGUAGES)

    @cached_property
    def by_id(self) -> dict[str, Entry]:
        """The entries by id."""
        return {entry.id: entry for entry in self.entries}

    @cached_property
    def topics(self) -> dict[str, tuple[Entry, ...]]:
        """The entries by title of their topic, in the curator's order."""
        titles = dict.fromkeys(entry.topic for entry in self.entries)
        return {title: tuple(e for e in self.entries if e.topic == title) for title in titles}
