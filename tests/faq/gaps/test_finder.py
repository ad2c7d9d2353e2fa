"""What several people ask in vain becomes a gap; what one person asks stays unseen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from faq.assistant import Assistant
from faq.engine import OFF, Engine, open_assistant, open_engine
from faq.gaps import FEWEST_ASKERS, Asked, GapFinder, finder
from faq.models import Faq
from tests.faq.gaps.families import families
from tests.faq.sample_faq import LEGS

FORTY = families()["forty"]


def asked(*texts: str, asker: str = "", day: date = date(2026, 11, 2)) -> list[Asked]:
    """Make questions, each of another person unless one is named."""
    return [Asked(text, asker or f"asker of {text}", day, f"{text} {asker}") for text in texts]


def find(questions: list[Asked], faq: Faq = LEGS) -> list[tuple[str, ...]]:
    return [gap.texts for gap in GapFinder().find(questions, Engine().assistant(faq))]


def test_forty_questions_of_three_subjects_become_three_gaps(assistant: Assistant) -> None:
    gaps = GapFinder().find(FORTY.asked, assistant)
    subject = dict(zip(FORTY.questions, FORTY.subjects, strict=True))
    assert [{subject[text] for text in gap.texts} for gap in gaps] == [{"mri"}, {"tonic-water"}, {"driving"}]
    assert [gap.askers for gap in gaps] == [14, 13, 13]


def test_a_gap_has_its_nearest_entries_and_a_suggestion_with_its_reason(assistant: Assistant) -> None:
    mri, _, driving = GapFinder().find(FORTY.asked, assistant)
    assert (mri.suggestion.kind, driving.suggestion.kind) == ("new entry", "phrasing")
    assert driving.suggestion.entry == driving.nearest[0].entry
    assert f"{driving.nearest[0].score:.2f}" in driving.suggestion.reason
    assert mri.representative.text == mri.texts[0]
    assert mri.first <= mri.representative.day <= mri.last


def test_a_gap_that_the_content_answers_by_now_is_gone(assistant: Assistant, packaged_cache: Path) -> None:
    mri, *_ = GapFinder().find(FORTY.asked, assistant)
    faq = assistant.faq
    taught = replace(faq.entries[0], phrasings=(*faq.entries[0].phrasings, *mri.texts[:11]))
    taught_assistant = open_engine(cache=packaged_cache).assistant(replace(faq, entries=(taught, *faq.entries[1:])))
    gaps = GapFinder().find(FORTY.asked, taught_assistant)
    assert [gap.askers for gap in gaps] == [13, 13]


def test_fewer_than_three_people_are_not_shown() -> None:
    texts = [f"{way} play the violin" for way in ("how do I", "where can I", "who can")]
    assert len(find(asked(*texts))) == 1
    assert find(asked(*texts[: FEWEST_ASKERS - 1])) == []


def test_one_person_who_asks_often_is_one_person() -> None:
    texts = [f"{way} play the violin" for way in ("how do I", "where can I", "who can", "may I", "must I")]
    assert find(asked(*texts, asker="the same")) == []


def test_questions_without_an_asker_join_a_gap_but_count_for_nobody() -> None:
    texts = [f"{way} play the violin" for way in ("how do I", "where can I", "who can", "may I")]
    unknown = [replace(each, asker=None) for each in asked(*texts[:2])]
    assert find([*unknown, *asked(*texts[2:])]) == []
    assert find(unknown + asked(*texts)) != []


def test_the_same_words_are_one_text_however_they_are_written() -> None:
    [texts] = find(asked("Play the VIOLIN?", "play the violin", "the violin, play"))
    assert len(texts) == 3


def test_gaps_that_more_people_asked_for_come_first() -> None:
    few = asked("rye bread recipe", "baking rye bread", "oven for rye bread")
    many = asked(*(f"{way} play the violin" for way in ("how do I", "where can I", "who can", "may I")))
    assert [len(texts) for texts in find(few + many)] == [4, 3]


def test_what_the_content_already_answers_is_no_gap() -> None:
    assert find(asked(*(LEGS.entries[0].phrasings), "What is ferritin?", "what is ferritin")) == []


@pytest.mark.parametrize("nothing", [[], ["", " ", "?!", "\u200b"]])
def test_no_words_are_no_gap(nothing: list[str]) -> None:
    assert find(asked(*nothing)) == []


def test_words_alone_find_a_gap_without_an_encoder(packaged_cache: Path) -> None:
    by_words = open_assistant(model=OFF, cache=packaged_cache)
    assert any("tonic" in gap.representative.text for gap in GapFinder().find(FORTY.asked, by_words))


def test_more_questions_than_are_clustered_join_what_they_are_most_like_in_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(finder, "CLUSTERED", 3)
    texts = [f"{way} play the violin" for way in ("how do I", "where can I", "who can", "may I", "must I")]
    assert [len(each) for each in find(asked(*texts, "bake rye bread"))] == [5]


def test_vectors_are_remembered_for_as_long_as_the_question_is_there(assistant: Assistant) -> None:
    again, encoded = GapFinder(), list[int]()
    again.find(FORTY.asked, assistant)
    again.find(FORTY.asked, assistant, lambda _, total: encoded.append(total))
    assert encoded == []
    again.find(FORTY.asked[1:], assistant)
    again.find(FORTY.asked, assistant, lambda _, total: encoded.append(total))
    assert encoded == [1]


def test_the_families_fall_into_their_subjects(assistant: Assistant) -> None:
    f1 = {}
    for name, family in families().items():
        clusters = GapFinder().clusters(family.asked, assistant)
        f1[name] = family.f1([{each.text for each in cluster} for cluster in clusters])
    assert sum(f1.values()) / len(f1) >= 0.85, f1
    assert min(f1.values()) >= 0.6, f1
