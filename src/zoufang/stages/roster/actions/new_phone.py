"""A guardian's phone changes: its last digits open the family's door, so that somebody asks at the old number first."""

from __future__ import annotations

from datetime import datetime

from zoufang.engines.refusal import Refused
from zoufang.ground.accounts.actor import Actor
from zoufang.ground.accounts.states import Role
from zoufang.ground.journal.queries import was_revealed
from zoufang.stages.roster.models import Guardian
from zoufang.stages.roster.rules import why_not_another_phone


def refuse_unasked(*, guardian: Guardian, phone: str, is_asked: bool, since: datetime, by: Actor) -> None:
    """Refused unless somebody says that the old number was called, and it was looked up since then; the principal's word is
    enough, for a number that nobody answers any more."""
    reasons = why_not_another_phone(
        is_same=phone == guardian.phone,
        has_old=bool(guardian.phone),
        is_asked=is_asked,
        is_principal=by.holds(Role.PRINCIPAL, at=guardian.household.school.path),
        was_looked_up=was_revealed(f"guardian:{guardian.public_id}", since=since),
    )
    if reasons:
        raise Refused(reasons)
