"""Whether a message is about another person or about its writer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq.safety.experiencer import is_about_another


@pytest.mark.parametrize(
    "message",
    [
        "my dad has crushing chest pain",
        "mums face is drooping and she can't talk",
        "I found my brother on the floor",
        "what should I do, my wife can't be woken",
        "I'm scared, our baby is floppy",
        "he swallowed my iron tablets",
        "I think my neighbour is having a stroke",
        "my daughters lips are blue",
    ],
)
def test_who_is_ill_is_another_person(message: str) -> None:
    assert is_about_another(message)


@pytest.mark.parametrize(
    "message",
    [
        "I have crushing chest pain",
        "my chest hurts and my wife is out",
        "took my mum's sleeping tablets",
        "chest pain since an hour",
        "legs gave way and they won't hold me",
        "pregnant and the baby has stopped kicking",
        "I want to die, my family would be better off",
        "",
    ],
)
def test_who_is_ill_is_the_writer(message: str) -> None:
    assert not is_about_another(message)


@pytest.mark.parametrize(
    "message",
    [
        "my husband hit me and he is outside",
        "he says he will kill me",
        "I was beaten by my boyfriend",
        "scared of my dad",
    ],
)
def test_who_is_hurt_by_somebody_is_the_writer(message: str) -> None:
    assert not is_about_another(message)


@given(st.text(max_size=300))
def test_any_text_is_decided(text: str) -> None:
    assert is_about_another(text) in {True, False}
