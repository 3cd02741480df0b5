"""A visit is finished."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zoufang.engines.refusal import Refused
from zoufang.ground.accounts.actor import Actor
from zoufang.ground.journal.actions import record
from zoufang.stages.briefing.queries import points_of
from zoufang.stages.schedule.actions import settle_appointment
from zoufang.stages.signup.actions import unlock_signup
from zoufang.stages.visit import rules
from zoufang.stages.visit.access import may_record_visit
from zoufang.stages.visit.actions.papers import place_papers
from zoufang.stages.visit.models import Visit
from zoufang.stages.visit.queries import has_refused
from zoufang.stages.visit.states import VisitState


@transaction.atomic
def finish_visit(*, visit: Visit, by: Actor, at: datetime) -> Visit:
    """The visit is done (or not reached), card and letter stand on that family's page, the talking points
    count as told unless they were left out. Refused while something is missing."""
    visit = Visit.objects.select_for_update().get(pk=visit.pk)
    if not may_record_visit(by, visit):
        raise Refused("这次走访已经完成了")
    matters = list(visit.matters.all())
    unanswered = sum(rules.lacks_answer(settle=m.settle, answer=m.answer) for m in matters)
    missing = rules.what_is_missing(
        outcome=visit.outcome,
        met=visit.met,
        visitors=visit.visitors.count(),
        form=visit.form,
        needed_at_home=visit.campaign.limit("visitors_at_home"),
        matters_without_answer=unanswered,
        has_refused=has_refused(visit.campaign, visit.household),
    )
    if missing:
        raise Refused(missing)
    visit.state = rules.state_after(visit.outcome)
    visit.started_at = visit.started_at or at
    visit.ended_at = rules.end_of(started_at=visit.started_at, ended_at=visit.ended_at, finished_at=at)
    visit.finished_at, visit.finished_by_id = at, by.id
    visit.version += 1
    visit.save()
    is_met = visit.state == VisitState.DONE
    settle_appointment(
        campaign=visit.campaign,
        round=visit.round,
        household=visit.household,
        klass=visit.klass,
        form=visit.form,
        teachers=list(visit.visitors.all()),
        kept=is_met,
        starts_at=visit.started_at,
        ends_at=visit.ended_at or visit.started_at,
        by=by,
        at=at,
    )
    if is_met:
        place_papers(visit.campaign, visit.household, at=at, visit=visit)
        visit.points_told.set([] if visit.points_left_out else [each.text for each in points_of(visit.campaign)])
    else:
        unlock_signup(household=visit.household, campaign=visit.campaign)
    facts = {"outcome": visit.outcome, "form": visit.form, "matters": len(matters)}
    record("visit.finished", visit, by=by, at=at, unit=visit.klass, facts=facts)
    return visit
