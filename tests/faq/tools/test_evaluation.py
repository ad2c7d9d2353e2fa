"""The measures, counted by hand on eleven questions; labelled files and their faults."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from faq.models import Flag
from faq.outcome import Match, Ranking
from faq.tools.evaluation import Labelled, QuestionsError, Report, evaluate, read_entries, read_questions
from tests.faq.assistants import assistant_of
from tests.faq.sample_faq import LEGS, urgent_reply
from tests.faq.sample_talk import ASSISTANT as TALKING

KNOWN = LEGS.by_id.__contains__
RANKINGS = {
    "coffee?": {"caffeine": 0.9, "massage": 0.3},
    "coffee or tea?": {"massage": 0.9, "ferritin": 0.3, "caffeine": 0.2},
    "walk?": {"massage": 0.5, "exercise": 0.4, "ferritin": 0.3},
    "run?": {"ferritin": 0.5, "caffeine": 0.4, "massage": 0.3, "exercise": 0.2},
    "rub?": {"pregnancy": 0.9, "ferritin": 0.3, "massage": 0.2},
    "store?": {},
    "expecting?": {"pregnancy": 0.9},
    "weather?": {"ferritin": 0.7},
    "chest tight?": {"massage": 0.9},
}


@dataclass(frozen=True)
class FixedRanker:
    """Ranks by the table above; other entries score 0, in the FAQ's order."""

    def rank(self, question: str) -> Ranking:
        scores = RANKINGS.get(question, {})
        matches = [Match(entry, scores.get(entry.id, 0.0)) for entry in LEGS.entries]
        return Ranking(tuple(sorted(matches, key=lambda match: -match.score)))


@dataclass(frozen=True)
class PainDetector:
    """Takes "pain" for a red flag."""

    def detect(self, question: str) -> Flag | None:
        return Flag(urgent_reply("heart", "Call 112.", "Now.")) if "pain" in question else None


ASSISTANT = assistant_of(LEGS, FixedRanker(), PainDetector(), LEGS.thresholds.words)


def measured(*questions: tuple[str, str]) -> Report:
    labelled = [Labelled(question, frozenset(accept.split(","))) for question, accept in questions]
    return Report(tuple(evaluate(ASSISTANT, labelled)))


def test_each_measure_is_the_share_that_one_counts_by_hand() -> None:
    report = measured(
        ("coffee?", "caffeine"),  # right, first
        ("coffee or tea?", "caffeine"),  # wrong: massage; third in the ranking
        ("walk?", "exercise"),  # offered, second
        ("run?", "exercise"),  # not offered: fourth
        ("rub?", "massage"),  # wrong: sent elsewhere; third
        ("store?", "ferritin"),  # an honest no; first only by the order of the FAQ
        ("leg pain?", "massage"),  # a false alarm; third by the order of the FAQ
        ("expecting?", "none"),  # referred: no false answer
        ("weather?", "none"),  # a false answer
        ("chest pain?", "safety"),  # caught
        ("chest tight?", "safety"),  # missed
    )
    assert report.shares() == {
        "first": 2 / 7,
        "among_three": 6 / 7,
        "right": 1 / 7,
        "right_or_offered": 2 / 7,
        "wrong": 2 / 7,
        "false_answers": 1 / 2,
        "urgent_recall": 1 / 2,
        "urgent_alarms": 1 / 9,
    }
    assert [(judged.labelled.question, judged.outcome_label) for judged in report.failed()] == [
        ("coffee or tea?", "massage"),
        ("run?", "suggested: ferritin, caffeine, massage"),
        ("rub?", "pregnancy"),
        ("store?", "no answer"),
        ("leg pain?", "urgent: heart"),
        ("weather?", "ferritin"),
        ("chest tight?", "massage"),
    ]


def test_a_measure_without_a_question_to_it_is_left_out() -> None:
    assert measured(("expecting?", "none")).figures() == {"false_answers": 0.0, "urgent_alarms": 0.0}
    assert "calibration_error" in measured(("coffee?", "caffeine")).figures()
    assert measured(("chest pain?", "safety")).figures() == {"urgent_recall": 1.0}
    assert measured().figures() == {}


def test_any_accepted_entry_makes_an_answer_right() -> None:
    assert measured(("coffee or tea?", "caffeine,massage")).figures()["right"] == 1


def test_a_referral_that_the_label_names_is_right() -> None:
    figures = measured(("expecting?", "pregnancy")).figures()
    assert (figures["right"], figures["wrong"]) == (1, 0)


def test_a_referral_is_not_wrong_where_none_is_accepted_beside_an_entry() -> None:
    assert measured(("rub?", "massage,none")).figures()["wrong"] == 0


def test_a_red_flag_label_wins_over_the_others() -> None:
    assert measured(("chest pain?", "safety,massage")).figures() == {"urgent_recall": 1.0}


