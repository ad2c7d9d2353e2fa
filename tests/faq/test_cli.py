"""The curator's commands `ask` and `chat`: output, errors and exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from faq.loading import load
from tests.faq.content_folder import ContentFolder
from tests.faq.tools.command_line import legwise


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A content folder that no test changes."""
    return ContentFolder.small(tmp_path_factory.mktemp("content")).path


def ask(content: Path, *question: str) -> dict[str, object]:
    """Return the one object that `ask --json` prints."""
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

Ask which value is meant.

From one article (The Press, updated December 2023).
  https://example.org/article

Not medical advice.

"""


def test_ask_prints_the_answer_and_the_addresses_of_its_sources(content: Path) -> None:
    result = legwise("ask", "--content", content, "what", "is", "ferritin")
    assert (result.exit_code, result.stdout, result.stderr) == (0, ANSWER, "")


def test_ask_quick_answers_by_words_and_then_from_what_is_stored(content: Path) -> None:
    for command in (["--quick"], [], ["--quick"]):
        assert legwise("ask", *command, "--content", content, "what is ferritin").stdout == ANSWER


def test_ask_json_prints_one_object_of_the_contract(content: Path) -> None:
    assert ask(content, "what", "is", "ferritin") == {
        "schema": 2,
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
        "also": [],
        "about": None,
        "support": False,
        "kind": None,
        "language": "en",
        "text": ANSWER.replace("  https://example.org/article\n", "").rstrip(),
        "sources": [{"title": "Iron and legs", "url": "https://example.org/article"}],
        "disclaimer": "Not medical advice.",
    }


def test_ask_json_of_a_subject_that_is_not_covered_is_a_referral(content: Path) -> None:
    answer = ask(content, "I am pregnant")
    assert (answer["outcome"], answer["entry"], answer["score"]) == ("referral", "pregnancy", 1.0)
    assert answer["sources"] == [{"title": "The Clinic on legs", "url": "https://example.org/clinic"}]


def test_ask_json_of_a_red_flag_is_urgent_and_names_no_entry(content: Path) -> None:
    answer = ask(content, "my chest hurts since the morning")
    assert (answer["outcome"], answer["entry"], answer["score"]) == ("urgent", None, 1.0)
    assert answer["sources"] == [{"title": "The Crisis Line", "url": "https://example.org/crisis"}]
    assert answer["disclaimer"] == ""


def test_ask_json_of_an_unknown_subject_is_none(content: Path) -> None:
    answer = ask(content, "passport renewal fee")
    assert (answer["outcome"], answer["entry"], answer["sources"]) == ("none", None, [])
    assert answer["disclaimer"] == "Not medical advice."


@pytest.fixture(scope="module")
def unsure(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Content that answers literal phrasings and suggests for anything else."""
    folder = ContentFolder.small(tmp_path_factory.mktemp("unsure"))
    folder.replace(
        "matching.yaml", "answer: 0.5, suggest: 0.1, unasked: 0.9", "answer: 1.0, suggest: 0.0, unasked: 1.0"
    )
    folder.replace(
        "matching.yaml", "answer: 0.6, suggest: 0.2, unasked: 0.8", "answer: 1.0, suggest: 0.0, unasked: 1.0"
    )
    return folder.path


def test_ask_json_of_an_unclear_question_suggests_and_names_no_entry(unsure: Path) -> None:
    answer = ask(unsure, "ferritin low protein bath")
    assert (answer["outcome"], answer["entry"], answer["sources"]) == ("suggest", None, [])
    assert str(answer["text"]).startswith("Did you mean one of these?\n\n1. ")
    assert str(answer["text"]).endswith("Not medical advice.")


@pytest.mark.parametrize("question", ["what is ferritin", "I am pregnant", "my chest hurts", "ferritin bath", "", "🙂"])
def test_candidates_are_in_rank_order_for_every_outcome(content: Path, question: str) -> None:
    candidates = ask(content, question)["candidates"]
    assert isinstance(candidates, list)
    scores = [candidate["score"] for candidate in candidates]
    assert len({candidate["entry"] for candidate in candidates}) >= 3
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


