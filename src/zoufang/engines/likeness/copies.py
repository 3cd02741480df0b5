"""Copied texts: the same words, or the same but for a few characters."""

from __future__ import annotations

import hashlib

MOST_EDITS = 4
# In a short sentence one character can turn it round (太冷, 太热): it has to be equal.
FEWEST_CHARACTERS = 8
CHARACTERS_FOR_AN_EDIT = 4


def mark(plain: str) -> str:
    """Equal for texts that differ only in punctuation, blanks, case and width (`normalise` first)."""
    return hashlib.blake2b(plain.encode(), digest_size=12).hexdigest()


def is_copy(one: str, other: str) -> bool:
    """Do at most four characters differ, and in short texts fewer?"""
    if one == other:
        return True
    length = min(len(one), len(other))
    limit = min(MOST_EDITS, length // CHARACTERS_FOR_AN_EDIT) if length >= FEWEST_CHARACTERS else 0
    if abs(len(one) - len(other)) > limit or len(set(one) ^ set(other)) > 2 * limit:
        return False
    return edits(one, other, most=limit) <= limit


def edits(one: str, other: str, *, most: int) -> int:
    """How many characters must be put in, taken out or changed; `most + 1` where it is more than `most`."""
    past = list(range(len(other) + 1))
    for at, letter in enumerate(one, start=1):
        row = [at]
        for place, sign in enumerate(other, start=1):
            row.append(min(past[place] + 1, row[-1] + 1, past[place - 1] + (letter != sign)))
        if min(row) > most:
            return most + 1
        past = row
    return past[-1]
