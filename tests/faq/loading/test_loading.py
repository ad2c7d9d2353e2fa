"""A content folder loads whole or not at all: every fault is told as file:line:column, what, and the cure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from faq.loading import FaqError, load
from faq.models import Citation, Faq, Note, RedFlag, Referral, Source, Thresholds, ThresholdSets, UrgentReply
from tests.faq.content_folder import FERRITIN, TINY, Folder

CLINIC = Source("clinic", "The Clinic on legs", "https://example.org/clinic", frozenset({"75"}))
CRISIS_LINE = Source("crisis-line", "The Crisis Line", "https://example.org/crisis")


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder.tiny(tmp_path)


def faults(folder: Folder) -> list[str]:
    """What is told of a folder that does not load."""
    with pytest.raises(FaqError) as refused:
        load(folder.path)
    return str(refused.value).splitlines()


# What loads


def test_entries_come_in_the_order_of_topics_and_of_their_files(folder: Folder) -> None:
    ids = {topic: [entry.id for entry in entries] for topic, entries in load(folder.path).topics.items()}
    assert ids == {
        "Ferritin": ["what-is-ferritin", "ferritin-threshold", "warm-bath"],
        "Not covered": ["pregnancy"],
    }


def test_an_entry_is_what_its_lines_say(folder: Folder) -> None:
    entry = load(folder.path).by_id["what-is-ferritin"]
    assert entry.question == "What is ferritin?"
    assert entry.phrasings == ("what does ferritin mean", "the protein that stores iron")
    assert entry.answer == "Ferritin is a protein.\nIt stores iron."
    assert entry.basis == Citation("Basics", 3)
    assert entry.related == ("ferritin-threshold",)
    assert entry.reviewed == date(2026, 11, 22)


def test_notes_and_referrals_hold_their_sources(folder: Folder) -> None:
    faq = load(folder.path)
    assert faq.by_id["ferritin-threshold"].note == Note("Today's guidance says 75.", (CLINIC,))
    assert faq.by_id["pregnancy"].basis == Referral((CLINIC,))


def test_a_rule_holds_the_phrases_of_the_concepts_that_it_names(folder: Folder) -> None:
    faq = load(folder.path)
    advice = ("This can be an emergency.", "I'm an information bot and can't judge this.")
    assert faq.urgent_replies == (UrgentReply("heart", "Call 112 now.", advice, (CRISIS_LINE,)),)
    when = (("chest", "breastbone"), ("pain", "hurts"))
    assert faq.red_flags == (RedFlag("chest-pain", "heart", when, yes=("my chest hurts",), no=("my leg hurts",)),)


def test_thresholds_synonyms_and_chatter_are_content(folder: Folder) -> None:
    faq = load(folder.path)
    assert faq.thresholds == ThresholdSets(Thresholds(0.5, 0.1, unasked=0.9), Thresholds(0.6, 0.2, unasked=0.8))
    assert faq.synonyms == {"rls": "restless legs"}
    assert faq.chatter == {"greetings": ("hello there", "good morning all")}


@pytest.mark.parametrize("spelled", [lambda text: text.replace("\n", "\r\n"), lambda text: "\ufeff" + text])
def test_windows_line_ends_and_byte_order_marks_are_harmless(folder: Folder, spelled: Callable[[str], str]) -> None:
    plain = load(folder.path)
    for name, text in TINY.items():
        folder.write(name, spelled(text))
    assert load(folder.path) == plain


def test_the_lines_of_a_windows_file_are_counted_as_an_editor_does(folder: Folder) -> None:
    broken = "\ufeff" + FERRITIN.replace("reference: 3", "reference: 4").replace("\n", "\r\n")
    assert faults(folder.write("ferritin.yaml", broken)) == [
        "ferritin.yaml:12:41: section `Basics` has no reference 4; it has 3",
    ]


def test_an_id_of_forty_characters_is_short_enough(folder: Folder) -> None:
    folder.replace("ferritin.yaml", "id: warm-bath", f"id: {'a' * 40}")
    assert load(folder.path).entries[2].id == "a" * 40


@pytest.mark.parametrize("typed", ["1:30", "0x1F", "1e3", "~ish", "'50'", '"no"', "!!str 50", "nope"])
def test_what_a_person_reads_as_text_is_text_though_yaml_could_count_it(folder: Folder, typed: str) -> None:
    folder.replace("ferritin.yaml", "- bath before bed", f"- {typed}")
    written = typed.removeprefix("!!str ").strip("'\"")
    assert load(folder.path).by_id["warm-bath"].phrasings[0] == written


NO_DATE = "where a date such as 2026-11-22 is wanted; write a date such as 2026-11-22"
UNSTATED = "stands in none of the sources that are cited; take it out, or cite the source whose `figures` list it"

# What is refused: the shape of a value

NO_TEXT = [
    ("no", "read as yes or no"),
    ("yes", "read as yes or no"),
    ("Off", "read as yes or no"),
    ("50", "a number"),
    ("0123", "a number"),
    ("1_000", "a number"),
    ("7.5", "a number"),
    ("2026-11-22", "a date"),
]


@pytest.mark.parametrize(("typed", "read"), NO_TEXT)
def test_what_yaml_reads_as_something_else_is_no_text(folder: Folder, typed: str, read: str) -> None:
    folder.replace("ferritin.yaml", "- ferritin cut-off", f"- {typed}")
    assert faults(folder) == [f"ferritin.yaml:18:9: this is {read} where text is wanted; put it in quotes"]


SHAPES = [
    ("question: What is ferritin?", "question: no",
     "4:15: `question` is read as yes or no where text is wanted; put it in quotes"),
    ("question: What is ferritin?", "question:",
     "4:14: `question` is empty; write text"),
    ("question: What is ferritin?", "question: '  '",
     "4:15: `question` is empty; write text"),
    ("question: What is ferritin?", "question: [what, is, ferritin]",
     "4:15: `question` is a list where text is wanted; write text"),
    ("question: What is ferritin?", "question: {what: is ferritin}",
     "4:15: `question` is a mapping where text is wanted; write text"),
    ("question: What is ferritin?", f"question: {'o' * 121}",
     "4:15: `question` is longer than 120 characters; shorten it"),
    ("    phrasings:\n      - bath before bed\n      - soaking in hot water\n", "    phrasings: bath before bed\n",
     "26:16: `phrasings` is the text 'bath before bed' where a list is wanted; write a list"),
    ("    phrasings:\n      - bath before bed\n      - soaking in hot water\n", "    phrasings: []\n",
     "26:16: `phrasings` is empty; add one at least"),
    ("    phrasings:\n      - bath before bed\n      - soaking in hot water\n", "",
     "24:5: `phrasings` is missing; add `phrasings:` here"),
    ("      - bath before bed\n", "      -\n",
     "27:8: this is empty; write text"),
    ("      - bath before bed\n", "      - '?!'\n",
     "27:9: this phrasing has no word in it; write how a person would ask"),
    ("    reviewed: 2026-11-02", "    reviewed: soon",
     f"23:15: `reviewed` is the text 'soon' {NO_DATE}"),
    ("    reviewed: 2026-11-02", "    reviewed: 2026-02-30",
     f"23:15: `reviewed` is the text '2026-02-30' {NO_DATE}"),
    ("    reviewed: 2026-11-02", "    reviewed: 2026",
     f"23:15: `reviewed` is a number {NO_DATE}"),
    ("    reviewed: 2026-11-02\n", "",
     "15:5: `reviewed` is missing; add `reviewed:` here"),
    ("reference: 3", "reference: three",
     "12:41: `reference` is the text 'three' where a whole number is wanted; write a whole number"),
    ("reference: 3", "reference: 3.5",
     "12:41: `reference` is a number where a whole number is wanted; write a whole number"),
    ("reference: 3", "reference: yes",
     "12:41: `reference` is read as yes or no where a whole number is wanted; write a whole number"),
    ("cites: {section: Tips}", "cites: Tips",
     "30:12: `cites` is the text 'Tips' where keys and values are wanted; write keys and values"),
    ("    cites: {section: Tips}\n", "    cites: {section: Tips}\n    titel: Bath\n",
     "31:5: `titel` is not a key that is known here; remove it"),
    ("    related: [ferritin-threshold]\n", "    relatd: [ferritin-threshold]\n",
     "13:5: `relatd` is not a key that is known here; did you mean `related`?"),
    ("    cites: {section: Tips}\n", "    cites: {section: Tips}\n    colour: red\n",
     "31:5: `colour` is not a key that is known here; remove it"),
    ("cites: {section: Tips}", "cites: {section: Tips, page: 9}",
     "30:28: `page` is not a key that is known here; remove it"),
    ("    cites: {section: Tips}\n", "    cites: {section: Tips}\n    answer: It helps.\n",
     "31:5: the key `answer` stands here twice (first in line 29); keep one of them"),
    ("topic: Ferritin\n", "topic: Ferritin\ntopic: Iron\n",
     "2:1: the key `topic` stands here twice (first in line 1); keep one of them"),
    ("id: warm-bath", "id: Warm_Bath",
     "24:9: `id` is no id: 'Warm_Bath'; write at most 40 of a-z and 0-9, with single hyphens between"),
    ("id: warm-bath", "id: warm--bath",
     "24:9: `id` is no id: 'warm--bath'; write at most 40 of a-z and 0-9, with single hyphens between"),
    ("id: warm-bath", "id: wärme",
     "24:9: `id` is no id: 'wärme'; write at most 40 of a-z and 0-9, with single hyphens between"),
    ("id: warm-bath", 'id: "warm-bath\\n"',
     "24:9: `id` is no id: 'warm-bath\\n'; write at most 40 of a-z and 0-9, with single hyphens between"),
    ("id: warm-bath", f"id: {'a' * 41}",
     "24:9: `id` is longer than 40 characters; shorten it"),
    ("answer: A warm bath may help.", 'answer: "Half an emoji: \\uD83D"',
     "29:13: `answer` holds half a character; delete it"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "fault"), SHAPES, ids=[fault for *_, fault in SHAPES])
def test_a_value_of_the_wrong_shape_is_refused(folder: Folder, old: str, new: str, fault: str) -> None:
    assert faults(folder.replace("ferritin.yaml", old, new)) == [f"ferritin.yaml:{fault}"]


def test_a_mistyped_key_is_told_with_what_it_may_have_meant_and_what_is_missing_now(folder: Folder) -> None:
    folder.replace("ferritin.yaml", "answer: The article names 50.", "anwser: The article names 50.")
    assert faults(folder) == [
        "ferritin.yaml:15:5: `answer` is missing; add `answer:` here",
        "ferritin.yaml:20:5: `anwser` is not a key that is known here; did you mean `answer`?",
    ]


# What is refused: entries held against each other and their sources

CROSSINGS = [
    ("section: Tips", "section: Tricks",
     "30:22: the article has no section `Tricks`; name one of: Basics; Tips"),
    ("    cites: {section: Basics}\n    note", "    cites: {section: Baiscs}\n    note",
     "21:22: the article has no section `Baiscs`; name one of: Basics; Tips"),
    ("reference: 3", "reference: 4",
     "12:41: section `Basics` has no reference 4; it has 3"),
    ("section: Tips", "section: Tips, reference: 3",
     "30:39: section `Tips` has no reference 3; it has none: leave `reference` out"),
    ("    cites: {section: Tips}\n", "",
     "24:5: an entry either cites the article or refers elsewhere; give it `cites:` or `refer:`, one of them"),
    ("    cites: {section: Tips}\n", "    cites: {section: Tips}\n    refer: [clinic]\n",
     "24:5: an entry either cites the article or refers elsewhere; give it `cites:` or `refer:`, one of them"),
    ("sources: [clinic]", "sources: [clinc]",
     "22:55: no source is called `clinc`; add it to sources.yaml, or correct the name"),
    ("related: [ferritin-threshold]", "related: [ferritin-treshold]",
     "13:15: no entry is called `ferritin-treshold`; correct the id, or remove it"),
    ("related: [ferritin-threshold]", "related: [what-is-ferritin]",
     "13:15: an entry can't be related to itself; remove it"),
    ("The article names 50.", "The article names 50, 51 and 52.5.",
     f"20:13: the number 51 {UNSTATED}",
     f"20:13: the number 52.5 {UNSTATED}"),
    ("Today's guidance says 75.", "Today's guidance says 50.",
     f"22:18: the number 50 {UNSTATED}"),
    ("A warm bath may help.", "A warm bath helps 75%.",
     f"29:13: the number 75 {UNSTATED}"),
    ("- bath before bed", "- Ferritin, cut-off?!",
     "27:9: this phrasing stands under `ferritin-threshold` too (ferritin.yaml, line 18); keep it where it is meant"),
    ("- bath before bed", "- SOAKING in hot water",
     "28:9: this phrasing stands under `warm-bath` too (ferritin.yaml, line 27); keep it where it is meant"),
    ("- bath before bed", "- what is ferritin",
     "27:9: this phrasing stands under `what-is-ferritin` too (ferritin.yaml, line 4); keep it where it is meant"),
    ("question: Does a warm bath help?", "question: What is ferritin?",
     "25:15: this phrasing stands under `what-is-ferritin` too (ferritin.yaml, line 4); keep it where it is meant"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [(old, new, told) for old, new, *told in CROSSINGS],
    ids=[told for _, _, told, *_ in CROSSINGS],
)
def test_an_entry_at_odds_with_the_others_or_its_sources_is_refused(
    folder: Folder, old: str, new: str, told: list[str]
) -> None:
    assert faults(folder.replace("ferritin.yaml", old, new)) == [f"ferritin.yaml:{fault}" for fault in told]


def test_an_id_stands_once_in_the_whole_folder(folder: Folder) -> None:
    folder.replace("ferritin.yaml", "related: [what-is-ferritin, pregnancy]\n", "related: [what-is-ferritin]\n")
    folder.replace("elsewhere.yaml", "id: pregnancy", "id: warm-bath")
    assert faults(folder) == [
        "elsewhere.yaml:3:9: the id `warm-bath` is taken by ferritin.yaml, line 24; give it another id",
    ]


def test_a_phrasing_stands_once_in_the_whole_folder(folder: Folder) -> None:
    folder.replace("elsewhere.yaml", "- I am pregnant", "- Soaking in HOT water…")
    assert faults(folder) == [
        (
            "elsewhere.yaml:6:9: this phrasing stands under `warm-bath` too (ferritin.yaml, line 28); "
            "keep it where it is meant"
        ),
    ]


def test_a_referral_has_no_note(folder: Folder) -> None:
    folder.replace("elsewhere.yaml", "refer: [clinic]", "refer: [clinic]\n    note: {text: Hm., sources: [clinic]}")
    assert faults(folder) == ["elsewhere.yaml:10:11: a referral has no note; move its text into the answer"]


def test_a_referral_leads_somewhere(folder: Folder) -> None:
    folder.replace("elsewhere.yaml", "refer: [clinic]", "refer: []")
    assert faults(folder) == ["elsewhere.yaml:9:12: `refer` is empty; add one at least"]


# What is refused: the files beside the topics

BESIDE = [
    ("sources.yaml", "https://example.org/clinic", "ftp://example.org/clinic",
     "sources.yaml:4:10: `url` is no web address; correct it"),
    ("sources.yaml", "https://example.org/clinic", "https://",
     "sources.yaml:4:10: `url` is no web address; correct it"),
    ("sources.yaml", "https://example.org/clinic", "https://example.org/the clinic",
     "sources.yaml:4:10: `url` is no web address; correct it"),
    ("sources.yaml", "    title: The Crisis Line\n", "",
     "sources.yaml:7:5: `title` is missing; add `title:` here"),
    ("article.yaml", "updated: 2023-12-13", "updated: 2023",
     f"article.yaml:7:12: `updated` is a number {NO_DATE}"),
    ("article.yaml", "disclaimer: Not medical advice.\n", "",
     "article.yaml:1:1: `disclaimer` is missing; add `disclaimer:` here"),
    ("article.yaml", "  - elsewhere\n", "  - elsewhere\n  - iron\n",
     "article.yaml:15:5: there is no file iron.yaml; add it, or remove this line"),
    ("article.yaml", "  - elsewhere\n", "  - elsewhere\n  - ../../secrets\n",
     "article.yaml:15:5: there is no file ../../secrets.yaml; add it, or remove this line"),
    ("article.yaml", "  - elsewhere\n", "  - elsewhere\n  - ferritin\n",
     "article.yaml:15:5: `ferritin` stands here twice; keep one of them"),
    ("matching.yaml", "answer: 0.5", "answer: half",
     "matching.yaml:2:19: `answer` is the text 'half' where a number is wanted; write a number"),
    ("matching.yaml", "answer: 0.5", "answer: 50",
     "matching.yaml:2:19: `answer` must be at most 1; correct it"),
    ("matching.yaml", "suggest: 0.1", "suggest: 0.6",
     "matching.yaml:2:33: `suggest` is above `answer`; suggest from a lower score than answer"),
    ("matching.yaml", "suggest: 0.1", "suggest: 1",
     "matching.yaml:2:33: `suggest` is above `answer`; suggest from a lower score than answer"),
    ("matching.yaml", "unasked: 0.8", "unasked: 0.5",
     "matching.yaml:3:49: `unasked` is below `answer`; answer unasked from a higher score than when asked"),
    ("matching.yaml", "unasked: 0.9", "unasked: 0.4",
     "matching.yaml:2:47: `unasked` is below `answer`; answer unasked from a higher score than when asked"),
    ("matching.yaml", "rls: restless legs", "rls: no",
     "matching.yaml:5:8: `rls` is read as yes or no where text is wanted; put it in quotes"),
    ("matching.yaml", "rls: restless legs", "? [rls, wed]\n  : restless legs",
     "matching.yaml:5:5: a key is a list where text is wanted; write the key as text"),
    ("chatter.yaml", "- hello there", "- 2026-11-22",
     "chatter.yaml:3:7: this is a date where text is wanted; put it in quotes"),
    ("safety.yaml", "sources: [crisis-line]", "sources: [crisis]",
     "safety.yaml:7:15: no source is called `crisis`; add it to sources.yaml, or correct the name"),
    ("safety.yaml", "reply: heart", "reply: hart",
     "safety.yaml:12:12: no reply is called `hart`; add it to `replies`, or correct the name"),
    ("safety.yaml", "when: [the-chest,", "when: [the-chst,",
     "safety.yaml:13:12: no concept is called `the-chst`; add it to `concepts`, or correct the name"),
    ("safety.yaml", "[pain, hurts]", '[pain, "{ache}"]',
     "safety.yaml:13:30: no concept is called `ache`; add it to `concepts`, or correct the name"),
    ("safety.yaml", "[chest, breastbone]", '[chest, "{bone}"]\n  bone: [breastbone]',
     "safety.yaml:9:22: the concept `bone` is written further down; put it above"),
    ("safety.yaml", "[chest, breastbone]", '[chest, "{the-chest}"]',
     "safety.yaml:9:22: the concept `the-chest` is written further down; put it above"),
    ("safety.yaml", "[pain, hurts]", "[pain, 5]",
     "safety.yaml:13:30: this is a number where text is wanted; put it in quotes"),
    ("safety.yaml", "    yes: [my chest hurts]\n", "    yes: [my chest hurts]\n    within: 0\n",
     "safety.yaml:15:13: `within` must be at least 1; correct it"),
    ("safety.yaml", "    yes: [my chest hurts]\n", "    yes: []\n",
     "safety.yaml:14:10: `yes` is empty; add one at least"),
    ("safety.yaml", "concepts:\n", "  - {id: heart, heading: Sit down., paragraphs: [Rest.]}\nconcepts:\n",
     "safety.yaml:8:10: the id `heart` is taken by safety.yaml, line 2; give it another id"),
    ("safety.yaml", "    no: [my leg hurts]\n",
     "    no: [my leg hurts]\n  - {id: chest-pain, reply: heart, when: [[ache]], yes: [ache]}\n",
     "safety.yaml:16:10: the id `chest-pain` is taken by safety.yaml, line 11; give it another id"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "fault"), BESIDE, ids=[fault for *_, fault in BESIDE])
def test_a_fault_beside_the_topics_is_refused(folder: Folder, name: str, old: str, new: str, fault: str) -> None:
    assert faults(folder.replace(name, old, new)) == [fault]


# What is refused: the file itself


@pytest.mark.parametrize("name", ["sources.yaml", "article.yaml", "matching.yaml", "chatter.yaml", "safety.yaml"])
def test_a_file_that_is_missing_is_one_fault(folder: Folder, name: str) -> None:
    assert faults(folder.remove(name)) == [
        f"{name}:1:1: can't be read (No such file or directory); check that it is there and readable",
    ]


def test_a_folder_in_place_of_a_file_is_a_fault(folder: Folder) -> None:
    (folder.remove("chatter.yaml").path / "chatter.yaml").mkdir()
    assert faults(folder) == [
        "chatter.yaml:1:1: can't be read (Is a directory); check that it is there and readable",
    ]


IRON = """\
topic: Iron
entries:
  - id: iron
    question: What is iron?
    phrasings: [iron meaning]
    answer: A mineral.
    cites: {section: Tips}
    reviewed: 2026-11-22
