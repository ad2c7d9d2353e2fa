"""The packaged content: it carries the article's claims, invents nothing, and every entry can be shown."""

from __future__ import annotations

import csv
import re
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

import pytest

from faq import provenance
from faq.answer_card import entry_card
from faq.card import line_text, plain
from faq.models import Article, Citation, Entry, Faq, Referral, UrgentReply
from faq.tools.readability import grade

HERE = Path(__file__).parent


def _ledger(name: str) -> tuple[dict[str, str], ...]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


CLAIMS = _ledger("claims.tsv")
"""The article's claims in our own words, the entry that carries each, its figures, and words that carry it."""
BEYOND = _ledger("notes.tsv")
"""The claims of notes and referrals in our own words: the entry and the source of each, and words that carry it."""
TOPICS = tuple((HERE / "topics.txt").read_text(encoding="utf-8").split())
"""The ids that the design promises."""
ABOUT_US = {"about-bot"}
"""About this bot, so not in the article."""
WRITTEN = date(2026, 11, 22)

NUMBER = re.compile(r"\d+(?:\.\d+)?")
DOSE = re.compile(
    r"(?:\d[\d.,]*|\b(?:one|two|three|half a))[\s-]*"
    r"(?:mg|mcg|µg|μg|ug|g|grams?|milligrams?|micrograms?|iu|ml|pills?|tablets?|capsules?|drops|times a day)\b(?!/)",
    re.IGNORECASE,
)
JUDGED = re.compile(
    r"(?<!whether )(?<!if )(?<!why )(?<!when )\b"
    r"(?:your (?:\w+ )?(?:ferritin|iron|level|value|result|number|test)s?|it|that|\d+)"
    r" (?:is|are|looks?|seems?) (?:too |very |quite |perfectly )?(?:low|high|normal|fine|bad|good|healthy|enough)\b",
    re.IGNORECASE,
)
PROMISE = re.compile(
    r"\b(?:will (?:stop|help|cure|fix|relieve|ease)|cures?|guarantee[ds]?|proven|always helps?|never fails)\b",
    re.IGNORECASE,
)
DENIED = re.compile(r"\b(?:no|not|isn't|hasn't|doesn't|don't)\b", re.IGNORECASE)
HEDGE = re.compile(r"\b(?:can|may|might|possibly|potential|potentially|could|some|often|up to)\b", re.IGNORECASE)
MARKUP = re.compile(r"</?\w+[^>]*>|&(?:\w+|#\d+);|\*\*|__|`|\]\(|^\s*#+ |^\s*[*•-] ", re.MULTILINE)
CLAIMED = pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: f"{claim['entry']}: {claim['claim']}")


def sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.!?])\s+", text)


def says(text: str, words: str) -> bool:
    """Whether a text has one of the alternative words or phrases, separated by |."""
    return any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE) for word in words.split("|"))


def carries(answer: str, claim: dict[str, str]) -> bool:
    """Whether the claim's words and figures are in one sentence of the answer, or in two consecutive ones."""
    parts = sentences(answer)
    wanted = claim["words"].split(";") + claim["figures"].split()
    return any(
        all(says(f"{one} {other}", words) for words in wanted)
        for one, other in zip(parts, [*parts[1:], ""], strict=True)
    )


def all_text(entry: Entry) -> str:
    return "\n".join([entry.question, told(entry), entry.note.text if entry.note else ""])


def article_of(faq: Faq) -> Article:
    assert faq.article
    return faq.article


def told(entry: Entry) -> str:
    """What an entry tells from its own basis: the note has others."""
    return f"{entry.answer}\n{entry.more}"


def reply_texts(reply: UrgentReply) -> list[str]:
    return [text for form in (reply.you, reply.them) for text in (form.heading, *form.paragraphs)]


def covered(faq: Faq) -> list[Entry]:
    return [entry for entry in faq.entries if isinstance(entry.basis, Citation)]


def referrals(faq: Faq) -> list[tuple[Entry, Referral]]:
    return [(entry, entry.basis) for entry in faq.entries if isinstance(entry.basis, Referral)]


@CLAIMED
def test_each_claim_of_the_article_is_carried_by_its_entry(packaged: Faq, claim: dict[str, str]) -> None:
    assert carries(told(packaged.by_id[claim["entry"]]), claim), told(packaged.by_id[claim["entry"]])


def test_every_entry_drawn_from_the_article_carries_one_of_its_claims(packaged: Faq) -> None:
    carrying = {claim["entry"] for claim in CLAIMS}
    assert {entry.id for entry in covered(packaged)} - carrying == ABOUT_US


