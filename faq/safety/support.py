"""Distress short of an emergency: finds the phrases of support.yaml with the same rules as red flags."""

from __future__ import annotations

from faq.models import Faq, ReplyForm, UrgentReply
from faq.safety.rules import RedFlagRules


class SupportDetector:
    """Detects messages of distress; finds none if the content has no support.yaml."""

    def __init__(self, faq: Faq) -> None:
        self._rules: RedFlagRules | None = None
        if faq.support:
            form = ReplyForm(faq.support.sentence, ())
            self._rules = RedFlagRules((UrgentReply(faq.support.rule.reply, form, form),), (faq.support.rule,))

    def detect(self, text: str) -> bool:
        """Return whether a message expresses distress."""
        return self._rules is not None and self._rules.detect(text) is not None
