"""The gaps on the desk: what at least three people asked in vain, and all that can be done about it."""

from __future__ import annotations

from bot.models import Decision
from faq.loading import load
from tests.bot.desk.pages.curator import Pages, words

ASKED = "can i eat chalk with milk"
"""No entry of the small FAQ answers it."""


async def share(pages: Pages, text: str, askers: int, first: int = 0) -> list[str]:
    """Let so many people share a question, and return its ids."""
    return [await pages.store.shared.add(text, f"asker-{number}") for number in range(first, first + askers)]


async def listed(pages: Pages, path: str = "/gaps") -> str:
    """Return the page with the gaps of now."""
    await pages.gaps.work.wait()
    await pages.get(path)
    await pages.gaps.work.wait()
    return await pages.get(path)


async def decisions(pages: Pages) -> list[Decision | None]:
    return [each.decision for each in await pages.store.shared.for_curators()]


async def only_gap(pages: Pages) -> str:
    """Return the id of the only gap."""
    await listed(pages)
    [gap] = pages.gaps.gaps
    return gap.id


async def act(pages: Pages, gap: str, kind: str, **fields: str) -> str:
    """Preview an action, and write it."""
    return await pages.write(await pages.post(f"/gaps/{gap}/preview", {"kind": kind, "text": ASKED, **fields}))


async def test_while_the_gaps_are_looked_for_the_page_tells_so_and_then_shows_them(pages: Pages) -> None:
    await share(pages, ASKED, 3)
    assert "Looking for what belongs together …" in words(await pages.get("/gaps"))
    await pages.gaps.work.wait()
    await pages.get("/gaps/status?version=0")
    assert pages.headers["HX-Refresh"] == "true"
    assert f"“{ASKED}” 3 people asked" in words(await pages.get("/gaps"))


async def test_a_question_of_two_people_is_not_shown_not_even_if_both_asked_often(pages: Pages) -> None:
    for _ in range(3):
        await share(pages, ASKED, 2)
    shown = words(await listed(pages))
    assert ASKED not in shown
    assert "No gaps Nothing was asked in vain by 3 people or more; 6 questions of fewer people are not shown" in shown


async def test_a_gap_shows_how_many_asked_in_which_words_and_the_nearest_entries(pages: Pages) -> None:
    await share(pages, ASKED, 3)
    await share(pages, f"{ASKED} again", 2, first=2)
    body = await listed(pages)
    shown = words(body)
    assert "4 people asked, since" in shown
    assert "Other wordings" in shown
    assert f"{ASKED} again" in shown
    assert "Nearest entries" in shown
    assert "Suggestion:" in shown
    assert "asker-" not in body


async def test_a_phrasing_is_previewed_written_and_undone(pages: Pages) -> None:
    await share(pages, ASKED, 3)
    file = pages.content.path / "ferritin.yaml"
    before, gap = file.read_bytes(), await only_gap(pages)
    form = words(await pages.get(f"/gaps/{gap}/act?kind=phrasing"))
    assert "Does a warm bath help?" in form
    preview = await pages.post(f"/gaps/{gap}/preview", {"kind": "phrasing", "entry": "warm-bath", "text": ASKED})
    assert f"+ - {ASKED}" in words(preview)
    assert file.read_bytes() == before
    written = await pages.write(preview)
    assert f"Done: “{ASKED}” added to warm-bath." in words(written)
    assert ASKED in load(pages.content.path).by_id["warm-bath"].phrasings
    assert set(await decisions(pages)) == {Decision.ACCEPTED}
    assert (
        "\tAnn\tphrasing\twarm-bath\tcan i eat chalk with milk\t3\n" in (pages.content.path / "changes.tsv").read_text()
    )
    shown = words(await pages.get("/gaps"))
    assert "Nearest entries" not in shown
    assert f"“{ASKED}” added to warm-bath for 3 people Undo" in shown
    assert "Undone:" in words(await pages.undo(written))
    assert file.read_bytes() == before
    assert set(await decisions(pages)) == {None}
    assert "Nearest entries" in words(await listed(pages))


async def test_the_effects_tell_what_becomes_of_the_questions_that_were_asked(pages: Pages) -> None:
    await share(pages, ASKED, 3)
    gap = await only_gap(pages)
    preview = await pages.post(f"/gaps/{gap}/preview", {"kind": "phrasing", "entry": "warm-bath", "text": ASKED})
    token = preview.partition("/edits/")[2].partition("/")[0]
    assert f"“{ASKED}”: no answer → warm-bath" in words(await pages.get(f"/edits/{token}/effects"))