def test_every_id_that_the_design_promises_is_an_entry_on_the_article(packaged: Faq) -> None:
    assert len(TOPICS) == 35
    assert [name for name in TOPICS if name not in {entry.id for entry in covered(packaged)}] == []


def test_no_entry_is_drawn_from_the_article_beyond_the_promised_ones(packaged: Faq) -> None:
    assert [entry.id for entry in covered(packaged) if entry.id not in TOPICS] == []


def test_the_sections_state_no_figure_that_no_claim_has(packaged: Faq) -> None:
    claimed = {figure for claim in CLAIMS for figure in claim["figures"].split()}
    stated = {
        number for section in article_of(packaged).sections for figure in section.figures for number in figure.numbers
    }
    assert stated == claimed


@pytest.mark.parametrize("claim", BEYOND, ids=lambda claim: f"{claim['entry']}: {claim['claim'][:60]}")
def test_every_claim_beyond_the_article_is_carried_and_its_source_named(packaged: Faq, claim: dict[str, str]) -> None:
    entry = packaged.by_id[claim["entry"]]
    text = entry.note.text if entry.note else told(entry)
    assert carries(text, claim | {"figures": ""}), text
    assert claim["source"] in {source.id for source in entry.sources}


def test_every_note_every_referral_and_every_source_is_in_the_ledger(packaged: Faq) -> None:
    claimed = {(claim["entry"], claim["source"]) for claim in BEYOND}
    rested = {(entry.id, source.id) for entry in packaged.entries for source in entry.sources}
    assert rested - claimed == set()


@pytest.mark.parametrize(
    ("entry", "reference"),
    [("rls-prevalence", 1), ("brain-oxygen", 2), ("ferritin-threshold", 3), ("iron-role", 4), ("folate", 5)],
)
def test_the_articles_reference_numbers_are_with_their_claims(packaged: Faq, entry: str, reference: int) -> None:
    basis = packaged.by_id[entry].basis
    assert isinstance(basis, Citation)
    assert basis.reference == reference


def test_no_other_entry_has_a_reference_number(packaged: Faq) -> None:
    numbered = {entry.id for entry in covered(packaged) if isinstance(entry.basis, Citation) and entry.basis.reference}
    assert numbered == {"rls-prevalence", "brain-oxygen", "ferritin-threshold", "iron-role", "folate"}


def test_every_entry_has_twenty_phrasings_that_differ(packaged: Faq) -> None:
    assert [entry.id for entry in packaged.entries if len({text.casefold() for text in entry.phrasings}) < 20] == []


def test_phrasings_vary_in_length_and_beginning(packaged: Faq) -> None:
    for entry in packaged.entries:
        lengths = [len(text.split()) for text in entry.phrasings]
        beginnings = {" ".join(text.casefold().split()[:2]) for text in entry.phrasings}
        assert min(lengths) <= 4, entry.id
        assert max(lengths) >= 10, entry.id
        assert len(beginnings) >= len(entry.phrasings) / 2, entry.id


def test_no_entry_opens_with_what_the_article_lacks(packaged: Faq) -> None:
    lacks = re.compile(r"\b(?:article|it)\b.*\b(?:doesn't|does not|names no|lacks|says nothing)\b", re.IGNORECASE)
    assert [entry.id for entry in packaged.entries if lacks.search(sentences(entry.answer)[0])] == []


def visible(entry: Entry, faq: Faq) -> tuple[int, int]:
    """The words of a card that are not folded, and those of its frame: heading, basis and disclaimer."""
    card = entry_card(entry, faq)
    frame = len(f"{card.heading} {line_text(card.basis)} {card.disclaimer}".split())
    return frame + len(" ".join(card.paragraphs).split()), frame


def test_half_of_what_people_see_unfolded_is_short_and_little_of_it_frame(packaged: Faq) -> None:
    seen = [visible(entry, packaged) for entry in packaged.entries]
    assert median(words for words, _ in seen) <= 90
    assert median(frame / words for words, frame in seen) <= 0.34


def test_every_text_is_easy_to_read(packaged: Faq) -> None:
    texts = [(entry.id, text) for entry in packaged.entries for text in (entry.answer, entry.more) if text]
    texts += [(entry.id, entry.note.text) for entry in packaged.entries if entry.note]
    assert [(name, round(grade(text), 1)) for name, text in texts if grade(text) > 8] == []
    assert median(grade(text) for _, text in texts) <= 6


