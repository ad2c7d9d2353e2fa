"""The encoder: our vectors are the model's, and neither order nor company changes them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from faq.matching import encoder
from faq.matching.encoder import Encoder, EncoderError, encoder_of, packaged_encoder

# Pairs that any sentence encoder of this family sets apart.
NEAR = [
    ("my legs won't keep still at night", "I can't stop moving my legs when I lie in bed"),
    ("how much iron should I take", "what dose of iron is right"),
]
FAR = [
    ("my legs won't keep still at night", "the train to Rome leaves at noon"),
    ("how much iron should I take", "which film did you watch yesterday"),
]


@pytest.fixture(scope="module")
def model() -> Encoder:
    return packaged_encoder()


def cosine(model: Encoder, one: str, other: str) -> float:
    a, b = model.encode([one, other])
    return float(a @ b)


@pytest.mark.parametrize(("one", "other"), NEAR)
def test_what_means_the_same_is_near(model: Encoder, one: str, other: str) -> None:
    assert cosine(model, one, other) > 0.6


@pytest.mark.parametrize(("one", "other"), FAR)
def test_what_means_something_else_is_far(model: Encoder, one: str, other: str) -> None:
    assert cosine(model, one, other) < 0.2


def test_vectors_have_length_one(model: Encoder) -> None:
    vectors = model.encode(["iron", "", "🎂", "a long one " * 200])
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert vectors.shape == (4, 384)


def test_neither_order_nor_company_changes_a_vector(model: Encoder) -> None:
    texts = ["ferritin", "what does it feel like to have restless legs in the evening?", "legs " * 100]
    together = model.encode(texts)
    np.testing.assert_array_equal(model.encode(texts[::-1])[::-1], together)
    np.testing.assert_array_equal(np.concatenate([model.encode([text]) for text in texts]), together)


def test_what_is_beyond_the_longest_text_changes_nothing(model: Encoder) -> None:
    text = "iron " * encoder.LONGEST
    np.testing.assert_array_equal(model.encode([text]), model.encode([text + "and a train to Rome"]))


def test_upper_case_and_accents_change_nothing(model: Encoder) -> None:
    np.testing.assert_array_equal(model.encode(["Café LEGS"]), model.encode(["cafe legs"]))


def test_a_model_that_is_not_the_one_tested_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder, "MODEL", (*encoder.MODEL[:2], "0" * 64))
    with pytest.raises(EncoderError, match=r"model\.onnx is not the file that was tested; install the version"):
        packaged_encoder()


def test_a_package_that_is_missing_is_named_with_the_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder, "MODEL", ("no_such_package", *encoder.MODEL[1:]))
    with pytest.raises(EncoderError, match=r"no_such_package is not installed; install legwise\[semantic\]"):
        packaged_encoder()


def test_a_folder_without_an_encoder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match=r"no model\.onnx with a tokenizer\.json or vocab\.txt"):
        encoder_of(tmp_path)


def test_a_folder_whose_model_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "model.onnx").write_bytes(b"no model")
    (tmp_path / "vocab.txt").write_text("[UNK]\n[CLS]\n[SEP]\niron\n")
    with pytest.raises(EncoderError, match="onnxruntime can't open it"):
        encoder_of(tmp_path)
