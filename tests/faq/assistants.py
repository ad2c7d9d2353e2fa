"""An assistant on real detectors of distress and of languages, with the matcher and the rules that a test chooses."""

from __future__ import annotations

from faq.assistant import Assistant, Ranker, RedFlagDetector
from faq.languages.detector import LanguageDetector
from faq.models import Faq, Thresholds
from faq.safety.support import SupportDetector
from faq.small_talk import SmallTalkWords


def assistant_of(
    faq: Faq, matcher: Ranker, red_flags: RedFlagDetector, thresholds: Thresholds | None = None
) -> Assistant:
    """Make an assistant; the languages of the FAQ are told apart by its own English words."""
    languages = LanguageDetector.of(faq)
    small_talk = SmallTalkWords(faq.small_talk, faq.follow_ups)
    thresholds = thresholds or faq.thresholds.words
    return Assistant(faq, matcher, red_flags, SupportDetector(faq), languages, small_talk, thresholds)
