"""The pictures of the README are what the bot says now, whoever looks at them and however."""

from __future__ import annotations

import asyncio
import re
from itertools import product
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.simulator.formatting import parsed
from faq.engine import OFF, open_assistant
from tests.pictures.__main__ import HERE, drawn
from tests.pictures.lettering import Look, cut, line, paragraphs, runs, width, wrapped
from tests.pictures.scenes import SCENES
from tests.pictures.sheet import ACCENT, BAR, BOT, FAINT, GROUND, INK, KEY, MINE, WIDTH

NAMES = [f"{scene.name}.svg" for scene in SCENES]
README = (Path(__file__).parent.parent / "README.md").read_text("utf-8")
SVG = "{http://www.w3.org/2000/svg}"
WORDS = st.text(st.sampled_from("ab iM@…é漢🦵"), max_size=60)


@pytest.fixture(scope="module")
def now() -> dict[str, bytes]:
    """The pictures as the command draws them now."""
    return asyncio.run(drawn(open_assistant(model=OFF)))


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_is_what_the_command_draws_now(name: str, now: dict[str, bytes]) -> None:
    checked_in = (HERE / name).read_bytes() if (HERE / name).exists() else b""
    assert checked_in == now[name], f"tests/pictures/{name} is out of date: run python -m tests.pictures"


def test_no_picture_is_left_of_a_way_in_that_is_gone() -> None:
    assert {file.name for file in HERE.glob("*.svg")} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_drawn_that_is_not_told_in_words_as_well(name: str, now: dict[str, bytes]) -> None:
    """A screen reader gets title and description; only what the drawing itself adds is not in them."""
    root = ET.fromstring(now[name])
    assert root.findtext(f"{SVG}title") == SCENES[NAMES.index(name)].title
    added = {*SCENES[NAMES.index(name)].place, "Show more"}
    texts = {"".join(text.itertext()) for text in root.iter(f"{SVG}text")} - added
    told = " ".join(root.findtext(f"{SVG}desc", "").split())
    assert [text for text in texts if text.removesuffix("…") not in told] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_needs_nothing_from_elsewhere(name: str, now: dict[str, bytes]) -> None:
    """No font, image or script to load: pages that show it would not load them."""
    picture = now[name].decode().replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert not re.search(r"href|url\(|@import|@font-face|<script|<image|<foreignObject", picture)
    assert len(picture) < 16_000


@pytest.mark.parametrize("name", NAMES)
def test_no_word_leaves_its_picture(name: str, now: dict[str, bytes]) -> None:
    texts = list(ET.fromstring(now[name]).iter(f"{SVG}text"))
    assert texts
    assert all(float(text.attrib["x"]) + float(text.attrib["textLength"]) < WIDTH for text in texts)


@pytest.mark.parametrize(("ink", "ground"), [*product((INK, FAINT, ACCENT), (GROUND, BAR, BOT, MINE, KEY))])
def test_every_ink_is_legible_on_every_ground(ink: str, ground: str) -> None:
    """By the contrast that WCAG asks of small letters, 4.5 to 1. The ground is the picture's own, not the page's."""
    light, dark = sorted((luminance(ink), luminance(ground)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def luminance(colour: str) -> float:
    """Relative luminance, as WCAG 2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_readme_shows_only_pictures_that_there_are_each_with_words_in_its_place() -> None:
    named = re.findall(r"tests/pictures/([\w-]+\.svg)", README)
    shown = re.findall(r'<img src="tests/pictures/([^"]+)" alt="[^"]{20,}"', README)
    assert set(named) <= set(NAMES)
    assert README.count('src="tests/pictures/') == len(shown)


@given(WORDS, st.floats(10, 300))
@settings(deadline=None)
def test_breaking_a_line_loses_no_word_and_keeps_within_the_width(text: str, most: float) -> None:
    lines = wrapped(line(text), most, 14)
    told = ["".join(letter for letter, _ in each) for each in lines]
    assert " ".join(told).split() == text.split()
    assert all(width(each, 14) <= most or " " not in words.strip(" ") for each, words in zip(lines, told, strict=True))


@given(WORDS, st.floats(20, 300))
@settings(deadline=None)
def test_a_line_that_is_cut_says_so_and_fits(text: str, most: float) -> None:
    shorter = cut(line(text), most, 14)
    assert shorter == line(text) or (shorter[-1][0] == "…" and width(shorter, 14) <= most)


def test_emphasis_lies_on_the_same_letters_as_in_telegram() -> None:
    """Telegram counts in UTF-16 units, where an emoji is two."""
    [first, second] = paragraphs(*parsed('🦵 <b>Iron</b>\n<a href="https://example.org">A <i>page</i></a>.'))
    assert list(runs(first)) == [("🦵 ", Look.PLAIN), ("Iron", Look.BOLD)]
    assert list(runs(second)) == [("A ", Look.LINK), ("page", Look.LINK | Look.ITALIC), (".", Look.PLAIN)]
