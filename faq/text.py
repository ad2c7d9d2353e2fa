"""Normalises and tokenises user text. Pure and idempotent."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

MAX_LENGTH = 4096
"""Telegram's limit for the text of a message: characters when read, UTF-16 code units when sent."""

# Translated first, because composing would take ´ apart.
_QUOTES = str.maketrans(dict.fromkeys("’‘‛ʼ`´′＇", "'") | dict.fromkeys("“”„‟″", '"'))
_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")

# Contractions without their apostrophe, as often typed on phones; those with it are looked up here too. Forms that are
# words of their own (ill, well, were, shed, hell, its) are not listed.
_NOT = {
    "wont": "will not", "cant": "can not", "cannot": "can not", "shant": "shall not", "aint": "is not",
    "dont": "do not", "doesnt": "does not",
    "didnt": "did not", "isnt": "is not", "arent": "are not", "wasnt": "was not", "werent": "were not",
    "havent": "have not", "hasnt": "has not", "hadnt": "had not", "wouldnt": "would not",
    "couldnt": "could not", "shouldnt": "should not", "mustnt": "must not", "neednt": "need not",
}  # fmt: skip
_IS = {
    "whats": "what is", "hows": "how is", "wheres": "where is", "whos": "who is", "thats": "that is",
    "theres": "there is", "heres": "here is", "im": "i am", "ive": "i have", "youre": "you are",
    "youve": "you have", "theyre": "they are", "theyve": "they have", "weve": "we have", "itll": "it will",
    "gonna": "going to", "wanna": "want to", "gotta": "got to", "lets": "let us",
}  # fmt: skip
_CONTRACTIONS = _NOT | _IS
_ENDINGS = (("n't", " not"), ("'re", " are"), ("'ve", " have"), ("'ll", " will"), ("'m", " am"), ("'d", ""), ("'s", ""))


def normalise(text: str) -> str:
    """Return the text composed, case-folded, with plain quotes and single spaces.

    Drops control, format (zero-width, direction marks) and unassigned characters, and all past `MAX_LENGTH`.
    """
    if text.isascii() and text.isprintable():  # most messages: nothing to compose, nothing invisible
        return " ".join(text[:MAX_LENGTH].translate(_QUOTES).lower().split())
    start = text[:MAX_LENGTH].translate(_QUOTES)
    visible = "".join(" " if char.isspace() else char for char in start if _visible(char))
    # Case folding can decompose a letter (İ) and composing can make a new capital, so both are done twice.
    folded = visible
    for _ in range(2):
        folded = unicodedata.normalize("NFKC", folded).casefold().translate(_QUOTES)
    return _SPACE.sub(" ", unicodedata.normalize("NFKC", folded)).strip()[:MAX_LENGTH].rstrip()


def words(text: str) -> tuple[str, ...]:
    """Return the normalised words of a text in order, with contractions expanded: "what's" -> what, is."""
    return tuple(" ".join(map(_expand, _WORD.findall(normalise(text)))).split())


def numbers(text: str) -> tuple[str, ...]:
    """Return the numbers of a text in digits, in order, without thousands separators."""
    return tuple(_NUMBER.findall(text.replace(",", "")))


def sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of a curated text; a line ends one too."""
    return tuple(sentence for sentence in _SENTENCE.split(text.strip()) if sentence)


def _visible(char: str) -> bool:
    return char.isspace() or unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn"}


@lru_cache(maxsize=20_000)
def _expand(word: str) -> str:
    """Expand contractions; endings can be stacked ("shouldn't've")."""
    plain = word.replace("'", "")
    if plain in _CONTRACTIONS:
        return _CONTRACTIONS[plain]
    for ending, full in _ENDINGS:
        if word.endswith(ending):
            return _expand(word.removesuffix(ending)) + full
    return plain
