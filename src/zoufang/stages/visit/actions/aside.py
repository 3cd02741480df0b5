"""What stands on the record's page beside the record's own fields: a matter half typed, the points left out."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zoufang.engines.refusal import Refused
from zoufang.ground.accounts.actor import Actor
from zoufang.stages.rights.queries import has_refused_handling
from zoufang.stages.visit import rules
from zoufang.stages.visit.access import may_record_visit
from zoufang.stages.visit.actions.record import LONGEST
from zoufang.stages.visit.models import Visit
from zoufang.stages.visit.queries import with_half_matter


@transaction.atomic
def keep_aside(*, visit: Visit, half_matter: str, points_left_out: bool, by: Actor, at: datetime) -> None:
    """The draft holds both (of each person who writes, what that person types), and says when it was kept last. Part of the act that keeps the record, which the journal records.

    Refused once the visit is finished, for words too long, and for any of a family that refused the handling.
    """
    visit = Visit.objects.select_for_update(of=("self",)).select_related("household").get(pk=visit.pk)
    if not may_record_visit(by, visit):
        raise Refused("这次走访已经完成了")
    if len(half_matter) > LONGEST:
        raise Refused(rules.too_long(LONGEST))
    if half_matter.strip() and has_refused_handling(visit.household):
        raise Refused(rules.WITHOUT_A_RECORD)
    # A slow line may bring the draft after the matter that it became: said once, it is noted once.
    visit.half_matters = with_half_matter(visit, by, half_matter)
    visit.points_left_out = points_left_out
    visit.kept_at, visit.kept_by_id = at, by.id or None
    visit.save(update_fields=["half_matters", "points_left_out", "kept_at", "kept_by"])
