"""No file whatsoever ends an import with a traceback, or leaves anything behind where it is refused."""

from __future__ import annotations

import json
import random
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from faq.exchange.csv_columns import COLUMNS
from faq.exchange.csv_file import csv_text
from faq.exchange.importing import import_file
from faq.exchange.json_ld import json_text
from faq.exchange.text_file import ExchangeError
from faq.models import Faq

SUFFIXES = (".csv", ".json", ".md")
QUICK = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)
OURS = st.dictionaries(
    st.sampled_from(
        ["id", "topic", "label", "phrasings", "cites", "refer", "note", "related", "reviewed", "values", "x"]
    ),
    JSON,
)
PAGES = st.fixed_dictionaries(
    {
        "@type": st.just("FAQPage"),
        "legwise": st.dictionaries(st.sampled_from(["article", "sources", "tests", "title", "disclaimer"]), JSON)
        | JSON,
        "mainEntity": st.lists(
            st.fixed_dictionaries(
                {
                    "@type": st.just("Question"),
                    "name": st.text(min_size=1) | JSON,
                    "acceptedAnswer": st.fixed_dictionaries({"text": st.text(min_size=1) | JSON, "url": st.text()}),
                    "legwise": OURS | JSON,
                }
            ),
            max_size=3,
        ),
    }
)
ROWS = st.lists(st.lists(st.text(alphabet="a=\"',;\n<>&[]: é\\", max_size=8), min_size=3, max_size=5), max_size=4)


def attempt(raw: bytes, suffix: str) -> None:
    """Import a file; a refusal leaves no folder, and an import one with no other files in it."""
    with TemporaryDirectory() as temporary:
        file, folder = Path(temporary, f"faq{suffix}"), Path(temporary, "content")
        file.write_bytes(raw)
        try:
            written = import_file(file, folder)
        except ExchangeError as error:
            found = (bool(str(error)), folder.exists())
        else:
            found = (
                all(";" in fault for fault in written.missing),
                {path.suffix for path in folder.iterdir()} != {".yaml"},
            )
        assert found == (True, False)


@pytest.mark.parametrize("suffix", SUFFIXES)
@given(raw=st.binary() | st.text().map(str.encode))
@QUICK
def test_any_bytes(suffix: str, raw: bytes) -> None:
    attempt(raw, suffix)


@given(PAGES)
@QUICK
def test_any_page(page: object) -> None:
    attempt(json.dumps(page).encode(), ".json")


@given(ROWS)
@QUICK
def test_any_rows(rows: list[list[str]]) -> None:
    lines = "\n".join('"' + '","'.join(cell.replace('"', '""') for cell in row) + '"' for row in rows)
    attempt(f"question,answer,phrasings,id,source\n{lines}".encode(), ".csv")


@given(st.dictionaries(st.sampled_from(COLUMNS), st.text(max_size=12), min_size=1))
@QUICK
def test_any_cells_in_every_column(cells: dict[str, str]) -> None:
    row = {"question": "What?", "answer": "That.", **cells}
    quoted = (",".join('"' + text.replace('"', '""') + '"' for text in line) for line in (row.keys(), row.values()))
    attempt("\n".join(quoted).encode("utf-8", "replace"), ".csv")


@given(st.text(alphabet="#- \n`~*:aSourcePhrasings[](<b>)1.", max_size=120))
@QUICK
def test_any_markdown(text: str) -> None:
    attempt(f"## Q?\nA.\n{text}".encode(), ".md")


@pytest.mark.parametrize("seed", range(12))
def test_an_export_that_was_damaged(packaged: Faq, seed: int) -> None:
    chance = random.Random(seed)
    writer, suffix = chance.choice([(csv_text, ".csv"), (json_text, ".json")])
    raw = bytearray(writer(packaged).encode())
    for _ in range(chance.choice([1, 3, 30])):
        start = chance.randrange(len(raw))
        raw[start : start + chance.randrange(60)] = chance.choice([b"", b'"', b"\x00", b"\xff", b"\n", b"}", b",,"])
    attempt(bytes(raw), suffix)


@pytest.mark.parametrize(
    ("raw", "suffix"),
    [
        (b"question,answer\n" + b'"' * 1_000_001, ".csv"),
        (b"question,answer\n" + b"x" * 200_000 + b",y\n", ".csv"),
        (b"a," * 2_000_000, ".csv"),
        (b"question,answer\n" + b"A?,a\n" * 20_000, ".csv"),
        (b"[" * 5_000_000, ".json"),
        (b'{"@type":"FAQPage","mainEntity":' + b"[" * 900 + b"]" * 900 + b"}", ".json"),
        (b"## Q?\n" + b"<" * 100_000, ".md"),
        (b"## Q?\n" + b"<a " * 30_000, ".md"),
        (b"## Q?\n" + b"<!--" * 12_000, ".md"),
        (b"## Q?\n<p>" + b"<![CDATA[" * 5_000, ".md"),
        (b"## Q?\n<p>" + b"<?" * 20_000, ".md"),
        (b"## Q?\n<p>" + b"</" * 20_000, ".md"),
        (b"## Q?\n<p>" + b"<script>" * 6_000, ".md"),
        (b"## Q?\n<p>" + b"<a href='" * 5_000, ".md"),
        (b"## Q?\n<p>" + b"&#" * 20_000, ".md"),
        (b"## Q?\n" + b"[" * 90_000 + b"\nSource: " + b"[" * 90_000 + b"](http://", ".md"),
        (b"# " + b" #" * 100_000, ".md"),
    ],
    ids=range(17),
)
def test_a_large_file_of_one_thing_is_refused_or_read_in_time(raw: bytes, suffix: str) -> None:
    attempt(raw, suffix)
