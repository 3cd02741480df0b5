"""What happens by the clock over several stages."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from zoufang.flows import erase_household as erasing
from zoufang.ground.accounts.actor import SYSTEM
from zoufang.ground.files.actions import sweep_files as sweep

log = logging.getLogger(__name__)


def erase_over_time(now: datetime) -> None:
    """Families whose time is over, each in a transaction of its own; one that fails waits for the next night."""
    for family in erasing.families_over_time(at=now):
        with _left_for_the_next_night(family.public_id):
            erasing.erase_over_time(household=family, at=now)
    for family in erasing.families_that_waited(at=now):
        with _left_for_the_next_night(family.public_id):
            erasing.erase_what_waited(household=family, by=SYSTEM, at=now)


@contextmanager
def _left_for_the_next_night(family: str) -> Iterator[None]:
    try:
        yield
    except Exception as fault:
        log.error("erase_over_time %s: %s", family, type(fault).__name__)


def sweep_files(now: datetime) -> None:
    """Contents in the files folder without a row: a deed died between its commit and the deleting, or before the row."""
    waste = sweep(now=now)
    if waste:
        log.warning("sweep_files: %s", waste)
