"""The curator's bench, as a curator uses it: what is printed, where, and the exit code."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import PIPE, Popen, run
from threading import Timer
from typing import IO

import pytest
from typer.testing import CliRunner, Result

from faq.cli import app
from tests.faq.content_folder import Folder


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A content folder that no test changes."""
    return Folder.tiny(tmp_path_factory.mktemp("content")).path


def legwise(*arguments: str | Path, typed: str | bytes = "") -> Result:
    """Run a command as from a terminal; an exception that would be a traceback fails the test."""
    return CliRunner().invoke(app, [str(argument) for argument in arguments], input=typed, catch_exceptions=False)


def asked(content: Path, *question: str) -> dict[str, object]:
    """The one object that `ask --json` prints."""
    result = legwise("ask", "--content", content, "--json", "--", *question)
    assert (result.exit_code, result.stderr) == (0, "")
    [line] = result.stdout.split("\n")[:-1]
    answer = json.loads(line)
    assert isinstance(answer, dict)
    return answer


# ask

ANSWER = """What is ferritin?

Ferritin is a protein.

It stores iron.

Sources:
• The Press, “Iron and legs”, Basics, its reference 3

Not medical advice. Reviewed 22 November 2026.

Where to read it:
  The Press, “Iron and legs”, Basics, its reference 3
    https://example.org/article

"""


def test_ask_prints_the_answer_and_where_its_sources_are(content: Path) -> None:
    result = legwise("ask", "--content", content, "what", "is", "ferritin")
    assert (result.exit_code, result.stdout, result.stderr) == (0, ANSWER, "")


def test_ask_json_prints_one_object_of_the_contract(content: Path) -> None:
    assert asked(content, "what", "is", "ferritin") == {
        "schema": 1,
        "question": "what is ferritin",
        "outcome": "answer",
        "entry": "what-is-ferritin",
        "score": 1.0,
        "candidates": [
            {"entry": "what-is-ferritin", "score": 1.0},
            {"entry": "ferritin-threshold", "score": 0.0},
            {"entry": "warm-bath", "score": 0.0},
            {"entry": "pregnancy", "score": 0.0},
        ],
        "text": ANSWER[: ANSWER.index("\n\nWhere to read it:")],
        "sources": [
            {"title": "The Press, “Iron and legs”, Basics, its reference 3", "url": "https://example.org/article"}
        ],
        "disclaimer": "Not medical advice. Reviewed 22 November 2026.",
    }


def test_ask_json_of_a_subject_that_is_not_covered_is_a_referral(content: Path) -> None:
    answer = asked(content, "I am pregnant")
    assert (answer["outcome"], answer["entry"], answer["score"]) == ("referral", "pregnancy", 1.0)
    assert answer["sources"] == [{"title": "The Clinic on legs", "url": "https://example.org/clinic"}]


def test_ask_json_of_a_red_flag_is_urgent_and_names_no_entry(content: Path) -> None:
    answer = asked(content, "my chest hurts since the morning")
    assert (answer["outcome"], answer["entry"], answer["score"]) == ("urgent", None, 1.0)
    assert answer["sources"] == [{"title": "The Crisis Line", "url": "https://example.org/crisis"}]
    assert answer["disclaimer"] == ""


def test_ask_json_of_what_nobody_wrote_about_is_none(content: Path) -> None:
    answer = asked(content, "qqqq zzzz")
    assert (answer["outcome"], answer["entry"], answer["sources"]) == ("none", None, [])
    assert answer["disclaimer"] == "Not medical advice."


