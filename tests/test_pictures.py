"""The README shows a picture of each kind of conversation, and tells it in words too."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.async_api import Browser

from tests.pictures.__main__ import HERE, take_all
from tests.pictures.scenes import SCENES

README = (Path(__file__).parent.parent / "README.md").read_text("utf-8")
NAMES = {f"{scene.name}.png" for scene in SCENES}
PNG = b"\x89PNG\r\n\x1a\n"


async def test_each_scene_shows_its_point_and_can_be_taken_anew(browser: Browser, tmp_path: Path) -> None:
    await take_all(browser, tmp_path)
    assert _pictures(tmp_path) == NAMES


def test_each_scene_has_its_picture_and_no_other_is_left() -> None:
    assert _pictures(HERE) == NAMES


def test_the_readme_shows_only_existing_pictures_each_with_an_alternative_text() -> None:
    shown = re.findall(r'<img src="tests/pictures/([^"]+)" alt="[^"]{20,}"', README)
    assert README.count("tests/pictures/") == len(shown)
    assert set(shown) == NAMES


def _pictures(folder: Path) -> set[str]:
    return {file.name for file in folder.glob("*.png") if file.read_bytes().startswith(PNG)}
