"""A family of which something is kept in every table that can hold anything of one; the tables are found, not listed."""

from __future__ import annotations

import json
from collections import deque
from datetime import timedelta
from uuid import uuid4

from django.apps import apps
from django.db import models

from zoufang.ground.accounts.models import User
from zoufang.ground.campaign.models import Campaign
from zoufang.ground.capture.models import Device, FieldRecord, Quarantined
from zoufang.ground.channels.models import TextMessage
from zoufang.ground.files.actions import store_file
from zoufang.ground.files.models import StoredFile
from zoufang.ground.org.models import Unit
from zoufang.ground.outbox.models import OutboxRow
from zoufang.stages.assignment.models import Handover
from zoufang.stages.ledger.models import OpenGap, Submission, SubmittedFile
from zoufang.stages.problem.models import Answer, Extension, FamilyWord, Photo, Problem, ProblemStep
from zoufang.stages.revisit.models import Revisit
from zoufang.stages.rights.models import Correction
from zoufang.stages.rights.states import Scope
from zoufang.stages.roster.models import Guardian, Household, HouseholdDoubt, RosterImport
from zoufang.stages.schedule.models import Appointment, NewTimeAsked, Plan, PlannedVisit, Reminder
from zoufang.stages.signup.models import LinkRequest, OfferedTime, Signup
from zoufang.stages.visit import models as visit
from zoufang.stages.visit.tests.test_family_pages import by_link

TEXTS = (models.CharField, models.TextField, models.JSONField)
# Words of the school's own lists, and names of rows that say nothing of a family.
KEPT = {
    "public_id": "random",
    "roster.Guardian.name": "looked for as it is: others wrote it too",
    "roster.Guardian.phone": "looked for as it is",
    "roster.Guardian.phone_hash": "follows the phone",
    "roster.Child.name": "looked for as it is: others wrote it too",
    "problem.Problem.number": "random",
    "problem.Problem.nature": "the school's list",
    "problem.Problem.topic": "the school's list",
    "problem.Problem.subtopic": "the school's list",
    "problem.Problem.area": "the school's list",
    "problem.Problem.department": "the school's own",
    "visit.Matter.nature": "the school's list",
    "visit.Matter.topic": "the school's list",
    "rights.Erasure.digest": "a hash of what names nobody",
    "rights.Erasure.proof": "written by the deed itself",
    "rights.Erasure.code_hash": "a hash by which the family finds the proof",
}


