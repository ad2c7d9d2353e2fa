"""The encoder: similar texts have similar vectors, independent of the other texts in a batch."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from faq.matching import encoder
from faq.matching.encoder import Encoder, EncoderError, load_encoder, packaged_encoder

# Pairs that any sentence encoder of this family tells apart.
SIMILAR = [
    ("my legs won't keep still at night", "I can't stop moving my legs when I lie in bed"),
    ("how much iron should I take", "what dose of iron is right"),
]
DIFFERENT = [
    ("my legs won't keep still at night", "the train to Rome leaves at noon"),
    ("how much iron should I take", "which film did you watch yesterday"),
]


@pytest.fixture(scope="module")
def model() -> Encoder:
    return packaged_encoder()


def cosine(model: Encoder, one: str, other: str) -> float:
    a, b = model.encode([one, other])
    return float(a @ b)


@pytest.mark.parametrize(("one", "other"), SIMILAR)
def test_texts_of_the_same_meaning_are_similar(model: Encoder, one: str, other: str) -> None:
    assert cosine(model, one, other) > 0.6


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_texts_of_another_meaning_are_not_similar(model: Encoder, one: str, other: str) -> None:
    assert cosine(model, one, other) < 0.2


def test_vectors_have_length_one(model: Encoder) -> None:
    vectors = model.encode(["iron", "", "🎂", "a long one " * 200])
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert vectors.shape == (4, 128)


def test_a_vector_depends_neither_on_the_order_nor_on_the_other_texts(model: Encoder) -> None:
    texts = ["ferritin", "what does it feel like to have restless legs in the evening?", "legs " * 100]
    together = model.encode(texts)
    np.testing.assert_array_equal(model.encode(texts[::-1])[::-1], together)
    np.testing.assert_array_equal(np.concatenate([model.encode([text]) for text in texts]), together)


def test_text_beyond_the_limit_changes_nothing(model: Encoder) -> None:
    text = "iron " * encoder.MAX_TOKENS
    np.testing.assert_array_equal(model.encode([text]), model.encode([text + "and a train to Rome"]))


def test_upper_case_and_accents_change_nothing(model: Encoder) -> None:
    np.testing.assert_array_equal(model.encode(["Café LEGS"]), model.encode(["cafe legs"]))


def test_a_model_with_another_hash_is_rejected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder, "MODEL", (*encoder.MODEL[:2], "0" * 64))
    with pytest.raises(EncoderError, match=r"model\.onnx is not the file that was tested; install the version"):
        packaged_encoder()


def test_a_missing_package_is_reported_with_the_install_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder, "MODEL", ("no_such_package", *encoder.MODEL[1:]))
    with pytest.raises(EncoderError, match=r"no_such_package is not installed; install legwise\[semantic\]"):
        packaged_encoder()


def test_without_the_extra_words_are_matched() -> None:
    missing = ("google", "onnxruntime", "tokenizers")
    code = (
        f"import sys; sys.modules |= dict.fromkeys({missing}); from faq.engine import open_engine; open_engine('off')"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_folder_without_an_encoder_is_rejected(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match=r"no model\.onnx with a tokenizer\.json or vocab\.txt"):
        load_encoder(tmp_path)


def test_a_file_that_is_no_model_is_rejected(tmp_path: Path) -> None:
    (tmp_path / "model.onnx").write_bytes(b"no model")
    (tmp_path / "vocab.txt").write_text("[UNK]\n[CLS]\n[SEP]\niron\n")
    with pytest.raises(EncoderError, match="onnxruntime can't open it"):
        load_encoder(tmp_path)
