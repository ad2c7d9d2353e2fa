"""Opens the assistant in stages, each better than the one before: `open_in_stages`.

An emergency is not to wait for the matcher, nor a question for the encoder, which takes minutes to read an operator's
own content for the first time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from faq.assistant import Assistant
from faq.engine import OFF, Engine, open_engine
from faq.paths import PACKAGED


@dataclass(frozen=True, slots=True)
class Stage:
    """An assistant to use until the next stage.

    Attributes:
        answers: whether it answers questions; otherwise it knows red flags alone.
        engine: of the last stage, for content that is edited later.

    """

    assistant: Assistant
    answers: bool = True
    engine: Engine | None = None


def open_in_stages(content: Path | None = None, model: str | None = None, cache: Path | None = None) -> Iterator[Stage]:
    """Yield the stages of the assistant on a content folder: red flags, questions by their words, questions by meaning.

    What is stored is not built first: with a snapshot of the whole, only red flags come before it.

    Raises:
        FaqError: with every fault of the content.
        EncoderError: if `model` names a folder without an encoder.

    """
    words, folder = open_engine(OFF, cache), content or PACKAGED
    read = words.read(folder)
    yield Stage(read.guard, answers=False)
    engine = words if model == OFF else open_engine(model, cache)
    whole = engine.stored(read.state, read.guard)
    if engine.encoder and not whole:
        yield Stage(words.complete(replace(read, state=None)))  # of which nothing is stored: it is soon replaced
    yield Stage(whole or engine.complete(read), engine=engine)
