"""The SVG elements of a chat, drawn from the top down."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from xml.etree.ElementTree import Element, SubElement

from tests.pictures.lettering import Line, Look, cut, line, runs, width, wrapped
from tests.pictures.rows import INDENT, SIZE, Kind, Row, rows
from tests.pictures.transcript import Button, InlineList, Message, Result

WIDTH = 400.0
MARGIN = 12.0
PADDING = 11.0
BUBBLE = 352.0
"""Maximum width of a bubble."""
BUTTON = 32.0
"""Height of a button."""
SMALL = 13.0
SHOWN = 5
"""Inline results visible without scrolling."""

GROUND, BAR, BOT, MINE, KEY, EDGE = "#dbe4ea", "#ffffff", "#ffffff", "#dcf3c8", "#eef3f6", "#8896a1"
"""Colours of backgrounds and of the frame."""
INK, FAINT, ACCENT = "#17212b", "#55616b", "#0b5c8f"
"""Colours of text."""
STYLE = (
    f"text{{font:{SIZE:g}px Arial,Helvetica,'Liberation Sans',sans-serif;fill:{INK}}}"
    ".b{font-weight:700}.i{font-style:italic}.s{font-size:13px}"
    f".a{{fill:{ACCENT};text-decoration:underline}}.c{{fill:{ACCENT}}}.q{{fill:{FAINT}}}"
)
_CLASSES = {Look.BOLD: "b", Look.ITALIC: "i", Look.LINK: "a", Look.COMMAND: "c"}


@dataclass
class Sheet:
    """A sheet that is filled from the top, to the height `y` so far."""

    drawn: list[Element] = field(default_factory=list)
    y: float = 0.0

    def header(self, name: str, kind: str) -> None:
        """Draw the chat's name and kind."""
        bar = f"M0 48V8a8 8 0 0 1 8-8h{WIDTH - 16:g}a8 8 0 0 1 8 8v40z"
        self.drawn.append(Element("path", {"d": bar, "fill": BAR}))
        self._text(line(name, Look.BOLD), MARGIN, 21)
        self._text(line(kind), MARGIN, 38, SMALL, "q s")
        self.y = 48 + MARGIN

    def message(self, message: Message, *, named: bool) -> None:
        """Draw a message with its buttons."""
        laid = rows(message, BUBBLE - 2 * PADDING, named=named)
        wide = BUBBLE if message.keyboard else max(row.width for row in laid) + 2 * PADDING
        x = WIDTH - MARGIN - wide if message.mine else MARGIN
        self._rect(x, self.y, wide, sum(row.height for row in laid) + 14, MINE if message.mine else BOT, round_=10)
        self.y += 7
        for quote, block in groupby(laid, key=lambda row: row.barred):
            self._block(tuple(block), x + PADDING, wide - 2 * PADDING if quote else 0)
        self.y += 7
        for buttons in message.keyboard:
            self._buttons(buttons, x, wide)
        self.y += MARGIN

    def inline_list(self, shown: InlineList) -> None:
        """Draw the list of results, and the input line."""
        if shown.button:
            self._buttons((Button(shown.button, is_link=True),), MARGIN, WIDTH - 2 * MARGIN)
            self.y += 4
        for result in shown.results[:SHOWN]:
            self._result(result)
        self.y += 4
        self._rect(MARGIN, self.y, WIDTH - 2 * MARGIN, 36, BAR, round_=18)
        self._text(line(shown.query), MARGIN + 16, self.y + 23)
        caret = MARGIN + 18 + width(line(shown.query), SIZE)
        self._path(f"M{_number(caret)} {_number(self.y + 10)}v16")
        self.y += 36 + MARGIN

    def frame(self) -> None:
        """Draw a frame, which separates the picture from a page of the same colour."""
        sides = {"x": ".5", "y": ".5", "width": _number(WIDTH - 1), "height": _number(self.y - 1), "rx": "8"}
        self.drawn.append(Element("rect", sides | {"fill": "none", "stroke": EDGE}))

    def _block(self, laid: tuple[Row, ...], x: float, quote: float) -> None:
        """Draw rows; as a quote, if `quote` is a width."""
        if quote:
            high = sum(row.height for row in laid)
            self._rect(x, self.y, quote, high, KEY)
            self._rect(x, self.y, 3, high, ACCENT)
        for row in laid:
            self._row(row, x + INDENT if quote else x)

    def _row(self, row: Row, x: float) -> None:
        classes = {Kind.NAME: "c", Kind.OPENS: "c", Kind.QUIET: "q"}.get(row.kind, "")
        self._text(row.line, x, self.y + 13.5, SIZE, classes)
        if row.kind is Kind.OPENS:
            self._path(f"M{_number(x + width(row.line, SIZE) + 8)} {_number(self.y + 7)}l4 4l4 -4")
        self.y += row.height

    def _buttons(self, buttons: tuple[Button, ...], x: float, wide: float) -> None:
        each = (wide - 4 * (len(buttons) - 1)) / len(buttons)
        for index, button in enumerate(buttons):
            self._button(button, x + index * (each + 4), each)
        self.y += BUTTON + 4

    def _button(self, button: Button, x: float, wide: float) -> None:
        top = self.y + 4
        self._rect(x, top, wide, BUTTON, KEY, round_=7, edge=ACCENT)
        label = cut(line(button.label), wide - 22, SMALL)
        self._text(label, x + (wide - width(label, SMALL)) / 2, top + 21, SMALL, "c s")
        if button.is_link:
            self._path(f"M{_number(x + wide - 13)} {_number(top + 12)}l6 -6m-5 0h5v5")

    def _result(self, result: Result) -> None:
        inner = WIDTH - 2 * MARGIN - 62
        preview = wrapped(line(result.preview), inner, SMALL)[:2]
        self._rect(MARGIN, self.y, WIDTH - 2 * MARGIN, 66, BAR)
        self._rect(MARGIN + 9, self.y + 11, 40, 40, KEY, round_=6)
        letter = line(result.title[:1], Look.BOLD)
        self._text(letter, MARGIN + 29 - width(letter, SIZE) / 2, self.y + 36, SIZE, "c")
        self._text(cut(line(result.title, Look.BOLD), inner, SIZE), MARGIN + 58, self.y + 20)
        for index, words in enumerate(preview):
            self._text(words, MARGIN + 58, self.y + 38 + 17 * index, SMALL, "q s")
        self.y += 67

    def _text(self, words: Line, x: float, y: float, size: float = SIZE, classes: str = "") -> None:
        if not words:
            return
        # If none of the fonts is installed, textLength fits another font to the computed width.
        fitted = {"x": _number(x), "y": _number(y), "textLength": _number(width(words, size))}
        drawn = Element("text", fitted | {"lengthAdjust": "spacingAndGlyphs"} | ({"class": classes} if classes else {}))
        for stretch, look in runs(words):
            named = " ".join(name for kind, name in _CLASSES.items() if kind in look)
            SubElement(drawn, "tspan", {"class": named} if named else {}).text = stretch
        self.drawn.append(drawn)

    def _rect(
        self, x: float, y: float, wide: float, high: float, fill: str, *, round_: float = 0, edge: str = ""
    ) -> None:
        sides = {"x": x, "y": y, "width": wide, "height": high} | ({"rx": round_} if round_ else {})
        given = {name: _number(value) for name, value in sides.items()} | {"fill": fill}
        self.drawn.append(Element("rect", given | ({"stroke": edge, "stroke-width": ".6"} if edge else {})))

    def _path(self, d: str) -> None:
        line_ = {"fill": "none", "stroke": ACCENT, "stroke-width": "1.5"}
        self.drawn.append(Element("path", {"d": d} | line_))


def _number(value: float) -> str:
    return f"{round(value, 1):g}"
