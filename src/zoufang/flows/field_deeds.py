"""What each kind of field record does, with the actions that the pages use too; rights are judged when it arrives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils import timezone

from zoufang.engines.refusal import Reason, Refused
from zoufang.flows.finish_visit import finish_visit, raise_matter
from zoufang.ground.accounts.actor import Actor
from zoufang.ground.campaign.queries import round_on, running_campaign
from zoufang.ground.campaign.states import VisitForm
from zoufang.ground.capture.actions import drop_upload
from zoufang.ground.capture.models import Device, FieldRecord
from zoufang.ground.capture.queries import taught_once, upload_of, what_it_made
from zoufang.ground.capture.rules import Sent
from zoufang.ground.capture.states import RecordState
from zoufang.ground.org.models import Unit
from zoufang.stages.roster.models import Household
from zoufang.stages.schedule.models import Appointment
from zoufang.stages.schedule.states import AppointmentState
from zoufang.stages.visit import actions
from zoufang.stages.visit.models import FieldAuthor, Matter, RemovedMatter, Visit
from zoufang.stages.visit.states import RecordField, VisitState

# The same for what does not exist and for what is not this person's.
NOT_FOUND = Reason("找不到这条记录要写的走访或家庭")
ERASED = Reason("这户家庭的信息已删除,不再收新的内容;请把手机上的也删去")
# Older than a phone keeps anything: then its clock is not believed at all.
OLDEST = timedelta(days=90)
FINISHED = (VisitState.DONE, VisitState.NOT_REACHED)


@dataclass(frozen=True)
class Told:
    """One record with all that its deed needs. `is_decided`: the principal has taken it, in its writer's name."""

    sent: Sent
    actor: Actor
    device: Device
    at: datetime
    clock_ahead: timedelta = timedelta()
    picture: bytes = b""
    is_decided: bool = False

    @property
    def source(self) -> actions.Source:
        made_at = self.sent.made_at
        said_at = min(made_at - self.clock_ahead, self.at) if made_at is not None else self.at
        if self.at - said_at > OLDEST:
            said_at = self.at
        return actions.Source(self.device.uuid, self.sent.place, said_at, self.clock_ahead)

    @property
    def changes(self) -> dict[str, tuple[object, object]]:
        return {name: (change.was, change.to) for name, change in self.sent.changes.items()}


@dataclass(frozen=True)
class Waits:
    """It is for the principal to decide: of which class, and with which other records."""

    klass: Unit
    visit_key: str


@dataclass(frozen=True)
class Done:
    """What came of it, and in which visit. `made`: public id of what it made."""

    visit: Visit
    made: str = ""
    clashes: Mapping[str, actions.Clash] = field(default_factory=dict)


Result = Done | Waits


def open_visit(told: Told) -> Result:
    """The visit is open; the one that is open already, or was finished meanwhile by the colleague, is meant by it."""
    said = told.sent.said
    klass = Unit.objects.classes().filter(public_id=said("class")).first()
    household = Household.objects.filter(public_id=said("household")).select_related("school").first()
    if klass is None or household is None:
        raise Refused(NOT_FOUND)
    if not household.children.filter(klass=klass, left_on__isnull=True).exists():
        raise Refused(NOT_FOUND)
    if waits := _stands(told, klass, told.sent.target):
        return waits
    campaign = running_campaign(household.school)
    current = round_on(campaign, _day(told)) if campaign else None
    if campaign is None or current is None:
        raise Refused(Reason("园里现在没有正在进行的走访活动"))
    booked = Appointment.objects.filter(household=household, round=current, public_id=said("appointment")).first()
    meant = Visit.objects.filter(household=household, round=current, klass=klass)
    known = meant.filter(appointment=booked).first() if booked else None
    known = known or meant.filter(state=VisitState.DONE).first() or meant.filter(state=VisitState.PLANNED).first()
    if known is not None:
        return _same_visit(told, known)
    visit = actions.open_visit(
        campaign=campaign,
        round=current,
        household=household,
        klass=klass,
        form=said("form") if said("form") in VisitForm.values else VisitForm.HOME,
        by=told.actor,
        at=told.at,
        source=told.source,
        appointment=booked if booked and booked.state == AppointmentState.BOOKED and booked.klass == klass else None,
    )
    return Done(visit, visit.public_id)