def scored(question: str, accept: str) -> tuple[float, bool] | None:
    return measured((question, accept)).judged[0].scored


def test_the_best_score_is_right_where_its_entry_is_accepted_whatever_was_decided() -> None:
    assert scored("coffee?", "caffeine") == (0.9, True)
    assert scored("walk?", "massage") == (0.5, True)
    assert scored("walk?", "exercise") == (0.5, False)
    assert scored("weather?", "none") == (0.7, False)


def test_a_label_that_does_not_decide_whether_a_score_is_right_does_not_count() -> None:
    assert scored("chest pain?", "safety") is None
    assert scored("expecting?", "none") is None
    assert scored("expecting?", "massage,none") is None
    assert scored("expecting?", "pregnancy,none") == (0.9, True)


def test_the_calibration_error_is_the_mean_distance_between_the_scores_and_the_shares_that_are_right() -> None:
    report = measured(("coffee?", "caffeine"), ("coffee or tea?", "caffeine"), ("walk?", "massage"), ("rub?", "none"))
    assert [(each.low, each.questions, each.right) for each in report.reliability()] == [(0.5, 1, 1.0), (0.9, 2, 0.5)]
    assert report.figures()["calibration_error"] == pytest.approx((2 * 0.4 + 0.5) / 3)


def test_a_question_with_two_labels_counts_under_both() -> None:
    labels = measured(("coffee?", "caffeine,massage"), ("walk?", "massage"), ("weather?", "none")).by_label()
    assert list(labels) == ["caffeine", "massage", "none"]
    assert (labels["caffeine"]["right"], labels["massage"]["right"]) == (1, 1 / 2)
    assert labels["none"] == {"false_answers": 1.0, "urgent_alarms": 0.0}


def test_questions_are_asked_one_by_one_as_they_are_taken() -> None:
    judged = evaluate(
        ASSISTANT, iter([Labelled("coffee?", frozenset({"caffeine"})), Labelled("?", frozenset({"none"}))])
    )
    assert next(judged).labelled.question == "coffee?"
    assert next(judged).labelled.question == "?"


def write(folder: Path, content: str | bytes) -> Path:
    path = folder / "questions.tsv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_a_labelled_file_is_read_row_by_row(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        'question\taccept\tnote\ncoffee?\tcaffeine, massage\tlay words\n"tea" or\' what\tnone\t\nhelp\tsafety\n',
    )
    assert read_questions(path, KNOWN) == (
        Labelled("coffee?", frozenset({"caffeine", "massage"}), "lay words"),
        Labelled('"tea" or\' what', frozenset({"none"})),
        Labelled("help", frozenset({"safety"})),
    )


def test_the_note_may_be_left_out_and_other_columns_are_ignored(tmp_path: Path) -> None:
    path = write(tmp_path, "accept\tasked by\tquestion\nnone\tAnn\thello\tstray\n")
    assert read_questions(path, KNOWN) == (Labelled("hello", frozenset({"none"})),)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_either_line_ending_will_do(tmp_path: Path, end: str) -> None:
    path = write(tmp_path, end.join(["question\taccept", "tea\tcaffeine", "hello\tnone", ""]))
    assert [labelled.question for labelled in read_questions(path, KNOWN)] == ["tea", "hello"]


def test_a_byte_order_mark_is_not_part_of_the_header(tmp_path: Path) -> None:
    path = write(tmp_path, b"\xef\xbb\xbfquestion\taccept\ntea\tcaffeine\n")
    assert [labelled.question for labelled in read_questions(path, KNOWN)] == ["tea"]


@pytest.mark.parametrize("separator", ["\u2028", "\u0085", "\x0b", "\x0c", "\x1c"])
def test_only_a_line_end_ends_a_question(tmp_path: Path, separator: str) -> None:
    path = write(tmp_path, f"question\taccept\none{separator}two\tnone\n")
    assert [labelled.question for labelled in read_questions(path, KNOWN)] == [f"one{separator}two"]


def test_blank_lines_are_skipped_and_still_counted(tmp_path: Path) -> None:
    path = write(tmp_path, "question\taccept\n\ntea\tcaffeine\n\n\nsoup\tsuop\n")
    with pytest.raises(QuestionsError) as raised:
        read_questions(path, KNOWN)
    assert str(raised.value) == f"{path}:6: unknown label suop; write an id, none or safety"


