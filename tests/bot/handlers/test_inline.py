"""Inline mode: updates in, calls out."""

from __future__ import annotations

import logging
from dataclasses import replace

import pytest

from bot.simulator import ApiError, Call, visible_text
from bot.updates.result import Done
from faq.content_version import version
from faq.outcome import Match, Ranking
from tests.bot.conftest import Chat, ChatFactory
from tests.bot.handlers.test_private import HTML
from tests.bot.sample_updates import typed
from tests.bot.small_faq import ENTRIES, FAQ, ChestPain, assistant
from tests.faq.assistants import assistant_of

VERSION = version(FAQ)
IN_PRIVATE = {"text": "Ask me in private", "start_parameter": "inline"}


def _ids(call: Call) -> list[str]:
    return [result["id"].removesuffix(f".{VERSION}") for result in call["results"]]


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


async def test_an_ambiguous_query_offers_the_matching_entries_only(chat: Chat) -> None:
    [call] = await chat(typed("ferritin"))
    assert _ids(call) == ["store", "low"]


async def test_the_certain_entry_comes_first_and_likely_ones_after_it(make_chat: ChatFactory) -> None:
    scores = (0.9, 0.4, 0.15, 0.14, *[0.0] * (len(ENTRIES) - 4))
    ranked = tuple(Match(entry, score) for entry, score in zip(ENTRIES, scores, strict=True))
    async with make_chat(assistant_of(FAQ, Ranked(ranked), ChestPain(), FAQ.thresholds.words)) as chat:
        [call] = await chat(typed("ferritin"))
    assert _ids(call) == ["store", "low", "more-0"]


@pytest.mark.parametrize(
    ("query", "expected"), [("fe", _everything()), ("fer", ["store"]), ("ferr", ["store"]), ("  f e ", _everything())]
)
async def test_from_three_letters_on_a_query_is_looked_up(
    make_chat: ChatFactory, query: str, expected: list[str]
) -> None:
    async with make_chat(assistant_of(FAQ, Begun(), ChestPain(), FAQ.thresholds.words)) as chat:
        [call] = await chat(typed(query))
    assert _ids(call) == expected


@pytest.mark.parametrize("query", ["", " ", "?", "fe"])
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


async def test_without_a_match_there_is_only_the_link_to_the_private_chat(chat: Chat) -> None:
    [call] = await chat(typed("who won the match"))
    assert (call["results"], call["button"], call["cache_time"]) == ([], IN_PRIVATE, 300)


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
    assert _ids(call) == ["store", "low"]


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
    assert _ids(call) == ["store", "low"]


async def test_independent_validators_accept_every_kind_of_answer(validated_chat: Chat) -> None:
    for query in ("", "ferritin", "What stores iron?", "chest pain", "who won the match"):
        assert len(await validated_chat(typed(query))) == 1


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