"""


def test_a_topic_file_that_no_line_names_is_a_fault(folder: Folder) -> None:
    folder.write("iron.yaml", IRON)
    assert faults(folder) == [
        "article.yaml:13:3: the file iron.yaml is not among `topics`; add it in the order in which topics are shown",
    ]


def test_a_file_of_another_ending_is_not_passed_over(folder: Folder) -> None:
    folder.write("iron.yml", FERRITIN)
    assert faults(folder) == ["iron.yml:1:1: is not read: its name does not end in .yaml; rename it"]


FILES = [
    (b"", "1:1: is empty; fill it, or delete the file"),
    (b"# nothing yet\n", "1:1: is empty; fill it, or delete the file"),
    (b"hello\n", "1:1: this is the text 'hello' where keys and values are wanted; write keys and values"),
    (b"~\n", "1:1: this is empty where keys and values are wanted; write keys and values"),
    (b"- hello\n", "1:1: this is a list where keys and values are wanted; write keys and values"),
    (b"topic: A\n---\ntopic: B\n", "2:1: a second document begins here; keep one document a file"),
    (b"topic: caf\xe9\n", "1:11: is not UTF-8 text; save the file as UTF-8"),
    (b"topic: caf\xc3\xa9\nentries: \xc3\xa9\xff\n", "2:11: is not UTF-8 text; save the file as UTF-8"),
    ("topic: Ferritin\n".encode("utf-16"), "1:1: is not UTF-8 text; save the file as UTF-8"),
    (b"topic: Fer\x00ritin\n", "1:11: holds a character that YAML refuses; delete it"),
    (b"a: 1\nb:\x1b[1m\n", "2:3: holds a character that YAML refuses; delete it"),
    (b"topic: &name Ferritin\nentries: []\n",
     "1:8: anchors (&) and aliases (*) are not used here; write the text out"),
    (b"topic: Ferritin\nentries: *other\n",
     "2:10: anchors (&) and aliases (*) are not used here; write the text out"),
    (b"topic: !!python/object/apply:os.system [reboot]\n",
     "1:8: the tag tag:yaml.org,2002:python/object/apply:os.system is not allowed; remove the tag"),
    (b"topic: !include other.yaml\n", "1:8: the tag !include is not allowed; remove the tag"),
    (b"topic: !!binary aGVsbG8=\n", "1:8: the tag tag:yaml.org,2002:binary is not allowed; remove the tag"),
    (b"topic:\n\t- A\n",
     "2:1: is not YAML: found character '\\t' that cannot start any token; check the indent and the quotes here"),
    (b"topic: a: b\n",
     "1:9: is not YAML: mapping values are not allowed here; check the indent and the quotes here"),
    (b"[" * 100_000, "1:13: nested deeper than 12 levels; check the indent and brackets"),
    (b"- " * 100_000, "1:25: nested deeper than 12 levels; check the indent and brackets"),
    (b"topic: A\n" * 1_200_000, "1:1: is larger than 2,000,000 bytes; split it into several files"),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "fault"), FILES, ids=[fault for _, fault in FILES])
def test_a_file_that_is_no_content_is_one_fault(folder: Folder, raw: bytes, fault: str) -> None:
    assert faults(folder.write("elsewhere.yaml", raw)) == [f"elsewhere.yaml:{fault}"]


def test_an_alias_bomb_is_refused_before_it_is_built(folder: Folder) -> None:
    bomb = ["a: &a [lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    bomb += [f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]" for a, b in zip("abcdefgh", "bcdefghi", strict=True)]
    told = faults(folder.write("elsewhere.yaml", "\n".join(bomb)))
    assert len(told) == 9 + 8 * 9
    assert told[0] == "elsewhere.yaml:1:4: anchors (&) and aliases (*) are not used here; write the text out"


# What is refused: what would not fit a message


def test_an_answer_that_fills_a_message_to_its_last_character_loads(folder: Folder) -> None:
    assert len(load(folder.path).entries) == 4
    folder.replace("ferritin.yaml", "A warm bath may help.", "o" * (4096 - 117))
    assert load(folder.path).by_id["warm-bath"].answer == "o" * (4096 - 117)


def test_an_answer_of_one_character_more_is_refused(folder: Folder) -> None:
    folder.replace("ferritin.yaml", "A warm bath may help.", "o" * (4096 - 116))
    assert faults(folder) == ["ferritin.yaml:29:13: rendered it has 4,097 characters, a message 4,096; shorten it"]


def test_an_emoji_counts_as_two_characters_as_telegram_counts_it(folder: Folder) -> None:
    folder.replace("ferritin.yaml", "A warm bath may help.", "🛁" * 1990)
    assert faults(folder) == ["ferritin.yaml:29:13: rendered it has 4,097 characters, a message 4,096; shorten it"]


def test_what_to_do_in_an_emergency_must_fit_a_message_too(folder: Folder) -> None:
    folder.replace("safety.yaml", "This can be an emergency.", "o" * 4096)
    assert faults(folder) == ["safety.yaml:5:7: rendered it has 4,185 characters, a message 4,096; shorten it"]


# All of them at once


def test_every_fault_of_every_file_is_told_at_once_in_order(folder: Folder) -> None:
    folder.replace("article.yaml", "updated: 2023-12-13", "updated: lately")
    folder.replace("chatter.yaml", "- hello there", "- *hello")
    folder.replace("elsewhere.yaml", "- expecting a baby", "- no")
    folder.replace("ferritin.yaml", "answer: The article names 50.", "answer: The article names 51.")
    folder.replace("ferritin.yaml", "reference: 3", "reference: 5")
    folder.replace("ferritin.yaml", "A warm bath may help.", "A warm bath may help. " * 200)
    folder.replace("ferritin.yaml", "id: warm-bath", "id: what-is-ferritin\n    idd: bath")
    folder.replace("ferritin.yaml", "related: [what-is-ferritin, pregnancy]", "related: [pregnancies]")
    folder.replace("matching.yaml", "answer: 0.5", "answer: 0.05")
    folder.replace("safety.yaml", "reply: heart", "reply: lungs")
    folder.write("sources.yaml", TINY["sources.yaml"].replace("clinic\n", "clinic\n    clinic: x\n"))
    assert faults(folder) == [
        f"article.yaml:7:12: `updated` is the text 'lately' {NO_DATE}",
        "chatter.yaml:3:7: anchors (&) and aliases (*) are not used here; write the text out",
        "elsewhere.yaml:7:9: this is read as yes or no where text is wanted; put it in quotes",
        "ferritin.yaml:12:41: section `Basics` has no reference 5; it has 3",
        f"ferritin.yaml:20:13: the number 51 {UNSTATED}",
        "ferritin.yaml:24:9: the id `what-is-ferritin` is taken by ferritin.yaml, line 3; give it another id",
        "ferritin.yaml:25:5: `idd` is not a key that is known here; did you mean `id`?",
        "ferritin.yaml:32:15: no entry is called `pregnancies`; correct the id, or remove it",
        "matching.yaml:2:34: `suggest` is above `answer`; suggest from a lower score than answer",
        "safety.yaml:12:12: no reply is called `lungs`; add it to `replies`, or correct the name",
        "sources.yaml:5:5: `clinic` is not a key that is known here; remove it",
    ]


def test_an_answer_that_is_too_long_is_told_with_the_other_faults(folder: Folder) -> None:
    folder.replace("ferritin.yaml", "A warm bath may help.", "o" * 4096)
    folder.replace("elsewhere.yaml", "- expecting a baby", "- no")
    assert faults(folder) == [
        "elsewhere.yaml:7:9: this is read as yes or no where text is wanted; put it in quotes",
        "ferritin.yaml:29:13: rendered it has 4,213 characters, a message 4,096; shorten it",
    ]


# Any bytes at all

WHOLE = st.sampled_from(sorted(TINY))
YAML_SCRAPS = st.lists(
    st.sampled_from([
        "topic: ", "entries:", "\n", "\n  ", "- ", "id: a", "? ", ": ", "{", "}", "[", "]", "&a ", "*a ", "!!int ",
        "!x ", "'", '"', "\\U", "\\uD800", "FFFFFFFF", "|\n", ">-\n", "%YAML 1.", "9" * 5000, "---\n", "<<: ",
        "~", "no", "=", "2026-11-22", "2026-99-99", "1:30", ".inf", "_",
        "\t", "\r", "\x85", "\u2028", "\ufeff", "\0", "#", ",", "🛁",
    ])
).map("".join)  # fmt: skip


def load_or_refuse(folder: Folder) -> Faq | FaqError:
    try:
        return load(folder.path)
    except FaqError as refused:
        return refused


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=WHOLE, raw=st.binary(max_size=200) | YAML_SCRAPS.map(lambda text: text.encode("utf-8", "surrogatepass")))
@example("elsewhere.yaml", b'topic: "\\UFFFFFFFF"')
@example("elsewhere.yaml", b"%YAML 1." + b"9" * 5000 + b"\n---\ntopic: A\n")
@example("chatter.yaml", b'chatter: {"\\uD800": ["\\uD800"]}')
@example("matching.yaml", b"thresholds: {answer: .nan, suggest: 1.0e+999}")
@example("matching.yaml", b"thresholds: {? {a: b} : 1, ? [] : 2}")
@example("sources.yaml", b"sources: {clinic: {title: A, url: 'https://[a', figures: ['1', 1, no]}}")
def test_any_bytes_in_place_of_a_file_are_a_faq_or_its_faults(tmp_path: Path, name: str, raw: bytes) -> None:
    outcome = load_or_refuse(Folder.tiny(tmp_path).write(name, raw))
    assert isinstance(outcome, Faq) or all(outcome.faults)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=WHOLE, data=st.data())
def test_any_scrap_in_the_midst_of_a_file_leaves_a_faq_or_its_faults(
    tmp_path: Path, name: str, data: st.DataObject
) -> None:
    text = TINY[name]
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(start + 20, len(text))))
    spoilt = text[:start] + data.draw(YAML_SCRAPS | st.text(max_size=9)) + text[end:]
    outcome = load_or_refuse(Folder.tiny(tmp_path).write(name, spoilt.encode("utf-8", "surrogatepass")))
    assert isinstance(outcome, Faq) or all(outcome.faults)


def test_the_packaged_content_loads(packaged: Faq) -> None:
    assert packaged.entries
