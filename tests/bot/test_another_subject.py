"""A FAQ on another subject runs with not one word about ours: opening hours of a library."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.simulator import visible_text
from bot.views import about, answers, inline, topics
from bot.views.reply import Reply
from faq import provenance
from faq.answer_card import card
from faq.assistant import Assistant
from faq.card import plain
from faq.engine import OFF, open_engine
from faq.loading import load
from faq.models import Faq
from faq.outcome import Found, NotFound, Unsure, Urgent
from tests.bot.conftest import ChatFactory
from tests.bot.sample_updates import GROUP, said, typed

LIBRARY = """\
title: Elm Street Library
disclaimer: Ask at the desk if in doubt.
entries:
  - id: hours
    question: When is the library open?
    phrasings: [opening hours, are you open on saturday, what time do you close, when do you open]
    answer: From Monday to Friday from nine to six, and on Saturday until one.
  - id: card
    question: How do I get a library card?
    phrasings: [join the library, library membership, how do i register, new reader card]
    answer: Bring a passport to the desk. The card is free.
  - id: renew
    question: How do I renew a loan?
    phrasings: [extend my loan, my book is due tomorrow, keep a book longer, renewal]
    answer: On the website or at the desk, up to three times.
  - id: fines
    question: What does a late book cost?
    phrasings: [late fee, overdue fine, how much for returning late, i lost a book]
    answer: Twenty cents a day.
  - id: printing
    question: Can I print in the library?
    phrasings: [printer, photocopies, scan a document, copy machine]
    answer: Yes, on the first floor.
"""
OURS = re.compile(r"\b(?:legs?|iron|blood|ferritin|medic\w*|clinician|article|doctor)\b", re.IGNORECASE)
OFF_TOPIC = """\
what is the capital of peru
best pizza in town
how do i change a tyre
my dog eats grass
who won the match last night
translate good morning into french
is it going to rain
tell me a joke
what is the meaning of life
how tall is mount everest
book me a table for two
where can i buy a bicycle
my computer is slow
what should i cook tonight
how do i learn guitar
do you rent out boats
is the museum open
what time is the last bus
can i park there
i need a haircut
how much is a train ticket to leeds
can you recommend a dentist
write me a poem
what is ferritin
do my restless legs need iron
how do magnets work
cheap flights to rome
are you a robot
how old are you
good night
""".splitlines()


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Faq:
    folder: Path = tmp_path_factory.mktemp("library")
    (folder / "faq.yaml").write_text(LIBRARY)
    return load(folder)


@pytest.fixture(scope="module")
def assistant(library: Faq) -> Assistant:
    return open_engine(OFF).assistant(library)


@pytest.mark.parametrize(
    ("question", "entry"),
    [("are you open on sunday?", "hours"), ("where are the photocopies", "printing"), ("renew", "renew")],
)
def test_its_questions_are_answered(assistant: Assistant, question: str, entry: str) -> None:
    outcome = assistant.ask(question)
    assert isinstance(outcome, Found)
    assert outcome.entry.id == entry


def test_a_question_in_few_known_words_is_offered_its_entry_first(assistant: Assistant) -> None:
    outcome = assistant.ask("can i print here")
    assert isinstance(outcome, Unsure)
    assert outcome.suggestions[0].id == "printing"


def test_at_most_one_of_thirty_questions_off_its_subject_is_answered(assistant: Assistant) -> None:
    answered = [question for question in OFF_TOPIC if isinstance(assistant.ask(question), Found)]
    assert (len(OFF_TOPIC), len(answered)) <= (30, 1), answered


def test_whoever_does_not_want_to_live_gets_the_numbers_here_too(assistant: Assistant) -> None:
    outcome = assistant.ask("i want to kill myself")
    assert isinstance(outcome, Urgent)
    assert "988" in plain(card(outcome, assistant.faq))
    assert not isinstance(assistant.ask("i have chest pain"), Urgent)


def test_no_text_has_a_word_about_our_subject(library: Faq) -> None:
    replies: list[Reply] = [
        about.start(library), about.about(library), about.disclaimer(library), about.help_("a_bot"),
        about.hello(library.words, "a_bot"), about.not_text(library.words, file=True),
        topics.topics(library), answers.slow_down(), answers.answer(NotFound(0.0, ()), library),
        *(answers.entry(entry, library) for entry in library.entries),
    ]  # fmt: skip
    texts = [visible_text(reply.text) for reply in replies]
    texts += [plain(provenance.card(entry, library)) for entry in library.entries]
    texts += [library.words.description, library.words.short_description, library.words.chat]
    texts.append(inline.guest(NotFound(0.0, ()), library, "v", "a_bot").title)
    assert [text for text in texts if OURS.search(text)] == []
    assert any("Elm Street Library" in text for text in texts)


async def test_it_is_asked_in_private_and_in_groups(make_chat: ChatFactory, assistant: Assistant) -> None:
    async with make_chat(assistant) as chat:
        [alone] = await chat(said("when do you open"))
        [among_others] = await chat(said("/ask where are the photocopies", chat=GROUP))
    assert alone.text == (
        "When is the library open?\n\nFrom Monday to Friday from nine to six, and on Saturday until one.\n\n"
        "Ask at the desk if in doubt."
    )
    assert among_others.text.startswith("Can I print in the library?")
    assert [label for label, _ in alone.buttons] == ["Helpful", "Not helpful"]  # there are no sources to show


async def test_its_questions_are_found_while_they_are_typed(make_chat: ChatFactory, assistant: Assistant) -> None:
    async with make_chat(assistant) as chat:
        calls = {text: (await chat(typed(text)))[0] for text in ("pri", "how do i", "saturd", "fi", "ferr")}
    assert {text: [result["title"] for result in call["results"]] for text, call in calls.items()} == {
        "pri": ["Can I print in the library?"],
        "how do i": ["How do I get a library card?", "How do I renew a loan?", "What does a late book cost?"],
        "saturd": ["When is the library open?"],
        "fi": ["What does a late book cost?"],
        "ferr": [],
    }
