"""Normalising and tokenising what people type. Pure: text in, text out; knows no entry and no language model.

Two steps, each idempotent on its own result: `normalise` makes one spelling of the many that a phone, a
copy-paste or a prankster produce; `words` cuts it into words with contractions opened.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LONGEST = 4096
"""Characters of a message that are read, Telegram's own limit for a text."""

# Translated before anything else: composing would take ´ apart.
_QUOTES = str.maketrans(dict.fromkeys("’‘‛ʼ`´′＇", "'") | dict.fromkeys("“”„‟″", '"'))
_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")

# Contractions without their apostrophe, which phones leave out; with it, they are looked up here too. Forms that are
# words of their own without it (ill, well, were, shed, hell, its) are not listed.
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
_WHOLE = _NOT | _IS
_ENDINGS = (("n't", " not"), ("'re", " are"), ("'ve", " have"), ("'ll", " will"), ("'m", " am"), ("'d", ""), ("'s", ""))


def normalise(text: str) -> str:
    """One spelling for one text: composed, case-folded, plain quotes, single spaces, nothing invisible.

    Control, format (zero-width, direction marks) and unassigned characters go, and so does everything past
    `LONGEST` characters: what is left can be matched, logged by length and compared, and is never longer.
    """
    if text.isascii() and text.isprintable():  # most messages: nothing to compose, nothing invisible
        return " ".join(text[:LONGEST].translate(_QUOTES).lower().split())
    visible = "".join(" " if char.isspace() else char for char in text[:LONGEST].translate(_QUOTES) if _visible(char))
    # Case folding can take a letter apart (İ) and composing can make a new capital, so both are done twice.
    folded = visible
    for _ in range(2):
        folded = unicodedata.normalize("NFKC", folded).casefold().translate(_QUOTES)
    return _SPACE.sub(" ", unicodedata.normalize("NFKC", folded)).strip()[:LONGEST].rstrip()


def words(text: str) -> tuple[str, ...]:
    """The words of a text in order, normalised, with contractions opened: "what's" -> what, is."""
    opened = (_opened(word) for word in _WORD.findall(normalise(text)))
    return tuple(part for word in opened for part in word.split())


def _visible(char: str) -> bool:
    return char.isspace() or unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn"}


@lru_cache(maxsize=20_000)
def _opened(word: str) -> str:
    """A word with its contraction opened; endings can be stacked ("shouldn't've")."""
    plain = word.replace("'", "")
    if plain in _WHOLE:
        return _WHOLE[plain]
    for ending, full in _ENDINGS:
        if word.endswith(ending):
            return _opened(word.removesuffix(ending)) + full
    return plain
