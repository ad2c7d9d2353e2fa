"""The packaged model multiplies in 8 bits, and means the same."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import onnxruntime
import pytest

from faq.matching.encoder import MODEL, OnnxEncoder, packaged_encoder
from faq.matching.int8_model import in_int8

TEXTS = ("my legs won't keep still at night", "how much iron should I take", "the train to Rome leaves at noon")


@pytest.fixture(scope="module")
def packaged() -> OnnxEncoder:
    return packaged_encoder()


@pytest.fixture(scope="module")
def original() -> bytes:
    spec = find_spec(MODEL[0])
    assert spec is not None
    assert spec.origin is not None
    return next(Path(spec.origin).parent.rglob(MODEL[1])).read_bytes()


def test_every_product_with_stored_weights_is_replaced(original: bytes) -> None:
    made = in_int8(original)
    assert made.count(b"DynamicQuantizeMatMul") == 36  # six layers: three for attention, one after, two of the network
    assert len(made) == pytest.approx(len(original), rel=0.01)


def test_the_vectors_are_nearly_those_of_the_model_as_it_is_stored(packaged: OnnxEncoder, original: bytes) -> None:
    session = onnxruntime.InferenceSession(original, providers=["CPUExecutionProvider"])
    stored = OnnxEncoder("stored", packaged.words, session, packaged.inputs, packaged.tokenize, packaged.components)
    cosines = np.einsum("ij,ij->i", packaged.encode(TEXTS), stored.encode(TEXTS))
    assert cosines.min() > 0.95


def test_onnxruntime_keeps_the_words_in_8_bits_too(original: bytes, tmp_path: Path) -> None:
    optimized = tmp_path / "optimized.onnx"
    options = onnxruntime.SessionOptions()
    options.optimized_model_filepath = str(optimized)
    onnxruntime.InferenceSession(in_int8(original), options, providers=["CPUExecutionProvider"])
    assert optimized.stat().st_size < 1.2 * len(original)  # with words of 32 bits it is 2.6 times as large


def test_a_model_without_such_weights_stays_as_it_is(original: bytes) -> None:
    twice = in_int8(in_int8(original))
    assert twice.count(b"DynamicQuantizeMatMul") == 36