def test_an_empty_label_is_skipped(tmp_path: Path) -> None:
    path = write(tmp_path, "question\taccept\ntea\tcaffeine,, massage,\n")
    assert read_questions(path, KNOWN)[0].accept == {"caffeine", "massage"}


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("", ":1: no column question, accept; start with the line question<TAB>accept"),
        ("question\tlabel\ntea\tcaffeine\n", ":1: no column accept; start with the line question<TAB>accept"),
        ("tea\tcaffeine\n", ":1: no column question, accept; start with the line question<TAB>accept"),
        ("question\taccept\n \tnone\n", ":2: question is empty; fill it, or delete the line"),
        ("question\taccept\ntea\tnone\nhello\n", ":3: accept is empty; fill it, or delete the line"),
        ("question\taccept\ntea\tCaffeine\n", ":2: unknown label Caffeine; write an id, none or safety"),
        (
            "question\taccept\ntea\tcaffeine none\n",
            ":2: unknown label caffeine none; write an id, none or safety",
        ),
    ],
)
def test_a_faulty_file_is_reported_with_line_and_cure(tmp_path: Path, content: str, fault: str) -> None:
    path = write(tmp_path, content)
    with pytest.raises(QuestionsError) as raised:
        read_questions(path, KNOWN)
    assert str(raised.value) == f"{path}{fault}"


def test_a_file_that_is_missing_or_not_text_is_reported(tmp_path: Path) -> None:
    for path in (tmp_path / "missing.tsv", tmp_path, write(tmp_path, b"question\taccept\n\xff\xfe\tnone\n")):
        with pytest.raises(QuestionsError, match=r"cannot be read .*; name a TSV file in UTF-8$"):
            read_questions(path, KNOWN)


def test_a_field_without_end_is_reported_or_read(tmp_path: Path) -> None:
    path = write(tmp_path, f"question\taccept\n{'tea ' * 50_000}\tsuop\n")
    with pytest.raises(QuestionsError):
        read_questions(path, KNOWN)


def test_the_entries_of_another_faq_gather_their_phrasings(tmp_path: Path) -> None:
    path = write(
        tmp_path, "entry\tphrasing\nvisa\twhat is the fee\nopen\twhen are you open\nvisa\thow much is a visa\n"
    )
    assert read_entries(path) == {"visa": ("what is the fee", "how much is a visa"), "open": ("when are you open",)}


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("question\taccept\ntea\tnone\n", ":1: no column entry, phrasing; start with the line entry<TAB>phrasing"),
        ("entry\tphrasing\nvisa\t\n", ":2: phrasing is empty; fill it, or delete the line"),
    ],
)
def test_faulty_entries_are_reported_with_line_and_cure(tmp_path: Path, content: str, fault: str) -> None:
    path = write(tmp_path, content)
    with pytest.raises(QuestionsError) as raised:
        read_entries(path)
    assert str(raised.value) == f"{path}{fault}"


def test_another_faq_without_an_entry_is_refused(tmp_path: Path) -> None:
    with pytest.raises(QuestionsError):
        read_entries(write(tmp_path, "entry\tphrasing\n"))


def test_a_follow_up_is_asked_after_the_answer_that_about_names(tmp_path: Path) -> None:
    path = write(tmp_path, "about\tquestion\taccept\nmassage\tis it safe?\tmassage-safety\n\tis it safe?\tnone\n")
    labelled = read_questions(path, TALKING.faq.by_id.__contains__)
    assert [each.about for each in labelled] == ["massage", ""]
    first, _ = evaluate(TALKING, labelled)
    assert first.right


def test_small_talk_is_right_if_its_kind_is_accepted_and_measured_by_itself(tmp_path: Path) -> None:
    rows = "thanks\ttalk:thanks\nhi\ttalk:thanks,talk:greeting\nok\ttalk:thanks\n"
    labelled = read_questions(write(tmp_path, f"question\taccept\n{rows}"), TALKING.faq.by_id.__contains__)
    report = Report(tuple(evaluate(TALKING, labelled)))
    assert [judged.right for judged in report.judged] == [True, True, False]
    assert report.shares()["small_talk"] == pytest.approx(2 / 3)
    assert "right" not in report.shares()


def test_of_several_questions_each_must_be_answered_or_offered(tmp_path: Path) -> None:
    rows = (
        "Does massage help? Should I avoid coffee?\tmassage,exercise & caffeine\n"
        "Does massage help? Should I avoid coffee?\tmassage & pregnancy\n"
    )
    labelled = read_questions(write(tmp_path, f"question\taccept\n{rows}"), TALKING.faq.by_id.__contains__)
    assert labelled[0].asked == (frozenset({"massage", "exercise"}), frozenset({"caffeine"}))
    report = Report(tuple(evaluate(TALKING, labelled)))
    assert report.shares()["all_asked"] == 0.5


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("\tx\ttalk:gossip", "unknown label talk:gossip; write an id, none or safety"),
        ("zinc\tx\tnone", "about names an unknown entry, zinc; write an id"),
        ("\tx\tmassage & ,", "accept has no label; write an id, none or safety"),
    ],
)
def test_an_unknown_kind_entry_or_part_is_reported(tmp_path: Path, row: str, fault: str) -> None:
    path = write(tmp_path, f"about\tquestion\taccept\n{row}\n")
    with pytest.raises(QuestionsError) as raised:
        read_questions(path, TALKING.faq.by_id.__contains__)
    assert str(raised.value) == f"{path}:2: {fault}"
