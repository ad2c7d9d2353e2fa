"""Charts as SVG, without a library: `line_chart` and `bar_chart`. Colours, dashes and fonts are in static/charts.css.

Every series has a dash and a mark of its own besides its colour, and every chart a title and a description, which a
screen reader says in place of the picture.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup, escape

WIDTH = 400
"""Units of the SVG, which are pixels in a column of the page."""
_PLOT_HEIGHT = 150
_TOP = 12
_CHAR = 7
"""Width of a character, roughly."""
_LEGEND_ROW = 20
_SHORT_NAME = 18
"""Characters of a name beside which another has its place."""
_BAR_ROW = 36
_MAX_MARKS = 40
"""Points up to which each has its mark; more would hide the line."""
_MAX_DAYS = 4
"""Labels below a line chart."""


@dataclass(frozen=True, slots=True)
class Series:
    """A named row of values, one for each label of the chart."""

    name: str
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """The values of a chart.

    Attributes:
        name: unique on a page, of letters and hyphens.
        title: read first by a screen reader.
        description: the figures in a sentence, for a screen reader.
        labels: of the points or bars.
        series: one for a bar chart; up to four for a line chart, as there are colours and marks.
        unit: counts, or shares from 0 to 1.

    """

    name: str
    title: str
    description: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    unit: Literal["count", "share"] = "count"


def line_chart(chart: Chart) -> Markup:
    """Return a chart with a line for each series."""
    ticks = _ticks(chart)
    left = max(len(_shown(tick, chart)) for tick in ticks) * _CHAR + 8
    bottom = _TOP + _PLOT_HEIGHT
    right = WIDTH - 8

    def x(index: int) -> float:
        return left + (right - left) * (index / (len(chart.labels) - 1) if len(chart.labels) > 1 else 0.5)

    def y(value: float) -> float:
        return bottom - _PLOT_HEIGHT * value / ticks[-1]

    parts = [
        *_horizontal_grid(chart, ticks, left, y),
        *_labels_below(chart.labels, x, bottom + 16),
        *(_line(number, each, x, y) for number, each in enumerate(chart.series, 1)),
        *_legend(chart.series, left, bottom + 40),
    ]
    return _svg(chart, bottom + 32 + _LEGEND_ROW * math.ceil(len(chart.series) / _columns(chart.series)), parts)


def bar_chart(chart: Chart) -> Markup:
    """Return a chart with a horizontal bar below each label."""
    [series] = chart.series
    ticks = _ticks(chart)
    bottom = _TOP + _BAR_ROW * len(chart.labels)
    width = WIDTH - 8 - (_CHAR + 1) * max((len(_shown(value, chart)) for value in series.values), default=1)

    def x(value: float) -> float:
        return 4 + (width - 4) * value / ticks[-1]

    parts = list(_vertical_grid(chart, ticks, bottom, x))
    for row, (label, value) in enumerate(zip(chart.labels, series.values, strict=True)):
        top = _TOP + _BAR_ROW * row
        parts += [
            _text(label if len(label) <= 50 else f"{label[:49]}…", 4, top + 10),
            _tag("rect", x=4, y=top + 15, width=round(x(value) - 4, 1), height=12, class_="bar"),
            _text(_shown(value, chart), x(value) + 5, top + 25, "value"),
        ]
    return _svg(chart, bottom + 22, parts)


def round_ticks(highest: float, at_least: float = 0.0) -> tuple[float, ...]:
    """Return round numbers from 0 up to a value or a little more, in three to six steps of `at_least` or more."""
    if highest <= 0:
        return (0.0, at_least or 1.0)
    magnitude = 10.0 ** math.floor(math.log10(highest / 5))
    step = next(magnitude * factor for factor in (1, 2, 5, 10) if highest / (magnitude * factor) <= 5)
    step = max(step, at_least)
    return tuple(step * number for number in range(math.ceil(round(highest / step, 9)) + 1))


def _ticks(chart: Chart) -> tuple[float, ...]:
    highest = max((value for each in chart.series for value in each.values), default=0.0)
    return round_ticks(highest, 1.0 if chart.unit == "count" else 0.01)


def _shown(value: float, chart: Chart) -> str:
    return f"{value:,.0f}" if chart.unit == "count" else f"{value * 100:.3g} %"


def _horizontal_grid(
    chart: Chart, ticks: Sequence[float], left: float, y: Callable[[float], float]
) -> Iterator[Markup]:
    for tick in ticks:
        yield _tag("line", x1=left, x2=WIDTH - 8, y1=round(y(tick), 1), y2=round(y(tick), 1), class_="grid")
        yield _text(_shown(tick, chart), left - 6, y(tick) + 4, "axis end")


def _vertical_grid(
    chart: Chart, ticks: Sequence[float], bottom: float, x: Callable[[float], float]
) -> Iterator[Markup]:
    for tick in ticks:
        yield _tag("line", x1=round(x(tick), 1), x2=round(x(tick), 1), y1=_TOP, y2=bottom, class_="grid")
        yield _text(_shown(tick, chart), x(tick), bottom + 15, "axis" if tick == 0 else "axis middle")


def _labels_below(labels: Sequence[str], x: Callable[[int], float], y: float) -> Iterator[Markup]:
    """Yield a few labels at even distances, the first and the last among them."""
    last, count = len(labels) - 1, min(len(labels), _MAX_DAYS)
    for index in sorted({round(last * number / max(count - 1, 1)) for number in range(count)}):
        anchor = "axis middle" if 0 < index < last or not last else "axis end" if index else "axis"
        yield _text(labels[index], x(index), y, anchor)


def _line(number: int, series: Series, x: Callable[[int], float], y: Callable[[float], float]) -> Markup:
    points = [(round(x(index), 1), round(y(value), 1)) for index, value in enumerate(series.values)]
    parts = [_tag("polyline", points=" ".join(f"{left},{top}" for left, top in points), class_="line")]
    if len(points) <= _MAX_MARKS:
        parts += [_mark(number, left, top) for left, top in points]
    return _tag("g", Markup("").join(parts), class_=f"series-{number}")


def _mark(number: int, x: float, y: float) -> Markup:
    """Return a circle, square, triangle or diamond."""
    match number:
        case 1:
            return _tag("circle", cx=x, cy=y, r=2.6, class_="mark")
        case 2:
            return _tag("path", d=f"M{x - 2.5} {y - 2.5}h5v5h-5z", class_="mark")
        case 3:
            return _tag("path", d=f"M{x} {y - 3.4}l3.2 5.6h-6.4z", class_="mark")
        case _:
            return _tag("path", d=f"M{x} {y - 3.6}l3.4 3.6l-3.4 3.6l-3.4 -3.6z", class_="mark")


def _legend(series: Sequence[Series], left: float, top: float) -> Iterator[Markup]:
    """Yield a sample of each line with its name."""
    columns = _columns(series)
    for index, each in enumerate(series):
        x, y = left + (WIDTH - left) / 2 * (index % columns), top + _LEGEND_ROW * (index // columns)
        sample = _tag("line", x1=x, x2=x + 26, y1=y - 4, y2=y - 4, class_="line")
        yield _tag("g", sample + _mark(index + 1, x + 13, y - 4), class_=f"series-{index + 1}")
        yield _text(each.name, x + 32, y)


def _columns(series: Sequence[Series]) -> int:
    """Return how many names fit beside each other."""
    return 2 if all(len(each.name) <= _SHORT_NAME for each in series) else 1


def _svg(chart: Chart, height: float, parts: Sequence[Markup]) -> Markup:
    title, description = f"{chart.name}-title", f"{chart.name}-description"
    told = _tag("title", escape(chart.title), id=title) + _tag("desc", escape(chart.description), id=description)
    return _tag(
        "svg", told + Markup("\n").join(parts), xmlns="http://www.w3.org/2000/svg", class_="chart", role="img",
        viewBox=f"0 0 {WIDTH} {height:.0f}", aria_labelledby=f"{title} {description}",
    )  # fmt: skip


def _text(text: str, x: float, y: float, class_: str = "label") -> Markup:
    return _tag("text", escape(text), x=round(x, 1), y=round(y, 1), class_=class_)


def _tag(name: str, content: Markup | None = None, **attributes: object) -> Markup:
    """Return an element; `class_` is the attribute class, and other underscores are hyphens."""
    written = "".join(f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"' for key, value in attributes.items())
    return Markup(f"<{name}{written}>{content or ''}</{name}>")  # noqa: S704 - each part is escaped above
