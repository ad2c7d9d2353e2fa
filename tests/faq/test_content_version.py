"""The version of the content changes with every text that users read, and with nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from faq.content_version import version
from faq.helplines import Country, Helplines
from faq.models import (
    Citation,
    Entry,
    Faq,
    Note,
    RedFlag,
    Referral,
    ReplyForm,
    Review,
    Source,
    Support,
    Thresholds,
    ThresholdSets,
    UrgentReply,
)
from tests.faq.sample_faq import ARTICLE, CLINIC, LEGS, REVIEWED, covered

PAGE = Source("page", "A page", "https://example.org/page")
FORM = ReplyForm("Call now.", ("It can be serious.",))
HELP = UrgentReply("heart", FORM, FORM, ("emergency",), (PAGE,))
COUNTRY = Country("GB", "UK", ("en-GB",), "999", ("https://example.org/uk",), REVIEWED.on)
NOTED = Entry(
    "noted", "Topic", "What now?", ("now",), "This.", Citation("S", 2), REVIEWED, note=Note("Later: that.", (PAGE,))
)
FAQ = replace(LEGS, entries=(NOTED, covered("ferritin")), urgent_replies=(HELP,))


def with_entry(entry: Entry) -> Faq:
    return replace(FAQ, entries=(entry, *FAQ.entries[1:]))


def with_reply(reply: UrgentReply) -> Faq:
    return replace(FAQ, urgent_replies=(reply,))


@pytest.mark.parametrize(
    "other",
    [
        with_entry(replace(NOTED, id="other")),
        with_entry(replace(NOTED, question="What then?")),
        with_entry(replace(NOTED, answer="This!")),
        with_entry(replace(NOTED, more="And this.")),
        with_entry(replace(NOTED, basis=Citation("S", 2, "It says so."))),
        with_entry(replace(NOTED, reviewed=replace(REVIEWED, role="clinician", name="A. Clinician"))),
        with_entry(replace(NOTED, basis=Citation("S", 3))),
        with_entry(replace(NOTED, basis=Referral((CLINIC,)))),
        with_entry(replace(NOTED, reviewed=Review(date(2026, 11, 23)))),
        with_entry(replace(NOTED, note=None)),
        with_entry(replace(NOTED, note=Note("Later: that.", (replace(PAGE, url="https://example.org/other"),)))),
        replace(FAQ, entries=FAQ.entries[:1]),
        replace(FAQ, disclaimer="No advice at all."),
        replace(FAQ, article=replace(ARTICLE, url="https://example.org/moved")),
        with_reply(replace(HELP, you=replace(FORM, heading="Call at once."))),
        with_reply(replace(HELP, them=replace(FORM, paragraphs=("It is serious.",)))),
        with_reply(replace(HELP, numbers=())),
        replace(FAQ, helplines=Helplines((COUNTRY,))),
        replace(FAQ, support=Support("That sounds hard.", RedFlag("support", "support", (("hard",),)))),
        with_reply(replace(HELP, sources=(replace(PAGE, url="https://example.org/other"),))),
        replace(FAQ, urgent_replies=()),
    ],
)
def test_any_text_or_address_shown_to_users_changes_the_version(other: Faq) -> None:
    assert version(other) != version(FAQ)


@pytest.mark.parametrize(
    "same",
    [
        replace(FAQ),
        with_entry(replace(NOTED, phrasings=("now", "and now"))),
        replace(FAQ, synonyms={"rls": "restless legs"}),
        replace(FAQ, thresholds=ThresholdSets(*[Thresholds(0.1, 0.1, 0.1)] * 2)),
        replace(FAQ, emergencies={"heart": ("my heart stops",)}),
    ],
)
def test_a_change_that_users_do_not_see_leaves_the_version(same: Faq) -> None:
    assert version(same) == version(FAQ)


def test_the_version_is_the_same_on_every_machine() -> None:
    assert version(FAQ) == "336d4c3f"