def test_an_answer_is_short_and_a_label_fits_a_button(packaged: Faq) -> None:
    assert [entry.id for entry in packaged.entries if len(entry.answer.split()) > 60] == []
    assert [entry.id for entry in packaged.entries if not 0 < len(entry.label) <= 32] == []
    assert len({entry.label for entry in packaged.entries}) == len(packaged.entries)


@pytest.mark.parametrize(
    "referral",
    [
        "rls-medicines", "iron-and-medicines", "iron-side-effects", "iron-infusions", "pregnancy", "children",
        "heredity", "diagnosis", "blood-tests", "leg-cramps", "other-nutrients", "other-conditions", "iron-in-foods",
        "sleeplessness",
    ],
)  # fmt: skip
def test_common_questions_that_the_article_does_not_cover_are_referrals(packaged: Faq, referral: str) -> None:
    assert isinstance(packaged.by_id[referral].basis, Referral)


def test_every_link_is_a_public_address(packaged: Faq) -> None:
    linked = [source for _, basis in referrals(packaged) for source in basis.sources]
    linked += [source for entry in packaged.entries if entry.note for source in entry.note.sources]
    linked += [source for reply in packaged.urgent_replies for source in reply.sources]
    for url in {source.url for source in linked} | {article_of(packaged).url}:
        parts = urlsplit(url)
        assert parts.scheme in {"https", "http"}
        assert re.fullmatch(r"(?:[a-z0-9-]+\.)+[a-z]{2,}", parts.netloc), url


def test_every_note_has_sources_other_than_the_article(packaged: Faq) -> None:
    notes = [entry.note for entry in packaged.entries if entry.note]
    assert len(notes) >= 25
    pages = [{source.url for source in note.sources} for note in notes]
    assert all(urls and article_of(packaged).url not in urls for urls in pages)


@pytest.mark.parametrize(
    ("entry", "beyond"),
    [
        ("ferritin-threshold", "75"),
        ("rls-prevalence", "7.12"),
        ("anemia", "42.3"),
        ("iron-supplements", "3.78"),
        ("myelin", "25"),
    ],
)
def test_current_guidance_beyond_the_article_is_in_a_note(packaged: Faq, entry: str, beyond: str) -> None:
    note = packaged.by_id[entry].note
    assert note
    assert beyond in NUMBER.findall(note.text)
    assert beyond not in NUMBER.findall(told(packaged.by_id[entry]))


def test_every_hedged_claim_is_carried_with_a_hedge() -> None:
    hedged = [claim for claim in CLAIMS if re.search(r"\b(?:can|may|might|for some)\b(?!')", claim["claim"])]
    assert len(hedged) >= 20
    assert [claim["claim"] for claim in hedged if not HEDGE.search(claim["words"])] == []


def test_no_answer_promises_that_something_helps(packaged: Faq) -> None:
    promises = [
        (entry.id, sentence)
        for entry in packaged.entries
        for sentence in sentences(all_text(entry))
        if PROMISE.search(sentence) and not DENIED.search(sentence)
    ]
    assert promises == []


@pytest.mark.parametrize(
    "text", ["take 325 mg", "65mg a day", "8 mg", "two tablets", "half a tablet", "400 µg", "1,000 IU", "3 times a day"]
)
def test_the_pattern_finds_doses(text: str) -> None:
    assert DOSE.search(text)


def test_no_answer_gives_a_dose(packaged: Faq) -> None:
    assert [(e.id, found.group()) for e in packaged.entries for found in DOSE.finditer(all_text(e))] == []


@pytest.mark.parametrize(
    "text", ["Your ferritin is low.", "18 is too low", "your iron level looks fine", "That is normal."]
)
def test_the_pattern_finds_judgements(text: str) -> None:
    assert JUDGED.search(text)


def test_no_answer_judges_a_lab_value(packaged: Faq) -> None:
    assert [(e.id, found.group()) for e in packaged.entries for found in JUDGED.finditer(all_text(e))] == []


@pytest.mark.parametrize("entry", ["ferritin-threshold", "blood-tests", "about-bot"])
def test_answers_about_lab_values_say_that_the_bot_cannot_judge_them(packaged: Faq, entry: str) -> None:
    assert re.search(r"can't (?:read|judge|diagnose you, judge)|can't judge your", told(packaged.by_id[entry]))


