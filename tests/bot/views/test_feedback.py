"""The notices and replies to votes and shared questions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from telegram.constants import MessageLimit

from bot.simulator import visible_text
from bot.simulator.formatting import utf16_length
from bot.store import retention
from bot.store.redaction import MAX_LENGTH
from bot.views import feedback
from bot.views.reply import Reply


def test_every_notice_fits_200_characters() -> None:
    notices = [getattr(feedback, name) for name in dir(feedback) if name.isupper()]
    assert len(notices) >= 9
    assert max(map(len, notices)) <= 200


@pytest.mark.parametrize(
    ("reply", "sentence"),
    [
        (lambda: feedback.preview("rls?"), "It would be kept encrypted for {}, under a code"),
        (lambda: feedback.shared("0123456789abcdef", "fedcba9876543210", "rls?"), "It is kept encrypted for {}."),
    ],
)
def test_the_retention_period_of_a_shared_question_is_in_the_text(
    monkeypatch: pytest.MonkeyPatch, reply: Callable[[], Reply], sentence: str
) -> None:
    assert sentence.format("90 days") in visible_text(reply().text)
    monkeypatch.setattr(retention, "SHARED_QUESTIONS", timedelta(days=7))
    assert sentence.format("seven days") in visible_text(reply().text)


def test_the_longest_redacted_question_fits_one_message_before_and_after_it_is_shared() -> None:
    redacted = "🦵" * (MAX_LENGTH // 2)
    for reply in (feedback.preview(redacted), feedback.shared("0123456789abcdef", "fedcba9876543210", redacted)):
        assert redacted in visible_text(reply.text)
        assert utf16_length(visible_text(reply.text)) <= MessageLimit.MAX_TEXT_LENGTH
