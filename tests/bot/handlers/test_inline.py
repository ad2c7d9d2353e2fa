"""Inline mode: updates in, calls out."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path

import pytest

from bot.simulator import ApiError, Call, visible_text
from bot.updates.result import Done
from faq.assistant import Assistant
from faq.content_version import version
from faq.engine import OFF, open_engine
from faq.loading import load
from faq.outcome import Match, Ranking
from tests.bot.conftest import Chat, ChatFactory
from tests.bot.handlers.test_private import HTML
from tests.bot.sample_updates import said, typed
from tests.bot.small_faq import ENTRIES, FAQ, ChestPain, assistant
from tests.faq.assistants import assistant_of

VERSION = version(FAQ)
IN_PRIVATE = {"text": "Ask me in private", "start_parameter": "inline"}
TO_TOPICS = {"text": "Nothing found. See all topics", "start_parameter": "topics"}
FERRITIN = ["low", "store", *(f"more-{n}" for n in range(8))]
"""By the question, by a phrasing, and by the topic."""
OFFERED = {
    "fer": ["Ferritin: what is too low", "What ferritin is", "Iron or ferritin"],
    "ferritin": ["What ferritin is", "Ferritin: what is too low", "Iron or ferritin"],
    "what": ["What restless legs syndrome is", "What restless legs feels like", "What causes restless legs"],
    "vitamin": ["Lack of other nutrients", "Vitamin D and other nutrients", "Folate"],
    "coff": ["Caffeine and alcohol", "How to take iron tablets"],
    "preg": ["Pregnancy and breastfeeding"],
    "bath": ["Warm bath or shower"],
    "how much iron": ["How much iron to take", "Is iron dangerous?"],
    "xyzzy": [],
    "fe": ["Ferritin: what is too low", "What restless legs feels like", "What ferritin is"],
    "que es": [],
    "caffe": ["Caffeine and alcohol"],
}
"""The first three labels offered for a text by the packaged content."""


@pytest.fixture(scope="module")
def packaged(packaged_cache: Path) -> Assistant:
    """The assistant on the packaged content, by words alone."""
    return open_engine(OFF, packaged_cache).assistant(load())


def _ids(call: Call) -> list[str]:
    return [result["id"].rpartition(".")[0] for result in call["results"]]


def _everything() -> list[str]:
    return [entry.id for entry in ENTRIES]


async def test_a_question_that_is_typed_is_answered_with_the_card_as_it_will_be_posted(chat: Chat) -> None:
    [call] = await chat(query := typed("What stores iron?"))
    assert call.method == "answerInlineQuery"
    assert call.parameters == {
        "inline_query_id": query["inline_query"]["id"],
        "results": [
            {
                "type": "article",
                "id": f"store.{VERSION}",
                "title": "What stores iron?",
                "description": "Ferritin does.",
                "input_message_content": {
                    "message_text": HTML,
                    "parse_mode": "HTML",
                    "link_preview_options": {"is_disabled": True},
                },
                "reply_markup": {
                    "inline_keyboard": [
                        [
                            {"text": "Helpful", "callback_data": "v:store:1"},
                            {"text": "Not helpful", "callback_data": "v:store:0"},
                        ]
                    ]
                },
            }
        ],
        "cache_time": 300,
        "is_personal": False,
    }


async def test_the_beginning_of_a_word_offers_the_questions_that_a_search_box_would(
    make_chat: ChatFactory, packaged: Assistant
) -> None:
    async with make_chat(packaged) as chat:
        calls = {query: (await chat(typed(query)))[0] for query in OFFERED}
    offered = {query: [packaged.faq.by_id[id_].short for id_ in _ids(call)] for query, call in calls.items()}
    assert {query: labels[:3] for query, labels in offered.items()} == OFFERED
    assert {query: len(labels) for query, labels in offered.items() if len(labels) > 3} == {
        "fer": 10, "ferritin": 8, "what": 20, "fe": 15,
    }  # fmt: skip
    assert (calls["what"]["next_offset"], calls["xyzzy"]["button"]) == ("1", TO_TOPICS)


async def test_an_ambiguous_query_offers_questions_before_phrasings_and_the_rest_of_the_topic_last(chat: Chat) -> None:
    [call] = await chat(typed("ferritin"))
    assert _ids(call) == FERRITIN


async def test_a_whole_question_comes_before_the_titles_that_have_its_words(make_chat: ChatFactory) -> None:
    async with make_chat(assistant_of(FAQ, Ranked(_scored(0, 0, 0.9)), ChestPain(), FAQ.thresholds.words)) as chat:
        [call] = await chat(typed("low ferritin"))
    assert _ids(call) == ["more-0", "low"]


async def test_another_language_offers_its_likeliest_question(make_chat: ChatFactory, packaged: Assistant) -> None:
    faq = replace(FAQ, languages=packaged.faq.languages)
    for score, expected in ((0.9, ["store"]), (0.09, [])):
        ranked = Ranked(_scored(score, score))
        thresholds = replace(FAQ.thresholds.words, suggest=0.05)
        async with make_chat(assistant_of(faq, ranked, ChestPain(), thresholds)) as chat:
            [call] = await chat(typed("¿qué es la ferritina y para qué sirve?"))
        assert _ids(call) == expected


async def test_the_certain_entry_comes_first_and_likely_ones_after_it(make_chat: ChatFactory) -> None:
    ranked = Ranked(_scored(0.9, 0.4, 0.15, 0.14))
    async with make_chat(assistant_of(FAQ, ranked, ChestPain(), FAQ.thresholds.words)) as chat:
        [call] = await chat(typed("an unknown word"))
    assert _ids(call) == ["store", "low", "more-0"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [("fe", FERRITIN), ("f", FERRITIN), ("st", ["store"]), ("xy", _everything()), ("fer", ["store", "low"])],
)
async def test_one_or_two_letters_are_searched_for_and_from_three_on_a_query_is_asked(
    make_chat: ChatFactory, query: str, expected: list[str]
) -> None:
    async with make_chat(assistant_of(FAQ, Begun(), ChestPain(), FAQ.thresholds.words)) as chat:
        [call] = await chat(typed(query))
    assert _ids(call)[: len(expected)] == expected
    assert (query == "fer") == ("button" not in call.parameters)


@pytest.mark.parametrize("query", ["", " ", "?", "xy"])
async def test_an_empty_query_lists_all_entries_and_the_link_to_the_private_chat(chat: Chat, query: str) -> None:
    [call] = await chat(typed(query))
    assert (_ids(call), call["button"]) == (_everything(), IN_PRIVATE)
    assert "next_offset" not in call.parameters
    assert (call["cache_time"], call["is_personal"]) == (300, False)


async def test_all_entries_are_listed_in_pages_of_twenty(make_chat: ChatFactory) -> None:
    faq = replace(FAQ, entries=tuple(replace(ENTRIES[0], id=f"entry-{n}") for n in range(45)))
    async with make_chat(assistant(faq)) as chat:
        calls = [(await chat(typed("", offset)))[0] for offset in ("", "1", "2", "3")]
    assert [len(call["results"]) for call in calls] == [20, 20, 5, 0]
    assert [call.parameters.get("next_offset") for call in calls] == ["1", "2", None, None]
    assert [call["results"][0]["id"].split(".")[0] for call in calls[:3]] == ["entry-0", "entry-20", "entry-40"]


@pytest.mark.parametrize("offset", ["x", "-1", "99999999999", "²", "٣", "1.5"])
async def test_an_unknown_offset_is_the_first_page(chat: Chat, offset: str) -> None:
    [call] = await chat(typed("", offset))
    assert _ids(call) == _everything()


async def test_if_nothing_is_found_a_link_says_so_and_opens_the_topics(chat: Chat) -> None:
    [call] = await chat(typed("who won the match"))
    assert (call["results"], call["button"], call["cache_time"]) == ([], TO_TOPICS, 300)
    [topics] = await chat(said(f"/start {TO_TOPICS['start_parameter']}"))
    assert topics.text.startswith("Topics\n\nChoose a topic")


async def test_a_red_flag_has_one_personal_result_which_is_not_cached(chat: Chat) -> None:
    [call] = await chat(typed("I have chest pain"))
    [article] = call["results"]
    assert (article["id"], article["title"]) == (f":heart.{VERSION}", "Call 112 now.")
    assert article["description"] == "This can be an emergency."
    assert visible_text(article["input_message_content"]["message_text"]) == (
        "Call 112 now.\n\nThis can be an emergency."
    )
    assert "reply_markup" not in article
    assert (call["cache_time"], call["is_personal"]) == (0, True)


async def test_over_the_limit_the_answer_is_empty_except_to_a_red_flag(chat: Chat) -> None:
    calls = [call for _ in range(70) for call in await chat(typed("ferritin"))]
    assert len(calls) == 70
    assert (calls[0]["results"] != [], calls[-1]["results"]) == (True, [])
    assert (calls[-1]["button"], calls[-1]["cache_time"], calls[-1]["is_personal"]) == (IN_PRIVATE, 0, True)
    [urgent] = await chat(typed("chest pain"))
    assert _ids(urgent) == [":heart"]


async def test_a_query_of_256_characters_is_read_to_its_end_and_a_longer_one_is_cut(chat: Chat) -> None:
    fits = "chest pain".rjust(256, "x")
    [call] = await chat(typed(fits))
    assert _ids(call) == [":heart"]
    [call] = await chat(typed("x" * 300))
    assert call["results"] == []
    [call] = await chat(typed("What stores iron?" + " " * 300))
    assert _ids(call) == ["store"]


@pytest.mark.parametrize(
    "query", ["\x00\x01\x02abc", "\ud83eabc", "</b><script>", "%s {0} \\ abc", "鉄分は？", "🦵" * 100]
)
async def test_any_text_gets_one_answer(chat: Chat, query: str) -> None:
    [call] = await chat(typed(query))
    assert call.method == "answerInlineQuery"


async def test_a_query_without_the_kind_of_its_chat_is_answered(chat: Chat) -> None:
    bare = typed("ferritin")
    del bare["inline_query"]["chat_type"]
    [call] = await chat(bare)
    assert _ids(call) == FERRITIN


async def test_a_query_that_is_too_old_is_ignored_and_its_text_not_logged(
    chat: Chat, caplog: pytest.LogCaptureFixture
) -> None:
    late = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    chat.api.fail("answerInlineQuery", ApiError(400, late))
    with caplog.at_level(logging.DEBUG, "bot"):
        assert await chat(typed("ferritin")) == []
    assert "Query is too old and response timeout expired" in caplog.text
    assert "ferritin" not in caplog.text


async def test_if_telegram_refuses_the_results_the_query_is_answered_without_any(chat: Chat) -> None:
    chat.api.fail("answerInlineQuery", ApiError(400, "Bad Request: RESULTS_TOO_MUCH"))
    [call] = await chat(typed("ferritin"))
    assert (call["results"], call["button"]) == ([], IN_PRIVATE)


async def test_a_query_is_not_retried_after_a_network_error(chat: Chat) -> None:
    chat.api.fail("answerInlineQuery", ApiError(502, "Bad Gateway"), times=9)
    assert await chat.process(typed("ferritin")) == Done()
    assert chat.api.calls_of("answerInlineQuery") == []


async def test_after_an_internal_error_the_answer_is_empty_and_the_text_not_logged(
    make_chat: ChatFactory, caplog: pytest.LogCaptureFixture
) -> None:
    async with make_chat(assistant_of(FAQ, Broken(), ChestPain(), FAQ.thresholds.words)) as chat:
        [call] = await chat(typed("ferritin"))
    assert (call["results"], call["button"], call["cache_time"]) == ([], IN_PRIVATE, 0)
    assert "ValueError" in caplog.text
    assert "ferritin" not in caplog.text


async def test_a_result_that_is_posted_gets_an_id_for_its_buttons(chat: Chat) -> None:
    query = typed("What stores iron?")
    [call] = await chat(query)
    assert chat.api.choose(query, call["results"][0]["id"])["inline_message_id"]


@pytest.mark.parametrize("kind", ["sender", "private", "group", "supergroup", "channel"])
async def test_inline_answers_are_the_same_in_every_kind_of_chat(chat: Chat, kind: str) -> None:
    [call] = await chat(typed("ferritin", chat_type=kind))
    assert _ids(call) == FERRITIN


async def test_independent_validators_accept_every_kind_of_answer(validated_chat: Chat) -> None:
    for query in ("", "ferritin", "What stores iron?", "chest pain", "who won the match"):
        assert len(await validated_chat(typed(query))) == 1


def _scored(*scores: float) -> tuple[Match, ...]:
    """Rank the entries by these scores, in the order of the FAQ, and all others by none."""
    rest = [0.0] * (len(ENTRIES) - len(scores))
    matches = (Match(entry, score) for entry, score in zip(ENTRIES, (*scores, *rest), strict=True))
    return tuple(sorted(matches, key=lambda match: -match.score))


class Ranked:
    """Ranks every question alike."""

    def __init__(self, matches: tuple[Match, ...]) -> None:
        self.matches = matches

    def rank(self, question: str) -> Ranking:
        return Ranking(self.matches)


class Begun:
    """Takes the beginning of "ferritin" for the first entry."""

    def rank(self, question: str) -> Ranking:
        meant = question.strip() and "ferritin".startswith(question.strip())
        return Ranking(tuple(Match(entry, float(bool(meant) and not n)) for n, entry in enumerate(ENTRIES)))


class Broken:
    """Fails with an error that quotes the question."""

    def rank(self, question: str) -> Ranking:
        raise ValueError(question)
