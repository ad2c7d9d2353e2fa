"""The JSON object of each outcome; `tests/faq/test_cli.py` tests it through the command."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from faq.json_output import CANDIDATES, answer_object
from faq.models import Review
from faq.outcome import Foreign, Found, Match, NotFound, Outcome, Referred, Unsure, Urgent
from tests.faq.sample_faq import LEGS, covered, faq, urgent_reply

MASSAGE, PREGNANCY = LEGS.by_id["massage"], LEGS.by_id["pregnancy"]
RANKING = tuple(Match(entry, 0.5) for entry in LEGS.entries)
HEART = urgent_reply("heart", "Call 112.", "Now.")


@pytest.mark.parametrize(
    ("outcome", "name", "entry", "score"),
    [
        (Found(MASSAGE, 0.9, RANKING), "answer", "massage", 0.9),
        (Referred(PREGNANCY, 0.8, RANKING), "referral", "pregnancy", 0.8),
        (Unsure((MASSAGE,), 0.4, RANKING), "suggest", None, 0.4),
        (Foreign("es", 0.2, RANKING, MASSAGE), "foreign", None, 0.2),
        (NotFound(0.1, RANKING), "none", None, 0.1),
        (Urgent(HEART, RANKING), "urgent", None, 1.0),
    ],
)
def test_the_outcome_is_named_with_its_entry_and_score(
    outcome: Outcome, name: str, entry: str | None, score: float
) -> None:
    answer = answer_object("massage?", outcome, LEGS)
    assert (answer["schema"], answer["question"]) == (2, "massage?")
    assert (answer["outcome"], answer["entry"], answer["score"]) == (name, entry, score)
    assert json.loads(json.dumps(answer)) == answer


def test_what_a_message_asks_besides_its_language_and_its_reply_are_named() -> None:
    found = answer_object("massage, and pregnant?", Found(MASSAGE, 0.9, RANKING, (PREGNANCY,), support=True), LEGS)
    assert (found["also"], found["about"], found["support"], found["kind"]) == (["pregnancy"], None, True, None)
    urgent = answer_object("me duele el pecho", Urgent(HEART, RANKING, language="es"), LEGS)
    assert (urgent["kind"], urgent["language"], urgent["also"], urgent["support"]) == ("heart", "es", [], False)
    assert answer_object("hola", Foreign("es", 0.1, RANKING), LEGS)["language"] == "es"


def test_an_answer_has_its_text_sources_and_disclaimer() -> None:
    answer = answer_object("pregnant", Referred(PREGNANCY, 0.8, RANKING), LEGS)
    assert (
        answer["text"] == "What about pregnancy?\n\nNot covered.\n\nNot from the article: from A clinic.\n\nNo advice."
    )
    assert answer["sources"] == [{"title": "A clinic", "url": "https://example.org/clinic"}]
    assert answer["disclaimer"] == "No advice."


def test_the_disclaimer_names_who_has_reviewed_the_answer() -> None:
    reviewed = replace(PREGNANCY, reviewed=Review(date(2026, 11, 25), "nurse", "N. N."))
    answer = answer_object("pregnant", Referred(reviewed, 0.8, RANKING), LEGS)
    assert answer["disclaimer"] == "No advice. Reviewed by N. N., nurse."


def test_at_most_five_candidates_are_listed_in_rank_order() -> None:
    entries = [covered(f"entry-{number}") for number in range(CANDIDATES + 2)]
    ranking = tuple(Match(entry, 0.9 - 0.1 * rank) for rank, entry in enumerate(entries))
    answer = answer_object("?", NotFound(0.1, ranking), faq(*entries))
    assert [candidate["entry"] for candidate in answer["candidates"]] == [entry.id for entry in entries[:CANDIDATES]]
