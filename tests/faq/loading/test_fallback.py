"""A FAQ without safety rules or chatter of its own keeps the packaged rules on self-harm, and its small talk."""

from __future__ import annotations

from pathlib import Path

import pytest

from faq.loading import load
from faq.models import Faq
from tests.faq.content_folder import ContentFolder

ONE_FILE = """\
title: Elm Street Library
disclaimer: Ask at the desk.
entries:
  - {id: hours, question: When are you open?, answer: From nine to six.}
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Faq:
    folder = tmp_path_factory.mktemp("library")
    (folder / "faq.yaml").write_text(ONE_FILE)
    return load(folder)


def test_one_file_is_enough(library: Faq) -> None:
    assert (library.title, library.disclaimer) == ("Elm Street Library", "Ask at the desk.")
    assert [(entry.id, entry.topic) for entry in library.entries] == [("hours", "Elm Street Library")]
    assert library.article is None


def test_no_faq_is_without_the_rules_and_the_numbers_on_self_harm(library: Faq, packaged: Faq) -> None:
    assert {reply.id for reply in library.urgent_replies} == {"overdose-on-purpose", "self-harm"}
    assert {rule.reply for rule in library.red_flags} == {"overdose-on-purpose", "self-harm"}
    assert library.helplines == packaged.helplines
    assert library.emergencies == {}


def test_small_talk_is_lent(library: Faq, packaged: Faq) -> None:
    assert library.chatter == packaged.chatter | {"health": packaged.near}
    assert (library.small_talk, library.follow_ups) == (packaged.small_talk, packaged.follow_ups)


def test_questions_on_health_are_only_chatter_to_a_faq_on_another_subject(library: Faq) -> None:
    assert library.near == ()


def test_what_a_faq_has_of_its_own_is_kept(tmp_path: Path) -> None:
    own = load(ContentFolder.small(tmp_path).path)
    lent = load(ContentFolder(tmp_path).remove("chatter.yaml").path)
    assert lent.red_flags == own.red_flags
    assert lent.chatter != own.chatter


def test_helplines_of_its_own_are_kept_with_the_rules_that_are_lent(tmp_path: Path) -> None:
    folder = ContentFolder.small(tmp_path).remove("safety.yaml")
    assert [country.code for country in load(folder.path).helplines.countries] == ["US", "GB"]
