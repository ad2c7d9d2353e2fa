"""py3langid, restricted to the languages that are worth telling apart: loaded once, when a message first needs it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

_CURATED = ("en", "es", "pt", "fr", "de", "it", "ru", "uk", "tr", "ar", "fa", "hi", "id", "pl")
_OTHERS = (
    "nl", "sv", "da", "no", "fi", "cs", "sk", "ro", "hu", "hr", "sl", "lt", "lv", "et", "sq", "ca", "gl", "vi", "tl",
    "sw", "ms", "az", "af",
)  # fmt: skip
_LANGUAGES = frozenset((*_CURATED, *_OTHERS))
"""The curated languages, and others in Latin letters that people write; more would only be taken for English."""


@dataclass(frozen=True, slots=True)
class Guess:
    """The likeliest language, and the probabilities of it and of English."""

    language: str
    probability: float
    english: float


def guess(text: str) -> Guess:
    """Return the likeliest language of a text."""
    ranked = _identifier().rank(text)
    language, probability = ranked[0]
    return Guess(language, probability, dict(ranked)["en"])


@cache
def _identifier() -> LanguageIdentifier:
    whole = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    whole.set_languages(_LANGUAGES)
    # A copy, because the whole one keeps the tables of all its languages: 28 MB.
    return LanguageIdentifier(
        whole.nb_ptc, whole.nb_pc, whole.nb_classes, whole.tk_nextmove, whole.tk_output, norm_probs=True,
        tk_row=whole.tk_row,
    )  # fmt: skip
