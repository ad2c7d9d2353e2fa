"""Processor time of a question, compared with RapidFuzz's `process.extractOne(WRatio)`.

    python -m tests.benchmarks.speed [FOLDER ...]

On the packaged FAQ: 200 labelled questions are asked in each of five rounds, of `Assistant.ask`, which is all of an
answer, and of `Matcher.rank`, with the encoder and without, and WRatio looks for them among 6,414 of the phrasings.

On 500, 5,000 and 50,000 phrasings, by words: phrasings and questions are those of the packaged FAQ and of the
folders (entries.tsv, questions.tsv); phrasings are filled up with copies with seeded typos, and one question in three
has typos. `evidence` compares a question with every phrasing; `ranking` also ranks the entries.

All methods take turns at each question or round, so that a busy machine slows all; a ratio is the median of those of
the questions or rounds. WRatio gets preprocessed phrasings. One core.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from rapidfuzz import fuzz, process, utils

from faq.engine import Engine, open_assistant
from faq.loading import load
from faq.matching.encoder import Encoder, packaged_encoder
from faq.matching.scorer import Floats
from faq.matching.spelling import Lexicon
from faq.matching.tfidf import TfidfScorer
from faq.tools.evaluation import QuestionsError
from tests.benchmarks.commands import MODELS
from tests.benchmarks.corpus import PER_ENTRY, entries_of, phrasings, questions
from tests.benchmarks.sets import QuestionSet, labelled_sample, of_folder, own
from tests.benchmarks.typos import SEED
from tests.benchmarks.worker import bind_to_one_core

ROUNDS = 5
SCANNED = 6_414
"""Phrasings of the packaged FAQ that WRatio scans: as many at any time, so that figures stay comparable."""
SIZES = (500, 5_000, 50_000)
QUESTIONS = 120
VERBATIM = 1_000
"""Phrasings that are asked word for word."""

Ask = Callable[[str], object]


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
    bind_to_one_core()
    packaged(sets[0])
    verbatim(sets)
    for size in SIZES:
        compare_with_wratio(sets, size)


def packaged(known: QuestionSet) -> None:
    """Compare the packaged assistant with WRatio."""
    texts = [text for phrasings_ in known.entries.values() for text in phrasings_]
    methods = {"WRatio": _wratio(Random(SEED).sample(texts, SCANNED))}
    for name, model in MODELS.items():
        assistant = open_assistant(model=model)
        methods |= {f"ask, {name}": assistant.ask, f"rank, {name}": assistant.matcher.rank}
    asked = [each.question for each in labelled_sample()]
    # The first round is warm-up.
    rounds = [{name: _round(method, asked) for name, method in methods.items()} for _ in range(1 + ROUNDS)][1:]
    print(f"the packaged FAQ, {len(asked)} questions; milliseconds a question, medians of {ROUNDS} rounds")
    for name in methods:
        ratio = statistics.median(each[name] / each["WRatio"] for each in rounds)
        print(f"  {name:22} {statistics.median(each[name] for each in rounds):7.2f}   of WRatio's {ratio:.2f}")


def _round(method: Ask, asked: Sequence[str]) -> float:
    return statistics.fmean(_milliseconds(method, question) for question in asked)


def verbatim(sets: Sequence[QuestionSet]) -> None:
    """Count how often the encoder runs for questions that equal a phrasing."""
    encoder = packaged_encoder()
    recorder = RecordingEncoder(encoder, encoder.name, encoder.words)
    texts = phrasings(sets, VERBATIM)
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


def _methods(texts: Sequence[str]) -> dict[str, Ask]:
    lexicon = Lexicon.of(texts, {})
    lexical = TfidfScorer.of(texts, [number // PER_ENTRY for number in range(len(texts))], lexicon)
    return {
        "WRatio": _wratio(texts),
        "words: evidence": lambda asked: lexical.similarity(lexicon.tokenize(asked)),
        "words: ranking": Engine().on_other_faq(entries_of(texts), load()).matcher.rank,
    }


def _wratio(texts: Sequence[str]) -> Ask:
    choices = [utils.default_process(text) for text in texts]
    return lambda asked: process.extractOne(utils.default_process(asked), choices, scorer=fuzz.WRatio)


def _milliseconds(method: Ask, question: str) -> float:
    begun = time.process_time()
    method(question)
    return (time.process_time() - begun) * 1000


if __name__ == "__main__":
    main(sys.argv[1:])