@pytest.fixture(scope="module")
def doubtful(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Content that answers what is asked word for word, and suggests for anything else."""
    folder = Folder.tiny(tmp_path_factory.mktemp("doubtful"))
    folder.replace(
        "matching.yaml", "answer: 0.5, suggest: 0.1, unasked: 0.9", "answer: 1.0, suggest: 0.0, unasked: 1.0"
    )
    folder.replace(
        "matching.yaml", "answer: 0.6, suggest: 0.2, unasked: 0.8", "answer: 1.0, suggest: 0.0, unasked: 1.0"
    )
    return folder.path


def test_ask_json_of_an_unclear_question_suggests_and_names_no_entry(doubtful: Path) -> None:
    answer = asked(doubtful, "ferritin low protein bath")
    assert (answer["outcome"], answer["entry"], answer["sources"]) == ("suggest", None, [])
    assert str(answer["text"]).startswith("Did you mean one of these?\n\n1. ")
    assert str(answer["text"]).endswith("Not medical advice.")


@pytest.mark.parametrize("question", ["what is ferritin", "I am pregnant", "my chest hurts", "ferritin bath", "", "🙂"])
def test_candidates_stand_in_rank_order_whatever_the_outcome(content: Path, question: str) -> None:
    candidates = asked(content, question)["candidates"]
    assert isinstance(candidates, list)
    scores = [candidate["score"] for candidate in candidates]
    assert len({candidate["entry"] for candidate in candidates}) >= 3
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


ODD = [
    "", "   ", "🙂🙂🙂", "؟؟؟", "\u200b\u200d\ufeff", "\u202e\u202c", "?!…", "___", "\x07\x1b\x7f", "'", "-",
]  # fmt: skip


@pytest.mark.parametrize("question", ODD[:-1], ids=ascii)
def test_a_question_without_a_word_gets_an_honest_no(content: Path, question: str) -> None:
    answer = asked(content, question)
    assert (answer["question"], answer["outcome"], answer["score"]) == (question, "none", 0.0)


STRANGE = [
    "مرحبا كيف حالك", "שלום", "что такое ферритин", "鉄とは何ですか", "<b>what</b> &amp; <script>alert(1)</script>",
    "/start@other_bot", "/ask", "a" * 4096, "ferritin " * 455, "{}", "%s %(x)s {0}", "'; DROP TABLE entries; --",
    "\ud83d what", "tab\tand\nline", "\u2028", "é\u0301\u0301\u0301" * 99, "𝕗𝕖𝕣𝕣𝕚𝕥𝕚𝕟", "NaN", "--help", "fer\0ritin",
]  # fmt: skip


@pytest.mark.parametrize("question", STRANGE, ids=lambda question: ascii(question[:20]))
def test_a_strange_question_gets_one_whole_object_and_no_traceback(content: Path, question: str) -> None:
    answer = asked(content, question)
    assert answer["question"] == question.encode("utf-8", "replace").decode()
    assert answer["outcome"] in {"answer", "suggest", "referral", "none"}
    assert answer["text"]


def test_a_word_with_something_invisible_in_it_is_the_word(content: Path) -> None:
    assert asked(content, "what is fer\0ri\u200btin")["entry"] == "what-is-ferritin"


def test_ask_reads_questions_from_standard_input_one_a_line(content: Path) -> None:
    typed = b"what is ferritin\r\n\nI am pregnant\xff?\nline\xe2\x80\xa8separated\nlast without an end"
    result = legwise("ask", "--json", "-", "--content", content, typed=typed)
    answers = [json.loads(line) for line in result.stdout.split("\n")[:-1]]
    assert [answer["question"] for answer in answers] == [
        "what is ferritin",
        "",
        "I am pregnant\ufffd?",
        "line\u2028separated",
        "last without an end",
    ]
    assert [answer["entry"] for answer in answers[:3]] == ["what-is-ferritin", None, "pregnancy"]
    assert (result.exit_code, result.stderr) == (0, "")


def test_ask_without_json_answers_standard_input_too(content: Path) -> None:
    result = legwise("ask", "-", "--content", content, typed="what is ferritin\nwhat is ferritin\n")
    assert result.stdout == ANSWER * 2


def test_ask_of_an_empty_standard_input_prints_nothing(content: Path) -> None:
    result = legwise("ask", "--json", "-", "--content", content, typed="")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")


def test_ask_without_a_question_is_wrong_usage() -> None:
    result = legwise("ask")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Missing argument" in result.stderr


# ask, as a process of its own


@contextmanager
def process(*arguments: str | Path, **environment: str) -> Iterator[tuple[Popen[bytes], IO[bytes], IO[bytes]]]:
    """`python -m faq …` with its input and output, unbuffered; one that hangs is ended, so that reads return."""
    command = [sys.executable, "-m", "faq", *map(str, arguments)]
    with Popen(command, bufsize=0, stdin=PIPE, stdout=PIPE, stderr=PIPE, env={**os.environ, **environment}) as running:
        watch = Timer(60, running.kill)
        watch.start()
        assert running.stdin
        assert running.stdout
        try:
            yield running, running.stdin, running.stdout
        finally:
            watch.cancel()
            running.kill()


def test_each_line_is_answered_before_the_next_one_is_sent(content: Path) -> None:
    with process("ask", "--json", "-", "--content", content) as (running, typed, told):
        for question in ("what is ferritin", "I am pregnant"):
            typed.write(f"{question}\n".encode())
            assert json.loads(told.readline())["question"] == question
        typed.close()
        assert told.read() == b""
        assert running.wait() == 0


def test_a_reader_that_goes_away_ends_the_answers_quietly(content: Path) -> None:
    with process("ask", "--json", "-", "--content", content) as (running, typed, told):
        typed.write(b"what is ferritin\n")
        told.readline()
        told.close()
        typed.write(b"what is ferritin\n" * 9)
        assert running.stderr
        assert b"Traceback" not in running.stderr.read()


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_a_terminal_without_unicode_gets_the_answer_with_the_signs_it_lacks_replaced(
    content: Path, encoding: str
) -> None:
    with process("ask", "what is ferritin", "--content", content, PYTHONIOENCODING=encoding) as (running, _, told):
        printed = told.read()
        assert running.wait() == 0
    assert printed.decode(encoding).startswith("What is ferritin?\n\nFerritin is a protein.\n")


ALONE = """
import sys
sys.modules["telegram"] = sys.modules["bot"] = None
from faq.cli import app
app(["--help"])
"""


def test_the_bench_works_where_telegram_is_not_installed() -> None:
    done = run([sys.executable, "-c", ALONE], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Answer a question in the terminal." in done.stdout


# chat

GREETING = "Ask about iron, ferritin and restless legs. A number chooses what is offered; an empty line ends.\n\n"
THRESHOLD = """Which ferritin level is too low?

The article names 50.

Beyond the article: Today's guidance says 75.

Sources:
• The Press, “Iron and legs”, Basics
• The Clinic on legs

Not medical advice. Reviewed 2 November 2026.

Where to read it:
  The Press, “Iron and legs”, Basics
    https://example.org/article
  The Clinic on legs
    https://example.org/clinic


"""


def test_chat_answers_offers_what_is_related_and_takes_its_number(content: Path) -> None:
    result = legwise("chat", "--content", content, typed="what is ferritin\n1\n\n")
    offered = "  1. Which ferritin level is too low?\n\n"
    assert result.stdout == f"{GREETING}> {ANSWER}{offered}> {THRESHOLD}> "
    assert (result.exit_code, result.stderr) == (0, "")


def test_chat_takes_the_number_of_a_suggestion(doubtful: Path) -> None:
    first = legwise("ask", "--json", "--content", doubtful, "bath").stdout
    best = json.loads(first)["candidates"][0]["entry"]
    assert best == "warm-bath"
    assert "A warm bath may help." in legwise("chat", "--content", doubtful, typed="bath\n1\n").stdout


@pytest.mark.parametrize("typed", ["0", "2", "-1", "1.0", "²", "9" * 5000, "one", "🙂"])
def test_chat_takes_a_number_that_is_not_offered_for_a_question(content: Path, typed: str) -> None:
    result = legwise("chat", "--content", content, typed=f"what is ferritin\n{typed}\n\n")
    assert result.exit_code == 0
    assert "Beyond the article" not in result.stdout.split(ANSWER)[1]
    assert result.stdout.count("\n> ") == 3


@pytest.mark.parametrize("typed", ["", "\n", "   \n"])
def test_an_empty_line_or_the_end_of_input_ends_a_chat(content: Path, typed: str) -> None:
    result = legwise("chat", "--content", content, typed=typed)
    assert (result.exit_code, result.stdout, result.stderr) == (0, f"{GREETING}> ", "")


def test_bytes_that_are_no_text_do_not_end_a_chat_badly(content: Path) -> None:
    result = legwise("chat", "--content", content, typed=b"\xff\xfe\nwhat is ferritin\n")
    assert result.exit_code == 0
    assert ANSWER in result.stdout


# check


def test_check_of_good_content_says_what_was_checked(content: Path) -> None:
    result = legwise("check", "--content", content)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.endswith(": checked\n")
    assert "3 entries and 1 referral with 8 phrasings, 1 red flag rule: checked\n" in result.stdout


def test_check_advises_without_failing(tmp_path: Path) -> None:
    folder = Folder.tiny(tmp_path).replace(
        "ferritin.yaml", "- bath before bed", "- bath before bed\n      - beds and baths"
    )
    result = legwise("check", "--content", folder.path)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "entries with fewer than 12 phrasings: 4 (add what people type)\n  what-is-ferritin: 2\n" in result.stdout


NOUNS = (
    "apple", "bread", "candle", "dragon", "eagle", "feather", "garden", "hammer", "island", "jacket", "kettle",
    "lantern", "marble", "needle", "orange",
)  # fmt: skip
CROWD = "topic: Ferritin\nentries:\n" + "".join(
    f"""\
  - id: word{number}
    question: What is a {noun}?
    phrasings: [tell me of the {noun}, the {noun} meaning]
    answer: A {noun}.
    cites: {{section: Tips}}
    reviewed: 2026-11-22
"""
    for number, noun in enumerate(NOUNS)
)


def test_check_tells_the_first_ten_places_and_counts_the_rest(tmp_path: Path) -> None:
    folder = Folder.tiny(tmp_path).write("ferritin.yaml", CROWD)
    first, every = legwise("check", "--content", folder.path), legwise("check", "--all", "--content", folder.path)
    assert "fewer than 12 phrasings: 16 (add what people type)\n" in first.stdout
    assert "  word9: 2\n  and 6 more; --all shows them\n\n" in first.stdout
    assert "  word14: 2\n" not in first.stdout
    assert "  word14: 2\n  pregnancy: 2\n\n" in every.stdout
    assert "more; --all" not in every.stdout


def test_check_of_broken_content_tells_every_fault_on_standard_error(tmp_path: Path) -> None:
    folder = Folder.tiny(tmp_path).replace("ferritin.yaml", "reference: 3", "reference: 4")
    folder.replace("elsewhere.yaml", "- I am pregnant", "- no")
    result = legwise("check", "--content", folder.path)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        "elsewhere.yaml:6:9: this is read as yes or no where text is wanted; put it in quotes\n"
        "ferritin.yaml:12:41: section `Basics` has no reference 4; it has 3\n"
    )


def test_check_proves_a_red_flag_against_its_own_examples(tmp_path: Path) -> None:
    folder = Folder.tiny(tmp_path).replace("safety.yaml", "yes: [my chest hurts]", "yes: [my heart hurts]")
    folder.replace("safety.yaml", "no: [my leg hurts]", "no: [pain in the chest]")
    result = legwise("check", "--content", folder.path)
    assert result.exit_code == 1
    assert result.stderr == (
        "safety.yaml: rule chest-pain: 'my heart hurts' gets no reply, not heart; "
        "change the rule's words, or move the example\n"
        "safety.yaml: rule chest-pain: 'pain in the chest' gets heart, not no reply; "
        "change the rule's words, or move the example\n"
    )


def test_check_finds_a_phrasing_that_would_raise_an_alarm(tmp_path: Path) -> None:
    folder = Folder.tiny(tmp_path).replace("ferritin.yaml", "- bath before bed", "- my chest hurts in the bath")
    result = legwise("check", "--content", folder.path)
    assert result.exit_code == 1
    assert result.stderr == (
        "warm-bath: 'my chest hurts in the bath' raises the red flag heart; change the phrasing, or the rule\n"
    )


@pytest.mark.parametrize("command", [["ask", "hello"], ["chat"], ["check"]], ids=lambda command: str(command[0]))
def test_broken_content_stops_every_command_with_the_place_and_no_traceback(tmp_path: Path, command: list[str]) -> None:
    Folder.tiny(tmp_path).write("ferritin.yaml", b"\xff")
    result = legwise(*command, "--content", tmp_path)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "ferritin.yaml:1:1: is not UTF-8 text; save the file as UTF-8\n"


@pytest.mark.parametrize("command", [["ask", "hello"], ["chat"], ["check"]], ids=lambda command: str(command[0]))
def test_a_folder_that_is_not_there_is_named(tmp_path: Path, command: list[str]) -> None:
    result = legwise(*command, "--content", tmp_path / "nowhere")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"{tmp_path / 'nowhere'}: no such folder; name a content folder\n"


# eval

LABELLED = """\
question\taccept\tnote
what is ferritin\twhat-is-ferritin\tword for word
ferritin cut-off\twhat-is-ferritin,ferritin-threshold\ttwo are accepted
bath before bed\tferritin-threshold\tanswered, but not as labelled
I am pregnant\tpregnancy\ta referral that is wanted
expecting a baby\tnone\ta referral where nothing is
qqqq zzzz\tnone\t
my chest hurts\tsafety\t
"""

REPORT = {
    "schema": 1,
    "questions": 7,
    "figures": {
        "first": 0.75,
        "among_three": 1.0,
        "right": 0.75,
        "right_or_offered": 0.75,
        "wrong": 0.25,
        "false_answers": 0.0,
        "urgent_recall": 1.0,
        "urgent_alarms": 0.0,
        "calibration_error": 0.25,
    },
}


def questions(folder: Path, text: str | bytes = LABELLED) -> Path:
    path = folder / "questions.tsv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_eval_json_measures_each_promise(content: Path, tmp_path: Path) -> None:
    result = legwise("eval", questions(tmp_path), "--json", "--content", content)
    assert (result.exit_code, result.stderr) == (0, "")
    report = json.loads(result.stdout)
    labels, reliability = report.pop("labels"), report.pop("reliability")
    assert report == REPORT
    assert reliability == [{"low": 0.9, "questions": 4, "score": 1.0, "right": 0.75}]
    assert list(labels) == ["ferritin-threshold", "none", "pregnancy", "safety", "what-is-ferritin"]
    assert labels["none"] == {"false_answers": 0.0, "urgent_alarms": 0.0}
    assert labels["safety"] == {"urgent_recall": 1.0}
    assert labels["ferritin-threshold"]["right"] == 0.5


def test_eval_tells_the_measures_in_a_table(content: Path, tmp_path: Path) -> None:
    result = legwise("eval", questions(tmp_path), "--content", content)
    assert (result.exit_code, result.stderr) == (0, "")
    rows = [[cell.strip() for cell in line.split("│")[1:-1]] for line in result.stdout.splitlines() if "│" in line]
    assert rows[:10] == [
        ["right entry ranks first", "75.0%"],
        ["among the first three", "100.0%"],
        ["answered right", "75.0%"],
        ["answered right or offered", "75.0%"],
        ["answered wrong", "25.0%"],
        ["false answers, out of scope", "0.0%"],
        ["red flags caught", "100.0%"],
        ["false alarms", "0.0%"],
        ["calibration error", "25.0%"],
        ["0.9", "4", "1.00", "0.75"],
    ]


def test_eval_show_lists_what_went_wrong_and_only_that(content: Path, tmp_path: Path) -> None:
    shown = legwise("eval", questions(tmp_path), "--show", "--content", content).stdout.partition("to look at")[2]
    assert "bath before bed" in shown
    assert "ferritin cut-off" not in shown
    assert "pregnant" not in shown


def test_an_emergency_that_is_missed_and_an_alarm_without_need_are_measured(content: Path, tmp_path: Path) -> None:
    text = "question\taccept\nzebra crossing\tsafety\nmy chest hurts\tsafety\nwarm bath for chest pain\twarm-bath\n"
    figures = json.loads(legwise("eval", questions(tmp_path, text), "--json", "--content", content).stdout)["figures"]
    assert (figures["urgent_recall"], figures["urgent_alarms"]) == (0.5, 1.0)


def test_a_suggestion_that_is_accepted_counts_as_offered_and_not_as_right(doubtful: Path, tmp_path: Path) -> None:
    text = "question\taccept\na hot bath then\twarm-bath\n"
    figures = json.loads(legwise("eval", questions(tmp_path, text), "--json", "--content", doubtful).stdout)["figures"]
    assert (figures["right"], figures["right_or_offered"], figures["wrong"]) == (0.0, 1.0, 0.0)


PASSING = [
    ["right=0.75"],
    ["right=75%"],
    ["wrong=0.25", "right=0.5"],
    ["false_answers=0"],
    ["urgent_recall=100%"],
    ["calibration_error=0.25"],
]


@pytest.mark.parametrize("bounds", PASSING, ids=", ".join)
def test_bounds_that_hold_end_with_zero(content: Path, tmp_path: Path, bounds: list[str]) -> None:
    options = [f"--fail-under={bound}" for bound in bounds]
    result = legwise("eval", questions(tmp_path), "--json", "--content", content, *options)
    assert (result.exit_code, result.stderr) == (0, "")


def test_bounds_that_do_not_hold_are_all_told_after_the_report(content: Path, tmp_path: Path) -> None:
    options = ["--fail-under", "right=0.9", "--fail-under", "wrong=5%", "--fail-under", "first=0.1"]
    result = legwise("eval", questions(tmp_path), "--json", "--content", content, *options)
    assert result.exit_code == 1
    assert json.loads(result.stdout)["figures"] == REPORT["figures"]
    assert result.stderr == "right: 75.0%, must be at least 90.0%\nwrong: 25.0%, must be at most 5.0%\n"


def test_a_bound_that_no_question_measures_does_not_hold(content: Path, tmp_path: Path) -> None:
    text = "question\taccept\nwhat is ferritin\twhat-is-ferritin\n"
    result = legwise("eval", questions(tmp_path, text), "--json", "--content", content, "--fail-under=urgent_recall=0")
    assert result.exit_code == 1
    assert result.stderr == ("urgent_recall: no question measures it; leave the bound out, or label such questions\n")


NAMES = (
    "first, among_three, right, right_or_offered, wrong, false_answers, urgent_recall, urgent_alarms, calibration_error"
)


@pytest.mark.parametrize(
    "bound", ["right", "right=", "right=high", "right=1.5", "right=-1", "right=nan", "rigth=0.5", "=", ""]
)
def test_a_bound_that_is_none_is_wrong_usage(content: Path, tmp_path: Path, bound: str) -> None:
    result = legwise("eval", questions(tmp_path), "--content", content, "--fail-under", bound)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"--fail-under {bound}: write NAME=VALUE, a share from 0 to 1; names: {NAMES}\n"


UNUSABLE = [
    ("", "1: no column question, accept; begin with the line question<TAB>accept"),
    ("question,accept\nwhat,none\n", "1: no column question, accept; begin with the line question<TAB>accept"),
    ("question\tnote\nwhat\t\n", "1: no column accept; begin with the line question<TAB>accept"),
    ("question\taccept\nwhat\tnone\nwhat\n", "3: accept is empty; fill it, or delete the line"),
    ("question\taccept\n \tnone\n", "2: question is empty; fill it, or delete the line"),
    ("question\taccept\n\n\nwhat\tferitin\n", "4: no entry is called feritin; write an id, none or safety"),
    ("question\taccept\nwhat\tNone\n", "2: no entry is called None; write an id, none or safety"),
    ("question\taccept\nwhat\tnone,pregnant\n", "2: no entry is called pregnant; write an id, none or safety"),
]


@pytest.mark.parametrize(("text", "fault"), UNUSABLE, ids=[fault for _, fault in UNUSABLE])
def test_labelled_questions_that_can_not_be_used_are_wrong_usage(
    content: Path, tmp_path: Path, text: str, fault: str
) -> None:
    path = questions(tmp_path, text)
    result = legwise("eval", path, "--content", content)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"{path}:{fault}\n")


@pytest.mark.parametrize(
    "text",
    ["question\taccept\n", b"question\taccept\nwh\xffat\tnone\n", "question\taccept\n" + "a" * 200_000 + "\tnope\n"],
)
def test_a_file_that_can_not_be_measured_is_named_without_a_traceback(
    content: Path, tmp_path: Path, text: str | bytes
) -> None:
    path = questions(tmp_path, text)
    result = legwise("eval", path, "--content", content)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"{path}:")
    assert result.stderr.count("\n") == 1


def test_a_file_that_is_not_there_is_named(content: Path, tmp_path: Path) -> None:
    result = legwise("eval", tmp_path / "nowhere.tsv", "--content", content)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"{tmp_path / 'nowhere.tsv'}: can't be read")


def test_labelled_questions_hold_whatever_people_type(content: Path, tmp_path: Path) -> None:
    text = '\ufeffquestion\taccept\r\nwhat is "ferritin\twhat-is-ferritin\r\n\x0b\u2028🙂\x85?\tnone\r\n'
    report = json.loads(legwise("eval", questions(tmp_path, text), "--json", "--content", content).stdout)
    assert report["questions"] == 2
    assert (report["figures"]["right"], report["figures"]["false_answers"]) == (1.0, 0.0)


OTHER = """\
entry\tphrasing
tea\thow long does tea steep
tea\tminutes for green tea
coffee\twhich grind for espresso
coffee\thow fine are the beans
"""


def test_eval_entries_measures_another_faq_with_nothing_of_ours(content: Path, tmp_path: Path) -> None:
    (tmp_path / "other.tsv").write_text(OTHER)
    text = "question\taccept\nminutes for green tea\ttea\nhow fine are the beans?\tcoffee\nmy chest hurts\tnone\n"
    arguments = ("eval", questions(tmp_path, text), "--json", "--content", content)
    result = legwise(*arguments, "--entries", tmp_path / "other.tsv")
    assert result.exit_code == 0
    report = json.loads(result.stdout)
    assert (report["figures"]["right"], report["figures"]["urgent_alarms"]) == (1.0, 0.0)
    assert list(report["labels"]) == ["coffee", "none", "tea"]


def test_a_label_of_ours_is_unknown_to_another_faq(content: Path, tmp_path: Path) -> None:
    (tmp_path / "other.tsv").write_text(OTHER)
    path = questions(tmp_path, "question\taccept\nwhat is ferritin\twhat-is-ferritin\n")
    result = legwise("eval", path, "--entries", tmp_path / "other.tsv", "--content", content)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"{path}:2: no entry is called what-is-ferritin; write an id, none or safety\n"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("entry\tphrasing\n", ": no phrasing in it; add a line under the header"),
        ("entry\tquestion\ntea\twhat\n", ":1: no column phrasing; begin with the line entry<TAB>phrasing"),
        ("entry\tphrasing\ntea\n", ":2: phrasing is empty; fill it, or delete the line"),
    ],
)
def test_another_faq_that_can_not_be_used_is_wrong_usage(content: Path, tmp_path: Path, text: str, fault: str) -> None:
    (tmp_path / "other.tsv").write_text(text)
    path = questions(tmp_path, "question\taccept\nwhat\tnone\n")
    result = legwise("eval", path, "--entries", tmp_path / "other.tsv", "--content", content)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"{tmp_path / 'other.tsv'}{fault}\n")


# The bench itself


def test_a_command_that_does_not_exist_is_wrong_usage() -> None:
    result = legwise("answer")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "No such command" in result.stderr
