"""The notices and replies to votes and shared questions."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.simulator import visible_text
from bot.store import retention
from bot.views import feedback


def test_every_notice_fits_200_characters() -> None:
    notices = [getattr(feedback, name) for name in dir(feedback) if name.isupper()]
    assert len(notices) >= 9
    assert max(map(len, notices)) <= 200


def test_the_confirmation_of_a_shared_question_follows_the_retention_period(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "It is kept encrypted for 90 days." in visible_text(feedback.shared("0123456789abcdef").text)
    monkeypatch.setattr(retention, "SHARED_QUESTIONS", timedelta(days=7))
    assert "It is kept encrypted for seven days." in visible_text(feedback.shared("0123456789abcdef").text)
