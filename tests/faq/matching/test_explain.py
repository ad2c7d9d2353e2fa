"""The explanation of a ranking: tokens, nearest phrasings and shared words."""

from __future__ import annotations

from faq.matching import Matcher
from faq.matching.explain import explain
from faq.models import Faq
from faq.tools.report import explanation_text


def test_the_first_reason_is_the_first_of_the_ranking(packaged: Faq, matcher: Matcher) -> None:
    question = "which feritin level is too low"
    explanation = explain(matcher, question)
    assert [reason.entry for reason in explanation.reasons] == [m.entry.id for m in matcher.rank(question).matches[:3]]
    assert packaged.by_id["ferritin-threshold"] is matcher.rank(question).matches[0].entry


def test_the_shared_words_add_up_to_the_cosine_of_the_nearest_phrasing(matcher: Matcher) -> None:
    reason = explain(matcher, "does a warm bath help").reasons[0]
    assert reason.entry == "warm-bath"
    assert abs(sum(part for _, part in reason.words) - reason.nearest[0].cosine) < 1e-4
    assert "bath" in dict(reason.words)


def test_the_shares_of_the_scorers_add_up_to_one(matcher: Matcher) -> None:
    for reason in explain(matcher, "does a warm bath help").reasons:
        assert abs(sum(nearest.share for nearest in reason.nearest) - 1) < 1e-6


def test_the_report_shows_corrections_and_unknown_words(matcher: Matcher) -> None:
    text = explanation_text(explain(matcher, "feritin zzqxk"))
    assert text.startswith("read as: feritin->ferritin (zzqxk?)\n")


def test_a_question_without_words_shares_no_words(matcher: Matcher) -> None:
    explanation = explain(matcher, "🎂")
    assert explanation.tokens == ()
    assert all(reason.score == 0 and not reason.words for reason in explanation.reasons)
