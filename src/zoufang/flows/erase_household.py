"""Delete what is kept of a family, or of one of its people, over all stages; the proof says what went and what stays.

The stages' steps are asked for first and their rows written down, so that what is shown beforehand is what the deed does,
whichever row hangs on which. The last stage goes first, as it hangs on the earlier ones.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from zoufang.engines.refusal import Refused
from zoufang.ground.accounts.actor import SYSTEM, Actor
from zoufang.ground.campaign.models import Campaign
from zoufang.ground.files.actions import shred_file
from zoufang.ground.files.models import StoredFile
from zoufang.ground.privacy.erasing import Step, Whom, strip_row
from zoufang.ground.privacy.masks import ASKED, GONE, OVER
from zoufang.stages import STAGES
from zoufang.stages.ledger.models import Submission
from zoufang.stages.ledger.states import SubmissionState
from zoufang.stages.problem.models import Problem
from zoufang.stages.problem.states import ENDED, Circle
from zoufang.stages.rights import rules
from zoufang.stages.rights.actions import lock_erasure, open_over_time, prove_erased
from zoufang.stages.rights.models import Erasure
from zoufang.stages.rights.queries import copy_words
from zoufang.stages.rights.states import ErasureExtent, ErasureState
from zoufang.stages.roster.models import Child, Guardian, Household, HouseholdDoubt, RosterImport
from zoufang.stages.roster.states import DoubtState, ImportState
from zoufang.stages.schedule.actions import cancel_appointment
from zoufang.stages.schedule.models import Appointment
from zoufang.stages.schedule.states import AppointmentState, CancelReason
from zoufang.stages.signup.queries import kept_until
from zoufang.stages.visit.models import Visit
from zoufang.stages.visit.states import VisitState

AT_ONCE = 500
LATELY_DAYS = 90


@dataclass(frozen=True)
class Line:
    """One table before the deed: how many rows are deleted, or emptied; what stays of them, and why."""

    table: str
    is_deleted: bool
    count: int
    stays: str


@dataclass(frozen=True)
class WhatGoes:
    """What the deed would do now. `copies`: sealed ledgers, in words; what was sent is outside, and the school keeps it as
    it was sent. `open_problems`: those that would have to be ended without their words.
    `asks_others`: it touches what is the other guardians' too."""

    lines: tuple[Line, ...]
    copies: tuple[str, ...]
    open_problems: int
    is_whole: bool
    asks_others: bool


def what_goes(erasure: Erasure, *, at: datetime) -> WhatGoes:
    """What would be deleted, emptied, kept; nothing is written."""
    whom = whom_of(erasure, at=at)
    lines = _summed(_planned(whom))
    theirs = Problem.objects.filter(household__in=whom.homes if whom.is_whole else ()).exclude(circle=Circle.DISTRICT)
    return WhatGoes(
        lines=lines,
        copies=tuple(map(copy_words, _copies(whom))),
        open_problems=theirs.exclude(state__in=ENDED).count(),
        is_whole=whom.is_whole,
        asks_others=erasure.extent != ErasureExtent.SELF,
    )


@transaction.atomic
def erase_household(*, erasure: Erasure, is_confirmed: bool, by: Actor, at: datetime) -> Erasure:
    """Nothing of whom was asked for is left but rows that name nobody, where the law or the plan wants them counted.

    Refused unless it is confirmed, once decided, and to anyone but the principal. The journal keeps what it had: it never
    held names.
    """
    locked = lock_erasure(erasure, by)
    if reasons := rules.why_not_erase(is_open=locked.state == ErasureState.OPEN, is_confirmed=is_confirmed):
        raise Refused(reasons)
    Household.objects.select_for_update().get(pk=locked.household_id)
    whom = whom_of(locked, at=at)
    copies = list(_copies(whom))
    if whom.is_whole:
        _stop(whom, by=by, at=at)
    # The proof is Chinese whoever carries it out; pages translate its words.
    with translation.override("zh-hans"):
        planned = _planned(whom)
        lines = _summed(planned)
        files = list(StoredFile.objects.filter(pk__in={pk for each in planned for pk in each.files}))
        for each in planned:
            _carry_out(each, whom)
        for file in files:
            shred_file(file=file, by=by, at=at)
        proof: list[dict[str, Any]] = [
            {"table": line.table, "is_deleted": line.is_deleted, "count": line.count, "stays": line.stays}
            for line in lines
        ]
        if told := {pk for each in planned if not each.step.is_silent for pk in each.files}:
            proof.append({"table": _("文件夹里的文件"), "is_deleted": True, "count": len(told), "stays": ""})
    prove_erased(erasure=locked, proof=[*proof, *copies], by=by, at=at)
    return locked