ODD = [
    "", "   ", "🙂🙂🙂", "؟؟؟", "\u200b\u200d\ufeff", "\u202e\u202c", "?!…", "___", "\x07\x1b\x7f", "'", "-",
]  # fmt: skip


@pytest.mark.parametrize("question", [odd for odd in ODD if odd not in {"🙂🙂🙂", "-"}], ids=ascii)
def test_a_question_without_a_word_gets_no_answer(content: Path, question: str) -> None:
    answer = ask(content, question)
    assert (answer["question"], answer["outcome"], answer["score"]) == (question, "none", 0.0)


def test_emoji_alone_are_small_talk_that_gets_no_words(content: Path) -> None:
    answer = ask(content, "🙂🙂🙂")
    assert (answer["outcome"], answer["kind"], answer["text"]) == ("smalltalk", "ack", "")


STRANGE = [
    "مرحبا كيف حالك", "שלום", "что такое ферритин", "鉄とは何ですか", "<b>what</b> &amp; <script>alert(1)</script>",
    "/start@other_bot", "/ask", "a" * 4096, "ferritin " * 455, "{}", "%s %(x)s {0}", "'; DROP TABLE entries; --",
    "\ud83d what", "tab\tand\nline", "\u2028", "é\u0301\u0301\u0301" * 99, "𝕗𝕖𝕣𝕣𝕚𝕥𝕚𝕟", "NaN", "--help", "fer\0ritin",
]  # fmt: skip


@pytest.mark.parametrize("question", STRANGE, ids=lambda question: ascii(question[:20]))
def test_a_strange_question_gets_one_whole_object_and_no_traceback(content: Path, question: str) -> None:
    answer = ask(content, question)
    assert answer["question"] == question.encode("utf-8", "replace").decode()
    assert answer["outcome"] in {"answer", "suggest", "referral", "smalltalk", "none"}
    assert answer["text"] or answer["outcome"] == "smalltalk"


def test_invisible_characters_in_a_word_are_ignored(content: Path) -> None:
    assert ask(content, "what is fer\0ri\u200btin")["entry"] == "what-is-ferritin"


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


def test_a_line_of_standard_input_may_be_an_object_with_the_entry_told_before_and_the_chat(content: Path) -> None:
    typed = (
        '{"question": "tell me more", "about": "what-is-ferritin"}\n'
        '{"question": "thank you", "chat": "group"}\n'
        '{"question": "thank you"}\n'
    )
    result = legwise("ask", "--json", "-", "--content", content, typed=typed)
    more, group, private = (json.loads(line) for line in result.stdout.split("\n")[:-1])
    assert (more["question"], more["entry"], more["about"]) == ("tell me more", "what-is-ferritin", "what-is-ferritin")
    assert more["text"].startswith("About: Ferritin")
    assert "Ask which value is meant." in more["text"]
    assert (group["outcome"], group["kind"], group["text"]) == ("smalltalk", "thanks", "")
    assert private["text"] == "You're welcome!"


def test_an_object_that_is_not_valid_ends_with_its_cure(content: Path) -> None:
    result = legwise("ask", "--json", "-", "--content", content, typed='{"question": "x", "about": "nothing"}\n')
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "about: the FAQ has no entry `nothing`; name one of its ids\n"


def test_the_reasons_name_the_class_that_took_a_message(content: Path) -> None:
    for question, taken in (("what is ferritin", "entry what-is-ferritin"), ("hello there", "chatter greetings")):
        lines = legwise("ask", "--explain", "--content", content, question).stdout.splitlines()
        assert f"taken by: {taken}" in lines


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


# chat

