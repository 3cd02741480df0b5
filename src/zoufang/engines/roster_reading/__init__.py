"""Read rosters as people really write them: `read_roster(bytes)` in a process of its own, or `reading_of(bytes)` here.

In: .xlsx, .xls or .csv. Out: a Reading: children with guardians, refused rows with reasons, what was left out. Nothing of
an identity number ever comes out.
"""

from __future__ import annotations

from zoufang.engines.roster_reading.answer import Grown, Reading, RefusedRow, Row
from zoufang.engines.roster_reading.guard import CannotRead
from zoufang.engines.roster_reading.limited import annotated_copy, read_roster
from zoufang.engines.roster_reading.read import reading_of

__all__ = ["CannotRead", "Grown", "Reading", "RefusedRow", "Row", "annotated_copy", "read_roster", "reading_of"]
