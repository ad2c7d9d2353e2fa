"""A curator's edits: previewed, written whole or not at all, noted, and undone."""

from __future__ import annotations

import errno
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from faq.editing import (
    AddOutOfScope,
    AddPhrasing,
    AddUnlike,
    ChangedError,
    ContentEditor,
    Edit,
    EditEntry,
    InvalidEditError,
    NewEntry,
    RefusedError,
    WriteError,
)
from faq.engine import Engine
from faq.loading import load
from faq.matching.classes import Classes
from tests.faq.content_folder import SMALL, ContentFolder

TODAY = date(2026, 11, 28)
PHRASING = AddPhrasing("warm-bath", "does a hot tub help my legs")


@pytest.fixture
def content(tmp_path: Path) -> ContentFolder:
    (tmp_path / "content").mkdir()
    return ContentFolder.small(tmp_path / "content")


@pytest.fixture
def editor(content: ContentFolder) -> ContentEditor:
    return ContentEditor(content.path, Engine(), lambda: TODAY)


def changed_lines(diff: str) -> list[str]:
    return [line for line in diff.splitlines()[2:] if line[0] in "+-"]


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


DIFFS: dict[str, tuple[Edit, list[str]]] = {
    "a phrasing": (PHRASING, ["+      - does a hot tub help my legs"]),
    "a message that is not meant": (
        AddUnlike("warm-bath", "how do I bath a dog"),
        ["+    unlike:", "+      near:", "+        - how do I bath a dog"],
    ),
    "a question out of scope": (
        AddOutOfScope("is there a vaccine for it"),
        ["+near:", "+  - is there a vaccine for it"],
    ),
    "talk out of scope": (
        AddOutOfScope("who won the cup", "everyday"),
        ["+  everyday questions and talk:", "+    - who won the cup"],
    ),
    "a longer answer": (
        EditEntry("warm-bath", {"answer": "A bath may help.\r\n\r\nAsk your doctor."}),
        [
            "-    answer: A warm bath may help.",
            "+    answer: >-",
            "+      A bath may help.",
            "+",
            "+      Ask your doctor.",
        ],
    ),
    "the day of a review": (
        EditEntry("warm-bath", {"reviewed": {"on": TODAY}}),
        ["-    reviewed: {on: 2026-11-22}", "+    reviewed: {on: 2026-11-28}"],
    ),
    "a label that was not there": (EditEntry("warm-bath", {"label": "Baths"}), ["+    label: Baths"]),
    "a field that is emptied": (
        EditEntry("warm-bath", {"related": ""}),
        ["-    related: [what-is-ferritin, pregnancy]"],
    ),
    "phrasings": (
        EditEntry("warm-bath", {"phrasings": ["soaking in hot water", "a sauna"]}),
        ["-      - bath before bed", "+      - a sauna"],
    ),
    "a new entry": (
        NewEntry("sauna", "elsewhere", {"question": "Does a sauna help?", "answer": "Ask them.", "refer": ["clinic"]}),
        [
            "+  - id: sauna",
            "+    question: Does a sauna help?",
            "+    answer: Ask them.",
            "+    refer:",
            "+      - clinic",
        ],
    ),
}


@pytest.mark.parametrize(("edit", "lines"), DIFFS.values(), ids=DIFFS)
def test_an_edit_changes_its_own_lines_alone(editor: ContentEditor, edit: Edit, lines: list[str]) -> None:
    preview = editor.preview(edit)
    assert preview.faults == ()
    assert changed_lines(preview.diff) == lines


def test_a_phrasing_that_is_written_is_answered_and_taken_back(editor: ContentEditor) -> None:
    before = (editor.folder / "ferritin.yaml").read_bytes()
    receipt = editor.write(editor.preview(PHRASING))
    assert "does a hot tub help my legs" in load(editor.folder).by_id["warm-bath"].phrasings
    editor.undo(receipt)
    assert (editor.folder / "ferritin.yaml").read_bytes() == before


