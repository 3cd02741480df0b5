"""Finish a visit: its matters become problems, in one transaction."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zoufang.ground.accounts.actor import Actor
from zoufang.ground.campaign.states import VisitForm
from zoufang.stages.problem.actions import raise_problem
from zoufang.stages.problem.states import Source
from zoufang.stages.visit import actions
from zoufang.stages.visit.models import Matter, Visit
from zoufang.stages.visit.states import Settle


@transaction.atomic
def finish_visit(*, visit: Visit, by: Actor, at: datetime) -> Visit:
    """The visit is finished and each of its matters is a problem. Refused as `visit.actions.finish_visit` is."""
    visit = actions.finish_visit(visit=visit, by=by, at=at)
    for matter in visit.matters.filter(became_problem=False).order_by("noted_at", "pk"):
        raise_matter(visit=visit, matter=matter, by=by, at=at)
        matter.became_problem = True
        matter.save(update_fields=["became_problem"])
    return visit


def raise_matter(*, visit: Visit, matter: Matter, by: Actor, at: datetime) -> None:
    """One matter of a finished visit is a problem."""
    raise_problem(
        campaign=visit.campaign,
        school=visit.campaign.unit,
        klass=visit.klass,
        source=Source.SCHOOL_TALK if visit.form == VisitForm.SCHOOL else Source.VISIT,
        visit=visit,
        matter=matter,
        household=visit.household,
        text=matter.text,
        nature=matter.nature,
        topic=matter.topic,
        settled_with=matter.answer if matter.settle == Settle.ON_THE_SPOT else "",
        by=by,
        at=at,
    )
