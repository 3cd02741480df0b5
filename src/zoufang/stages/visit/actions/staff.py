"""A leader or manager visits a member of staff: begun, written, finished."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from zoufang.engines.refusal import Reason, Refused
from zoufang.ground.accounts.actor import Actor
from zoufang.ground.campaign.models import Campaign
from zoufang.ground.journal.actions import record
from zoufang.stages.assignment.models import StaffBond
from zoufang.stages.visit import rules
from zoufang.stages.visit.access import may_write_staff_visit
from zoufang.stages.visit.models import StaffVisit
from zoufang.stages.visit.states import VisitState

LONGEST = 5_000


@dataclass(frozen=True)
class StaffVisitWords:
    """What was said, where and when."""

    place: str
    met_at: datetime | None
    difficulties_at_work: str = ""
    difficulties_in_life: str = ""
    suggestions: str = ""


@transaction.atomic
def open_staff_visit(*, campaign: Campaign, bond: StaffBond, by: Actor, at: datetime) -> StaffVisit:
    """The visit to this member of staff is open; the one made already is given back. Refused to anyone but the visitor."""
    bond = StaffBond.objects.select_for_update().select_related("school").get(pk=bond.pk)
    if bond.visitor_id != by.id:
        raise Refused("这位老师由别人走访")
    made = StaffVisit.objects.filter(campaign=campaign, visitor=bond.visitor_id, visited=bond.visited_id).first()
    if made is not None:
        return made
    visit = StaffVisit.objects.create(
        campaign=campaign, school=bond.school, visitor_id=bond.visitor_id, visited_id=bond.visited_id, opened_at=at
    )
    record("staff_visit.opened", visit, by=by, at=at, unit=bond.school)
    return visit


@transaction.atomic
def record_staff_visit(*, visit: StaffVisit, words: StaffVisitWords, by: Actor, at: datetime) -> StaffVisit:
    """The draft holds these words. Refused when it is finished."""
    visit = _locked(visit, by)
    texts = (words.difficulties_at_work, words.difficulties_in_life, words.suggestions)
    if any(len(text) > LONGEST for text in texts):
        raise Refused(Reason("一段话最多 %(longest)s 字,请分开写", longest=LONGEST))
    visit.place, visit.met_at = words.place.strip()[:80], words.met_at
    visit.difficulties_at_work, visit.difficulties_in_life, visit.suggestions = (text.strip() for text in texts)
    visit.kept_at = at
    visit.save()
    record("staff_visit.recorded", visit, by=by, at=at, unit=visit.school)
    return visit


@transaction.atomic
def finish_staff_visit(*, visit: StaffVisit, by: Actor, at: datetime) -> StaffVisit:
    """The visit is finished. Refused without place and time."""
    visit = _locked(visit, by)
    if lacks := rules.what_a_staff_visit_lacks(place=visit.place, met_at=visit.met_at, now=at):
        raise Refused(lacks)
    visit.state, visit.finished_at = VisitState.DONE, at
    visit.save(update_fields=["state", "finished_at"])
    record("staff_visit.finished", visit, by=by, at=at, unit=visit.school)
    return visit


def _locked(visit: StaffVisit, by: Actor) -> StaffVisit:
    locked = StaffVisit.objects.select_for_update().select_related("school", "campaign").get(pk=visit.pk)
    if not may_write_staff_visit(by, locked):
        raise Refused("这次走访已经完成,不能再改")
    return locked
