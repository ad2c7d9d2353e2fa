"""Each card fits a message when rendered."""

from __future__ import annotations

from faq.loading import load
from tests.faq.content_folder import ContentFolder, faults

TOO_LONG = "characters when rendered, but a message has at most 4,096; shorten it"
FRAME = 99
"""Characters of the card of the warm bath around its answer: question, basis and disclaimer."""


def test_an_answer_that_fills_a_message_to_its_last_character_loads(folder: ContentFolder) -> None:
    assert len(load(folder.path).entries) == 4
    folder.replace("ferritin.yaml", "A warm bath may help.", "o" * (4096 - FRAME))
    assert load(folder.path).by_id["warm-bath"].answer == "o" * (4096 - FRAME)


def test_an_answer_of_one_character_more_is_refused(folder: ContentFolder) -> None:
    folder.replace("ferritin.yaml", "A warm bath may help.", "o" * (4097 - FRAME))
    assert faults(folder) == [f"ferritin.yaml:31:13: has 4,097 {TOO_LONG}"]


def test_an_emoji_counts_as_two_characters_as_telegram_counts_it(folder: ContentFolder) -> None:
    folder.replace("ferritin.yaml", "A warm bath may help.", "🛁" * 1999)
    assert faults(folder) == [f"ferritin.yaml:31:13: has 4,097 {TOO_LONG}"]


def test_what_is_folded_counts_too(folder: ContentFolder) -> None:
    folder.replace("ferritin.yaml", "A warm bath may help.", f"Yes.\n    more: {'o' * 4096}")
    [fault] = faults(folder)
    assert fault.endswith(f"has 4,201 {TOO_LONG}")


def test_an_urgent_reply_must_fit_a_message_too(folder: ContentFolder) -> None:
    folder.replace("replies.yaml", "Don't drive yourself.", "o" * 4096)
    assert faults(folder) == [f"replies.yaml:7:9: has 4,258 {TOO_LONG}"]


def test_the_numbers_of_the_country_with_the_most_text_count(folder: ContentFolder) -> None:
    folder.replace("helplines.yaml", '"999"', "o" * 4096)
    places = ("replies.yaml:7:9", "replies.yaml:11:19")
    assert [fault.partition(": has")[0] for fault in faults(folder)] == list(places)


def test_an_answer_that_is_too_long_is_reported_with_the_other_faults(folder: ContentFolder) -> None:
    folder.replace("ferritin.yaml", "A warm bath may help.", "o" * 4096)
    folder.replace("elsewhere.yaml", "- expecting a baby", "- no")
    assert faults(folder) == [
        "elsewhere.yaml:7:9: this is read as yes or no, but text is expected; put it in quotes",
        f"ferritin.yaml:31:13: has 4,195 {TOO_LONG}",
    ]
