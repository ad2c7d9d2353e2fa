"""The languages that are not read, and a small one made in Python."""

from __future__ import annotations

from collections.abc import Mapping

from faq.models import Language, LanguageCard

CARD = LanguageCard(
    only_english="Only English.",
    emergency="Emergency",
    talk="Talk",
    poison="Poison",
    likely="Likely?",
    urgent="This is urgent.",
    crisis="You are not alone.",
)

Rows = Mapping[str, tuple[str, ...]]


def language(
    code: str = "es",
    *,
    common: tuple[str, ...] = (),
    words: Rows | None = None,
    phrases: Rows | None = None,
    calm: tuple[str, ...] = (),
    negations: tuple[str, ...] = (),
    countries: Mapping[str, str] | None = None,
) -> Language:
    """Make a language whose card is in English, so that a test can be read."""
    return Language(
        code=code,
        name=code.upper(),
        reviewed="none",
        card=CARD,
        start=f"Hello in {code}.",
        help=f"Help in {code}.",
        description=f"About in {code}.",
        common=common,
        words=dict(words or {}),
        phrases=dict(phrases or {}),
        calm=calm,
        negations=negations,
        countries=dict(countries or {}),
    )