def make_whole(cast, home: Household, *, at) -> None:
    """A row in every table, for this family of 小（1）班."""
    campaign, klass, guardian = cast.campaign, cast.klass, home.guardians.all()[0]
    first, second = campaign.rounds.all()
    hour = timedelta(hours=1)
    Household.objects.filter(pk=home.pk).update(neighbourhood="城东", care_level="attention", care_note="花生过敏")
    Guardian.objects.create(
        household=home, name=f"{guardian.name}的爱人", relation="母亲", phone=f"{guardian.phone[:-1]}9"
    )
    cast.say(*Scope, household=home)
    by_link(guardian, campaign)
    LinkRequest.objects.create(campaign=campaign, klass=klass, phone_hash=guardian.phone_hash, asked_at=at)
    signup = Signup.objects.create(
        campaign=campaign,
        household=home,
        state="answered",
        form="home",
        place="公园",
        note="想说的话",
        told_note="代记的话",
        remind_by="mail",
        remind_mail="chen@family.example",
        language="en",
        answered_by=guardian,
        answered_at=at,
    )
    OfferedTime.objects.create(signup=signup, starts_at=at, ends_at=at + hour)
    facts = {"campaign": campaign, "household": home, "klass": klass, "form": "home"}
    met = Appointment.objects.create(round=first, starts_at=at, ends_at=at + hour, booked_at=at, state="kept", **facts)
    off = Appointment.objects.create(
        round=first, starts_at=at, ends_at=at + hour, booked_at=at, state="cancelled", **facts
    )
    plan = Plan.objects.create(
        campaign=campaign, round=first, klass=klass, asked_by=cast.zhang, asked_at=at, state="done"
    )
    PlannedVisit.objects.create(plan=plan, household=home, form="home", why="no_overlap", half_days=["2026-07-20"])
    asked = NewTimeAsked.objects.create(appointment=off, channel="mail", asked_at=at)
    _waits("schedule.new_time_asked", asked, cast.school, at)
    Appointment.objects.create(round=second, starts_at=at + 99 * hour, ends_at=at + 100 * hour, booked_at=at, **facts)
    reminder = Reminder.objects.create(appointment=met, channel="mail", for_time=at, made_at=at)
    _waits("schedule.reminder", reminder, cast.school, at)
    held = cast.make_visit(
        household=home,
        state="done",
        outcome="met",
        met=f"{guardian.name}(父亲)",
        started_at=at,
        ended_at=at + hour,
        opinions="多些户外",
        remark="门口有台阶",
        confirmation="yes",
        appointment=met,
    )
    cast.make_visit(household=home, remark="还没写完")
    matter = visit.Matter.objects.create(visit=held, text="午睡太短", answer="看看", noted_at=at, became_problem=True)
    visit.VisitVersion.objects.create(visit=held, version=1, content="{}", reason="改", reopened_at=at)
    _sent_by_a_phone(cast, home, guardian, held, at)
    visit.Correction.objects.create(
        visit=held,
        field="met",
        was='{"text": "a"}',
        should_be='{"text": "b"}',
        why="c",
        answer="d",
        guardian=guardian,
        asked_at=at,
    )
    visit.VisitPhoto.objects.create(visit=held, matter=matter, file=_file(cast, "visit.pdf", home, at), added_at=at)
    visit.FieldAuthor.objects.create(visit=held, field="met", version=1, at=at, device="d")
    visit.FieldConflict.objects.create(
        visit=held, field="met", theirs='"a"', yours='"b"', their_at=at, your_at=at, found_at=at
    )
    visit.RemovedMatter.objects.create(visit=held, matter=f"gone{home.pk:012d}", removed_at=at)
    visit.Shadowing.objects.create(
        campaign=campaign,
        round=first,
        household=home,
        klass=klass,
        person=cast.qian,
        announced_at=at,
        was_there=True,
        word="老师很耐心",
        said_at=at,
    )
    for kind in ("card", "letter"):
        visit.PaperSent.objects.create(
            campaign=campaign, household=home, visit=held, kind=kind, sent_at=at, first_opened_at=at
        )
    for on_staff_device in (False, True):
        visit.Rating.objects.create(
            campaign=campaign,
            household=home,
            guardian=guardian,
            feeling="gain",
            step=4,
            on_staff_device=on_staff_device,
            answered_at=at,
        )
    _problems(cast, home, guardian, held, matter, at)
    Revisit.objects.create(
        campaign=campaign,
        round=second,
        household=home,
        klass=klass,
        way="remote",
        due_on=cast.today,
        state="done",
        satisfaction="mostly",
        why_not="还差一点",
        is_settled=True,
        asked_at=at,
        asked_by=cast.qian,
        outcome="explain",
    )
    for field, asked_by in (("child_name", guardian), ("address", None)):
        Correction.objects.create(
            household=home,
            asked_by=asked_by,
            field=field,
            child=home.children.get() if field == "child_name" else None,
            guardian=guardian,
            value="新的",
            answer="好",
            asked_at=at,
            due_until=at,
        )


def _sent_by_a_phone(cast, home, guardian, held, at) -> None:
    """A conflict that its phone was told of, and a visit that waits for the principal."""
    facts = {"user": cast.zhang, "registered_at": at, "last_seen_at": at}
    device = Device.objects.create(uuid=str(uuid4()), **facts)
    said = {"device": device, "person": cast.zhang, "sha256": "0" * 64, "received_at": at, "place": 1, "made_at": at}
    told = {"state": "conflict", "fields": {"met": {"yours": guardian.name, "theirs": "奶奶"}}}
    answer = json.dumps(told, ensure_ascii=False)
    FieldRecord.objects.create(
        uuid=str(uuid4()), kind="visit.change", target=held.public_id, state="conflict", answer=answer, **said
    )
    first, second = str(uuid4()), str(uuid4())
    opened = {"id": first, "kind": "visit.open", "target": first, "changes": {"household": {"to": home.public_id}}}
    wrote = {"id": second, "kind": "visit.change", "target": first, "changes": {"met": {"to": guardian.name}}}
    for sent in (opened, wrote):
        record = FieldRecord.objects.create(
            uuid=sent["id"], kind=sent["kind"], target=first, state="quarantined", answer="{}", **said
        )
        place = {"school": cast.school, "klass": cast.klass, "visit_key": first}
        Quarantined.objects.create(record=record, content=json.dumps(sent, ensure_ascii=False), **place)