@transaction.atomic
def erase_what_waited(*, household: Household, by: Actor, at: datetime) -> int:
    """What the district had still open when an erased family's data went, and has ended since, goes too; how many rows."""
    done = Erasure.objects.filter(household=household, state=ErasureState.DONE, extent=ErasureExtent.FAMILY)
    last = done.order_by("-pk").first()
    if last is None:
        return 0
    whom = replace(whom_of(last, at=at), words=OVER if last.is_over_time else ASKED)
    waited = [each for each in _planned(whom) if each.step.is_silent and each.rows]
    files = list(StoredFile.objects.filter(pk__in={pk for each in waited for pk in each.files}))
    for each in waited:
        _carry_out(each, whom)
    for file in files:
        shred_file(file=file, by=by, at=at)
    return sum(len(each.rows) for each in waited)


def families_that_waited(*, at: datetime) -> list[Household]:
    """Erased families of which something that the district has ended still has words."""
    waited = Problem.objects.filter(circle=Circle.DISTRICT, state__in=ENDED, household__erased_at__isnull=False)
    homes = {each.household for each in waited.select_related("household") if each.text not in GONE}
    return sorted((each for each in homes if each is not None), key=lambda home: home.pk)


@transaction.atomic
def erase_over_time(*, household: Household, at: datetime) -> Erasure:
    """The same deed without being asked, once the time is over for which the family's data are kept."""
    return erase_household(erasure=open_over_time(household=household, at=at), is_confirmed=True, by=SYSTEM, at=at)


def families_over_time(*, at: datetime) -> list[Household]:
    """Families of whose campaigns none is within its time any more. Whoever left is not kept for later campaigns.

    Families that a roster named lately are kept: it may have come in before its campaign was opened.
    Source: domain §7 (shortest time); what notice and rules promise, a year after the campaign.
    """
    today = timezone.localdate(at)
    found = []
    lately = RosterImport.objects.filter(state=ImportState.DONE, imported_at__gt=at - timedelta(days=LATELY_DAYS))
    fresh = set(lately.values_list("school_id", flat=True))
    campaigns: dict[int, list[Campaign]] = {}
    for campaign in Campaign.objects.of_schools():
        campaigns.setdefault(campaign.unit_id, []).append(campaign)
    for home in Household.objects.filter(school__in=campaigns, erased_at__isnull=True).select_related("school"):
        if home.left_on is None and home.school_id in fresh:
            continue
        theirs = [each for each in campaigns[home.school_id] if home.left_on is None or each.starts_on <= home.left_on]
        if theirs and all(kept_until(each) < today.replace(day=1) for each in theirs):
            found.append(home)
    return found


