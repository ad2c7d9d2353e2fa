"""A small FAQ with small talk and follow-ups, whose phrasings are the messages that tests send."""

from __future__ import annotations

from dataclasses import replace

from faq.matching import Matcher
from faq.models import Faq, FollowUps, SmallTalk
from tests.faq.assistants import assistant_of
from tests.faq.sample_faq import covered, faq, referral
from tests.faq.test_assistant import FakeDetector

THANKS = SmallTalk("thanks", ("thanks", "thank you", "🙏"), reply="You're welcome!")
KINDS = (
    SmallTalk("greeting", ("hi", "good morning"), reply="Hello!"),
    THANKS,
    SmallTalk("ack", ("no", "ok"), reaction="👍"),
    SmallTalk("remark", ("what a day",), reaction="🤗"),
)
FOLLOW_UPS = FollowUps(more=("tell me more", "go on"), sources=("says who",))


def talking() -> Faq:
    """Make the FAQ."""
    massage = covered("massage", "Does massage help?", "massage", "rub my calves", "is it massage or exercise")
    entries = (
        replace(massage, subject="massage", related=("exercise", "caffeine"), more="Ten minutes are enough."),
        covered("massage-safety", "Is massage safe?", "can massage do harm", "how much massage is too much"),
        covered("exercise", "Does exercise help?", "exercise", "a walk after dinner"),
        covered("caffeine", "Should I avoid coffee?", "coffee", "tea in the evening"),
        referral("pregnancy", "What about pregnancy?", "third trimester"),
    )
    return replace(faq(*entries), small_talk=KINDS, follow_ups=FOLLOW_UPS)


TALK = talking()
ASSISTANT = assistant_of(TALK, Matcher.of(TALK), FakeDetector(), TALK.thresholds.words)
