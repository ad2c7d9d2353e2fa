"""Tells the language of a message: English unless there is good evidence of another.

Another script decides at once. In Latin letters, a message is foreign if our English lexicon knows few of its words and
either py3langid or the curated common words of a language say so. One-word look-ups, typos and names of medicines stay
English, because every language's medicines have the same names.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from faq.languages.folding import folded_words
from faq.languages.identifier import guess
from faq.languages.scripts import LANGUAGES, language_of, other_script
from faq.models import Faq
from faq.outcome import ENGLISH

MOST_WORDS = 60
"""Words that are looked at: enough to tell the language of any message."""
KNOWN_SHARE = 0.67
"""From this share of words that the English lexicon knows, a message is English."""
REPEATED = 3
"""Examples of emergencies from which a word counts as English: they quote a few foreign words."""
OFTEN = 25
"""As many for a common word of another language ("in", "hat"). A text of an entry counts as `REPEATED`."""
FEWEST_KNOWN, LONG_WORD = 3, 3
"""Known words, and letters of each, that a text needs to be surely English if others are not known."""
FEW_WORDS = 2
"""Words up to which short common words tell nothing: da, per os."""
FEWEST_UNKNOWN = 3
"""Unknown words that py3langid needs, each with an accent counted twice; fewer need curated common words."""
_TYPO = 0.8
"""Least OSA similarity of a typo of an English word."""
_SHORTEST_TYPO = 5
_SURE = 0.5
"""Least probability of a language other than English, where the lexicon knows few of the words."""


@dataclass(frozen=True, slots=True)
class LanguageDetector:
    """Tells messages apart by an English lexicon and the common words of the curated languages."""

    english: frozenset[str]
    by_length: Mapping[int, tuple[str, ...]]
    """The English words of each length, to recognise typos."""
    common: Mapping[str, tuple[str, ...]]
    """The curated languages that use a word, none of them an English word."""
    codes: frozenset[str]

    @classmethod
    def of(cls, faq: Faq) -> LanguageDetector:
        """Build the detector from a FAQ's English texts and curated languages. Without languages all is English."""
        foreign = {word for language in faq.languages for text in language.common for word in folded_words(text)}
        known = _english_words(faq, foreign)
        lexicon = _by_length(known)
        typos = _typos(foreign - known, lexicon)
        common: dict[str, list[str]] = {}
        for language in faq.languages:
            for word in dict.fromkeys(word for text in language.common for word in folded_words(text)):
                if word not in known and word not in typos:
                    common.setdefault(word, []).append(language.code)
        codes = frozenset(language.code for language in faq.languages)
        return cls(known, lexicon, {word: tuple(codes) for word, codes in common.items()}, codes)

    def is_english(self, text: str) -> bool:
        """Return whether a text is surely English: not for want of evidence, but by words that the lexicon knows."""
        typed = _typed(text)
        known = [word for word in typed if word in self.english]
        if not typed or len(known) == len(typed):
            return text.isascii()
        long = sum(len(word) >= LONG_WORD for word in known)
        return long >= FEWEST_KNOWN and 2 * len(known) > len(typed) and self.detect(text) == ENGLISH

    def detect(self, text: str) -> str:
        """Return the code of a text's language."""
        if not self.codes:
            return ENGLISH
        if script := other_script(text):
            return language_of(script, text) or _guessed_of(script, text)
        typed = _typed(text)
        foreign = [word for word in typed if word in self.common]
        unknown = [word for word in typed if word not in self.english and word not in self.common]
        known = len(typed) - len(foreign) - len(unknown)
        if known >= KNOWN_SHARE * len(typed) or _is_too_little(foreign, unknown, text):
            return ENGLISH
        typos = [word for word in unknown if _is_typo(word, self.by_length)]
        if known + len(typos) >= KNOWN_SHARE * len(typed):
            return ENGLISH
        return self._guess(text, foreign, known + len(typos), len(typed))

    def _guess(self, text: str, foreign: list[str], known: int, count: int) -> str:
        """Decide by the common words and py3langid, for a text that may be foreign."""
        votes = Counter(code for word in foreign for code in self.common[word])
        if votes and 2 * max(votes.values()) >= count:
            return _best(votes, text)
        guessed = guess(text)
        if guessed.language == ENGLISH or guessed.probability < _SURE:
            return _best(votes, text) if votes and len(foreign) >= known else ENGLISH
        doubtful = guessed.language not in self.codes and 2 * len(foreign) >= count - known
        return _best(votes, text) if votes and doubtful else guessed.language


def _english_words(faq: Faq, foreign: AbstractSet[str]) -> frozenset[str]:
    """Return the words of the entries, and those that the examples repeat."""
    counts: dict[str, int] = defaultdict(int)
    for entry in faq.entries:
        for text in (entry.question, entry.answer, *entry.phrasings):
            for word in set(folded_words(text)):
                counts[word] += REPEATED
    for messages in (*faq.emergencies.values(), faq.calm, faq.everyday):
        for text in messages:
            for word in set(folded_words(text)):
                counts[word] += 1
    return frozenset(word for word, count in counts.items() if count >= (OFTEN if word in foreign else REPEATED))


def _by_length(words: Iterable[str]) -> dict[int, tuple[str, ...]]:
    lengths: dict[int, list[str]] = {}
    for word in sorted(words):
        lengths.setdefault(len(word), []).append(word)
    return {length: tuple(each) for length, each in lengths.items()}


def _is_too_little(foreign: list[str], unknown: list[str], text: str) -> bool:
    """Whether a text has too few foreign words to tell: one or two short ones, or a few without accents."""
    if foreign:
        return len(text.split()) <= FEW_WORDS and sum(map(len, foreign)) <= 2 * len(text.split()) + 1
    return len(unknown) + sum(not word.isascii() for word in text.split()) < FEWEST_UNKNOWN


def _is_typo(word: str, lexicon: Mapping[int, tuple[str, ...]]) -> bool:
    """Whether a word is an English one misspelled; what another language spells almost like English tells nothing."""
    if len(word) < _SHORTEST_TYPO:
        return False
    similar = (
        process.extractOne(word, lexicon.get(length, ()), scorer=OSA.normalized_similarity, score_cutoff=_TYPO)
        for length in range(len(word) - 1, len(word) + 2)
    )
    return any(similar)


def _typos(words: Iterable[str], lexicon: Mapping[int, tuple[str, ...]]) -> frozenset[str]:
    """Return the words that `_is_typo` is true of; all of one length are compared at once, in a tenth of the time."""
    typos: set[str] = set()
    for length, each in _by_length(words).items():
        similar = tuple(word for other in range(length - 1, length + 2) for word in lexicon.get(other, ()))
        if length >= _SHORTEST_TYPO and similar:
            scores = process.cdist(each, similar, scorer=OSA.normalized_similarity, score_cutoff=_TYPO)
            typos.update(word for word, row in zip(each, scores, strict=True) if row.any())
    return frozenset(typos)


def _guessed_of(script: str, text: str) -> str:
    """Return the likelier of a script's languages."""
    likely, *others = LANGUAGES[script]
    guessed = guess(text).language if others else likely
    return guessed if guessed in others else likely


def _typed(text: str) -> list[str]:
    return [word for word in folded_words(text)[:MOST_WORDS] if word.isalpha()]


def _best(votes: Counter[str], text: str) -> str:
    """Return the language with most common words; py3langid decides between equals."""
    most = max(votes.values())
    equals = [code for code, count in votes.items() if count == most]
    if len(equals) == 1:
        return equals[0]
    guessed = guess(text).language
    return guessed if guessed in equals else equals[0]
