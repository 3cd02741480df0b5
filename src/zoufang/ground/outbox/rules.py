"""When a delivery is tried again, and when it is given up."""

from __future__ import annotations

LEASE_SECONDS = 120
MOST_ATTEMPTS = 12
LONGEST_WAIT_SECONDS = 3600


def wait_seconds(attempts: int, spread: float) -> int:
    """Seconds before the next attempt after `attempts` in vain: 1, 2, 4 … minutes, at most an hour.

    `spread` (0–1) moves it by up to a tenth, so that many failed at once do not come back at once.
    """
    base = min(LONGEST_WAIT_SECONDS, 60 * 2 ** (attempts - 1))
    return int(base * (1 + 0.1 * spread))


def is_given_up(attempts: int) -> bool:
    """Twelve attempts are about nine hours: then a person has to look."""
    return attempts >= MOST_ATTEMPTS
