"""All red flags of a FAQ: the English rules first, then the phrases of the languages that are not read."""

from __future__ import annotations

from faq.languages.detector import LanguageDetector
from faq.languages.phrases import ForeignRedFlags
from faq.models import Faq, Flag
from faq.safety import explain
from faq.safety.rules import RedFlagRules


class RedFlags:
    """Detects red flags in any of the languages; takes a fraction of a millisecond."""

    def __init__(self, faq: Faq, languages: LanguageDetector) -> None:
        self._english = RedFlagRules(faq.urgent_replies, faq.red_flags, languages.common)
        self._foreign = ForeignRedFlags(faq.urgent_replies, faq.languages)
        self._languages = languages

    def detect(self, question: str) -> Flag | None:
        """Return the gravest red flag of a message, if any."""
        return self._english.detect(question) or self._detect_foreign(question)

    def explain(self, question: str) -> tuple[explain.RuleTrace, ...]:
        """Return the English rules whose phrases a message has, met or excused, the gravest first."""
        return explain.traces(self._english, question)

    def _detect_foreign(self, question: str) -> Flag | None:
        """Return the flag in the language of the message, or else the gravest; none for what is clearly English.

        Languages share words: "chute" is a fall in French alone, "sepsis" is said in English too.
        """
        flags = self._foreign.detect(question)
        if not flags or self._languages.is_english(question):
            return None
        language = self._languages.detect(question)
        return next((flag for flag in flags if flag.language == language), flags[0])
