"""Inline mode, as it looks while somebody types: Update in, calls out."""

from __future__ import annotations

import logging
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.store.counts import Count
from bot.updates.result import Done
from bot.views.inline import PREVIEW, preview, result, urgent_page
from faq.assistant import Assistant
from faq.content_version import version
from faq.loading import load
from faq.outcome import Match, Ranking
from tests.bot.conftest import Chat, Chatting
from tests.bot.judge import Call, Refusal, visible
from tests.bot.sample_updates import chose, typed, update
from tests.bot.small_faq import ENTRIES, FAQ, ChestPain, assistant

VERSION = version(FAQ)
IN_PRIVATE = {"text": "Ask me in private", "start_parameter": "inline"}
STORE = """What stores iron?
Ferritin does.
It holds < & > "much".
Source: The Press, “Restless legs”, Basics, its reference 3
No medical advice. Reviewed 22 November 2026."""


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
                "description": 'Ferritin does. It holds < & > "much".',
                "input_message_content": {
                    "message_text": "<b>What stores iron?</b>\nFerritin does.\n"
                    '<blockquote expandable>It holds &lt; &amp; &gt; "much".</blockquote>\n'
                    'Source: <a href="https://example.org/article?a=1&amp;b=2">'
                    "The Press, “Restless legs”, Basics, its reference 3</a>\n"
                    "<i>No medical advice. Reviewed 22 November 2026.</i>",
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
    content = call["results"][0]["input_message_content"]["message_text"]
    assert visible(content).replace("\n\n", "\n") == STORE


async def test_a_question_of_two_meanings_offers_both_and_nothing_that_does_not_fit(chat: Chat) -> None:
    [call] = await chat(typed("ferritin"))
    assert _ids(call) == ["store", "low"]


async def test_what_is_sure_comes_first_and_what_is_likely_enough_after_it(chatting: Chatting) -> None:
    scores = (0.9, 0.4, 0.15, 0.14, *[0.0] * (len(ENTRIES) - 4))
    ranked = tuple(Match(entry, score) for entry, score in zip(ENTRIES, scores, strict=True))
    async with chatting(Assistant(FAQ, Ranked(ranked), ChestPain(), FAQ.thresholds.words)) as chat:
        [call] = await chat(typed("ferritin"))
    assert _ids(call) == ["store", "low", "more-0"]


@pytest.mark.parametrize(
    ("query", "found"), [("fe", _everything()), ("fer", ["store"]), ("ferr", ["store"]), ("  f e ", _everything())]
)
async def test_from_three_letters_on_the_query_is_looked_up(chatting: Chatting, query: str, found: list[str]) -> None:
    async with chatting(Assistant(FAQ, Begun(), ChestPain(), FAQ.thresholds.words)) as chat:
        [call] = await chat(typed(query))
    assert _ids(call) == found


@pytest.mark.parametrize("query", ["", " ", "?", "fe"])
async def test_before_anything_is_asked_it_shows_what_there_is_and_the_way_to_a_private_chat(
    chat: Chat, query: str
) -> None:
    [call] = await chat(typed(query))
    assert (_ids(call), call["button"]) == (_everything(), IN_PRIVATE)
    assert "next_offset" not in call.parameters
    assert (call["cache_time"], call["is_personal"]) == (300, False)


async def test_what_there_is_comes_in_pages_of_twenty(chatting: Chatting) -> None:
    many = replace(FAQ, entries=tuple(replace(ENTRIES[0], id=f"entry-{n}") for n in range(45)))
    async with chatting(assistant(many)) as chat:
        calls = [(await chat(typed("", offset)))[0] for offset in ("", "1", "2", "3")]
    assert [len(call["results"]) for call in calls] == [20, 20, 5, 0]
    assert [call.parameters.get("next_offset") for call in calls] == ["1", "2", None, None]
    assert [call["results"][0]["id"].split(".")[0] for call in calls[:3]] == ["entry-0", "entry-20", "entry-40"]


@pytest.mark.parametrize("offset", ["x", "-1", "99999999999", "²", "٣", "1.5"])
async def test_an_offset_that_is_not_ours_is_the_first_page(chat: Chat, offset: str) -> None:
    [call] = await chat(typed("", offset))
    assert _ids(call) == _everything()


async def test_where_nothing_fits_there_is_only_the_way_to_a_private_chat(chat: Chat) -> None:
    [call] = await chat(typed("who won the match"))
    assert (call["results"], call["button"], call["cache_time"]) == ([], IN_PRIVATE, 300)


async def test_a_red_flag_has_one_result_which_is_for_this_person_and_not_kept(chat: Chat) -> None:
    [call] = await chat(typed("I have chest pain"))
    [told] = call["results"]
    assert (told["id"], told["title"]) == (f":heart.{VERSION}", "Call 112 now.")
    assert told["description"] == "This can be an emergency."
    assert visible(told["input_message_content"]["message_text"]) == (
        "Call 112 now.\n\nThis can be an emergency.\n\nSources:\n• Clinic <of> legs"
    )
    assert "reply_markup" not in told
    assert (call["cache_time"], call["is_personal"]) == (0, True)


async def test_whoever_asks_too_much_gets_an_empty_answer_but_never_to_a_red_flag(chat: Chat) -> None:
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


async def test_a_query_that_is_too_old_is_let_go_without_a_word_of_it_in_the_log(
    chat: Chat, caplog: pytest.LogCaptureFixture
) -> None:
    late = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    chat.judge.fail("answerInlineQuery", Refusal(400, late))
    with caplog.at_level(logging.DEBUG, "bot"):
        assert await chat(typed("ferritin")) == []
    assert "Query is too old and response timeout expired" in caplog.text
    assert "ferritin" not in caplog.text


async def test_where_telegram_refuses_the_results_the_query_is_still_answered(chat: Chat) -> None:
    chat.judge.fail("answerInlineQuery", Refusal(400, "Bad Request: RESULTS_TOO_MUCH"))
    [call] = await chat(typed("ferritin"))
    assert (call["results"], call["button"]) == ([], IN_PRIVATE)


async def test_a_query_is_not_put_off_when_the_network_fails_since_nobody_waits_that_long(chat: Chat) -> None:
    chat.judge.fail("answerInlineQuery", Refusal(502, "Bad Gateway"), times=9)
    assert await chat.ending(typed("ferritin")) == Done()
    assert chat.judge.of("answerInlineQuery") == []


async def test_an_error_of_ours_answers_with_nothing_and_logs_no_word_of_the_query(
    chatting: Chatting, caplog: pytest.LogCaptureFixture
) -> None:
    async with chatting(Assistant(FAQ, Broken(), ChestPain(), FAQ.thresholds.words)) as chat:
        [call] = await chat(typed("ferritin"))
    assert (call["results"], call["button"], call["cache_time"]) == ([], IN_PRIVATE, 0)
    assert "ValueError" in caplog.text
    assert "ferritin" not in caplog.text


async def test_a_chosen_result_counts_for_its_entry_under_an_old_version_too(chat: Chat) -> None:
    asked = typed("What stores iron?")
    [call] = await chat(asked)
    posted = chat.judge.choose(asked, call["results"][0]["id"])
    assert posted["inline_message_id"], "the two buttons give the message an id"
    assert await chat(update("chosen_inline_result", **posted)) == []
    await chat(chose("store.00000000", "ferritin"))
    assert await chat.store.counts.totals() == {(Count.CHOSEN, "store"): 2}


@pytest.mark.parametrize("strange", ["", "store", ".", f":heart.{VERSION}", f"gone.{VERSION}", "1b2c-uuid", "é" * 32])
async def test_a_result_that_is_not_ours_counts_for_nothing(chat: Chat, strange: str) -> None:
    assert await chat(chose(strange, "ferritin")) == []
    assert await chat.store.counts.totals() == {}


@pytest.mark.parametrize("kind", ["sender", "private", "group", "supergroup", "channel"])
async def test_inline_answers_are_the_same_in_every_kind_of_chat(chat: Chat, kind: str) -> None:
    [call] = await chat(typed("ferritin", chat_type=kind))
    assert _ids(call) == ["store", "low"]


async def test_judges_that_are_not_ours_accept_every_kind_of_answer(judged_chat: Chat) -> None:
    for query in ("", "ferritin", "What stores iron?", "chest pain", "who won the match"):
        assert len(await judged_chat(typed(query))) == 1


def test_the_ids_of_all_packaged_results_fit_into_64_bytes() -> None:
    packaged = load()
    told = [result(entry, packaged, VERSION) for entry in packaged.entries]
    told += [article for reply in packaged.urgent_replies for article in urgent_page(reply, VERSION).results]
    assert max(len(article.id.encode()) for article in told) <= 64
    assert len({article.id for article in told}) == len(told)
    assert all(article.description and len(article.description) <= PREVIEW + 1 for article in told)


def test_a_preview_is_one_line_cut_between_words() -> None:
    assert preview(("One.", "Two\nthree.")) == "One. Two three."
    assert preview(("word " * 30,)) == f"{'word ' * 20}".rstrip() + "…"
    assert preview(("x" * 300,)) == "x" * 99 + "…"


@given(st.lists(st.text(max_size=200), max_size=3))
def test_a_preview_is_never_longer_than_a_line_or_two(paragraphs: list[str]) -> None:
    line = preview(tuple(paragraphs))
    assert len(line) <= PREVIEW + 1
    assert line.splitlines() in ([], [line])


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
    """Fails, and quotes what it was asked, as an error may."""

    def rank(self, question: str) -> Ranking:
        raise ValueError(question)
