"""Encryption, pseudonyms and the key file."""

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
from bot.store.crypto import Crypto, read_or_create

CRYPTO, OTHER = Crypto(Fernet.generate_key().decode()), Crypto(Fernet.generate_key().decode())
USERS = st.integers(1, 2**52)


@given(st.text())
def test_only_the_same_key_decrypts_a_text(text: str) -> None:
    token = CRYPTO.encrypt(text)
    assert CRYPTO.decrypt(token) == text
    with pytest.raises(CryptoError, match="encrypted with another key; set that one"):
        OTHER.decrypt(token)


def test_a_lone_surrogate_is_encrypted_and_digested_as_well() -> None:
    assert CRYPTO.decrypt(CRYPTO.encrypt("\ud800")) == "\ud800"
    assert CRYPTO.digest("\ud800") != CRYPTO.digest("\ud801")


def test_ciphertexts_have_no_time_and_differ_even_for_the_same_text() -> None:
    token = CRYPTO.encrypt("text")
    assert base64.urlsafe_b64decode(token)[1:9] == bytes(8), "where Fernet writes the time in clear"
    assert token != CRYPTO.encrypt("text")


@given(USERS, USERS)
def test_a_pseudonym_depends_on_the_user_and_the_key(one: int, other: int) -> None:
    assert (CRYPTO.pseudonym(one) == CRYPTO.pseudonym(other)) is (one == other)
    assert CRYPTO.pseudonym(one) != OTHER.pseudonym(one)
    assert len(CRYPTO.pseudonym(one)) == 32


@given(USERS, USERS)
def test_the_asker_of_a_shared_question_has_a_pseudonym_of_its_own_kind(one: int, other: int) -> None:
    assert (CRYPTO.asker(one) == CRYPTO.asker(other)) is (one == other)
    assert CRYPTO.asker(one) not in {CRYPTO.pseudonym(one), CRYPTO.pseudonym(other), OTHER.asker(one)}
    assert len(CRYPTO.asker(one)) == 32


@given(USERS)
def test_a_private_chat_is_stored_as_its_users_pseudonym_and_a_group_as_its_id(number: int) -> None:
    assert CRYPTO.chat(number) == CRYPTO.pseudonym(number)
    assert CRYPTO.chat(-number) == str(-number)


@given(st.text(), st.text())
def test_a_digest_depends_on_the_text_and_is_no_pseudonym(one: str, other: str) -> None:
    assert (CRYPTO.digest(one) == CRYPTO.digest(other)) is (one == other)
    assert len(CRYPTO.digest(one)) == 16
    assert not CRYPTO.pseudonym(5).startswith(CRYPTO.digest("5"))


def test_the_key_is_never_printed() -> None:
    key = Fernet.generate_key().decode()
    assert key not in repr(Crypto(key))
    assert repr(Crypto(key)).startswith("<bot.store.crypto.Crypto object")


@pytest.mark.parametrize("wrong", ["", "secret", "A" * 40, "ä" * 44, "A" * 88])
def test_an_invalid_key_is_refused_without_being_quoted(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"^is not a key, which is 32 bytes in urlsafe base64$"):
        Crypto(wrong)


def test_a_key_is_created_once_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    file = tmp_path / "legwise" / "key"
    created = read_or_create(file)
    assert read_or_create(file).pseudonym(1) == created.pseudonym(1)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(file.parent.iterdir()) == [file]


def test_processes_that_create_the_key_at_once_get_the_same(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        created = list(threads.map(lambda _: read_or_create(tmp_path / "key"), range(8)))
    assert len({crypto.pseudonym(1) for crypto in created}) == 1


@pytest.mark.parametrize("wrong", [b"", b"no key", b"\xff\xfe"])
def test_a_file_without_a_key_is_an_error_and_is_not_changed(tmp_path: Path, wrong: bytes) -> None:
    (tmp_path / "key").write_bytes(wrong)
    with pytest.raises(CryptoError, match="key: contains no key; restore the key, or delete the file"):
        read_or_create(tmp_path / "key")
    assert (tmp_path / "key").read_bytes() == wrong


def test_a_folder_that_cannot_be_written_is_an_error_with_its_cure(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CryptoError, match=r"file/key: .+; set the key in LEGWISE_KEY\.$"):
        read_or_create(tmp_path / "file" / "key")