GREETING = """Ask a question.

A number chooses from a list. /topics lists all questions, /help tells more; “quit” ends.

Not medical advice.

"""
FAREWELL = "\nTake care. Write to me whenever you like.\n\n"
THRESHOLD = """Which ferritin level is too low?

The article names 50.

Newer guidance: Today's guidance says 75.

From one article (The Press, updated December 2023). Newer guidance: The Clinic.
  https://example.org/article
  https://example.org/clinic

Not medical advice.

"""


def test_chat_answers_offers_related_entries_and_takes_their_numbers(content: Path) -> None:
    result = legwise("chat", "--content", content, typed="what is ferritin\n1\n")
    offered = "1. Which ferritin level is too low?\n\n"
    assert result.stdout == f"{GREETING}> {ANSWER}{offered}> {THRESHOLD}> {FAREWELL}"
    assert (result.exit_code, result.stderr) == (0, "")


def test_chat_reads_a_follow_up_with_the_answer_before_also_after_small_talk(content: Path) -> None:
    result = legwise("chat", "--content", content, typed="what is ferritin\nthank you\ntell me more\n1\n\n")
    _, _, thanks, more, chosen, *_ = result.stdout.split("> ")
    assert thanks.startswith("You're welcome!")
    assert more.startswith("About: Ferritin\n\nAsk which value is meant.")
    assert chosen == THRESHOLD


def test_chat_shows_a_reaction_where_there_is_no_line(content: Path) -> None:
    assert "> 👍\n" in legwise("chat", "--content", content, typed="ok\n\n").stdout


def test_chat_takes_the_number_of_a_suggestion(unsure: Path) -> None:
    first = legwise("ask", "--json", "--content", unsure, "bath").stdout
    best = json.loads(first)["candidates"][0]["entry"]
    assert best == "warm-bath"
    assert "A warm bath may help." in legwise("chat", "--content", unsure, typed="bath\n1\n").stdout


@pytest.mark.parametrize("typed", ["0", "2", "-1", "1.0", "²", "9" * 5000, "two", "🙂"])
def test_chat_takes_a_number_that_is_not_offered_for_a_question(content: Path, typed: str) -> None:
    result = legwise("chat", "--content", content, typed=f"what is ferritin\n{typed}\n\n")
    assert result.exit_code == 0
    assert "Newer guidance" not in result.stdout.split(ANSWER)[1]
    assert result.stdout.count("> ") == 4


@pytest.mark.parametrize("typed", ["", "\n", "   \n"])
def test_empty_lines_only_prompt_again_until_the_end_of_input(content: Path, typed: str) -> None:
    result = legwise("chat", "--content", content, typed=typed)
    assert (result.exit_code, result.stdout, result.stderr) == (
        0,
        GREETING + "> " * (typed.count("\n") + 1) + FAREWELL,
        "",
    )


def test_bytes_that_are_not_text_do_not_end_a_chat(content: Path) -> None:
    result = legwise("chat", "--content", content, typed=b"\xff\xfe\nwhat is ferritin\n")
    assert result.exit_code == 0
    assert ANSWER in result.stdout


# Errors


@pytest.mark.parametrize("command", [["ask", "hello"], ["chat"], ["check"]], ids=lambda command: str(command[0]))
def test_invalid_content_stops_every_command_with_its_position_and_no_traceback(
    tmp_path: Path, command: list[str]
) -> None:
    ContentFolder.small(tmp_path).write("ferritin.yaml", b"\xff")
    result = legwise(*command, "--content", tmp_path)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "ferritin.yaml:1:1: is not UTF-8 text; save the file as UTF-8\n"


@pytest.mark.parametrize("command", [["ask", "hello"], ["chat"], ["check"]], ids=lambda command: str(command[0]))
def test_a_missing_folder_is_reported(tmp_path: Path, command: list[str]) -> None:
    result = legwise(*command, "--content", tmp_path / "nowhere")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"{tmp_path / 'nowhere'}: no such folder; name a content folder\n"


def test_a_command_that_does_not_exist_is_wrong_usage() -> None:
    result = legwise("answer")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "No such command" in result.stderr


