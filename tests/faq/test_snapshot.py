"""A snapshot is used while nothing changed and nobody else could have written it; otherwise all is built anew."""

from __future__ import annotations

import logging
import os
import pickle
import stat
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import numpy as np
import pytest
import rapidfuzz

from faq import snapshot
from faq.assistant import Assistant
from faq.engine import OFF, Engine, open_engine
from faq.languages.detector import LanguageDetector
from faq.loading import FaqError
from faq.matching import Matcher
from faq.matching.cache import ArrayCache
from faq.models import Faq
from faq.outcome import Found
from faq.safety.detector import RedFlags
from faq.snapshot import MAX_FILES, SUFFIX, Snapshots, content_state
from tests.faq.content_folder import ContentFolder
from tests.faq.letter_encoder import Letters

STATE, NAME = "a state", "a name"
QUESTION = "what is ferritin"


@pytest.fixture
def content(tmp_path: Path) -> ContentFolder:
    (tmp_path / "content").mkdir()
    return ContentFolder.small(tmp_path / "content")


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return open_engine(OFF, tmp_path / "cache")


@pytest.fixture
def stored(tmp_path: Path) -> Snapshots:
    """Snapshots with one under `KEY`."""
    snapshots = Snapshots(tmp_path / "snapshots")
    snapshots.store(STATE, NAME, ["built"])
    assert snapshots.load(STATE, NAME) == ["built"]
    return snapshots


def files(snapshots: Snapshots) -> list[Path]:
    assert snapshots.folder
    return sorted(snapshots.folder.glob(f"*{SUFFIX}"))


def answers(assistant: Assistant, question: str = QUESTION) -> str:
    outcome = assistant.ask(question)
    assert isinstance(outcome, Found)
    return str(outcome.entry.answer)


def test_an_assistant_from_its_snapshot_answers_as_the_one_that_was_built(
    engine: Engine, content: ContentFolder, caplog: pytest.LogCaptureFixture
) -> None:
    built = engine.open(content.path)
    written = {file: file.stat().st_ino for file in files(engine.snapshots)}
    assert len(written) == 2, "the red flags, and the matcher"
    loaded = engine.open(content.path)
    assert {file: file.stat().st_ino for file in files(engine.snapshots)} == written
    assert loaded.faq == built.faq
    assert isinstance(loaded.matcher, Matcher)
    assert loaded.matcher.faq is loaded.faq, "what both have is there once"
    for message in (QUESTION, "hello", "my chest hurts", "and coffee?", "quiero ayuda", "bath"):
        assert loaded.ask(message) == built.ask(message)
        assert loaded.red_flag(message) == built.red_flag(message)
    assert not caplog.records


def test_the_red_flags_of_the_packaged_content_are_the_same_from_a_snapshot(stored: Snapshots, packaged: Faq) -> None:
    built = RedFlags(packaged, LanguageDetector.of(packaged))
    stored.store(STATE, NAME, built)
    loaded = stored.load(STATE, NAME)
    assert isinstance(loaded, RedFlags)
    english = (message for messages in packaged.emergencies.values() for message in messages[::9])
    foreign = (each for one in packaged.languages for messages in one.emergencies.values() for each in messages[::9])
    for message in (*english, *foreign, *packaged.calm[::9], *packaged.everyday[::9]):
        assert loaded.detect(message) == built.detect(message)


def test_a_snapshot_is_given_the_encoder_of_the_engine(tmp_path: Path, content: ContentFolder) -> None:
    engine = Engine(Letters(), ArrayCache(tmp_path / "cache"), Snapshots(tmp_path / "snapshots"))
    built = engine.open(content.path).ask("ferritine what is it")
    assert files(engine.snapshots)
    assert engine.open(content.path).ask("ferritine what is it") == built


def test_an_edit_of_one_byte_is_read(engine: Engine, content: ContentFolder) -> None:
    engine.open(content.path)
    before = (content.path / "ferritin.yaml").stat()
    content.replace("ferritin.yaml", "A warm bath may help.", "A warm bath map help.")
    os.utime(content.path / "ferritin.yaml", ns=(before.st_atime_ns, before.st_mtime_ns))
    assert "map help" in answers(engine.open(content.path), "warm bath")


