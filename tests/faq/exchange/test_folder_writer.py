"""Content folders are written whole; one that exists stays valid or as it is."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from faq.exchange.importing import import_file
from faq.exchange.text_file import ExchangeError
from faq.lab_values import LabRange, LabTest
from faq.loading import load
from faq.tools.starter import write_starter
from tests.faq.content_folder import ContentFolder

ROW = "question,answer,topic,source,reviewed_on\nIs it safe?,It may be. Ask a doctor.,Safety first,{},2026-11-22\n"


@pytest.fixture
def folder(tmp_path: Path) -> ContentFolder:
    (tmp_path / "content").mkdir()
    return ContentFolder.small(tmp_path / "content")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "new.csv"
    path.write_text(ROW.format("Page https://example.org/new"))
    return path


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def refused(file: Path, folder: Path, *, into: bool = True) -> tuple[str, int]:
    """Return the refusal, after which the folder is as it was."""
    before = snapshot(folder)
    with pytest.raises(ExchangeError) as raised:
        import_file(file, folder, into=into)
    assert snapshot(folder) == before
    return str(raised.value), raised.value.exit_code


def test_a_folder_that_is_not_empty_is_refused(file: Path, folder: ContentFolder) -> None:
    message = f"{folder.path}: is not empty; name a new folder, or add topics with --into"
    assert refused(file, folder.path, into=False) == (message, 2)


def test_an_empty_folder_is_filled_and_nothing_else_is_left_in_it(file: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    import_file(file, tmp_path / "empty")
    assert {path.suffix for path in (tmp_path / "empty").iterdir()} == {".yaml"}
    assert (tmp_path / "empty" / "safety-first.yaml").stat().st_mode & 0o777 == 0o666 & ~_umask()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_a_file_in_place_of_the_folder_is_told(file: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("x")
    for target in (tmp_path / "taken", tmp_path / "taken" / "inner", tmp_path / ("x" * 300)):
        with pytest.raises(ExchangeError, match="cannot be written") as raised:
            import_file(file, target)
        assert raised.value.exit_code == 2


def test_a_topic_is_added_with_its_source_and_its_place(file: Path, folder: ContentFolder) -> None:
    before = load(folder.path)
    folder.replace("faq.yaml", "  - elsewhere\n", "  - elsewhere  # the last\n")
    written = import_file(file, folder.path, into=True)
    after = load(folder.path)
    assert written.topics == ("safety-first.yaml",)
    assert after.entries[:-1] == before.entries
    assert after.entries[-1].topic == "Safety first"
    assert [source.url for source in after.entries[-1].sources] == ["https://example.org/new"]
    assert "  - elsewhere  # the last\n  - safety-first\n" in (folder.path / "faq.yaml").read_text()
    assert not [path for path in folder.path.iterdir() if path.name.startswith(".")]


def test_a_topic_is_added_to_a_faq_of_one_file_which_stays_as_it_is(file: Path, tmp_path: Path) -> None:
    write_starter(tmp_path / "one")
    before = (tmp_path / "one" / "faq.yaml").read_bytes()
    entries = load(tmp_path / "one").entries
    import_file(file, tmp_path / "one", into=True)
    assert (tmp_path / "one" / "faq.yaml").read_bytes() == before
    assert [entry.id for entry in load(tmp_path / "one").entries] == [*(entry.id for entry in entries), "is-it-safe"]


@pytest.mark.parametrize("topics", ["", "topics: []\n"])
def test_where_no_topic_is_listed_none_is_added_to_the_list(file: Path, folder: ContentFolder, topics: str) -> None:
    folder.replace("faq.yaml", "topics:\n  - ferritin\n  - elsewhere\n", topics)
    import_file(file, folder.path, into=True)
    assert {entry.topic for entry in load(folder.path).entries} == {"Ferritin", "Not covered", "Safety first"}


VALUES = (
    "question,answer,source,values_test,values_below,values_names,values_units\n"
    "Is iron low?,It is.,https://example.org/clinic,iron,60,iron,µg/dL\n"
)


def test_a_test_that_the_folder_lacks_is_added_to_it(file: Path, folder: ContentFolder) -> None:
    file.write_text(VALUES)
    before = (folder.path / "matching.yaml").read_text()
    import_file(file, folder.path, into=True)
    after = load(folder.path)
    assert after.lab_tests == (LabTest("iron", ("iron",), ("µg/dL",)),)
    assert after.entries[-1].values == LabRange("iron", below=60)
    assert (folder.path / "matching.yaml").read_text().startswith(before)


def test_a_test_that_the_folder_has_is_kept_and_another_of_its_name_is_told(file: Path, folder: ContentFolder) -> None:
    matching = (folder.path / "matching.yaml").read_text()
    file.write_text(VALUES)
    folder.write("matching.yaml", f"{matching}tests:\n  iron: {{names: [fe], units: [µg/dL]}}\n")
    message = "the test `iron` differs from the folder's; write it alike, or rename it"
    assert refused(file, folder.path) == (message, 1)
    folder.write("matching.yaml", f"{matching}tests: {{}}\n")
    message = "matching.yaml: is written in braces, which nothing can be added to; write one key a line"
    assert refused(file, folder.path) == (message, 1)
    same = folder.write("matching.yaml", f"{matching}tests:\n  iron: {{names: [iron], units: [µg/dL]}}\n")
    before = (same.path / "matching.yaml").read_bytes()
    import_file(file, folder.path, into=True)
    assert (same.path / "matching.yaml").read_bytes() == before


def test_a_page_that_the_folder_has_keeps_its_id(file: Path, folder: ContentFolder) -> None:
    file.write_text(ROW.format("https://example.org/clinic"))
    before = (folder.path / "sources.yaml").read_bytes()
    import_file(file, folder.path, into=True)
    assert [source.id for source in load(folder.path).entries[-1].sources] == ["clinic"]
    assert (folder.path / "sources.yaml").read_bytes() == before


def test_another_page_of_the_same_title_gets_another_id(file: Path, folder: ContentFolder) -> None:
    file.write_text(ROW.format("Clinic https://example.org/other"))
    import_file(file, folder.path, into=True)
    assert [source.id for source in load(folder.path).entries[-1].sources] == ["clinic-2"]


def test_a_source_that_the_folder_has_otherwise_is_told(file: Path, folder: ContentFolder) -> None:
    file.write_text(
        "question,answer,refer,source_id,source_title,source_url,source_dated,reviewed_on\n"
        "A?,a,clinic,clinic,Another,https://example.org/other,2026,2026-11-22\n"
    )
    message = "the source `clinic` differs from the folder's; write it alike, or rename it"
    assert refused(file, folder.path) == (message, 1)


def test_another_article_is_told(file: Path, folder: ContentFolder) -> None:
    file.write_text(
        "question,answer,section,article_title,article_url,reviewed_on\n"
        "A?,a,Basics,Other,https://example.org/article,2026-11-22\n"
    )
    message, code = refused(file, folder.path)
    assert message.startswith("the title of the article differs from the folder's, which its entries would cite; ")
    assert code == 1


def test_entries_that_would_make_the_folder_invalid_are_told_by_row(file: Path, folder: ContentFolder) -> None:
    file.write_text("question,answer\nWhat is ferritin?,A protein.\n")
    message, code = refused(file, folder.path)
    assert "new.csv:2: row 2: this phrasing is also under `what-is-ferritin`" in message
    assert code == 1


def test_a_folder_that_is_invalid_already_is_told_so(file: Path, folder: ContentFolder) -> None:
    folder.remove("ferritin.yaml")
    message, code = refused(file, folder.path)
    assert message.startswith(f"{folder.path}: is not valid as it is; correct these faults first\nfaq.yaml:")
    assert code == 1


def test_a_folder_without_content_is_wrong_usage(file: Path, tmp_path: Path) -> None:
    message, code = refused(file, tmp_path / "none")
    assert message.endswith("; name a content folder, or leave out --into")
    assert code == 2


def test_sources_in_braces_are_told(file: Path, folder: ContentFolder) -> None:
    folder.write(
        "sources.yaml",
        'sources: {clinic: {title: A, url: "https://example.org/c", figures: [{value: "75", of: x, at: y}]},'
        ' crisis-line: {title: B, url: "https://example.org/d"}}\n',
    )
    message, code = refused(file, folder.path)
    assert message == "sources.yaml: is written in braces, which nothing can be added to; write one key a line"
    assert code == 1


def test_a_move_that_fails_takes_new_files_away_again(
    file: Path, folder: ContentFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.replace

    def replace(self: Path, target: Path) -> Path:
        if target.name == "faq.yaml":
            raise OSError(28, "No space left on device")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    with pytest.raises(ExchangeError, match="No space left on device"):
        import_file(file, folder.path, into=True)
    assert not (folder.path / "safety-first.yaml").exists()
    load(folder.path)