def _same_visit(told: Told, visit: Visit) -> Done:
    """The colleague's visit is meant; another way of meeting is one field that two people wrote differently."""
    form = told.sent.said("form")
    merged = None
    if form and form != visit.form and visit.state != VisitState.CANCELLED:
        merged = actions.merge_words(
            visit=visit, changes={"form": ("", form)}, by=told.actor, at=told.at, source=told.source
        )
    return Done(visit, visit.public_id, merged.clashes if merged else {})


def change_visit(told: Told) -> Result:
    visit = visit_meant(told, told.sent.target)
    if isinstance(visit, Waits):
        return visit
    merged = actions.merge_words(visit=visit, changes=told.changes, by=told.actor, at=told.at, source=told.source)
    return Done(visit, clashes=merged.clashes)


def finish(told: Told) -> Result:
    """Finished, once; a record that was sent back since the phone saw it is not finished unseen."""
    visit = visit_meant(told, told.sent.target)
    if isinstance(visit, Waits):
        return visit
    visit = (
        Visit.objects.select_for_update(of=("self",))
        .select_related("campaign__unit", "klass", "household")
        .get(pk=visit.pk)
    )
    if visit.state in FINISHED:
        return Done(visit)
    if visit.versions.filter(version__gte=told.sent.base).exists():
        raise Refused(Reason("园里把这次走访退回更正了,请打开看过再完成"))
    return Done(finish_visit(visit=visit, by=told.actor, at=told.at))


def add_matter(told: Told) -> Result:
    visit = visit_meant(told, told.sent.said("visit"))
    if isinstance(visit, Waits):
        return visit
    kept = {name: actions.as_kept(name, told.sent.said(name)) for name in ("text", "answer", "nature", "topic")}
    kept["settle"] = actions.as_kept(RecordField.SETTLE, told.sent.said("settle") or "pass_on")
    facts = {**kept, "visit": visit, "by": told.actor, "at": told.at, "source": told.source}
    if visit.state not in FINISHED:
        matter = actions.note_matter(**facts)
    else:
        matter = actions.note_late_matter(**facts)
        raise_matter(visit=visit, matter=matter, by=told.actor, at=told.at)
    return Done(visit, matter.public_id)


def change_matter(told: Told) -> Result:
    matter = matter_meant(told, told.sent.target)
    if isinstance(matter, Waits):
        return matter
    if isinstance(matter, RemovedMatter):
        name = matter.removed_by.name if matter.removed_by else ""
        raise Refused(Reason("这件事已经被%(name)s删去了;家长确实说过的话,请重新记一件", name=name))
    merged = actions.change_matter(matter=matter, changes=told.changes, by=told.actor, at=told.at, source=told.source)
    return Done(matter.visit, clashes=merged.clashes)


def remove_matter(told: Told) -> Result:
    """Gone, once; not where somebody else has changed it since the phone saw it."""
    matter = matter_meant(told, told.sent.target)
    if isinstance(matter, Waits):
        return matter
    if isinstance(matter, RemovedMatter):
        return Done(matter.visit)
    visit = Visit.objects.select_for_update().get(pk=matter.visit_id)
    since = FieldAuthor.objects.filter(visit=visit, about=matter.public_id, version__gt=told.sent.base)
    other = since.exclude(device=told.device.uuid).select_related("by").first()
    if other is not None:
        name = other.by.name if other.by else ""
        raise Refused(Reason("%(name)s后来改过这件事,请打开看过再删", name=name))
    actions.remove_matter(matter=matter, by=told.actor, at=told.at)
    return Done(visit)


