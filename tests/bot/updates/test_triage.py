"""Triage: emergencies are recognised in updates as they arrive, wherever Telegram puts the words."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.updates.triage import LONG, Triage, texts
from faq.assistant import RedFlagDetector
from faq.models import Flag
from tests.bot.sample_updates import ASKER, GROUP, OTHER, as_guest, by_bot, edited, message, pressed, said, typed
from tests.bot.small_faq import assistant
from tests.bot.updates.inbox_helpers import stored

WORDS = "I have chest pain"
CALM = "What stores iron?"
_ELSEWHERE = {"origin": {"type": "user", "date": 1, "sender_user": OTHER}}


def make_triage(detector: RedFlagDetector | None = None) -> Triage:
    """Return a triage that is ready."""
    triage = Triage()
    triage.use(detector or assistant().red_flags)
    return triage


class Broken:
    """A detector with a fault."""

    def detect(self, question: str) -> Flag | None:
        raise KeyError(question)


@pytest.mark.parametrize(
    "body",
    [
        said(WORDS),
        said(WORDS, GROUP),
        said(photo=[], caption=WORDS),
        edited(said(CALM), WORDS),
        as_guest(WORDS),
        typed(WORDS),
        said(CALM, quote={"text": WORDS, "position": 0}),
        said(CALM, GROUP, reply_to_message=message(WORDS, GROUP, from_=OTHER), quote={"text": WORDS, "position": 0}),
        said(sticker={}, quote={"text": WORDS, "position": 0}, external_reply=_ELSEWHERE),
        said(CALM, external_reply=_ELSEWHERE | {"poll": {"question": WORDS}}),
        said(CALM, external_reply=_ELSEWHERE | {"caption": WORDS}),
    ],
)
def test_an_emergency_is_urgent_wherever_it_is_written(body: dict[str, Any]) -> None:
    assert make_triage().is_urgent(body)


@pytest.mark.parametrize(
    "body",
    [
        said(CALM),
        said(WORDS.replace("chest", "no")),
        pressed("t"),
        said(CALM, reply_to_message=by_bot(WORDS), quote={"text": WORDS, "position": 0}),
        said(CALM, GROUP, reply_to_message=message(WORDS, GROUP)),
    ],
)
def test_other_updates_are_not_urgent_nor_are_our_own_words(body: dict[str, Any]) -> None:
    assert not make_triage().is_urgent(body)


def test_nothing_is_urgent_before_the_content_is_loaded() -> None:
    assert not Triage().is_urgent(said(WORDS))


def test_new_rules_replace_the_old_ones() -> None:
    triage = make_triage(Broken())
    assert not triage.is_urgent(said(WORDS))
    triage.use(assistant().red_flags)
    assert triage.is_urgent(said(WORDS))


def test_a_fault_of_the_rules_makes_nothing_urgent_and_is_logged_once_without_the_text(
    caplog: pytest.LogCaptureFixture,
) -> None:
    triage = make_triage(Broken())
    assert not any(triage.is_urgent(said(WORDS)) for _ in range(3))
    assert caplog.text.count("updates cannot be ranked: KeyError") == 1
    assert WORDS not in caplog.text


_KEYS = st.sampled_from(
    ["message", "guest_message", "quote", "text", "external_reply", "poll", "inline_query", "query"]
)
_JSON = st.recursive(
    st.none() | st.integers() | st.text(), lambda inner: st.dictionaries(_KEYS, inner) | st.lists(inner), max_leaves=9
)


@given(st.dictionaries(_KEYS, _JSON))
def test_any_update_has_a_rank(body: dict[str, Any]) -> None:
    assert make_triage().is_urgent(body) in {True, False}
    assert all(isinstance(text, str) for text in texts(body))


async def test_updates_are_ranked_in_order_and_other_tasks_run_in_between() -> None:
    bodies = [said(CALM), said(WORDS), said("a " * LONG + WORDS), said(CALM, from_=ASKER)]
    turns = 0

    async def count() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    other = asyncio.create_task(count())
    ranked = await make_triage().rank(stored(*bodies))
    other.cancel()
    assert [one.urgent for one in ranked] == [False, True, True, False]
    assert [one.body for one in ranked] == bodies
    assert turns >= len(bodies)
