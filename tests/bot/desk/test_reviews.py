"""The dates by which something is to be looked at again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.desk.reviews import Review
from faq.loading.dates import NUMBERS, REVIEWS, Limits, months


@pytest.mark.parametrize("on", [date(2026, 1, 31), date(2024, 2, 29), date(2026, 8, 31), date(2026, 11, 28)], ids=str)
@pytest.mark.parametrize("limits", [REVIEWS, NUMBERS], ids=["reviews", "numbers"])
def test_a_review_is_due_on_the_first_day_on_which_the_check_would_say_so(on: date, limits: Limits) -> None:
    review = Review("entry", "bath", "A bath", on, limits)
    for day, limit in ((review.due, limits.advice), (review.refused, limits.fault)):
        assert months(on, day) >= limit
        assert months(on, day - timedelta(days=1)) < limit


def test_a_review_is_later_then_due_soon_then_due_then_overdue() -> None:
    review = Review("entry", "bath", "A bath", date(2026, 11, 28), REVIEWS)
    days = (date(2026, 11, 28), date(2027, 10, 1), date(2027, 11, 28), date(2028, 11, 28))
    assert [review.state(day) for day in days] == ["later", "due soon", "due", "overdue"]
