"""The content on the desk: browsed, searched, edited in a form, and undone."""

from __future__ import annotations

import re
from html import unescape

import pytest

from bot.desk.entry_form import IDS
from faq.loading import load
from tests.bot.desk.pages.curator import Pages, git, words

SCRIPT = "<script>alert(1)</script>"


async def form_of(pages: Pages, path: str) -> dict[str, str | list[str]]:
    """Return the fields of a form as a browser would send them; those of several boxes are lists."""
    body = await pages.get(path)
    form = body[body.index("<form") : body.index("</form>")]
    inputs = re.findall(r'<input[^>]*? name="([^"]*)"[^>]*? value="([^"]*)"', form)
    areas = re.findall(r'<textarea[^>]*? name="([^"]*)"[^>]*>(.*?)</textarea>', form, re.DOTALL)
    fields: dict[str, str | list[str]] = {name: unescape(value) for name, value in (*inputs, *areas)}
    return fields | {name: [value for each, value in inputs if each == name] for name in IDS}


async def test_the_entries_stand_under_their_topics(pages: Pages) -> None:
    shown = words(await pages.get("/content"))
    assert "Ferritin 3 What is ferritin? Which ferritin level is too low? Does a warm bath help?" in shown
    assert "Not covered 1 What about pregnancy?" in shown


async def test_a_search_finds_titles_first_and_then_what_is_said_elsewhere(pages: Pages) -> None:
    shown = words(await pages.get("/content/search?q=ferritin"))
    assert shown.startswith("3 entries with “ferritin” What is ferritin?")
    shown = words(await pages.get("/content/search?q=stores+iron"))
    assert "What is ferritin? Ferritin phrasing: the protein that stores iron" in shown
    assert "No entries with “zebra”; try fewer words" in words(await pages.get("/content/search?q=zebra"))


async def test_an_entry_is_shown_with_all_that_belongs_to_it(pages: Pages) -> None:
    shown = words(await pages.get("/content/entries/ferritin-threshold"))
    for part in (
        "The article names 50.",
        "The article, section “Basics”",
        "The Clinic on legs The Clinic, of 2025-03, read on 20 November 2026",
        "Reviewed on 2 November 2026; next due on 2 November 2027",
        "ferritin cut-off",
        "Newer guidance School grade",
    ):
        assert part in shown


async def test_an_answer_is_previewed_as_in_private_and_in_a_group(pages: Pages) -> None:
    body = await pages.get("/content/entries/what-is-ferritin")
    private, group = re.findall(r'<figure class="telegram">.*?</figure>', body, re.DOTALL)
    assert "<strong>What is ferritin?</strong>" in private
    assert re.search(r"<blockquote[^>]*>Ask which value is meant\.", private)
    assert words(private).endswith("Which ferritin level is too low? Sources Helpful Not helpful")
    assert words(group).endswith("Sources Helpful Not helpful Remove")


async def test_the_check_gives_its_advice_on_an_entry(pages: Pages) -> None:
    shown = words(await pages.get("/content/entries/warm-bath/advice"))
    assert "Entries with fewer than 20 phrasings 2 Add what users type." in shown


async def test_reviews_are_listed_with_the_one_that_is_due_first_at_the_top(pages: Pages) -> None:
    pages.content.replace("elsewhere.yaml", "reviewed: {on: 2026-11-22}", "reviewed: {on: 2025-10-01}")
    shown = words(await pages.get("/content/reviews"))
    first, second = shown.index("Due now 1"), shown.index("Later")
    assert "2026-10-01 2025-10-01 entry What about pregnancy?" in shown[first:second]
    assert shown.index("Numbers to call: UK") < shown.index("Numbers to call: US") < shown.index("Which ferritin level")
    assert "Review dates 1 due" in words(await pages.get("/content"))


async def test_the_history_comes_from_git_where_there_is_one(pages: Pages) -> None:
    path = "/content/entries/warm-bath/history"
    assert "Git knows no changes of this file." in words(await pages.get(path))
    for arguments in (("init",), ("add", "."), ("commit", "-m", "A bath is asked about")):
        git(pages.content.path, *arguments)
    assert re.search(r"Ann A bath is asked about [0-9a-f]{7,}", words(await pages.get(path)))


async def test_an_unknown_entry_is_not_found(pages: Pages) -> None:
    for path in ("/content/entries/nothing", "/content/entries/nothing/edit", "/content/entries/..%2F..%2Fetc"):
        await pages.get(path, status=404)


async def test_while_the_files_have_faults_the_last_valid_content_is_shown_with_them(pages: Pages) -> None:
    await pages.get("/content")
    pages.content.replace("ferritin.yaml", "related: [ferritin-threshold]", "related: [nothing]")
    shown = words(await pages.get("/content"))
    assert "The files have 1 fault" in shown
    assert "ferritin.yaml:15:15" in shown
    assert "What is ferritin?" in shown


async def test_of_files_that_were_never_valid_the_page_tells_that_nothing_can_be_shown(pages: Pages) -> None:
    pages.content.replace("ferritin.yaml", "related: [ferritin-threshold]", "related: [nothing]")
    shown = words(await pages.get("/content"))
    assert "The files have 1 fault Nothing can be shown or edited here until they are corrected." in shown


async def test_a_form_that_is_sent_as_it_was_opened_changes_nothing(pages: Pages) -> None:
    fields = await form_of(pages, "/content/entries/ferritin-threshold/edit")
    assert "the edit changes nothing" in words(await pages.post("/content/preview", fields))
    assert "Nothing is changed yet." in words(await pages.post("/content/check", fields))


