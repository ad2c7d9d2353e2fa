"""`legwise new` writes a FAQ that runs, and overwrites nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from faq.engine import OFF, open_engine
from faq.errors import OperatorError
from faq.loading import load
from faq.outcome import Found
from faq.tools.starter import write_starter


def test_the_starter_answers_its_own_questions(tmp_path: Path) -> None:
    file = write_starter(tmp_path / "faq" / "new")
    assert file == tmp_path / "faq" / "new" / "faq.yaml"
    faq = load(file.parent)
    outcome = open_engine(OFF).assistant(faq).ask("are you open on saturday?")
    assert isinstance(outcome, Found)
    assert outcome.entry.id == "opening-hours"


def test_an_empty_folder_is_taken_and_another_is_left_alone(tmp_path: Path) -> None:
    write_starter(tmp_path)
    written = (tmp_path / "faq.yaml").read_text()
    with pytest.raises(OperatorError, match="is not empty; name a new folder"):
        write_starter(tmp_path)
    assert (tmp_path / "faq.yaml").read_text() == written


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(OperatorError, match=r"cannot be written .*; name another folder"):
        write_starter(tmp_path / "file" / "folder")
