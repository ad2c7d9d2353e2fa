"""The engine: which encoder and thresholds it uses, its cache, and another FAQ on it."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path

import pytest
from threadpoolctl import threadpool_info

from faq.engine import OFF, Engine, open_assistant, open_engine
from faq.matching import encoder
from faq.matching.cache import ArrayCache
from faq.matching.encoder import EncoderError
from faq.models import RedFlag, ThresholdSets
from faq.outcome import Found
from tests.faq.content_folder import ContentFolder
from tests.faq.letter_encoder import Letters
from tests.faq.sample_faq import LEGS, THRESHOLDS, urgent_reply

STRICT = replace(THRESHOLDS, answer=0.99)
SETS = replace(LEGS, thresholds=ThresholdSets(words=THRESHOLDS, meaning=STRICT))


def test_the_thresholds_are_those_of_the_way_of_matching() -> None:
    assert Engine().assistant(SETS).thresholds == THRESHOLDS
    assert Engine(Letters()).assistant(SETS).thresholds == STRICT


def test_off_opens_an_engine_without_an_encoder() -> None:
    assert open_engine(OFF).encoder is None


def test_a_folder_without_a_model_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match=r"no model\.onnx"):
        open_engine(str(tmp_path))


def test_without_the_packaged_model_words_alone_are_matched_and_a_warning_is_logged(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(encoder, "MODEL", ("no_such_package", *encoder.MODEL[1:]))
    with caplog.at_level(logging.WARNING, "faq.engine"):
        assert open_engine().encoder is None
    [record] = caplog.records
    assert record.message == (
        "matching words only, without the sentence encoder: "
        "the package no_such_package is not installed; install legwise[semantic]"
    )


def test_an_assistant_on_a_content_folder_answers_and_is_stored(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    content = ContentFolder.small(tmp_path / "content").path
    outcome = open_assistant(content, OFF, tmp_path / "cache").ask("what is ferritin")
    assert outcome.target == "what-is-ferritin"
    assert list((tmp_path / "cache" / "snapshots").glob("*.snapshot"))


def test_a_matcher_limits_blas_to_one_thread() -> None:
    Engine(cache=ArrayCache()).matcher(LEGS)
    assert {library["num_threads"] for library in threadpool_info() if library["user_api"] == "blas"} <= {1}


def test_another_faq_is_matched_by_its_own_phrasings_without_our_synonyms_and_rules() -> None:
    rule = RedFlag("coffee", "heart", (("coffee",),))
    ours = replace(LEGS, urgent_replies=(urgent_reply("heart", "Call 112.", "Now."),), red_flags=(rule,))
    other = Engine().on_other_faq({"drinks": ("too much coffee", "strong tea"), "walks": ("a long walk",)}, ours)
    outcome = other.ask("too much coffee")
    assert isinstance(outcome, Found)
    assert outcome.entry.id == "drinks"
    assert (other.faq.synonyms, other.faq.red_flags, other.thresholds) == ({}, (), THRESHOLDS)