async def test_a_message_that_is_not_meant_goes_to_the_entry_and_one_out_of_scope_to_none(pages: Pages) -> None:
    await share(pages, ASKED, 3)
    gap = await only_gap(pages)
    await pages.undo(await act(pages, gap, "unlike", entry="warm-bath", likeness="everyday"))
    await act(pages, gap, "out of scope", likeness="near")
    faq = load(pages.content.path)
    assert faq.by_id["warm-bath"].unlike.everyday == ()
    assert faq.near == (ASKED,)
    assert set(await decisions(pages)) == {Decision.OUT_OF_SCOPE}


async def test_a_dismissed_gap_leaves_the_list_until_that_is_undone(pages: Pages) -> None:
    await share(pages, ASKED, 3)
    gap = await only_gap(pages)
    dismissed = await pages.post(f"/gaps/{gap}/dismiss")
    assert set(await decisions(pages)) == {Decision.DISMISSED}
    assert "Nearest entries" not in words(await pages.get("/gaps"))
    await pages.undo(dismissed)
    assert set(await decisions(pages)) == {None}
    assert "Undo this was undone" not in await pages.undo(dismissed), "twice is told, and does nothing"


async def test_a_new_entry_begins_with_the_wordings_of_a_gap_and_decides_it(pages: Pages) -> None:
    await share(pages, ASKED, 3)
    gap = await only_gap(pages)
    form = await pages.get(f"/content/new?gap={gap}")
    assert f'value="{ASKED}"' in form
    assert f">{ASKED}</textarea>" in form
    fields = {
        "entry": "",
        "gap": gap,
        "topic": "elsewhere",
        "question": "Can I go to the cinema?",
        "answer": "Ask them.",
        "phrasings": ASKED,
        "refer": "clinic",
    }
    await pages.write(await pages.post("/content/preview", fields))
    assert load(pages.content.path).by_id["can-i-go-to-the-cinema"].phrasings == (ASKED,)
    assert set(await decisions(pages)) == {Decision.ACCEPTED}


async def test_a_new_list_is_offered_and_does_not_replace_the_one_before_the_curators_eyes(pages: Pages) -> None:
    await share(pages, ASKED, 3)
    await listed(pages)
    await share(pages, "how do zebras sleep standing", 3)
    await listed(pages, "/gaps/status?version=1")
    assert "There is a new list, of 2 gaps. Show it" in words(await pages.get("/gaps/status?version=1"))


async def test_a_gap_with_a_question_that_was_withdrawn_is_forgotten(pages: Pages) -> None:
    ids = await share(pages, ASKED, 3)
    gap = await only_gap(pages)
    await pages.store.shared.withdraw(ids[0])
    assert ASKED not in await listed(pages)
    await pages.get(f"/gaps/{gap}/act?kind=phrasing", status=404)


async def test_ten_gaps_fill_a_page(pages: Pages) -> None:
    things = ["zebra", "yacht", "violin", "tulip", "saddle", "rocket", "quartz", "piano", "oboe", "lemon", "kayak"]
    for thing in things:
        await share(pages, f"{thing} {thing}s {thing}ing", 3)
    shown = words(await listed(pages))
    assert "11 gaps, in 33 open questions." in shown
    assert "Page 1 of 2 Next" in shown
    shown = words(await pages.get("/gaps?page=2"))
    assert shown.count("Nearest entries") == 1
    assert "Previous Page 2 of 2" in shown


async def test_what_is_wrong_in_a_request_is_told_and_changes_nothing(pages: Pages) -> None:
    await share(pages, ASKED, 3)
    gap = await only_gap(pages)
    await pages.get("/gaps/0000000000000000/act?kind=phrasing", status=404)
    await pages.post("/gaps/0000000000000000/dismiss", status=404)
    await pages.get(f"/gaps/{gap}/act?kind=delete", status=400)
    unknown = await pages.post(f"/gaps/{gap}/preview", {"kind": "phrasing", "entry": "../faq", "text": ASKED})
    assert "there is no such entry" in words(unknown)
    assert "/write" not in unknown
    assert "This preview is gone" in words(await pages.post("/edits/unknown/write"))
    assert "This was undone already, or is too long ago" in words(await pages.post("/edits/99/undo"))
    assert set(await decisions(pages)) == {None}
