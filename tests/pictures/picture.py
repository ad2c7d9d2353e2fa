"""A scene as the bytes of an SVG file: the same scene gives the same bytes. It needs nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never
from xml.etree.ElementTree import Element, tostring

from tests.pictures.scenes import Scene
from tests.pictures.sheet import GROUND, STYLE, WIDTH, Sheet
from tests.pictures.transcript import Message, Offer, Seen, words


def picture(scene: Scene, seen: Sequence[Seen]) -> bytes:
    """The picture of what was seen in a scene. Raises AssertionError if it does not show what it is for."""
    told = "\n".join(map(words, seen))
    assert scene.proof in told, f"scene {scene.name}: no “{scene.proof}” is seen; let it ask something else."
    sheet = _sheet(scene, seen)
    ground = {"width": f"{WIDTH:g}", "height": f"{sheet.y:g}", "rx": "8", "fill": GROUND}
    parts = [
        _element("title", scene.title), _element("desc", told), _element("style", STYLE), Element("rect", ground),
        *sheet.drawn,
    ]  # fmt: skip
    lines = [_opening(sheet.y), *(tostring(part, "unicode") for part in parts), "</svg>", ""]
    return "\n".join(lines).encode()


def _sheet(scene: Scene, seen: Sequence[Seen]) -> Sheet:
    sheet = Sheet()
    name, kind = scene.place
    sheet.header(name, kind)
    for each in seen:
        match each:
            case Message():
                sheet.message(each, named="group" in kind)
            case Offer():
                sheet.offer(each)
            case _:
                assert_never(each)
    sheet.frame()
    return sheet


def _opening(height: float) -> str:
    size = f'width="{WIDTH:g}" height="{height:g}" viewBox="0 0 {WIDTH:g} {height:g}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" role="img" xml:space="preserve" {size}>'


def _element(tag: str, text: str) -> Element:
    element = Element(tag)
    element.text = text
    return element
