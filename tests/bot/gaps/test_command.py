"""`legwise gaps`: a curator goes through what people asked in vain, and the content answers it from then on."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.__main__ import app
from bot.config.settings import NAMES, read_store
from bot.gaps.command import review_gaps
from bot.models import Decision
from bot.store.crypto import Crypto
from bot.store.database import open_database
from bot.store.shared_questions import SharedQuestions
from faq.loading import load
from tests.bot.database_fixtures import KEY
from tests.bot.sharing import share
from tests.faq.content_folder import ContentFolder

SAUNA = ("is the sauna any good for ferritin", "ferritin and the sauna", "does the sauna change ferritin")


@pytest.fixture
def url(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LEGWISE_KEY", KEY)
    monkeypatch.setenv("LEGWISE_MODEL", "off")
    monkeypatch.setenv("LEGWISE_DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path / 'legwise.sqlite3'}")
    return f"sqlite+aiosqlite:///{tmp_path / 'legwise.sqlite3'}"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    (tmp_path / "content").mkdir()
    return ContentFolder.small(tmp_path / "content").path


def decisions(url: str) -> Counter[Decision | None]:
    async def read() -> Counter[Decision | None]:
        async with open_database(url) as engine:
            return Counter(each.decision for each in await SharedQuestions(engine, Crypto(KEY)).for_curators())

    return asyncio.run(read())


def gaps(content: Path, *options: str, typed: str = "") -> Result:
    """Run `legwise gaps` with lines that are typed."""
    return CliRunner().invoke(app, ["gaps", "--content", str(content), *options], input=typed)


def test_a_gap_is_shown_with_its_nearest_entries_and_an_accepted_phrasing_is_written(url: str, content: Path) -> None:
    asyncio.run(share(url, *SAUNA))
    result = gaps(content, "--who", "Ann", typed="p\nwarm-bath\nan hour in the sauna\ny\n")
    assert "1 of 1: 3 people" in result.stdout
    assert all(f"“{text}”" in result.stdout for text in SAUNA)
    assert "+      - an hour in the sauna" in result.stdout
    assert "an hour in the sauna" in load(content).by_id["warm-bath"].phrasings
    assert decisions(url) == {Decision.ACCEPTED: 3}
    assert (content / "changes.tsv").read_text().splitlines()[1].endswith("\twarm-bath\tan hour in the sauna\t3")


def test_nothing_is_written_without_a_yes(url: str, content: Path) -> None:
    asyncio.run(share(url, *SAUNA))
    before = (content / "ferritin.yaml").read_bytes()
    for answer in ("n", "", "maybe"):
        gaps(content, typed=f"p\nwarm-bath\nan hour in the sauna\n{answer}\nq\n")
    assert (content / "ferritin.yaml").read_bytes() == before
    assert decisions(url) == {None: 3}


def test_an_edit_is_undone_in_the_content_and_in_the_database(url: str, content: Path) -> None:
    asyncio.run(share(url, *SAUNA))
    before = (content / "ferritin.yaml").read_bytes()
    result = gaps(content, typed="p\nwarm-bath\nmusic in the bath\ny\nu\nq\n")
    assert (content / "ferritin.yaml").read_bytes() == before
    assert decisions(url) == {None: 3}
    assert result.stdout.count("1 of 1: 3 people") == 2, "it is shown again"


def test_an_edit_is_not_undone_over_a_later_change(url: str, content: Path) -> None:
    asyncio.run(share(url, *SAUNA))

    def typed(_: str) -> str:
        line = next(lines)
        if line == "u":
            ContentFolder(content).replace("ferritin.yaml", "bath before bed", "bath at night")
        return line

    lines = iter(("p", "warm-bath", "music in the bath", "y", "u", ""))
    review_gaps(read_store(), content, "Ann", typed)
    assert load(content).by_id["warm-bath"].phrasings == ("bath at night", "soaking in hot water", "music in the bath")
    assert decisions(url) == {Decision.ACCEPTED: 3}


@pytest.mark.parametrize(
    ("typed", "decision"),
    [
        ("d\n", Decision.DISMISSED),
        ("o\n\ny\ny\n", Decision.OUT_OF_SCOPE),
        ("m\nwarm-bath\n\ny\ny\n", Decision.ACCEPTED),
    ],
)
def test_a_gap_that_is_decided_is_not_shown_again(url: str, content: Path, typed: str, decision: Decision) -> None:
    asyncio.run(share(url, *SAUNA))
    gaps(content, typed=typed)
    assert decisions(url) == {decision: 3}
    assert "nothing that 3 people asked in vain" in gaps(content).stdout


def test_a_new_entry_is_written_from_what_is_typed(url: str, content: Path) -> None:
    asyncio.run(share(url, *SAUNA))
    typed = "n\nMay I use the sauna?\nelsewhere\n\nAsk your neighbours.\nclinic\ny\n"
    result = gaps(content, typed=typed)
    assert {*load(content).by_id["may-i-use-the-sauna"].phrasings} == {*SAUNA}, result.stdout


def test_what_check_refuses_is_told_and_the_gap_stays(url: str, content: Path) -> None:
    asyncio.run(share(url, *SAUNA))
    result = gaps(content, typed="p\nnowhere\n\np\nwarm-bath\nmy chest hurts\ns\n")
    assert "'nowhere': there is no such entry" in result.stdout
    assert "raises the red flag heart" in result.stdout
    assert decisions(url) == {None: 3}


def test_what_fewer_than_three_people_asked_is_shown_to_nobody(url: str, content: Path) -> None:
    asyncio.run(share(url, *SAUNA, asker="the same person"))
    asyncio.run(share(url, *SAUNA[:1]))
    for option in ((), ("--json",)):
        result = gaps(content, *option)
        assert not any(text in result.stdout for text in SAUNA)


def test_the_gaps_are_printed_as_json_without_asking(url: str, content: Path) -> None:
    asyncio.run(share(url, *SAUNA))
    [line] = gaps(content, "--json").stdout.splitlines()
    printed = json.loads(line)
    assert (printed["askers"], sorted(printed["questions"])) == (3, sorted(SAUNA))
    assert printed["suggestion"]["kind"] in {"phrasing", "unlike", "new entry", "out of scope"}
    assert "asker" not in printed


def test_a_question_cannot_control_the_terminal(url: str, content: Path) -> None:
    asyncio.run(share(url, *(f"{text} \x1b[2J [bold]x" for text in SAUNA)))
    result = gaps(content, typed="q\n")
    assert "\x1b" not in result.stdout
    assert "[bold]x" in result.stdout


def test_without_a_database_the_error_is_one_line_with_the_cure(url: str, content: Path) -> None:
    result = gaps(content)
    assert result.exit_code
    assert len(result.stderr.splitlines()) == 1
