"""Finish a visit to a member of staff: what the visitor marked becomes confidential problems, in one transaction."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from zoufang.ground.accounts.actor import Actor
from zoufang.stages.problem.actions import raise_problem
from zoufang.stages.problem.states import Source
from zoufang.stages.visit import actions
from zoufang.stages.visit.models import StaffVisit

# What can be passed on; the names of the record's texts.
TEXTS = ("difficulties_at_work", "difficulties_in_life", "suggestions")


@transaction.atomic
def finish_staff_visit(*, visit: StaffVisit, pass_on: Collection[str], by: Actor, at: datetime) -> StaffVisit:
    """The visit is finished; each marked text that holds words is a problem that names nobody.

    Refused as `visit.actions.finish_staff_visit` is.
    """
    visit = actions.finish_staff_visit(visit=visit, by=by, at=at)
    for name in TEXTS:
        text = getattr(visit, name)
        if name in pass_on and text:
            raise_problem(
                campaign=visit.campaign,
                school=visit.school,
                source=Source.STAFF_VISIT,
                staff_visit=visit,
                text=text,
                is_confidential=True,
                by=by,
                at=at,
            )
    return visit
