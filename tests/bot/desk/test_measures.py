"""Measures are made of the daily counts."""

from __future__ import annotations

import json

from bot.desk.measures import measures
from bot.models import Count, DailyCount
from tests.bot.desk.pages.curator import TODAY


def test_bars_show_the_most_frequent_and_the_table_has_all() -> None:
    counts = [DailyCount(TODAY, Count.ANSWER, f"entry-{number}", number) for number in range(1, 20)]
    figure = measures(counts, TODAY, TODAY, None).figure("answers")
    assert figure is not None
    assert figure.chart.labels[0] == "entry-19"
    assert len(figure.chart.labels) == 12
    assert "The table has the other 7 too." in figure.chart.description
    assert len(figure.rows) == 19
    assert json.dumps(figure.rows)
