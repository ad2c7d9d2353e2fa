"""Word pieces are those of the library `tokenizers`, for everything that `bert-base-uncased` was trained on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer
from tokenizers.processors import BertProcessing

from faq.matching.word_piece import LONGEST_WORD, WordPieces

PIECES = (
    "[UNK]",
    "[CLS]",
    "[SEP]",
    *"abcdefinorst",
    *(f"##{letter}" for letter in "abefinorst"),
    "iron",
    "rest",
    "##less",
    "'",
    "!",
    "中",
    "ß",
    "σ",
)
NUMBERS = {piece: number for number, piece in enumerate(PIECES)}
MOST = 20
LETTERS = st.one_of(
    st.sampled_from("abceinorstABCEINORST  \t\n''!中文éÉßİΣ…—\x00\x85\u200b"), st.characters(max_codepoint=0x2FF)
)


@pytest.fixture(scope="module")
def reference() -> Tokenizer:
    tokenizer = Tokenizer(WordPiece(NUMBERS, unk_token="[UNK]"))
    tokenizer.normalizer = BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = BertPreTokenizer()
    tokenizer.post_processor = BertProcessing(("[SEP]", NUMBERS["[SEP]"]), ("[CLS]", NUMBERS["[CLS]"]))
    tokenizer.enable_truncation(MOST)
    return tokenizer


def split(text: str) -> list[str]:
    return [PIECES[number] for number in WordPieces.of(PIECES, MOST)(text)]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Iron", ["iron"]),
        ("irony", ["[UNK]"]),
        ("restless", ["rest", "##less"]),
        ("don't", ["d", "##o", "##n", "'", "t"]),
        ("é中e", ["e", "中", "e"]),
        ("e" * (LONGEST_WORD + 1), ["[UNK]"]),
        ("", []),
    ],
)
def test_a_word_is_split_into_the_longest_known_pieces(text: str, pieces: list[str]) -> None:
    assert split(text)[1:-1] == pieces


def test_a_long_text_keeps_its_start_and_the_mark_of_its_end() -> None:
    assert split("iron " * MOST) == ["[CLS]", *["iron"] * (MOST - 2), "[SEP]"]


@given(st.text(LETTERS, max_size=120))
def test_any_text_has_the_pieces_that_the_library_gives_it(reference: Tokenizer, text: str) -> None:
    assert WordPieces.of(PIECES, MOST)(text) == reference.encode(text).ids