def test_every_edit_is_noted_in_a_line_with_who_and_for_how_many(editor: ContentEditor) -> None:
    receipt = editor.write(editor.preview(PHRASING), who="Ann\tB.", askers=7)
    editor.undo(receipt)
    assert (editor.folder / "changes.tsv").read_text().splitlines() == [
        "day\twho\tchange\tentry\ttext\taskers",
        "2026-11-28\tAnn B.\tphrasing\twarm-bath\tdoes a hot tub help my legs\t7",
        "2026-11-28\tAnn B.\tundo: phrasing\twarm-bath\tdoes a hot tub help my legs\t7",
    ]


def test_a_file_that_an_edit_made_is_deleted_by_undoing_it(content: ContentFolder) -> None:
    editor = ContentEditor(content.remove("chatter.yaml").path, Engine(), lambda: TODAY)
    lent = load(content.path).chatter
    receipt = editor.write(editor.preview(AddOutOfScope("is there a vaccine for it")))
    assert load(content.path).near == ("is there a vaccine for it",)
    assert load(content.path).chatter == lent, "the packaged messages still serve"
    editor.undo(receipt)
    assert not (content.path / "chatter.yaml").exists()


REFUSED: tuple[tuple[Edit, str], ...] = (
    (AddPhrasing("warm-bath", "what does ferritin mean"), "also under `what-is-ferritin`"),
    (AddPhrasing("warm-bath", "my chest hurts"), "red flag heart"),
    (EditEntry("warm-bath", {"answer": "Take 325 mg."}), "325"),
    (EditEntry("warm-bath", {"colour": "blue"}), "colour"),
    (EditEntry("warm-bath", {"question": ""}), "question"),
    (NewEntry("Not An Id", "elsewhere", {"question": "Q?", "answer": "A.", "refer": ["clinic"]}), "id"),
    (NewEntry("pregnancy", "elsewhere", {"question": "Q?", "answer": "A.", "refer": ["clinic"]}), "already used"),
)


@pytest.mark.parametrize(("edit", "fault"), REFUSED, ids=str)
def test_what_check_refuses_is_not_written(editor: ContentEditor, edit: Edit, fault: str) -> None:
    before = {path: path.read_bytes() for path in editor.folder.iterdir()}
    preview = editor.preview(edit)
    assert any(fault in each for each in preview.faults), preview.faults
    with pytest.raises(RefusedError):
        editor.write(preview)
    assert {path: path.read_bytes() for path in editor.folder.iterdir()} == before


def test_a_fault_that_another_curator_made_meanwhile_refuses_the_edit(editor: ContentEditor) -> None:
    preview = editor.preview(PHRASING)
    editor.write(editor.preview(AddPhrasing("pregnancy", PHRASING.text)))
    with pytest.raises(RefusedError, match="also under `warm-bath`"):
        editor.write(preview)


INVALID = (
    AddPhrasing("nowhere", "a question"),
    AddPhrasing("../faq", "a question"),
    AddPhrasing("warm-bath", " \u200b "),
    AddPhrasing("warm-bath", "x" * 5000),
    AddPhrasing("warm-bath", "bath before bed"),
    EditEntry("warm-bath", {"id": "cold-bath"}),
    EditEntry("warm-bath", {"answer": "A warm bath may help.\n"}),
    NewEntry("sauna", "../../etc/passwd", {}),
    NewEntry("sauna", "sources", {}),
)


@pytest.mark.parametrize("edit", INVALID, ids=str)
def test_an_edit_of_nothing_or_of_no_entry_is_told(editor: ContentEditor, edit: Edit) -> None:
    with pytest.raises(InvalidEditError, match=";"):
        editor.preview(edit)


def test_a_file_that_was_changed_meanwhile_is_left_as_it_is(content: ContentFolder, editor: ContentEditor) -> None:
    preview = editor.preview(PHRASING)
    content.replace("ferritin.yaml", "bath before bed", "bath at night")
    theirs = (content.path / "ferritin.yaml").read_bytes()
    with pytest.raises(ChangedError, match="was changed meanwhile"):
        editor.write(preview)
    assert (content.path / "ferritin.yaml").read_bytes() == theirs
    assert "changes.tsv" not in names(content.path)


