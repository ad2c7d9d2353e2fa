"""The privacy text follows the retention periods that the store and the limits enforce."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.models import Forgotten
from bot.sending.pacing import Limits
from bot.simulator import visible_text
from bot.store import retention
from bot.views import privacy


@pytest.mark.parametrize(
    ("constant", "sentence"),
    [
        ("UPDATE_NUMBERS", "The bare number of the message stays for {}, so that"),
        ("ANSWERS", "Which of my messages answers which message: for {}, so that"),
        ("VOTES", "Your votes on answers: for {}, under such a code"),
        ("SHARED_QUESTIONS", "They are encrypted, and deleted after {}."),
        ("DAILY_COUNTS", "in all chats together on a day: for {}, without people"),
        ("ANSWER_COUNTS", "How many answers you got and buttons you pressed: for {} at most"),
        ("SUPPORT_TOLD", "so that I don't under each message: for {} and only in memory"),
        ("REFUSAL_TOLD", "so that I say it once: for {} and only in memory"),
        ("SEND_TIMES", "if I run as several processes: for about {}, under a code"),
    ],
)
def test_each_retention_period_is_in_the_text(monkeypatch: pytest.MonkeyPatch, constant: str, sentence: str) -> None:
    before = visible_text(privacy.privacy().text)
    assert sentence.format("77 days") not in before
    monkeypatch.setattr(retention, constant, timedelta(days=77))
    after = visible_text(privacy.privacy().text)
    assert sentence.format("77 days") in after
    assert len(after.split("77 days")) == 2, "no other sentence has changed"


def test_the_reply_to_forgetme_names_the_retention_period_of_shared_questions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "SHARED_QUESTIONS", timedelta(days=77))
    assert "Otherwise they are deleted 77 days after they were shared." in visible_text(
        privacy.forgotten(Forgotten(1, 2, untraceable=1)).text
    )


def test_send_times_are_kept_for_about_as_long_as_the_longest_window_of_the_send_limits() -> None:
    limits = Limits()
    windows = (limits.chat, limits.group, limits.groups, limits.everywhere)
    assert max(window.seconds for window in windows) == pytest.approx(retention.SEND_TIMES.total_seconds(), rel=0.01)