async def test_each_fault_is_told_at_its_field_with_its_cure_while_typing(pages: Pages) -> None:
    fields = await form_of(pages, "/content/entries/warm-bath/edit")
    fields |= {"question": "", "answer": "Take 325 mg.", "phrasings": "bath before bed\nwhat does ferritin mean"}
    body = await pages.post("/content/check", fields)
    by_field = dict(re.findall(r'id="fault-([^"]+)" hx-swap-oob="true">(.*?)</p>', body, re.DOTALL))
    assert "“Question” is missing; add “Question” here" in words(by_field["question"])
    assert "325" in words(by_field["answer"])
    assert "Line 2" in words(by_field["phrasings"])
    assert words(by_field["more"]) == ""


async def test_readability_and_preview_follow_what_is_typed(pages: Pages) -> None:
    fields = await form_of(pages, "/content/entries/warm-bath/edit") | {"answer": "A bath may calm your legs."}
    shown = words(await pages.post("/content/check", fields))
    assert "No faults." in shown
    assert "Answer School grade" in shown
    assert "A bath may calm your legs." in shown


async def test_an_edit_is_shown_as_a_difference_then_written_and_undone(pages: Pages) -> None:
    file = pages.content.path / "ferritin.yaml"
    before = file.read_bytes()
    fields = await form_of(pages, "/content/entries/warm-bath/edit") | {"answer": "A bath may calm your legs."}
    preview = await pages.post("/content/preview", fields)
    assert "- answer: A warm bath may help. + answer: A bath may calm your legs." in words(preview)
    assert "/effects" not in preview, "an answer moves no question"
    assert file.read_bytes() == before
    written = await pages.write(preview)
    assert "Done: warm-bath edited." in words(written)
    assert pages.headers["HX-Trigger"] == "content-changed"
    assert load(pages.content.path).by_id["warm-bath"].answer == "A bath may calm your legs."
    assert "\tAnn\tedit\twarm-bath\tanswer\t" in (pages.content.path / "changes.tsv").read_text()
    assert "Undone: warm-bath edited." in words(await pages.undo(written))
    assert file.read_bytes() == before


async def test_what_a_phrasing_moves_is_shown_before_it_is_written(pages: Pages) -> None:
    fields = await form_of(pages, "/content/entries/warm-bath/edit")
    fields["phrasings"] = f"{fields['phrasings']}\na hot tub at night"
    preview = await pages.post("/content/preview", fields)
    assert "Write it" not in words(preview)
    [effects] = re.findall(r"/edits/[\w-]+/effects", preview)
    assert re.search(r"What moves Measured on .+ moves?\. Your name Write it", words(await pages.get(effects)))


async def test_another_curators_change_meanwhile_is_told_and_nothing_typed_is_lost(pages: Pages) -> None:
    mine = await form_of(pages, "/content/entries/warm-bath/edit") | {"more": "Not too hot."}
    theirs = await form_of(pages, "/content/entries/warm-bath/edit") | {"answer": "A bath may calm your legs."}
    await pages.write(await pages.post("/content/preview", theirs))
    conflict = await pages.post("/content/preview", mine)
    assert "Another curator changed this entry meanwhile. Your text stays here" in words(conflict)
    assert "answer A warm bath may help. A bath may calm your legs." in words(conflict)
    assert '<a href="/content/entries/warm-bath/edit">Reload the form</a>' in conflict
    [base] = re.findall(r'name="base" id="base" value="(\w+)"', conflict)
    again = mine | {"base": base, "answer": "A bath may calm your legs."}
    await pages.write(await pages.post("/content/preview", again))
    entry = load(pages.content.path).by_id["warm-bath"]
    assert (entry.answer, entry.more) == ("A bath may calm your legs.", "Not too hot.")


async def test_a_file_that_changed_after_the_preview_is_not_overwritten(pages: Pages) -> None:
    fields = await form_of(pages, "/content/entries/warm-bath/edit") | {"answer": "A bath may calm your legs."}
    preview = await pages.post("/content/preview", fields)
    pages.content.replace("ferritin.yaml", "It stores iron.", "It keeps iron.")
    assert "was changed meanwhile, and is left as it is" in words(await pages.write(preview))
    assert load(pages.content.path).by_id["warm-bath"].answer == "A warm bath may help."


async def test_a_new_entry_gets_an_id_of_its_question(pages: Pages) -> None:
    fields = await form_of(pages, "/content/new") | {
        "topic": "elsewhere",
        "question": "Does a sauna help?",
        "answer": "Ask them.",
        "phrasings": "a sauna\nsweating",
        "refer": "clinic",
    }
    assert "No faults." in words(await pages.post("/content/check", fields))
    await pages.write(await pages.post("/content/preview", fields))
    entry = load(pages.content.path).by_id["does-a-sauna-help"]
    assert (entry.topic, entry.phrasings) == ("Not covered", ("a sauna", "sweating"))


async def test_what_the_check_refuses_cannot_be_written(pages: Pages) -> None:
    fields = await form_of(pages, "/content/entries/warm-bath/edit") | {"answer": "Take 325 mg."}
    shown = await pages.post("/content/preview", fields)
    assert "It cannot be written yet:" in words(shown)
    assert "/write" not in shown


@pytest.mark.parametrize("field", ["question", "label", "answer", "more", "phrasings", "reviewed.on", "related"])
async def test_nothing_that_is_typed_is_read_as_markup(pages: Pages, field: str) -> None:
    fields = await form_of(pages, "/content/entries/warm-bath/edit") | {field: SCRIPT}
    for path in ("/content/check", "/content/preview"):
        assert "<script>" not in await pages.post(path, fields)
    assert "<script>" not in await pages.get(f"/content/search?q={SCRIPT}")