def add_photo(told: Told) -> Result:
    """The picture was cleaned before the transaction; here it takes its place."""
    place = photo_place(told)
    if isinstance(place, Waits):
        return place
    visit, matter = place
    photo = actions.add_photo(
        visit=visit,
        matter=matter,
        picture=told.picture,
        is_asked=is_asked(told.sent),
        by=told.actor,
        at=told.at,
    )
    upload = upload_of(told.device.user_id, told.sent.said("upload"))
    if upload is not None:
        drop_upload(upload, at=told.at)
    return Done(visit, photo.public_id)


DEEDS: Mapping[str, Callable[[Told], Result]] = {
    "visit.open": open_visit,
    "visit.change": change_visit,
    "visit.finish": finish,
    "matter.add": add_matter,
    "matter.change": change_matter,
    "matter.remove": remove_matter,
    "photo.add": add_photo,
}


def is_asked(sent: Sent) -> bool:
    """Did the teacher say that the family was asked?"""
    change = sent.changes.get("consent")
    return change is not None and change.to is True


def photo_place(told: Told) -> tuple[Visit, Matter | None] | Waits:
    """The visit (and the matter) that the photo belongs to."""
    if name := told.sent.said("matter"):
        matter = matter_meant(told, name)
        if isinstance(matter, Waits):
            return matter
        if isinstance(matter, RemovedMatter):
            return matter.visit, None
        return matter.visit, matter
    visit = visit_meant(told, told.sent.said("visit"))
    return visit if isinstance(visit, Waits) else (visit, None)


def visit_meant(told: Told, name: str) -> Visit | Waits:
    """The visit of this public id, or that the phone calls so. Refused where this person has nothing to do with it."""
    made = what_it_made(told.device.user_id, name) if name else None
    if made is not None and made.kind == "visit.open":
        if not made.made:
            return _with_its_visit(made)
        name = made.made
    visit = Visit.objects.filter(public_id=name).select_related("klass", "campaign__unit", "household").first()
    if visit is None:
        raise Refused(NOT_FOUND)
    return _may_write_in(told, visit) or visit


def matter_meant(told: Told, name: str) -> Matter | RemovedMatter | Waits:
    """The same for a matter; that it was removed, where it was."""
    made = what_it_made(told.device.user_id, name) if name else None
    if made is not None and made.kind == "matter.add":
        if not made.made:
            return _with_its_visit(made)
        name = made.made
    matter = Matter.objects.filter(public_id=name).select_related("visit__klass", "visit__household").first()
    removed = (
        RemovedMatter.objects.filter(matter=name)
        .select_related("visit__klass", "visit__household", "removed_by")
        .first()
    )
    found = matter or removed
    if found is None:
        raise Refused(NOT_FOUND)
    return _may_write_in(told, found.visit) or found


def _may_write_in(told: Told, visit: Visit) -> Waits | None:
    """As `_stands`. Refused where the family's data were deleted: nothing of it is kept anew, nor for the principal."""
    waits = _stands(told, visit.klass, visit.public_id)
    if visit.household.erased_at is not None:
        raise Refused(ERASED)
    return waits


def _with_its_visit(made: FieldRecord) -> Waits:
    """A record that stands on one that waits, waits with it."""
    if made.state == RecordState.TURNED_DOWN:
        raise Refused(Reason("园长没有收它所属的走访,这一条也没有收"))
    return Waits(made.quarantined.klass, made.quarantined.visit_key)


def _stands(told: Told, klass: Unit, visit_key: str) -> Waits | None:
    """Nothing, where this person may write there now; it waits where they may no longer, or their phone was switched off."""
    if told.is_decided:
        return None
    may = klass.pk in told.actor.classes_taught()
    if may and told.device.revoked_at is None:
        return None
    if may or taught_once(told.device.user_id, klass):
        return Waits(klass, visit_key)
    raise Refused(NOT_FOUND)


def _day(told: Told) -> date:
    """The day on which it was written, by a clock put right: a visit of a round's last day is that round's."""
    return timezone.localdate(told.source.said_at or told.at)
