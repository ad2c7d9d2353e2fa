"""The files of a new folder are those that the loader reads, and no topic takes their names."""

from __future__ import annotations

from pathlib import Path

from faq.exchange import content_files
from faq.exchange.importing import import_file
from faq.loading import PACKAGED, load
from faq.loading.folder import OPTIONAL
from faq.models import Pages
from faq.paths import WHOLE

COMPLETE = (
    "question,answer,section,reviewed_on,source_id,source_title,source_url,note,note_sources,disclaimer,"
    "article_title,article_url,article_author,article_editor,article_publisher,article_updated\n"
    "What is it?,A thing.,Basics,2026-11-22,page,Page,https://example.org/p,More.,page,No advice.,"
    "Title,https://example.org,Ann,Ed,Press,2026-01-02\n"
)


def test_a_file_with_all_that_the_loader_asks_makes_a_valid_folder(tmp_path: Path) -> None:
    (tmp_path / "faq.csv").write_text(COMPLETE)
    assert import_file(tmp_path / "faq.csv", tmp_path / "content").missing == ()
    faq = load(tmp_path / "content")
    assert [(entry.id, entry.answer) for entry in faq.entries] == [("what-is-it", "A thing.")]
    assert faq.disclaimer == "No advice."


def test_no_topic_takes_the_name_of_another_file() -> None:
    topics = {path.stem for path in PACKAGED.glob("*.yaml")} - set(content_files.RESERVED)
    for topic in topics:
        assert (PACKAGED / content_files.topic_file(topic)).read_text("utf-8").lstrip("# \n").find("topic:") >= 0, topic


def test_the_names_of_all_files_that_the_loader_knows_are_reserved() -> None:
    assert set(content_files.RESERVED) == {WHOLE, *OPTIONAL}
    written = {content_files.WHOLE, content_files.SOURCES, content_files.MATCHING}
    assert {Path(name).stem for name in written} <= set(content_files.RESERVED)


def test_a_question_and_its_answer_make_a_valid_folder(tmp_path: Path) -> None:
    (tmp_path / "opening.csv").write_text("question,answer\nAre you open?,Every day.\nIs it free?,It is.\n")
    assert import_file(tmp_path / "opening.csv", tmp_path / "content").missing == ()
    assert {path.name for path in (tmp_path / "content").iterdir()} == {"faq.yaml", "opening.yaml"}
    faq = load(tmp_path / "content")
    assert (faq.title, faq.article) == ("Frequently asked questions", None)
    assert faq.disclaimer == "General information, not advice."
    assert [(entry.topic, entry.basis, entry.reviewed) for entry in faq.entries] == [("Opening", Pages(), None)] * 2
