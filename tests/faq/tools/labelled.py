"""A file of labelled questions on the small content folder."""

from __future__ import annotations

from pathlib import Path

LABELLED = """\
question\taccept\tnote
what is ferritin\twhat-is-ferritin\tword for word
ferritin cut-off\twhat-is-ferritin,ferritin-threshold\ttwo are accepted
bath before bed\tferritin-threshold\tanswered, but not as labelled
I am pregnant\tpregnancy\ta referral that is wanted
expecting a baby\tnone\ta referral where nothing is
qqqq zzzz\tnone\t
my chest hurts\tsafety\t
"""


def questions(folder: Path, text: str | bytes = LABELLED) -> Path:
    path = folder / "questions.tsv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path
