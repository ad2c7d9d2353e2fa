"""Distress that is no emergency is found by the phrases of support.yaml."""

from __future__ import annotations

from dataclasses import replace

import pytest

from faq.models import Faq, RedFlag, Support
from faq.safety.support import SupportDetector
from tests.faq.sample_faq import LEGS

RULE = RedFlag("support", "support", (("hopeless", "ruining * life"),), ("hopeless film",))
DETECTOR = SupportDetector(replace(LEGS, support=Support("That sounds hard.", RULE)))


@pytest.mark.parametrize("message", ["I feel so hopeles", "these legs are ruining my life", "it's ruining her life"])
def test_distress_is_found_in_any_form_and_with_a_typo(message: str) -> None:
    assert DETECTOR.detect(message)


@pytest.mark.parametrize("message", ["what a hopeless film", "I'm not hopeless yet", "what is ferritin?", ""])
def test_excused_negated_and_other_messages_tell_of_none(message: str) -> None:
    assert not DETECTOR.detect(message)


def test_without_support_in_the_content_nothing_is_found() -> None:
    assert not SupportDetector(LEGS).detect("hopeless")


def test_the_packaged_examples_hold(packaged: Faq) -> None:
    assert packaged.support
    detector, rule = SupportDetector(packaged), packaged.support.rule
    assert [message for message in rule.yes if not detector.detect(message)] == []
    assert [message for message in rule.no if detector.detect(message)] == []
