"""Time of a question: by words, compared with RapidFuzz's `process.extractOne(WRatio)`, and with the encoder.

    python -m tests.benchmarks.speed [FOLDER ...]

Phrasings and questions are those of the packaged FAQ and of the folders (entries.tsv, questions.tsv); phrasings are
filled up with copies with seeded typos, and one question in three has typos. WRatio and words answer each question in
turn, so that a busy machine slows both; the ratio is the median over the questions. Times are processor times. WRatio
gets preprocessed phrasings. `evidence` compares a question with every phrasing; `ranking` also ranks the entries.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rapidfuzz import fuzz, process, utils

from faq.engine import Engine
from faq.loading import load
from faq.matching.encoder import Encoder, packaged_encoder
from faq.matching.scorer import Floats
from faq.matching.spelling import Lexicon
from faq.matching.tfidf import TfidfScorer
from faq.tools.evaluation import QuestionsError
from tests.benchmarks.apart import measure_in_worker
from tests.benchmarks.contenders import CONTENDERS
from tests.benchmarks.corpus import PER_ENTRY, entries_of, phrasings, questions
from tests.benchmarks.sets import QuestionSet, of_folder, own
from tests.benchmarks.worker import bind_to_one_core

SIZES = (500, 5_000, 50_000)
RANKED = 5_000
"""Phrasings up to which ranking is measured, because fitting the classifier to more takes minutes."""
QUESTIONS = 120
ENCODED = 1_000
"""Phrasings, and maximum of questions, with the encoder."""


@dataclass(frozen=True, slots=True)
class RecordingEncoder:
    """An encoder that records the texts it encodes."""

    encoder: Encoder
    name: str
    words: frozenset[str]
    texts: list[str] = field(default_factory=list)

    def encode(self, texts: Sequence[str]) -> Floats:
        """See `Encoder.encode`."""
        self.texts.extend(texts)
        return self.encoder.encode(texts)


def main(folders: Sequence[str]) -> None:
    """Measure and print."""
    try:
        sets = [own(), *(of_folder(Path(folder)) for folder in folders)]
    except QuestionsError as error:
        raise SystemExit(str(error)) from None
    with_encoder(sets)
    verbatim(sets)
    bind_to_one_core()
    for size in SIZES:
        compare_with_wratio(sets, size)


def with_encoder(sets: Sequence[QuestionSet]) -> None:
    """Measure the contenders with the encoder at 1,000 phrasings, on one core."""
    known = QuestionSet("speed", entries_of(phrasings(sets, ENCODED)), (), ())
    asked = questions(sets, ENCODED)
    for contender in CONTENDERS:
        if contender.name in {"encoder", "meaning"} and (measured := measure_in_worker(contender, known, asked)):
            print(f"{contender.title}, {ENCODED:,} phrasings, {len(asked)} questions, one core:", end=" ")
            print(f"median {measured['median']:.2f} ms, p99 {measured['p99']:.2f} ms")


def verbatim(sets: Sequence[QuestionSet]) -> None:
    """Count how often the encoder runs for questions that equal a phrasing."""
    packaged = packaged_encoder()
    recorder = RecordingEncoder(packaged, packaged.name, packaged.words)
    texts = phrasings(sets, ENCODED)
    matcher = Engine(recorder).on_other_faq(entries_of(texts), load()).matcher
    recorder.texts.clear()
    for text in texts:
        matcher.rank(text)
    print(f"verbatim: {len(texts):,} phrasings asked word for word, the encoder run for {len(recorder.texts)}", end=" ")
    print("(phrasings that two entries share)" if recorder.texts else "")


def compare_with_wratio(sets: Sequence[QuestionSet], size: int) -> None:
    """Compare words with WRatio on the same phrasings, on one core."""
    methods, asked = _methods(phrasings(sets, size)), questions(sets, QUESTIONS)
    times: dict[str, list[float]] = {name: [] for name in methods}
    for question in (*asked[:3], *asked):  # the first three are warm-up
        for name, method in methods.items():
            times[name].append(_milliseconds(method, question))
    print(f"{size:,} phrasings, {len(asked)} questions; milliseconds a question")
    base = times["WRatio"][3:]
    for name, each in times.items():
        ratio = statistics.median(a / b for a, b in zip(each[3:], base, strict=True))
        p99 = statistics.quantiles(each[3:], n=100)[98]
        print(f"  {name:17} median {statistics.median(each[3:]):7.2f}   p99 {p99:7.2f}   of WRatio's {ratio:.2f}")


def _methods(texts: Sequence[str]) -> dict[str, Callable[[str], object]]:
    choices = [utils.default_process(text) for text in texts]
    lexicon = Lexicon.of(texts, {})
    lexical = TfidfScorer.of(texts, [number // PER_ENTRY for number in range(len(texts))], lexicon)
    methods: dict[str, Callable[[str], object]] = {
        "WRatio": lambda asked: process.extractOne(utils.default_process(asked), choices, scorer=fuzz.WRatio),
        "words: evidence": lambda asked: lexical.similarity(lexicon.tokenize(asked)),
    }
    if len(texts) <= RANKED:
        methods["words: ranking"] = Engine().on_other_faq(entries_of(texts), load()).matcher.rank
    return methods


def _milliseconds(method: Callable[[str], object], question: str) -> float:
    begun = time.process_time()
    method(question)
    return (time.process_time() - begun) * 1000


if __name__ == "__main__":
    main(sys.argv[1:])
