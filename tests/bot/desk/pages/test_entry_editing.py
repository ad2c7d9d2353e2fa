"""The form of an entry on the desk: checked while typing, previewed, written and undone."""

from __future__ import annotations

import re
from html import unescape

import pytest

from bot.desk.entry_form import IDS
from faq.loading import load
from tests.bot.desk.pages.curator import Pages, words

SCRIPT = "<script>alert(1)</script>"


async def form_of(pages: Pages, path: str) -> dict[str, str | list[str]]:
    """Return the fields of a form as a browser would send them; those of several boxes are lists."""
    body = await pages.get(path)
    form = body[body.index("<form") : body.index("</form>")]
    inputs = re.findall(r'<input[^>]*? name="([^"]*)"[^>]*? value="([^"]*)"', form)
    areas = re.findall(r'<textarea[^>]*? name="([^"]*)"[^>]*>(.*?)</textarea>', form, re.DOTALL)
    fields: dict[str, str | list[str]] = {name: unescape(value) for name, value in (*inputs, *areas)}
    return fields | {name: [value for each, value in inputs if each == name] for name in IDS}


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
