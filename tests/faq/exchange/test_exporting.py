"""A FAQ is written in the format that the suffix names."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from faq.exchange.exporting import export_file
from faq.exchange.text_file import ExchangeError
from faq.models import Faq


def test_the_suffix_chooses_the_format(tmp_path: Path, packaged: Faq) -> None:
    for name in ("faq.csv", "faq.JSON", "faq.html"):
        export_file(packaged, tmp_path / name)
    assert (tmp_path / "faq.csv").read_bytes().startswith(b'\xef\xbb\xbf"id","topic",')
    assert json.loads((tmp_path / "faq.JSON").read_text())["@type"] == "FAQPage"
    assert (tmp_path / "faq.html").read_text().startswith("<!DOCTYPE html>")


@pytest.mark.parametrize("bot", ["legwise_bot", "@legwise_bot"])
def test_a_page_links_to_the_bot(tmp_path: Path, packaged: Faq, bot: str) -> None:
    export_file(packaged, tmp_path / "faq.html", bot)
    link = f"https://t.me/legwise_bot?start={packaged.entries[0].id}"
    assert link in (tmp_path / "faq.html").read_text()


@pytest.mark.parametrize(
    ("name", "bot", "fault"),
    [
        ("faq.xlsx", None, "cannot be exported; name a file that ends in .csv, .json, .html"),
        ("faq.csv", "legwise_bot", "--bot is for an .html page; leave it out, or name such a file"),
        ("faq.html", 'x"><script>', "is no username of Telegram; write it without https://t.me/"),
    ],
)
def test_wrong_usage_is_told_and_nothing_is_written(
    tmp_path: Path, packaged: Faq, name: str, bot: str | None, fault: str
) -> None:
    with pytest.raises(ExchangeError) as raised:
        export_file(packaged, tmp_path / name, bot)
    assert fault in str(raised.value)
    assert raised.value.exit_code == 2
    assert list(tmp_path.iterdir()) == []