@pytest.mark.parametrize(
    "entry", ["iron-dose", "self-prescribing", "iron-supplements", "iron-products", "magnesium-products"]
)
def test_answers_about_products_refer_to_a_professional(packaged: Faq, entry: str) -> None:
    assert re.search(r"\b(?:professional|clinician|doctor|physician|pharmacist)\b", told(packaged.by_id[entry]))


def test_every_id_fits_a_button_and_a_deep_link(packaged: Faq) -> None:
    for name in packaged.by_id:
        assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", name)
        assert len(name.encode()) <= 40


def test_every_entry_shows_what_it_rests_on_and_the_disclaimer(packaged: Faq) -> None:
    for entry in packaged.entries:
        card = entry_card(entry, packaged)
        assert card.sources, entry.id
        assert all(link.title and link.url for link in card.sources)
        assert card.disclaimer.startswith(packaged.disclaimer)
        told_by = "From one article" if isinstance(entry.basis, Citation) else "Not from the article: from "
        assert line_text(card.basis).startswith(told_by)
        assert len(plain(card).encode("utf-16-le")) // 2 <= 4096


def test_nothing_rendered_claims_a_review_that_did_not_happen(packaged: Faq) -> None:
    reviewed = re.compile(r"(?<!not )\b(?:reviewed|approved|verified|vetted) by\b|\bpeople have read\b", re.IGNORECASE)
    assert all(entry.reviewed and not entry.reviewed.role for entry in packaged.entries)
    cards = [card for e in packaged.entries for card in (entry_card(e, packaged), provenance.card(e, packaged))]
    texts = [plain(card) for card in cards] + [text for reply in packaged.urgent_replies for text in reply_texts(reply)]
    assert [text for text in texts if reviewed.search(text)] == []
    shown = [plain(provenance.card(entry, packaged)) for entry in packaged.entries]
    assert all(
        text.endswith("Not reviewed by a clinician.") or "Not reviewed by a clinician.\n" in text for text in shown
    )


def test_every_review_is_later_than_the_article_and_not_in_the_future(packaged: Faq) -> None:
    latest = max(WRITTEN, datetime.now(UTC).date())
    days = {entry.id: entry.reviewed.on for entry in packaged.entries if entry.reviewed}
    assert days.keys() == packaged.by_id.keys()
    assert [id_ for id_, day in days.items() if not article_of(packaged).updated < day <= latest] == []


def test_related_entries_exist_and_are_few(packaged: Faq) -> None:
    for entry in packaged.entries:
        assert 2 <= len(entry.related) <= 4, entry.id
        assert set(entry.related) <= set(packaged.by_id) - {entry.id}


def test_the_about_text_names_the_article_its_people_and_the_publishers_interest(packaged: Faq) -> None:
    article = article_of(packaged)
    about = told(packaged.by_id["about-article"])
    assert (article.author, article.editor) == ("Daniesha Govender", "Jovan Mijailovic")
    assert article.updated == date(2023, 12, 13)
    for words in (article.title, article.author, article.editor, article.publisher, "December 13, 2023"):
        assert words in about
    assert "sells blood tests" in about
    assert "list of references" in about


def test_the_bot_says_what_it_is_and_is_not(packaged: Faq) -> None:
    about = told(packaged.by_id["about-bot"])
    for words in (
        "not a person",
        "can't diagnose",
        "no clinician has reviewed",
        "Nobody reads this chat live",
        "emergency number",
    ):
        assert words in about


def test_neither_answers_nor_phrasings_hold_markup(packaged: Faq) -> None:
    texts = [(e.id, text) for e in packaged.entries for text in (all_text(e), *e.phrasings)]
    texts += [(reply.id, text) for reply in packaged.urgent_replies for text in reply_texts(reply)]
    assert [(name, found.group()) for name, text in texts for found in MARKUP.finditer(text)] == []


def test_every_text_is_plain_characters(packaged: Faq) -> None:
    odd = [
        (entry.id, char)
        for entry in packaged.entries
        for char in "".join([all_text(entry), *entry.phrasings])
        if not (char.isprintable() or char == "\n") or ord(char) > 0xFFFF
    ]
    assert odd == []


def test_answers_are_short_enough_for_a_tired_reader(packaged: Faq) -> None:
    long = [(entry.id, len(entry.answer.split())) for entry in packaged.entries if len(entry.answer.split()) > 150]
    assert long == []


def test_suggestions_have_a_range_below_answers(packaged: Faq) -> None:
    for level in (packaged.thresholds.words, packaged.thresholds.meaning):
        assert 0 < level.suggest < level.answer <= level.unasked < 1