def test_an_edit_that_is_invalid_is_an_error_though_there_is_a_snapshot(engine: Engine, content: ContentFolder) -> None:
    engine.open(content.path)
    content.write("chatter.yaml", "chatter: 1")
    with pytest.raises(FaqError):
        engine.open(content.path)
    assert len(files(engine.snapshots)) == 2


@pytest.mark.parametrize(
    "edit",
    [
        lambda content: content.write("more.yaml", ""),
        lambda content: content.remove("chatter.yaml"),
        lambda content: (content.path / "chatter.yaml").rename(content.path / "chat.yaml"),
        lambda content: (content.path / "languages").mkdir() or content.write("languages/xx.yaml", ""),
    ],
)
def test_each_file_of_the_content_and_its_name_count(
    content: ContentFolder, edit: Callable[[ContentFolder], object]
) -> None:
    before = content_state(content.path)
    edit(content)
    assert content_state(content.path) not in {before, None}


def test_a_snapshot_is_of_one_model(tmp_path: Path, content: ContentFolder) -> None:
    words = open_engine(OFF, tmp_path / "cache")
    words.open(content.path)
    letters = replace(words, encoder=Letters())
    assert letters.stored(letters.snapshots.state(content.path)) is None


def test_the_version_of_the_code_and_of_its_libraries_counts(
    content: ContentFolder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    keys = {content_state(content.path)}
    for module, version in ((sys, "version"), (np, "__version__"), (rapidfuzz, "__version__")):
        with monkeypatch.context() as patch:
            patch.setattr(module, version, "0")
            patch.setattr(snapshot, "_code", snapshot._code.__wrapped__)
            keys.add(content_state(content.path))
    monkeypatch.setattr(snapshot, "PACKAGE", tmp_path)
    monkeypatch.setattr(snapshot, "_code", snapshot._code.__wrapped__)
    keys.add(content_state(content.path))
    assert len(keys) == 5


def test_the_hidden_files_of_editors_do_not_count(content: ContentFolder) -> None:
    before = content_state(content.path)
    (content.path / ".#ferritin.yaml").symlink_to("ann@host.4711:1")  # Emacs's lock, which leads nowhere
    content.write(".ferritin.yaml.swp", "x")
    assert content_state(content.path) == before


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names")
def test_a_folder_with_a_pipe_has_no_snapshot_and_is_not_waited_for(content: ContentFolder) -> None:
    os.mkfifo(content.path / "pipe.yaml")
    assert content_state(content.path) is None


def corrupted(data: bytes) -> bytes:
    return data[:-1] + bytes([data[-1] ^ 1])


DAMAGES: list[Callable[[bytes], bytes]] = [
    lambda data: b"",
    lambda data: data[:10],
    lambda data: data[:-1],
    corrupted,
    lambda data: data + b"more",
    lambda data: data.replace(b"snapshot 1", b"snapshot 2"),
    lambda data: pickle.dumps(["planted"]),
    lambda data: os.urandom(len(data)),
]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_snapshot_is_not_used_and_the_log_says_so(
    stored: Snapshots, damage: Callable[[bytes], bytes], caplog: pytest.LogCaptureFixture
) -> None:
    [file] = files(stored)
    file.write_bytes(damage(file.read_bytes()))
    with caplog.at_level(logging.INFO, "faq.snapshot"):
        assert stored.load(STATE, NAME) is None
    [record] = caplog.records
    assert "is not used, the content is prepared anew: is damaged" in record.message
    assert record.exc_info is None


def test_a_snapshot_under_the_name_of_another_is_not_used(stored: Snapshots) -> None:
    [file] = files(stored)
    stored.store(STATE, "another", "other")
    [other] = set(files(stored)) - {file}
    file.rename(other)
    assert stored.load(STATE, "another") is None


class Planted:
    """Runs code when it is unpickled."""

    def __reduce__(self) -> tuple[Callable[[str], object], tuple[str]]:
        return os.mkdir, (os.environ["PLANTED"],)


@pytest.fixture
def planted(stored: Snapshots, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A sound snapshot that, once unpickled, makes the folder that is returned."""
    monkeypatch.setenv("PLANTED", str(tmp_path / "planted"))
    stored.store(STATE, NAME, Planted())
    return tmp_path / "planted"


@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_a_file_that_others_can_write_runs_no_code(stored: Snapshots, planted: Path, mode: int) -> None:
    [file] = files(stored)
    file.chmod(mode)
    assert stored.load(STATE, NAME) is None
    assert not planted.exists()


@pytest.mark.parametrize("mode", [0o770, 0o707, 0o777, 0o1777])
def test_a_file_in_a_folder_that_others_can_write_runs_no_code(stored: Snapshots, planted: Path, mode: int) -> None:
    assert stored.folder
    stored.folder.chmod(mode)
    assert stored.load(STATE, NAME) is None
    assert not planted.exists()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away")
@pytest.mark.parametrize("part", ["file", "folder"])
def test_what_another_user_owns_runs_no_code(stored: Snapshots, planted: Path, part: str) -> None:
    [file] = files(stored)
    os.chown(file if part == "file" else file.parent, 65534, 65534)
    assert stored.load(STATE, NAME) is None
    assert not planted.exists()


def test_a_link_to_a_file_elsewhere_runs_no_code(stored: Snapshots, planted: Path, tmp_path: Path) -> None:
    [file] = files(stored)
    file.rename(tmp_path / "elsewhere")
    file.symlink_to(tmp_path / "elsewhere")
    assert stored.load(STATE, NAME) is None
    assert not planted.exists()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names")
def test_a_pipe_in_place_of_a_snapshot_is_not_waited_for(stored: Snapshots) -> None:
    [file] = files(stored)
    file.unlink()
    os.mkfifo(file)
    assert stored.load(STATE, NAME) is None


def test_nothing_is_written_into_a_folder_that_others_can_write(tmp_path: Path) -> None:
    folder = tmp_path / "snapshots"
    folder.mkdir()
    folder.chmod(0o777)
    Snapshots(folder).store(STATE, NAME, "built")
    assert not list(folder.iterdir())


def test_the_folder_and_its_files_are_for_the_user_alone(stored: Snapshots) -> None:
    [file] = files(stored)
    assert [stat.S_IMODE(path.stat().st_mode) for path in (file, file.parent)] == [0o600, 0o700]


def test_a_folder_that_cannot_be_made_costs_only_time(content: ContentFolder, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    engine = replace(open_engine(OFF, tmp_path / "cache"), snapshots=Snapshots(tmp_path / "file" / "snapshots"))
    assert answers(engine.open(content.path))


def test_what_cannot_be_pickled_is_not_stored_and_leaves_no_file(tmp_path: Path) -> None:
    snapshots = Snapshots(tmp_path / "snapshots")
    snapshots.store(STATE, NAME, lambda: None)
    assert not list((tmp_path / "snapshots").iterdir())


def test_without_a_folder_nothing_is_stored(content: ContentFolder) -> None:
    assert answers(Engine().open(content.path))
    Snapshots().store(STATE, NAME, "built")
    assert Snapshots().load(STATE, NAME) is None


def test_the_least_recently_used_files_are_deleted(stored: Snapshots) -> None:
    for number in range(1, MAX_FILES + 2):
        stored.load(STATE, NAME)  # the most recently used
        stored.store(STATE, str(number), number)
    assert len(files(stored)) == MAX_FILES
    assert stored.load(STATE, NAME) == ["built"]


def test_two_processes_at_once_leave_sound_snapshots(content: ContentFolder, tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from faq.engine import open_engine\n"
        "print(open_engine('off', Path(sys.argv[2])).open(Path(sys.argv[1])).ask(sys.argv[3]).target)"
    )
    command = [sys.executable, "-c", code, str(content.path), str(tmp_path / "cache"), QUESTION]
    processes = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in "ab"]
    assert [process.communicate()[0].strip() for process in processes] == ["what-is-ferritin"] * 2
    engine = open_engine(OFF, tmp_path / "cache")
    assert len(files(engine.snapshots)) == 2
    assert engine.stored(engine.snapshots.state(content.path))


def test_content_that_was_edited_while_it_was_read_is_not_stored(
    engine: Engine, content: ContentFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = iter(["before", "after"])
    monkeypatch.setattr(snapshot, "content_state", lambda _: next(keys))
    engine.open(content.path)
    assert not files(engine.snapshots)


def _refused(*_: object) -> NoReturn:
    raise AssertionError("the content was read")


def test_with_a_snapshot_the_content_is_not_parsed(
    engine: Engine, content: ContentFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.open(content.path)
    monkeypatch.setattr("faq.loading.load", _refused)
    assert answers(engine.open(content.path))
