"""Keys: what they hide, what only they open, and where the key is kept that legwise makes."""

from __future__ import annotations

import base64
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import CryptoError
from bot.store.crypto import Crypto, read_or_made

ONE, OTHER = Crypto.of(Fernet.generate_key().decode()), Crypto.of(Fernet.generate_key().decode())
USERS = st.integers(1, 2**52)


@given(st.text())
def test_what_is_sealed_is_opened_by_the_same_key_alone(text: str) -> None:
    sealed = ONE.encrypt(text)
    assert ONE.decrypt(sealed) == text
    with pytest.raises(CryptoError, match="sealed with another key"):
        OTHER.decrypt(sealed)


def test_a_text_that_is_no_unicode_is_sealed_and_digested_as_well() -> None:
    assert ONE.decrypt(ONE.encrypt("\ud800")) == "\ud800"
    assert ONE.digest("\ud800") != ONE.digest("\ud801")


def test_what_is_sealed_does_not_tell_when_and_not_whether_it_is_the_same() -> None:
    sealed = ONE.encrypt("text")
    assert base64.urlsafe_b64decode(sealed)[1:9] == bytes(8), "where Fernet writes the time, for all to read"
    assert sealed != ONE.encrypt("text")


@given(USERS, USERS)
def test_an_alias_is_the_same_for_the_same_person_and_key_alone(one: int, other: int) -> None:
    assert (ONE.pseudonym(one) == ONE.pseudonym(other)) is (one == other)
    assert ONE.pseudonym(one) != OTHER.pseudonym(one)
    assert len(ONE.pseudonym(one)) == 32


@given(USERS)
def test_a_private_chat_is_kept_as_its_persons_alias_and_a_group_as_its_id(number: int) -> None:
    assert ONE.chat(number) == ONE.pseudonym(number)
    assert ONE.chat(-number) == str(-number)


@given(st.text(), st.text())
def test_a_digest_tells_texts_apart_and_is_no_alias(one: str, other: str) -> None:
    assert (ONE.digest(one) == ONE.digest(other)) is (one == other)
    assert len(ONE.digest(one)) == 16
    assert not ONE.pseudonym(5).startswith(ONE.digest("5"))


def test_keys_never_print() -> None:
    key = Fernet.generate_key().decode()
    assert repr(Crypto.of(key)) == "Crypto()"


@pytest.mark.parametrize("wrong", ["", "secret", "A" * 40, "ä" * 44, "A" * 88])
def test_what_is_no_key_is_refused_without_being_quoted(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"^is not a key, which is 32 bytes in urlsafe base64$"):
        Crypto.of(wrong)


def test_a_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "legwise" / "key"
    made = read_or_made(file)
    assert read_or_made(file).pseudonym(1) == made.pseudonym(1)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(file.parent.iterdir()) == [file]


def test_of_two_who_make_the_key_at_once_both_have_the_same(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        made = list(threads.map(lambda _: read_or_made(tmp_path / "key"), range(8)))
    assert len({crypto.pseudonym(1) for crypto in made}) == 1


@pytest.mark.parametrize("wrong", [b"", b"no key", b"\xff\xfe"])
def test_a_file_that_holds_no_key_is_told_and_left_alone(tmp_path: Path, wrong: bytes) -> None:
    (tmp_path / "key").write_bytes(wrong)
    with pytest.raises(CryptoError, match="key: holds no key; put the key back, or remove the file"):
        read_or_made(tmp_path / "key")
    assert (tmp_path / "key").read_bytes() == wrong


def test_a_folder_that_cannot_be_written_is_told_with_its_cure(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CryptoError, match=r"file/key: .+; give a key in LEGWISE_KEY\.$"):
        read_or_made(tmp_path / "file" / "key")
