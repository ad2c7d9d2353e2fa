"""Seeded typos as on phones: the same text and seed give the same typos on every run and machine."""

from __future__ import annotations

from random import Random

SEED = 7
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
SHARES = {"neighbour": 0.40, "dropped": 0.25, "doubled": 0.15, "swapped": 0.20}
"""The share of each kind of typo."""


def with_typos(text: str, seed: int = SEED) -> str:
    """Return the text with one or two typos; a text without two adjacent letters is unchanged."""
    chance = Random(f"{seed}:{text}")
    for _ in range(chance.choice((1, 2))):
        text = _with_typo(text, chance)
    return text


def neighbours(letter: str) -> str:
    """Return the keys around a letter's key on a QWERTY keyboard; empty for other characters."""
    at = {key: (row, column) for row, keys in enumerate(_ROWS) for column, key in enumerate(keys)}
    if letter not in at:
        return ""
    row, column = at[letter]
    # Each row is shifted right by half a key, so a key touches two of the row below and two of the row above.
    around = [(row, column - 1), (row, column + 1), (row - 1, column), (row - 1, column + 1)]
    around += [(row + 1, column - 1), (row + 1, column)]
    return "".join(key for key, position in at.items() if position in around)


def _with_typo(text: str, chance: Random) -> str:
    spots = [at for at in range(len(text) - 1) if text[at].isalpha() and text[at + 1].isalpha()]
    if not spots:
        return text
    at = chance.choice(spots)
    head, letter, after, tail = text[:at], text[at], text[at + 1], text[at + 2 :]
    match chance.choices(list(SHARES), list(SHARES.values()))[0]:
        case "neighbour":
            near = neighbours(letter.lower())
            return head + (chance.choice(near) if near else letter) + after + tail
        case "dropped":
            return head + after + tail
        case "doubled":
            return head + letter * 2 + after + tail
        case _:
            return head + after + letter + tail
