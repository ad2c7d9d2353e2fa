"""The assistant opens in stages: red flags first, then questions by their words, then by their meaning."""

from __future__ import annotations

from pathlib import Path

import pytest

from faq import engine
from faq.engine import OFF, open_assistant, open_engine
from faq.errors import NotReadyError
from faq.loading import FaqError
from faq.matching.encoder import Encoder, EncoderError
from faq.snapshot import SUFFIX
from faq.startup import Stage, open_in_stages
from tests.faq.content_folder import ContentFolder
from tests.faq.letter_encoder import Letters

QUESTION, EMERGENCY = "what is ferritin", "my chest hurts"


@pytest.fixture
def content(tmp_path: Path) -> ContentFolder:
    (tmp_path / "content").mkdir()
    return ContentFolder.small(tmp_path / "content")


@pytest.fixture
def letters(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the letter encoder for the packaged one."""

    def packaged() -> Encoder:
        return Letters()

    monkeypatch.setattr(engine, "packaged_encoder", packaged)


def stages(content: ContentFolder, model: str | None = None) -> list[Stage]:
    return list(open_in_stages(content.path, model, content.path.parent / "cache"))


def encoders(opened: list[Stage]) -> list[bool]:
    """Return of each stage that answers questions whether it does so by meaning."""
    meaning = [stage.assistant.thresholds == stage.assistant.faq.thresholds.meaning for stage in opened]
    return [by_meaning for stage, by_meaning in zip(opened, meaning, strict=True) if stage.answers]


def test_the_first_stage_knows_red_flags_alone(content: ContentFolder) -> None:
    first = stages(content, OFF)[0]
    assert not first.answers
    flag = first.assistant.red_flag(EMERGENCY)
    assert flag == open_assistant(content.path, OFF).red_flag(EMERGENCY)
    assert flag
    with pytest.raises(NotReadyError, match="before the matcher"):
        first.assistant.ask(QUESTION)


def test_the_first_stage_answers_an_emergency_whoever_asks(content: ContentFolder) -> None:
    first, whole = (stage.assistant for stage in stages(content, OFF))
    for asked in (first.ask(EMERGENCY), first.emergency(EMERGENCY)):
        assert asked
        assert asked.target == whole.ask(EMERGENCY).target == ":heart"


@pytest.mark.usefixtures("letters")
def test_questions_are_answered_by_words_until_the_encoder_has_read_a_new_content(content: ContentFolder) -> None:
    opened = stages(content)
    assert [stage.answers for stage in opened] == [False, True, True]
    assert encoders(opened) == [False, True]
    assert [stage.assistant.ask(QUESTION).target for stage in opened[1:]] == ["what-is-ferritin"] * 2
    assert [stage.engine is None for stage in opened] == [True, True, False]


@pytest.mark.usefixtures("letters")
def test_of_known_content_the_whole_follows_the_red_flags_at_once(content: ContentFolder) -> None:
    stages(content)
    opened = stages(content)
    assert encoders(opened) == [True]
    assert opened[1].assistant.ask(QUESTION).target == "what-is-ferritin"
    assert opened[0].assistant.red_flag(EMERGENCY)


@pytest.mark.usefixtures("letters")
def test_after_a_kill_amid_the_last_stage_questions_are_answered_by_words_meanwhile(content: ContentFolder) -> None:
    stages(content)
    whole = max((content.path.parent / "cache").rglob(f"*{SUFFIX}"), key=lambda file: file.stat().st_mtime_ns)
    whole.unlink()
    assert encoders(stages(content)) == [False, True]


def test_without_an_encoder_words_are_the_last_stage(content: ContentFolder) -> None:
    assert encoders(stages(content, OFF)) == [False]
    assert encoders(stages(content, OFF)) == [False]


def test_each_stage_is_of_the_content_as_it_was_read_first(content: ContentFolder) -> None:
    cache = content.path.parent / "cache"
    opening = open_in_stages(content.path, OFF, cache)
    before = next(opening).assistant.faq
    content.replace("ferritin.yaml", "A warm bath may help.", "A warm bath often helps.")
    assert [stage.assistant.faq for stage in opening] == [before]
    after = open_engine(OFF, cache).open(content.path).faq
    assert after != before


def test_faults_of_the_content_come_before_any_stage(content: ContentFolder) -> None:
    content.write("chatter.yaml", "chatter: 1")
    with pytest.raises(FaqError):
        next(open_in_stages(content.path, OFF))


def test_a_missing_model_is_told_though_red_flags_are_answered_first(content: ContentFolder) -> None:
    opening = open_in_stages(content.path, str(content.path / "no-model"))
    next(opening)
    with pytest.raises(EncoderError):
        list(opening)
