"""Reports of suspected harm are tied to no family, so that nobody can look them up by one; no deletion reaches them.

Source: domain §4 (seen by the fewest); the law on the protection of minors, which obliges to report and to keep.
"""

from __future__ import annotations

from zoufang.ground.privacy.erasing import Step, Whom


def steps_of(whom: Whom) -> list[Step]:
    """None, and nothing that would tell whether there is a report."""
    return []