def test_an_edit_is_not_undone_over_a_later_change(content: ContentFolder, editor: ContentEditor) -> None:
    receipt = editor.write(editor.preview(PHRASING))
    content.replace("ferritin.yaml", "bath before bed", "bath at night")
    with pytest.raises(ChangedError):
        editor.undo(receipt)
    assert "bath at night" in (content.path / "ferritin.yaml").read_text()


def test_a_file_that_was_deleted_meanwhile_is_not_made_again(content: ContentFolder, editor: ContentEditor) -> None:
    preview = editor.preview(PHRASING)
    content.remove("ferritin.yaml")
    with pytest.raises(ChangedError):
        editor.write(preview)
    assert "ferritin.yaml" not in names(content.path)


def test_a_file_that_leads_out_of_the_folder_is_not_touched(content: ContentFolder, editor: ContentEditor) -> None:
    outside = content.path.parent / "outside.yaml"
    (content.path / "ferritin.yaml").rename(outside)
    (content.path / "ferritin.yaml").symlink_to(outside)
    with pytest.raises(InvalidEditError, match="leads out of"):
        editor.preview(PHRASING)


def test_a_link_within_the_folder_stays_a_link(content: ContentFolder, editor: ContentEditor) -> None:
    (content.path / "ferritin.yaml").rename(content.path / ".ferritin")
    (content.path / "ferritin.yaml").symlink_to(".ferritin")
    editor.write(editor.preview(PHRASING))
    assert (content.path / "ferritin.yaml").is_symlink()
    assert PHRASING.text in (content.path / ".ferritin").read_text()


def test_the_permissions_of_a_file_stay(content: ContentFolder, editor: ContentEditor) -> None:
    (content.path / "ferritin.yaml").chmod(0o664)
    editor.write(editor.preview(PHRASING))
    assert (content.path / "ferritin.yaml").stat().st_mode & 0o777 == 0o664


def test_a_byte_order_mark_and_windows_lines_stay(content: ContentFolder, editor: ContentEditor) -> None:
    file = content.path / "ferritin.yaml"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    editor.write(editor.preview(PHRASING))
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    assert file.read_bytes().count(b"\r\n") == file.read_bytes().count(b"\n")


@pytest.fixture
def full_disk(content: ContentFolder) -> Iterator[None]:
    """Let no file of this process grow beyond 600 bytes: the note fits, the content does not."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (600, limits[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    signal.signal(signal.SIGXFSZ, handler)


def test_on_a_full_disk_the_old_file_stays_and_the_note_is_taken_back(
    content: ContentFolder, editor: ContentEditor, request: pytest.FixtureRequest
) -> None:
    editor.write(editor.preview(AddPhrasing("pregnancy", "with twins")))
    before = {path: path.read_bytes() for path in content.path.iterdir()}
    preview = editor.preview(PHRASING)
    request.getfixturevalue("full_disk")
    with pytest.raises(WriteError, match=os.strerror(errno.EFBIG)):
        editor.write(preview)
    assert {path: path.read_bytes() for path in content.path.iterdir()} == before


@pytest.fixture
def nobody() -> Iterator[Path]:
    """A content folder of another user, who is this process meanwhile: root may write everywhere."""
    with TemporaryDirectory() as folder:
        content = Path(folder) / "content"
        content.mkdir()
        ContentFolder.small(content)
        Path(folder).chmod(0o755)
        user = os.geteuid()
        os.seteuid(65534 if user == 0 else user)
        yield content
        os.seteuid(user)
        content.chmod(0o755)


def test_a_folder_without_permission_is_told(nobody: Path) -> None:
    if os.access(nobody, os.W_OK, effective_ids=True):
        nobody.chmod(0o555)
    editor = ContentEditor(nobody, Engine(), lambda: TODAY)
    with pytest.raises(WriteError, match="cannot be written"):
        editor.write(editor.preview(PHRASING))
    assert names(nobody) == {*SMALL}


def _write(folder: Path, entry: str, text: str) -> None:
    editor = ContentEditor(folder, Engine(), lambda: TODAY)
    while True:
        try:
            editor.write(editor.preview(AddPhrasing(entry, text)))
        except ChangedError:
            continue
        return


def test_curators_who_write_at_once_lose_nothing(content: ContentFolder) -> None:
    context = get_context("spawn")
    texts = [f"is bath number {number} warm enough" for number in range(4)]
    writers = [context.Process(target=_write, args=(content.path, "warm-bath", text)) for text in texts]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert set(texts) <= set(load(content.path).by_id["warm-bath"].phrasings)
    assert len((content.path / "changes.tsv").read_text().splitlines()) == 1 + len(texts)


KILLED = """
import sys
from pathlib import Path
from faq.editing import AddPhrasing, ContentEditor
editor = ContentEditor(Path(sys.argv[1]))
number = 0
while True:
    number += 1
    receipt = editor.write(editor.preview(AddPhrasing("warm-bath", f"is bath {number} warm")))
    print(number, flush=True)
