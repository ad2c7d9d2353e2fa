"""Renders a scene as a self-contained SVG file; the same scene gives the same bytes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never
from xml.etree.ElementTree import Element, tostring

from tests.pictures.scenes import Scene
from tests.pictures.sheet import GROUND, STYLE, WIDTH, Sheet
from tests.pictures.transcript import InlineList, Message, Part, text_of


def picture(scene: Scene, transcript: Sequence[Part]) -> bytes:
    """Return the picture of a scene. Raises AssertionError if it lacks the text that it must show."""
    text = "\n".join(map(text_of, transcript))
    assert scene.proof in text, f"scene {scene.name}: “{scene.proof}” is not visible; ask another question."
    sheet = _sheet(scene, transcript)
    ground = {"width": f"{WIDTH:g}", "height": f"{sheet.y:g}", "rx": "8", "fill": GROUND}
    parts = [
        _element("title", scene.title), _element("desc", text), _element("style", STYLE), Element("rect", ground),
        *sheet.drawn,
    ]  # fmt: skip
    lines = [_opening(sheet.y), *(tostring(part, "unicode") for part in parts), "</svg>", ""]
    return "\n".join(lines).encode()


def _sheet(scene: Scene, transcript: Sequence[Part]) -> Sheet:
    sheet = Sheet()
    name, kind = scene.chat
    sheet.header(name, kind)
    for part in transcript:
        match part:
            case Message():
                sheet.message(part, named="group" in kind)
            case InlineList():
                sheet.inline_list(part)
            case _:
                assert_never(part)
    sheet.frame()
    return sheet


def _opening(height: float) -> str:
    size = f'width="{WIDTH:g}" height="{height:g}" viewBox="0 0 {WIDTH:g} {height:g}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" role="img" xml:space="preserve" {size}>'


def _element(tag: str, text: str) -> Element:
    element = Element(tag)
    element.text = text
    return element