def whom_of(erasure: Erasure, *, at: datetime) -> Whom:
    """The rows and names that the request is about."""
    home = erasure.household
    homes = _with_joined(home.pk)
    is_whole = erasure.extent == ErasureExtent.FAMILY
    children = Child.objects.filter(household__in=homes)
    guardians = Guardian.objects.filter(household__in=homes)
    if erasure.extent == ErasureExtent.CHILD:
        guardians, children = guardians.none(), children.filter(pk=erasure.child_id or 0)
    elif erasure.extent == ErasureExtent.SELF:
        guardians, children = guardians.filter(pk=erasure.asked_by_id or 0), children.none()
    people = list(guardians)
    names = [*(each.name for each in people), *children.values_list("name", flat=True)]
    classes = Child.objects.filter(household__in=homes).values_list("klass_id", flat=True)
    return Whom(
        homes=homes,
        guardians=tuple(each.pk for each in people),
        children=tuple(children.values_list("pk", flat=True)),
        classes=tuple(set(classes)),
        school=home.school_id,
        is_whole=is_whole,
        names=tuple(filter(None, names)),
        phones=tuple(each.phone for each in people if each.phone),
        phone_hashes=tuple(each.phone_hash for each in people if each.phone_hash),
        words=OVER if erasure.is_over_time else ASKED,
        at=at,
    )


def _with_joined(home: int) -> tuple[int, ...]:
    """The family and those that were joined into it, one after the other."""
    found, last = {home}, {home}
    while last:
        joined = HouseholdDoubt.objects.filter(one__in=last, state=DoubtState.JOINED)
        last = set(joined.values_list("other_id", flat=True)) - found
        found |= last
    return tuple(sorted(found))


@dataclass(frozen=True)
class _Planned:
    """A step with the rows that it is about, read before anything is done."""

    step: Step
    rows: tuple[int, ...]
    files: tuple[int, ...]


def _planned(whom: Whom) -> list[_Planned]:
    steps: list[Step] = []
    for stage in reversed(STAGES):
        steps += import_module(f"zoufang.stages.{stage}.erase").steps_of(whom)
    return [
        _Planned(
            step,
            tuple(dict.fromkeys(step.rows.order_by().values_list("pk", flat=True))),
            tuple(step.files.values_list("pk", flat=True)) if step.files is not None else (),
        )
        for step in steps
    ]


def _summed(planned: Iterable[_Planned]) -> tuple[Line, ...]:
    """A line for each table of which anything goes; names taken out of what others wrote are found only by the deed."""
    found: dict[tuple[str, bool, str], set[tuple[str, int]]] = {}
    for each in planned:
        if each.step.strips or each.step.is_silent:
            continue
        key = (each.step.table, each.step.is_deleted, each.step.stays)
        label = each.step.rows.model._meta.label
        found.setdefault(key, set()).update((label, pk) for pk in each.rows)
    return tuple(Line(table, gone, len(rows), stays) for (table, gone, stays), rows in found.items() if rows)


def _carry_out(planned: _Planned, whom: Whom) -> None:
    step, model = planned.step, planned.step.rows.model
    for start in range(0, len(planned.rows), AT_ONCE):
        rows = model._default_manager.filter(pk__in=planned.rows[start : start + AT_ONCE])
        if step.is_deleted:
            rows.delete()
        elif step.values is not None:
            rows.update(**step.values)
        else:
            for row in rows:
                strip_row(row, step, whom)


def _stop(whom: Whom, *, by: Actor, at: datetime) -> None:
    """What is still to come does not come: booked times are free again, open visits are called off."""
    booked = Appointment.objects.filter(household__in=whom.homes, state=AppointmentState.BOOKED)
    for appointment in booked:
        cancel_appointment(appointment=appointment, reason=CancelReason.FAMILY, by=by, at=at)
    Visit.objects.filter(household__in=whom.homes, state=VisitState.PLANNED).update(state=VisitState.CANCELLED)


def _copies(whom: Whom) -> Iterable[dict[str, Any]]:
    """The school's sealed versions, in which the family may stand."""
    out = Submission.objects.filter(campaign__unit=whom.school).exclude(state=SubmissionState.DRAFTED)
    for each in out.select_related("campaign").order_by("campaign", "version"):
        sealed = f"{timezone.localdate(each.sealed_at):%Y-%m-%d}" if each.sealed_at else ""
        yield {"copy": each.campaign.name, "version": each.version, "at": sealed, "to": each.addressee}