"""


@pytest.mark.parametrize("writes", range(1, 5))
def test_a_process_that_is_killed_leaves_files_that_load(content: ContentFolder, writes: int) -> None:
    with subprocess.Popen([sys.executable, "-c", KILLED, content.path], stdout=subprocess.PIPE) as process:
        assert process.stdout
        for _ in range(writes):
            process.stdout.readline()
        time.sleep(0.005 * writes)  # somewhere in the next write
        process.kill()
    written = load(content.path).by_id["warm-bath"].phrasings
    assert written[2:] == tuple(f"is bath {number} warm" for number in range(1, len(written) - 1))


def test_the_effects_say_what_moves_and_on_what_that_was_measured(
    content: ContentFolder, editor: ContentEditor
) -> None:
    (content.path / "questions.tsv").write_text("question\taccept\nwould a jacuzzi ease it\twarm-bath\n")
    edit = AddPhrasing("warm-bath", "jacuzzi to ease it")
    found = editor.preview(edit, with_effects=True, asked=["jacuzzi to ease it"]).effects
    assert found
    assert found.measured_on == "the labelled questions, 1"
    assert found.moves.counts["wrong → right"] == 1
    assert found.alarms == (0, 0)
    assert [each.after for each in found.asked] == ["warm-bath"]


def test_an_edit_that_cures_a_fault_has_no_effects_because_nothing_was_answered_before(
    content: ContentFolder, editor: ContentEditor
) -> None:
    file = next(file for file in content.path.glob("*.yaml") if "A warm bath may help." in file.read_text())
    file.write_text(file.read_text().replace("A warm bath may help.", "Take 325 mg."))
    cure = EditEntry("warm-bath", {"answer": "A warm bath may help."})
    preview = editor.preview(cure, with_effects=True)
    assert (preview.faults, preview.effects) == ((), None)


def test_without_labelled_questions_the_messages_most_like_the_edit_are_asked(
    content: ContentFolder, editor: ContentEditor
) -> None:
    edit = AddPhrasing("pregnancy", "is soaking in hot water before bed safe when expecting")
    found = editor.preview(edit, with_effects=True).effects
    assert found
    assert found.measured_on.startswith("the 80 messages of the content that are most like it")
    asked = {each.after.labelled.question for each in found.moves.moved}
    assert asked <= {*content_messages(content)}


def content_messages(content: ContentFolder) -> tuple[str, ...]:
    return Classes.of(load(content.path)).texts


def test_an_edit_that_steals_the_message_of_another_entry_is_seen_before_it_is_written(editor: ContentEditor) -> None:
    edit = AddPhrasing("pregnancy", "soak in the hot water")
    found = editor.preview(edit, with_effects=True).effects
    assert found
    [moved] = (each for each in found.moves.moved if each.after.labelled.question == "soaking in hot water")
    assert moved.after.labelled.accept == {"warm-bath"}
    assert "pregnancy" not in moved.before.outcome_label
    assert "pregnancy" in moved.after.outcome_label