def test_a_chat_tells_once_whom_to_talk_to(content: Path) -> None:
    result = legwise("chat", "--content", content, typed="I feel hopeless\nso hopeless\n\n")
    assert result.stdout.count("That sounds hard.") == 1


# import and export

LIST = "question,answer,source\nIs it safe?,It may be.,Page https://example.org/new\n"


def test_export_writes_the_file_and_import_reads_it_again(content: Path, tmp_path: Path) -> None:
    for name in ("faq.csv", "faq.json"):
        exported = legwise("export", tmp_path / name, "--content", content)
        assert (exported.exit_code, exported.stdout, exported.stderr) == (0, f"{tmp_path / name}: written\n", "")
        folder = tmp_path / f"from-{name}"
        imported = legwise("import", tmp_path / name, folder)
        files = "ferritin.yaml, not-covered.yaml"
        told = f"{folder}: 4 entries written to {files}. Next: legwise check --content {folder}\n"
        assert (imported.exit_code, imported.stdout, imported.stderr) == (0, told, "")
        assert load(folder).entries == load(content).entries


def test_export_of_a_page_links_to_the_bot(content: Path, tmp_path: Path) -> None:
    assert legwise("export", tmp_path / "faq.html", "--bot", "legwise_bot", "--content", content).exit_code == 0
    assert "https://t.me/legwise_bot?start=warm-bath" in (tmp_path / "faq.html").read_text()


def test_export_of_another_format_is_wrong_usage(content: Path, tmp_path: Path) -> None:
    result = legwise("export", tmp_path / "faq.pdf", "--content", content)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.endswith("faq.pdf: cannot be exported; name a file that ends in .csv, .json, .html\n")


def test_a_plain_list_is_imported_into_a_folder_that_answers(tmp_path: Path) -> None:
    (tmp_path / "opening.csv").write_text("question,answer\nAre you open?,Every day.\nIs it free?,It is.\n")
    folder = tmp_path / "new"
    result = legwise("import", tmp_path / "opening.csv", folder)
    told = f"{folder}: 2 entries written to opening.yaml. Next: legwise check --content {folder}\n"
    assert (result.exit_code, result.stdout, result.stderr) == (0, told, "")
    assert legwise("check", "--content", folder).exit_code == 0
    answer = ask(folder, "are you open")
    assert (answer["outcome"], answer["entry"], answer["sources"]) == ("answer", "are-you-open", [])
    assert "Every day." in str(answer["text"])


def test_import_tells_what_is_missing_and_exits_with_1(tmp_path: Path) -> None:
    (tmp_path / "faq.csv").write_text("question,answer,section\nIs it safe?,It may be.,Basics\n")
    result = legwise("import", tmp_path / "faq.csv", tmp_path / "new")
    assert result.exit_code == 1
    assert result.stdout.startswith(f"{tmp_path / 'new'}: 1 entry written to faq-2.yaml. ")
    fault = "there is no article to cite; add `article:` to faq.yaml, or name pages by `refer:`"
    assert f"faq.csv:2: row 2: {fault}\n" in result.stderr
    assert result.stderr.endswith("/new: is written, but is not valid until this is corrected there\n")


def test_import_tells_what_cannot_be_taken_and_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "faq.csv").write_text("question,answer\nIs it safe?,\n")
    result = legwise("import", tmp_path / "faq.csv", tmp_path / "new")
    told = "faq.csv:2: row 2: `answer` is empty; write it, or delete the row\n"
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", told)
    assert not (tmp_path / "new").exists()


def test_import_into_a_folder_adds_a_topic(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    folder = ContentFolder.small(tmp_path / "content")
    (tmp_path / "safety first.csv").write_text(LIST)
    result = legwise("import", tmp_path / "safety first.csv", folder.path, "--into")
    assert (result.exit_code, result.stderr) == (0, "")
    assert [entry.id for entry in load(folder.path).entries][-1] == "is-it-safe"