def _problems(cast, home, guardian, held, matter, at) -> None:
    problem = Problem.objects.create(
        campaign=cast.campaign,
        school=cast.school,
        klass=cast.klass,
        number=f"W{home.pk:07d}",
        source="visit",
        visit=held,
        matter=matter,
        household=home,
        raised_by=guardian,
        text="午睡太短",
        measures="改",
        ending="done",
        ending_note="改了",
        progress="在办",
        state="closed",
        raised_at=at,
        contact_until=at + timedelta(days=1),
        first_contact_at=at,
        answered_at=at,
        ended_at=at,
        due_until=at + timedelta(days=5),
    )
    ProblemStep.objects.create(problem=problem, kind="closed", at=at, note="到班核实")
    Extension.objects.create(problem=problem, workdays=2, reason="等材料", asked_at=at)
    Answer.objects.create(problem=problem, text="改到一点", answered_at=at)
    FamilyWord.objects.create(
        problem=problem, is_settled=True, satisfaction="satisfied", reason="好", said_at=at, said_by=guardian
    )
    Photo.objects.create(problem=problem, file=_file(cast, "photo.pdf", home, at))


def make_around(cast, home: Household, *, at) -> None:
    """What holds something of the family without being tied to it by a key."""
    guardian, child = home.guardians.all()[0], home.children.get()
    other = Household.objects.create(school=cast.school, address=home.address, left_on=cast.today)
    HouseholdDoubt.objects.create(one=home, other=other, reason="像", state="joined")
    RosterImport.objects.create(
        school=cast.school, file=_file(cast, "roster.pdf", home, at), file_name=f"{child.name}.xlsx", imported_at=at
    )
    draft = Submission.objects.create(campaign=cast.campaign, version=1, addressee="a@b.example", drawn_up_at=at)
    SubmittedFile.objects.create(
        submission=draft, kind="visit_ledger", file=_file(cast, "full.pdf", home, at), row_count=1
    )
    Submission.objects.create(
        campaign=cast.campaign,
        version=2,
        addressee="a@b.example",
        drawn_up_at=at,
        state="sent",
        sealed_at=at,
        open_with_reason={"x": f"{guardian.name}不方便"},
    )
    OpenGap.objects.create(
        campaign=cast.campaign, key=f"no_contact:{home.public_id}", reason=f"{child.name}家搬走了", left_at=at
    )
    text = TextMessage.objects.create(
        to=guardian.phone, template="t", values=json.dumps({"name": child.name}), unit=cast.school, posted_at=at
    )
    _waits("channels.text_message", text, cast.school, at, last_words=guardian.phone)
    Handover.objects.create(
        klass=cast.klass,
        from_teacher=cast.zhang,
        to_teacher=cast.li,
        handed_over_on=cast.today,
        recorded_at=at,
        note=f"{child.name}和{guardian.name}要多联系",
    )


def _waits(kind, thing, unit, at, last_words="") -> None:
    OutboxRow.objects.create(
        kind=kind,
        subject=thing.public_id,
        key=f"{kind}:{thing.public_id}",
        unit=unit,
        posted_at=at,
        due_at=at,
        last_words=last_words,
    )


def _file(cast, name: str, home: Household, at) -> StoredFile:
    content = f"%PDF-1.4 {home.children.get().name}".encode()
    return store_file(
        content=content,
        name=name,
        media_type="application/pdf",
        unit=cast.school,
        by=cast.actor(cast.zhou),
        at=at,
    )


def tables_of_a_family() -> dict[type[models.Model], str]:
    """Every table that hangs on a family by keys, with the way back to it."""
    shared = {User, Unit, Campaign, StoredFile}
    found: dict[type[models.Model], str] = {Household: "pk"}
    waiting = deque([Household])
    while waiting:
        here = waiting.popleft()
        for model in apps.get_models():
            for field in model._meta.get_fields():
                is_key = isinstance(field, models.ForeignKey) and field.related_model is here
                if is_key and model not in found and model not in shared and model is not here:
                    way = field.name if found[here] == "pk" else f"{field.name}__{found[here]}"
                    found[model] = way
                    waiting.append(model)
    return found


def plant(home: Household) -> dict[str, str]:
    """A marker of its own in every text of every row of this family: marker → where it stands."""
    planted: dict[str, str] = {}
    for model, way in tables_of_a_family().items():
        rows = model._default_manager.filter(**{way: home.pk}).distinct()
        assert rows, f"{model._meta.label}: plant a row of the family in whole_family.py"
        for row in rows:
            values = {}
            for field in model._meta.concrete_fields:
                label = f"{model._meta.label}.{field.name}"
                if not isinstance(field, TEXTS) or field.choices or field.name in KEPT or label in KEPT:
                    continue
                marker = f"m{len(planted):04d}z"
                planted[marker] = label
                values[field.name] = [marker] if isinstance(field, models.JSONField) else marker
            if values:
                model._default_manager.filter(pk=row.pk).update(**values)
    return planted


def everything_kept() -> dict[str, str]:
    """Every value of every table, private ones opened: table → all of it as one text."""
    found = {}
    for model in apps.get_models():
        names = [field.attname for field in model._meta.concrete_fields]
        found[model._meta.label] = "\n".join(map(str, model._default_manager.values_list(*names)))
    return found
