"""The pictures of the README are up to date, self-contained and readable."""

from __future__ import annotations

import asyncio
import re
from itertools import product
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.simulator.formatting import parse_html
from faq.engine import OFF, open_assistant
from tests.pictures.__main__ import HERE, draw_all
from tests.pictures.lettering import Look, cut, line, paragraphs, runs, width, wrapped
from tests.pictures.scenes import SCENES
from tests.pictures.sheet import ACCENT, BAR, BOT, FAINT, GROUND, INK, KEY, MINE, WIDTH

NAMES = [f"{scene.name}.svg" for scene in SCENES]
README = (Path(__file__).parent.parent / "README.md").read_text("utf-8")
SVG = "{http://www.w3.org/2000/svg}"
WORDS = st.text(st.sampled_from("ab iM@…é漢🦵"), max_size=60)


@pytest.fixture(scope="module")
def now(packaged_cache: Path) -> dict[str, bytes]:
    """The pictures as the command draws them now."""
    return asyncio.run(draw_all(open_assistant(model=OFF, cache=packaged_cache)))


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_is_what_the_command_draws_now(name: str, now: dict[str, bytes]) -> None:
    checked_in = (HERE / name).read_bytes() if (HERE / name).exists() else b""
    assert checked_in == now[name], f"tests/pictures/{name} is out of date: run python -m tests.pictures"


def test_no_picture_is_left_of_a_removed_scene() -> None:
    assert {file.name for file in HERE.glob("*.svg")} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_all_visible_text_is_in_the_description_too(name: str, now: dict[str, bytes]) -> None:
    """Screen readers get the title and the description, without the labels that the drawing adds."""
    root = ET.fromstring(now[name])
    assert root.findtext(f"{SVG}title") == SCENES[NAMES.index(name)].title
    added = {*SCENES[NAMES.index(name)].chat, "Show more"}
    texts = {"".join(text.itertext()) for text in root.iter(f"{SVG}text")} - added
    description = " ".join(root.findtext(f"{SVG}desc", "").split())
    assert [text for text in texts if text.removesuffix("…") not in description] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_is_self_contained(name: str, now: dict[str, bytes]) -> None:
    """It refers to no font, image or script, because pages that show it would not load them."""
    picture = now[name].decode().replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert not re.search(r"href|url\(|@import|@font-face|<script|<image|<foreignObject", picture)
    assert len(picture) < 16_000


@pytest.mark.parametrize("name", NAMES)
def test_no_text_exceeds_its_picture(name: str, now: dict[str, bytes]) -> None:
    texts = list(ET.fromstring(now[name]).iter(f"{SVG}text"))
    assert texts
    assert all(float(text.attrib["x"]) + float(text.attrib["textLength"]) < WIDTH for text in texts)


@pytest.mark.parametrize(("ink", "ground"), [*product((INK, FAINT, ACCENT), (GROUND, BAR, BOT, MINE, KEY))])
def test_every_text_colour_is_legible_on_every_background(ink: str, ground: str) -> None:
    """By the contrast that WCAG requires of small text, 4.5 to 1."""
    light, dark = sorted((luminance(ink), luminance(ground)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def luminance(colour: str) -> float:
    """Relative luminance, as WCAG 2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_readme_shows_only_existing_pictures_each_with_an_alternative_text() -> None:
    named = re.findall(r"tests/pictures/([\w-]+\.svg)", README)
    shown = re.findall(r'<img src="tests/pictures/([^"]+)" alt="[^"]{20,}"', README)
    assert set(named) <= set(NAMES)
    assert README.count('src="tests/pictures/') == len(shown)


@given(WORDS, st.floats(10, 300))
@settings(deadline=None)
def test_wrapping_loses_no_word_and_respects_the_width(text: str, max_width: float) -> None:
    lines = wrapped(line(text), max_width, 14)
    texts = ["".join(letter for letter, _ in each) for each in lines]
    assert " ".join(texts).split() == text.split()
    assert all(
        width(each, 14) <= max_width or " " not in words.strip(" ") for each, words in zip(lines, texts, strict=True)
    )


@given(WORDS, st.floats(20, 300))
@settings(deadline=None)
def test_a_cut_line_fits_and_ends_with_an_ellipsis(text: str, max_width: float) -> None:
    shorter = cut(line(text), max_width, 14)
    assert shorter == line(text) or (shorter[-1][0] == "…" and width(shorter, 14) <= max_width)


def test_styles_apply_to_the_same_letters_as_in_telegram() -> None:
    """Telegram counts in UTF-16 units, where an emoji is two."""
    [first, second] = paragraphs(*parse_html('🦵 <b>Iron</b>\n<a href="https://example.org">A <i>page</i></a>.'))
    assert list(runs(first)) == [("🦵 ", Look.PLAIN), ("Iron", Look.BOLD)]
    assert list(runs(second)) == [("A ", Look.LINK), ("page", Look.LINK | Look.ITALIC), (".", Look.PLAIN)]
