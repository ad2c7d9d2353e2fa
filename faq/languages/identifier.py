"""The model of py3langid, for the languages that are worth telling apart: loaded once, when a message first needs it.

A naive Bayes classifier of the n-grams of a text's UTF-8 bytes (Lui and Baldwin 2012, https://aclanthology.org/P12-3005/).
py3langid finds them by an automaton of 40 MB. Here each length has a sorted array of the n-grams, 1 MB in all, in which
the n-grams of a text are looked up at once. The guesses are the same.
"""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Self

import numpy as np
import numpy.typing as npt
from py3langid.langid import MODEL_DIR, MODEL_FILE
from py3langid.modelio import load_model

from faq.memory import trim

_CURATED = ("en", "es", "pt", "fr", "de", "it", "ru", "uk", "tr", "ar", "fa", "hi", "id", "pl")
_OTHERS = (
    "nl", "sv", "da", "no", "fi", "cs", "sk", "ro", "hu", "hr", "sl", "lt", "lv", "et", "sq", "ca", "gl", "vi", "tl",
    "sw", "ms", "az", "af",
)  # fmt: skip
_LANGUAGES = frozenset((*_CURATED, *_OTHERS))
"""The curated languages, and others in Latin letters that people write; more would only be taken for English."""
_STATES = 2048
"""States of the automaton that are read at once: each has 256 successors."""

Bytes = npt.NDArray[np.uint64]
"""n-grams, each as the number whose bytes it is."""
Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Guess:
    """The likeliest language, and the probabilities of it and of English."""

    language: str
    probability: float
    english: float


def guess(text: str) -> Guess:
    """Return the likeliest language of a text."""
    model = _model()
    probabilities = model.probabilities(text)
    likeliest = int(probabilities.argmax())
    english = model.languages.index("en")
    return Guess(model.languages[likeliest], float(probabilities[likeliest]), float(probabilities[english]))


@dataclass(frozen=True, slots=True)
class NGrams:
    """The n-grams of one length, sorted, with the feature of each; -1 for what only begins a longer one."""

    sorted: Bytes
    features: npt.NDArray[np.int32]

    @classmethod
    def of(cls, ngrams: Bytes, features: npt.NDArray[np.int32]) -> Self:
        """Sort n-grams."""
        order = np.argsort(ngrams)
        return cls(ngrams[order], features[order])

    def find(self, ngrams: Bytes, found: npt.NDArray[np.int32]) -> None:
        """Write the feature of each n-gram that is known."""
        at = np.minimum(np.searchsorted(self.sorted, ngrams), len(self.sorted) - 1)
        known = self.sorted[at] == ngrams
        found[known] = self.features[at[known]]


@dataclass(frozen=True, slots=True)
class Model:
    """The classifier.

    Attributes:
        languages: the classes.
        priors: the logarithm of each; shape (languages,).
        weights: shape (features, languages).
        ngrams: those of one byte, of two, and so on.

    """

    languages: tuple[str, ...]
    priors: npt.NDArray[np.float32]
    weights: npt.NDArray[np.float16]
    ngrams: tuple[NGrams, ...]

    @classmethod
    def load(cls) -> Self:
        """Load the model of the package, with the languages that can be told apart only."""
        weights, priors, languages, successors, rows, features = load_model(MODEL_DIR / MODEL_FILE)
        kept = [at for at, language in enumerate(languages) if language in _LANGUAGES]
        states = _states(np.asarray(successors).reshape(-1, 256), np.asarray(rows))
        outputs = np.asarray(features, np.int32)
        ngrams = tuple(NGrams.of(each, outputs[numbers]) for numbers, each in states)
        return cls(tuple(languages[at] for at in kept), priors[kept], np.ascontiguousarray(weights[:, kept]), ngrams)

    def probabilities(self, text: str) -> npt.NDArray[np.float32]:
        """Return the probability of each language; flatter for short texts, as py3langid is calibrated."""
        lower = text.lower() if text.isupper() else text
        read = unicodedata.normalize("NFC", lower).encode("utf-8", "surrogatepass")
        scores = self._scores(read) * (1.0 / math.sqrt(len(read) or 1))
        powers = np.exp(scores - scores.max())
        return np.asarray(powers / powers.sum(), np.float32)

    def _scores(self, text: bytes) -> npt.NDArray[np.float32]:
        found = self._features(text)
        counts = Counter(found[found >= 0].tolist())
        if not counts:
            return np.zeros_like(self.priors)
        often = np.log1p(np.fromiter(counts.values(), np.float32, len(counts)))
        return np.asarray(often @ self.weights[list(counts)] + self.priors, np.float32)

    def _features(self, text: bytes) -> npt.NDArray[np.int32]:
        """Return the feature of the longest known n-gram that ends at each byte; -1 for none."""
        letters = np.frombuffer(text, np.uint8).astype(np.uint64)
        found = np.full(len(letters), -1, np.int32)
        window = np.zeros(len(letters) + 1, np.uint64)
        for length, ngrams in enumerate(self.ngrams, 1):
            window = window[:-1] << np.uint64(8) | letters[length - 1 :]
            ngrams.find(window, found[length - 1 :])
        return found


def _states(successors: npt.NDArray[np.uint32], rows: Numbers) -> Iterator[tuple[Numbers, Bytes]]:
    """Yield the states of an Aho-Corasick automaton, from the shortest n-gram up, with the n-gram that each stands for.

    A state that is first reached after n bytes stands for these n bytes: all other ways to it are longer.
    """
    seen = np.zeros(len(rows), bool)
    states, ngrams = np.zeros(1, np.int64), np.zeros(1, np.uint64)
    seen[states] = True
    while True:
        parts = list(_next(successors, rows, states, ngrams, seen))
        states, ngrams = np.concatenate([each for each, _ in parts]), np.concatenate([each for _, each in parts])
        if not len(states):
            return
        seen[states] = True
        yield states, ngrams


def _next(
    successors: npt.NDArray[np.uint32], rows: Numbers, states: Numbers, ngrams: Bytes, seen: npt.NDArray[np.bool_]
) -> Iterator[tuple[Numbers, Bytes]]:
    for start in range(0, len(states), _STATES):
        some = slice(start, start + _STATES)
        following = successors[rows[states[some]]]
        at, letters = np.nonzero(~seen[following])
        yield following[at, letters].astype(np.int64), ngrams[some][at] << np.uint64(8) | letters.astype(np.uint64)


@cache
def _model() -> Model:
    model = Model.load()
    trim()  # all languages, and the automaton
    return model
