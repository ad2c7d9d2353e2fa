"""Asks the assistant many odd texts and counts exceptions, of which there should be none.

python -m tests.fuzz [N] [--start K] [--model SHARE] [--seed SEED]

N texts (100,000) from number K (0), of all kinds in rotation. A number and a seed always give the same text, so that
one can be repeated. A SHARE of them (0) uses the sentence encoder, the others words alone. Each outcome must render
as plain text and as JSON, too. Exits with 1 if there was an exception.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from faq.answer_card import card
from faq.assistant import Assistant
from faq.card import plain
from faq.engine import OFF, open_engine
from faq.json_output import answer_object
from faq.loading import load
from faq.outcome import Smalltalk
from faq.tools.evaluation import read_questions

LABELLED = Path(__file__).parent / "questions" / "dev.tsv"
LONGEST = 4096
"""Characters of the longest message that Telegram sends."""
SCRIPTS = ((0x20, 0x7F), (0xA0, 0x250), (0x370, 0x500), (0x4E00, 0x9FFF), (0xAC00, 0xD7A3), (0x1D400, 0x1D7FF))
RIGHT_TO_LEFT = ((0x590, 0x5FF), (0x600, 0x6FF), (0x202A, 0x202E), (0x2066, 0x2069))
EMOJI = ((0x1F300, 0x1FAFF), (0x2600, 0x27BF), (0xFE00, 0xFE0F), (0x200D, 0x200D), (0x1F1E6, 0x1F1FF))
MARKUP = (
    "<b>", "</b>", "&amp;", "&#0;", "<script>", "*", "_", "`", "```", "[a](b)", "{", "}", "%s", "{0}", "\\", "'", '"',
    "--", ";", "/start", "/ask@bot", "@", "#", "http://", "\\u0000", "${x}", "<!--", "]]>", "||", "~~",
)  # fmt: skip

Dice = Random
Kind = Callable[[Dice, Sequence[str]], str]


def text(seed: int, number: int, questions: Sequence[str]) -> tuple[str, str]:
    """Return the kind and the text of a number, which depend on nothing else."""
    dice = Random(f"{seed} {number}")
    kind = KINDS[number % len(KINDS)]
    return kind.__name__.strip("_"), kind(dice, questions)


def answer(assistant: Assistant, question: str) -> str:
    """Ask, check the invariants of every outcome, and return it as JSON.

    Raises:
        Exception: any failure; the caller reports it.

    """
    outcome = assistant.ask(question)
    result = answer_object(question, outcome, assistant.faq)
    scores = [match.score for match in outcome.candidates]
    assert scores == sorted(scores, reverse=True), "the ranking is out of order"
    assert all(0 <= score <= 1 for score in (*scores, result["score"])), "a score is no probability"
    assert {match.entry.id for match in outcome.candidates} == set(assistant.faq.by_id), "not every entry is ranked"
    assert plain(card(outcome, assistant.faq)) == result["text"], "card and object differ"
    assert result["text"] or isinstance(outcome, Smalltalk), "the text is empty"
    line = json.dumps(result)
    read = json.loads(line)
    assert read | {"question": question} == result, "the object does not survive JSON"
    assert _units(read["question"]) == _units(question), "the question does not survive JSON"
    return line


def _units(signs: str) -> bytes:
    """Return UTF-16 units: JSON joins the halves of a pair of surrogates, which Python does not."""
    return signs.encode("utf-16", "surrogatepass")


def _any_sign(dice: Dice, _: Sequence[str]) -> str:
    """Return any code points, including lone surrogates and noncharacters."""
    return "".join(chr(dice.randrange(0x110000)) for _ in range(dice.randrange(120)))


def _one_script(dice: Dice, _: Sequence[str]) -> str:
    return _signs(dice, [dice.choice(SCRIPTS), (0x20, 0x20)], 200)


def _mutated(dice: Dice, questions: Sequence[str]) -> str:
    """Return a labelled question with characters dropped, doubled, swapped or inserted."""
    signs = list(dice.choice(questions))
    for _ in range(dice.randrange(1, 12)):
        at = dice.randrange(len(signs) + 1)
        signs[at : at + dice.randrange(3)] = dice.choice(([], [chr(dice.randrange(1, 0x3000))], signs[at : at + 2] * 2))
    return "".join(signs)


def _spliced(dice: Dice, questions: Sequence[str]) -> str:
    """Return parts of questions joined to one message."""
    parts = [dice.choice(questions) for _ in range(dice.randrange(2, 7))]
    cut = [part[dice.randrange(len(part)) :] if dice.random() < 0.5 else part for part in parts]
    return dice.choice(("", " ", "\n", "? ", ". And ", ", and ", " / ")).join(cut)


def _repeated(dice: Dice, questions: Sequence[str]) -> str:
    """Return a repetition, up to the longest message."""
    unit = dice.choice((dice.choice(questions), dice.choice(questions).split()[0], "a", "? ", "not ", "and ", "my "))
    unit += dice.choice(("", " ", "\n"))
    return unit * (1 + _size(dice) // len(unit))


def _control(dice: Dice, questions: Sequence[str]) -> str:
    return _strewn(dice, questions, [chr(sign) for sign in (*range(32), *range(127, 160), 0x200B, 0xFEFF, 0x2028)])


def _right_to_left(dice: Dice, questions: Sequence[str]) -> str:
    return dice.choice((_signs(dice, RIGHT_TO_LEFT, 150), _signs(dice, RIGHT_TO_LEFT, 9) + dice.choice(questions)))


def _emoji(dice: Dice, questions: Sequence[str]) -> str:
    return dice.choice((_signs(dice, EMOJI, 80), _strewn(dice, questions, [_signs(dice, EMOJI, 3) for _ in range(9)])))


def _digits(dice: Dice, _: Sequence[str]) -> str:
    numbers = [f"{dice.choice(('', '-', '+', '.', '½', '²', '٣', '１'))}{dice.getrandbits(dice.choice((3, 9, 99)))}"]
    numbers *= dice.randrange(1, 40)
    return dice.choice((" ", "", ",", ".", "/", " mg ", " pills ", "e")).join(numbers)


def _long_word(dice: Dice, questions: Sequence[str]) -> str:
    """Return a long word, of known words or of random letters, alone or in a question."""
    known = "".join(word for question in dice.choices(questions, k=9) for word in question.split())
    word = dice.choice((known, "".join(dice.choices("abcdefghijklmnopqrstuvwxyz'-", k=_size(dice)))))
    return dice.choice((word, f"{dice.choice(questions)} {word}"))


def _markup(dice: Dice, questions: Sequence[str]) -> str:
    return _strewn(dice, questions, MARKUP)


def _combining(dice: Dice, questions: Sequence[str]) -> str:
    """Return letters with many combining marks, and letters with several encodings."""
    return _strewn(dice, questions, ["\u0301" * dice.randrange(1, 60), "ﬁ", "ß", "İ", "ﷺ", "\u0345", "𝕗", "Å"])


KINDS: tuple[Kind, ...] = (
    _any_sign, _one_script, _mutated, _spliced, _repeated, _control, _right_to_left, _emoji, _digits, _long_word,
    _markup, _combining,
)  # fmt: skip


def _size(dice: Dice) -> int:
    """Return a size from 1 to the longest message, as often below 64 as above."""
    return int(LONGEST ** dice.random())


def _signs(dice: Dice, ranges: Sequence[tuple[int, int]], most: int) -> str:
    spans = dice.choices(ranges, k=dice.randrange(most + 1))
    return "".join(chr(dice.randint(low, high)) for low, high in spans)


def _strewn(dice: Dice, questions: Sequence[str], signs: Sequence[str]) -> str:
    """Return a question with characters inserted anywhere."""
    text = list(dice.choice(questions))
    for _ in range(dice.randrange(1, 20)):
        text.insert(dice.randrange(len(text) + 1), dice.choice(signs))
    return "".join(text)


@dataclass(slots=True)
class Tally:
    """The results of one kind of text."""

    texts: int = 0
    raised: int = 0
    slowest: float = 0.0
    """Seconds."""


def fuzz(numbers: range, seed: int, share: float) -> dict[str, Tally]:
    """Ask all texts; print each exception to standard error."""
    faq = load()
    words = open_engine(OFF).assistant(faq)
    meaning = open_engine().assistant(faq) if share else words
    questions = [labelled.question for labelled in read_questions(LABELLED, faq.by_id.__contains__)]
    tallies: dict[str, Tally] = {}
    for number in numbers:
        kind, question = text(seed, number, questions)
        tally = tallies.setdefault(kind, Tally())
        begin = time.perf_counter()
        try:
            answer(meaning if (number // len(KINDS)) % 1000 < share * 1000 else words, question)
        except Exception:
            tally.raised += 1
            print(f"text {number} ({kind}) {ascii(question)[:300]}\n{traceback.format_exc()}", file=sys.stderr)
        tally.texts, tally.slowest = tally.texts + 1, max(tally.slowest, time.perf_counter() - begin)
    return tallies


def main() -> int:
    """Parse the command line, ask, and print the results."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description="Check that any text gives an outcome.")
    parser.add_argument("texts", nargs="?", type=int, default=100_000)
    parser.add_argument(
        "--model", type=float, default=0.0, metavar="SHARE", help="share asked with the encoder, 0 to 1"
    )
    parser.add_argument("--start", type=int, default=0, metavar="K", help="number of the first text")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    tallies = fuzz(range(options.start, options.start + options.texts), options.seed, options.model)
    for kind, tally in tallies.items():
        print(f"{kind:15} {tally.texts:7,} texts  {tally.raised:3} raised  slowest {tally.slowest * 1000:7.1f} ms")
    raised = sum(tally.raised for tally in tallies.values())
    print(f"{sum(tally.texts for tally in tallies.values()):,} texts, {raised} exceptions")
    return 1 if raised else 0


if __name__ == "__main__":
    raise SystemExit(main())
