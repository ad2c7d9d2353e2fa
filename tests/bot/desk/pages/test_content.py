"""The content on the desk: browsed and searched, with previews, reviews and history."""

from __future__ import annotations

import re

from tests.bot.desk.pages.curator import Pages, git, words

SCRIPT = "<script>alert(1)</script>"


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


async def test_nothing_that_is_searched_for_is_read_as_markup(pages: Pages) -> None:
    assert "<script>" not in await pages.get(f"/content/search?q={SCRIPT}")


async def test_of_files_that_were_never_valid_the_page_tells_that_nothing_can_be_shown(pages: Pages) -> None:
    pages.content.replace("ferritin.yaml", "related: [ferritin-threshold]", "related: [nothing]")
    shown = words(await pages.get("/content"))
    assert "The files have 1 fault Nothing can be shown or edited here until they are corrected." in shown
