"""The charts: well-formed SVG that is told in words too, with round numbers on its axes."""

from __future__ import annotations

from xml.etree.ElementTree import Element, fromstring

import pytest

from bot.desk.charts import Chart, Series, bar_chart, line_chart, round_ticks

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '<script>alert("x")</script> & "quotes"'


def parsed(markup: str) -> Element:
    return fromstring(markup)


def texts(svg: Element) -> list[str]:
    return [each.text or "" for each in svg.iter(f"{SVG}text")]


def lines(*series: Series, labels: tuple[str, ...] = ("1 Nov", "2 Nov", "3 Nov")) -> Chart:
    return Chart("outcomes", "Answers by day", "Answers rose.", labels, series)


@pytest.mark.parametrize(
    ("highest", "ticks"),
    [
        (0, (0, 1)),
        (1, (0, 1)),
        (4, (0, 1, 2, 3, 4)),
        (7, (0, 2, 4, 6, 8)),
        (23, (0, 5, 10, 15, 20, 25)),
        (100, (0, 20, 40, 60, 80, 100)),
        (1234, (0, 500, 1000, 1500)),
    ],
)
def test_the_numbers_on_an_axis_are_round_and_reach_the_highest_value(highest: int, ticks: tuple[int, ...]) -> None:
    assert round_ticks(highest, 1.0) == ticks


def test_a_screen_reader_is_told_title_and_description() -> None:
    svg = parsed(line_chart(lines(Series("answered", (1, 2, 3)))))
    title, description = svg.find(f"{SVG}title"), svg.find(f"{SVG}desc")
    assert title is not None
    assert description is not None
    assert (title.text, description.text) == ("Answers by day", "Answers rose.")
    assert svg.get("role") == "img"
    assert svg.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"


def test_each_line_has_its_own_mark_and_name_besides_its_colour() -> None:
    names = ("answered", "did you mean", "no answer", "red flags")
    svg = parsed(line_chart(lines(*(Series(name, (1, 2, 3)) for name in names))))
    assert set(names) <= set(texts(svg))
    marks = {}
    for number in range(1, 5):
        group = next(each for each in svg.iter(f"{SVG}g") if each.get("class") == f"series-{number}")
        mark = next(each for each in group if each.get("class") == "mark")
        marks[number] = mark.get("d", "circle")[-8:]
    assert len(set(marks.values())) == 4


def test_a_higher_value_is_drawn_higher() -> None:
    svg = parsed(line_chart(lines(Series("answered", (0, 5, 10)))))
    points = next(svg.iter(f"{SVG}polyline")).get("points", "").split()
    heights = [float(point.split(",")[1]) for point in points]
    assert heights == sorted(heights, reverse=True)


def test_bars_are_as_long_as_their_values() -> None:
    svg = parsed(bar_chart(Chart("talk", "Small talk", "Thanks lead.", ("thanks", "bye"), (Series("", (10, 5)),))))
    longest, half = (float(each.get("width", "0")) for each in svg.iter(f"{SVG}rect"))
    assert longest == pytest.approx(2 * half, abs=0.2)
    assert {"thanks", "bye", "10", "5"} <= set(texts(svg))


def test_shares_are_told_in_percent() -> None:
    chart = Chart("right", "Right", "Half.", ("now",), (Series("", (0.456,)),), unit="share")
    assert "45.6 %" in texts(parsed(bar_chart(chart)))


@pytest.mark.parametrize("values", [(), (0,), (0, 0, 0), (7,)], ids=str)
def test_nothing_one_day_and_zeros_can_be_drawn(values: tuple[int, ...]) -> None:
    labels = tuple(map(str, values))
    parsed(line_chart(lines(Series("answered", values), labels=labels)))
    parsed(bar_chart(Chart("a", "A", "B", labels, (Series("", values),))))


def test_no_text_is_read_as_markup() -> None:
    hostile = Chart("a", HOSTILE, HOSTILE, (HOSTILE,), (Series(HOSTILE, (1,)),))
    for drawn in (line_chart(hostile), bar_chart(hostile)):
        svg = parsed(drawn)
        assert not list(svg.iter(f"{SVG}script"))
        assert any(text.startswith("<script>") for text in texts(svg))
