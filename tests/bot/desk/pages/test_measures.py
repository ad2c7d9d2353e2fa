"""The measures on the desk, and the report: counts by day as charts and tables, and the labelled questions."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, timedelta
from xml.etree.ElementTree import fromstring

from bot.models import REFUSED, TAKEN, Count
from tests.bot.desk.pages.curator import TODAY, Pages, git, words

YESTERDAY, LONG_AGO = TODAY - timedelta(days=1), TODAY - timedelta(days=100)


async def count(pages: Pages, day: date, name: Count, label: str, number: int) -> None:
    await pages.store.daily_counts.add({(day, name, label): number})


async def some_counts(pages: Pages) -> None:
    await count(pages, TODAY, Count.OUTCOME, "answer", 6)
    await count(pages, YESTERDAY, Count.OUTCOME, "none", 2)
    await count(pages, TODAY, Count.ANSWER, "what-is-ferritin", 5)
    await count(pages, TODAY, Count.ANSWER, "=cmd()", 1)
    await count(pages, TODAY, Count.OFFER, TAKEN, 3)
    await count(pages, TODAY, Count.OFFER, REFUSED, 1)
    await count(pages, TODAY, Count.UNHELPFUL, "warm-bath", 4)
    await count(pages, TODAY, Count.HELPFUL, "", 1)
    await count(pages, TODAY, Count.SILENCE, "not_addressed", 9)
    await count(pages, LONG_AGO, Count.OUTCOME, "answer", 100)


async def test_without_counts_the_page_tells_how_to_get_some(pages: Pages) -> None:
    assert "Nothing was counted in this period An answer is counted a few seconds after" in words(
        await pages.get("/measures")
    )


async def test_the_period_is_chosen(pages: Pages) -> None:
    await some_counts(pages)
    assert "Messages 8 Answered 75 % of 8 questions" in words(await pages.get("/measures?days=30"))
    assert "Messages 108" in words(await pages.get("/measures?days=180"))
    await pages.get("/measures?days=31", status=400)


async def test_each_figure_has_a_chart_a_sentence_and_a_table(pages: Pages) -> None:
    await some_counts(pages)
    body = await pages.get("/measures?days=7")
    shown = words(body)
    assert body.count('<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img"') == body.count("<table>") == 6
    assert "Messages by day 8 in 7 days; the most on 28 November 2026: 6." in shown
    assert "“Did you mean” taken and refused 4 in all; the most: Taken, 3." in shown
    assert "Entry Helpful Not helpful None of these Does a warm bath help? 0 4 0 No answer 1 0 0" in shown
    assert "Not addressed 9" in shown


async def test_a_figure_is_saved_as_a_table_in_which_nothing_is_a_formula(pages: Pages) -> None:
    await some_counts(pages)
    rows = list(csv.reader(io.StringIO(await pages.get("/measures/answers.csv?days=7"))))
    assert rows == [["Entry", "Count"], ["Ferritin", "5"], ["'=cmd()", "1"]]
    assert pages.headers["Content-Disposition"] == 'attachment; filename="legwise-answers-7-days.csv"'


async def test_a_figure_is_saved_as_a_picture_with_its_colours(pages: Pages) -> None:
    await some_counts(pages)
    svg = await pages.get("/measures/outcomes-by-day.svg?days=7")
    assert fromstring(svg).tag == "{http://www.w3.org/2000/svg}svg"
    assert "--series-1: #0b5cad" in svg
    assert pages.headers["Content-Type"].startswith("image/svg+xml")
    await pages.get("/measures/nothing.svg", status=404)


async def test_the_labelled_questions_are_measured_in_the_background(pages: Pages) -> None:
    assert "Put a file questions.tsv into the content folder" in words(await pages.get("/measures"))
    await pages.post("/measures/labelled", status=404)
    pages.content.write(
        "questions.tsv", "question\taccept\tnote\nwhat is ferritin\twhat-is-ferritin\t\nmy chest hurts\tsafety\t\n"
    )
    assert "Measure now" in words(await pages.get("/measures"))
    shown = words(await pages.post("/measures/labelled"))
    while "Asking the labelled questions" in shown:
        shown = words(await pages.get("/measures/labelled"))
    assert "answered right or offered 100.0%; answered wrong 0.0%; red flags caught 100.0%" in shown
    assert "Measure again" in shown
    pages.content.replace("ferritin.yaml", "It stores iron.", "It keeps iron.")
    assert "The content has changed since they were measured." in words(await pages.get("/measures/labelled"))


async def test_earlier_versions_that_git_has_are_measured_too(pages: Pages) -> None:
    pages.content.write("questions.tsv", "question\taccept\na hot tub\twarm-bath\n")
    for arguments in (("init",), ("add", "."), ("commit", "-m", "A bath")):
        git(pages.content.path, *arguments)
    pages.content.replace("ferritin.yaml", "- bath before bed", "- bath before bed\n      - a hot tub")
    shown = words(await pages.post("/measures/labelled"))
    while "Asking the labelled questions" in shown:
        shown = words(await pages.get("/measures/labelled"))
    assert re.search(r"[0-9a-f]{7}\) 100.0% 100.0% 0.0% .*Now 100.0% 100.0% 100.0%", shown)


async def test_what_is_wrong_with_the_labels_is_told(pages: Pages) -> None:
    pages.content.write("questions.tsv", "question\taccept\nwhat is ferritin\tno-such-entry\n")
    shown = words(await pages.post("/measures/labelled"))
    while "Asking the labelled questions" in shown:
        shown = words(await pages.get("/measures/labelled"))
    assert "questions.tsv:2: unknown label no-such-entry; write an id, none or safety" in shown
