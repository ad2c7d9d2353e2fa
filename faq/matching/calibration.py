"""The scale of the probabilities: the temperature of the softmax, and the logit of "none of them".

Both are set on phrasings that are scored as if they did not stand in the content, so everything comes from the content
alone. A sample is enough, and it is chosen by hash: an edit changes one of it at most.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from faq.matching.scorer import Floats, Labels

SAMPLE = 600
"""Phrasings that are left out, one at a time. On 3,000 the packaged content gets the same logit within .02."""
OFF_TOPIC = 0.2
"""Expected ratio of questions that the FAQ does not cover to those that it does."""
LEAST_TEMPERATURE = 0.1
"""Below it, probabilities are all or nothing; the packaged content has this one."""
SHYNESS = 0.15
"""Added to the logit of "none of them" for a FAQ of some `MANY` phrasings; more for a smaller one."""
MANY = 700


@dataclass(frozen=True, slots=True)
class Calibration:
    """The two numbers that turn scores into probabilities."""

    temperature: float = 1.0
    none_logit: float = 0.0

    @classmethod
    def of(cls, scores: Floats, labels: Labels, answerable: int, phrasings: int) -> Self:
        """Calibrate on the scores of phrasings that were left out.

        Args:
            scores: shape (sample, classes).
            labels: the class of each.
            answerable: the number of entries; later classes are answered by no entry.
            phrasings: of the whole content.

        """
        # Two numbers and a smooth valley: a grid that is narrowed three times finds the minimum without a solver.
        temperatures, logits = np.geomspace(0.02, 0.6, 9), np.linspace(0.0, 1.2, 9)
        best = cls(0.1, 0.4)
        for _ in range(3):
            grid = [cls(float(temperature), float(logit)) for temperature in temperatures for logit in logits]
            best = min(grid, key=lambda each: each._loss(scores, labels, answerable))  # noqa: SLF001 - its own class
            ratio, step = (temperatures[1] / temperatures[0]) ** 0.5, (logits[1] - logits[0]) / 2
            temperatures = best.temperature * ratio ** np.linspace(-1, 1, 5)
            logits = best.none_logit + step * np.linspace(-1, 1, 5)
        return best._modest(phrasings)  # noqa: SLF001 - its own class

    def softmax(self, scores: Floats) -> Floats:
        """Return the probabilities of the classes and, last, of none of them; shape (questions, classes + 1)."""
        logits = np.column_stack([scores, np.full(len(scores), self.none_logit)]) / self.temperature
        powers = np.exp(logits - logits.max(axis=1, keepdims=True))
        return np.asarray(powers / powers.sum(axis=1, keepdims=True), np.float32)

    def _modest(self, phrasings: int) -> Self:
        """Return a calibration that is less sure of itself the fewer phrasings it is from.

        Few phrasings look well apart from each other, and say little of what else people write. Measured on FAQs of 5
        to 35 entries with 5 to 20 phrasings each, cut from CLINC150 and BANKING77: of questions on other subjects 17 %
        are answered, in place of 32 %, and of their own 88 %, in place of 93 %.
        """
        shyness = SHYNESS * (MANY / phrasings) ** 0.25 - SHYNESS / 3
        return type(self)(max(self.temperature, LEAST_TEMPERATURE), self.none_logit + max(shyness, 0.0))

    def _loss(self, scores: Floats, labels: Labels, answerable: int) -> float:
        """Return the mean logarithmic loss on phrasings, and on the same as questions that no entry answers."""
        probabilities = self.softmax(scores)
        chatter, rows = labels >= answerable, np.arange(len(labels))
        right = probabilities[rows, labels]
        # A chatter phrasing may be any chatter class, or none.
        right[chatter] = probabilities[chatter][:, answerable:].sum(axis=1)
        # Without its own class, a phrasing is a near-miss question that the FAQ does not cover.
        masked = scores.copy()
        masked[rows, labels] = -np.inf
        none = self.softmax(masked)[:, answerable:].sum(axis=1)
        return _mean_log_loss(right) + OFF_TOPIC * _mean_log_loss(none)


def sample(texts: Sequence[str]) -> Labels:
    """Return the indices of the phrasings to calibrate on, ascending."""
    return np.sort(np.array(sorted(range(len(texts)), key=lambda at: _digest(texts[at]))[:SAMPLE], np.int64))


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()


def _mean_log_loss(probabilities: Floats) -> float:
    return float(-np.log(np.maximum(probabilities, 1e-9)).mean())
