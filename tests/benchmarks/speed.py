"""How long a question takes: words beside RapidFuzz's `process.extractOne(WRatio)`, then with the encoder.

    python -m tests.benchmarks.speed [FOLDER ...]

Phrasings and questions are the packaged FAQ's and those of the folders (entries.tsv, questions.tsv), the phrasings
filled up with copies that have seeded typos; one question in three has typos. Every question is put to WRatio and to
words in turn, so that a busy machine slows both; their ratio is the median of each question's own. Times are of the
processor: what it takes on a core that does nothing else. WRatio gets its phrasings processed beforehand. `evidence`
reads a question and holds it against every phrasing; `ranking` then ranks the entries too.
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
from tests.benchmarks.apart import measured_apart
from tests.benchmarks.contenders import CONTENDERS
from tests.benchmarks.corpus import AN_ENTRY, entries_of, phrasings, questions
from tests.benchmarks.sets import QuestionSet, of_folder, own
from tests.benchmarks.worker import on_one_core

SIZES = (500, 5_000, 50_000)
RANKED = 5_000
"""Phrasings up to which entries are ranked here: to fit the head to more takes minutes."""
ASKED = 120
ENCODED = 1_000
"""Phrasings, and questions at most, where the encoder is measured."""


@dataclass(frozen=True, slots=True)
class Noting:
    """An encoder that notes each text which it is given."""

    encoder: Encoder
    name: str
    words: frozenset[str]
    given: list[str] = field(default_factory=list)

    def encode(self, texts: Sequence[str]) -> Floats:
        """See `Encoder.encode`."""
        self.given.extend(texts)
        return self.encoder.encode(texts)


def main(folders: Sequence[str]) -> None:
    """Measure and print."""
    try:
        sets = [own(), *(of_folder(Path(folder)) for folder in folders)]
    except QuestionsError as error:
        raise SystemExit(str(error)) from None
    with_encoder(sets)
    verbatim(sets)
    on_one_core()
    for size in SIZES:
        beside_wratio(sets, size)


def with_encoder(sets: Sequence[QuestionSet]) -> None:
    """Words and meaning at 1,000 phrasings, on one core."""
    known = QuestionSet("speed", entries_of(phrasings(sets, ENCODED)), (), ())
    asked = questions(sets, ENCODED)
    for contender in CONTENDERS:
        if contender.name in {"encoder", "meaning"} and (told := measured_apart(contender, known, asked)):
            print(f"{contender.title}, {ENCODED:,} phrasings, {len(asked)} questions, one core:", end=" ")
            print(f"median {told['median']:.2f} ms, p99 {told['p99']:.2f} ms")


def verbatim(sets: Sequence[QuestionSet]) -> None:
    """How often the encoder is run for questions that are a phrasing word for word."""
    packaged = packaged_encoder()
    noting = Noting(packaged, packaged.name, packaged.words)
    texts = phrasings(sets, ENCODED)
    matcher = Engine(noting).on_other_faq(entries_of(texts), load()).matcher
    noting.given.clear()
    for text in texts:
        matcher.rank(text)
    print(f"verbatim: {len(texts):,} phrasings asked word for word, the encoder run for {len(noting.given)}", end=" ")
    print("(those whose words two entries claim)" if noting.given else "")


def beside_wratio(sets: Sequence[QuestionSet], size: int) -> None:
    """Words beside WRatio over the same phrasings, on one core."""
    methods, asked = _methods(phrasings(sets, size)), questions(sets, ASKED)
    times: dict[str, list[float]] = {name: [] for name in methods}
    for question in (*asked[:3], *asked):  # the first three warm up
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
    lexical = TfidfScorer.of(texts, [number // AN_ENTRY for number in range(len(texts))], lexicon)
    methods: dict[str, Callable[[str], object]] = {
        "WRatio": lambda asked: process.extractOne(utils.default_process(asked), choices, scorer=fuzz.WRatio),
        "words: evidence": lambda asked: lexical.similarity(lexicon.read(asked)),
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
