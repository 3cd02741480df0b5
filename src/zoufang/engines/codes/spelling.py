"""Codes that people write down and read aloud: sixteen letters that cannot be misread (Crockford's, 80 bits)."""

from __future__ import annotations

LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH = 16


def is_code(said: str) -> bool:
    """Is this the shape of such a code?"""
    return len(said) == LENGTH and all(letter in LETTERS for letter in said)


def cleaned_code(said: str) -> str:
    """The code as typed by hand: capitals, spaces and hyphens do not count."""
    return "".join(letter for letter in said.lower() if letter.isalnum())


def spelt(code: str) -> str:
    """abcd-efgh-jkmn-pqrs: to be written down and read aloud."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def code_from(digits: str) -> str:
    """The code that the first 80 bits of a hash give. `digits`: at least 20 hexadecimal ones."""
    number = int(digits[:20], 16)
    return "".join(LETTERS[number >> 5 * place & 31] for place in reversed(range(LENGTH)))
