"""A guardian asks that something be put right; it is taken over, or answered why not."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from zoufang.engines.refusal import Reason, Refused
from zoufang.engines.workdays import add_workdays
from zoufang.ground.accounts.actor import Actor
from zoufang.ground.campaign.models import Campaign
from zoufang.ground.journal.actions import record
from zoufang.stages.rights import rules
from zoufang.stages.rights.models import Correction
from zoufang.stages.rights.queries import corrections_of
from zoufang.stages.rights.states import CorrectField, CorrectionState
from zoufang.stages.roster.actions import put_right, why_not_put_right
from zoufang.stages.roster.models import Child, Guardian, Household

OF_A_CHILD = {CorrectField.CHILD_NAME: "name", CorrectField.CHILD_BORN: "born_on"}
OF_A_GUARDIAN = {
    CorrectField.GUARDIAN_NAME: "name",
    CorrectField.GUARDIAN_RELATION: "relation",
    CorrectField.GUARDIAN_PHONE: "phone",
}
COLUMNS = {**OF_A_CHILD, **OF_A_GUARDIAN, CorrectField.ADDRESS: "address"}


@transaction.atomic
def ask_correction(
    *, guardian: Guardian, campaign: Campaign, what: str, value: str, on_staff_device: bool, by: Actor, at: datetime
) -> Correction:
    """The request waits at the school. `what`: a CorrectField, with `:` and the child's or guardian's public id.

    Refused on a teacher's device, for a value that cannot be, and while too many wait already.
    """
    home = Household.objects.select_for_update(of=("self",)).select_related("school").get(pk=guardian.household_id)
    field, child, parent = _meant(home, what)
    waiting = Correction.objects.filter(household=home, state=CorrectionState.OPEN).count()
    reasons = rules.why_not_ask(value=value, open_count=waiting, on_staff_device=on_staff_device)
    if not reasons and field in COLUMNS:
        reasons = why_not_put_right(field=COLUMNS[field], value=value, today=timezone.localdate(at))
    if reasons:
        raise Refused(reasons)
    asked = Correction.objects.create(
        household=home,
        asked_by=guardian,
        field=field,
        child=child,
        guardian=parent,
        value=value.strip(),
        asked_at=at,
        due_until=add_workdays(timezone.localtime(at), campaign.limit("request_workdays")),
    )
    record("rights.correction_asked", asked, by=by, at=at, unit=home.school, facts={"field": str(field)})
    return asked


@transaction.atomic
def decide_correction(
    *,
    correction: Correction,
    is_taken: bool,
    answer: str,
    by: Actor,
    at: datetime,
    is_old_phone_asked: bool = False,
) -> None:
    """Taken over into the roster, or answered; the family sees which. Refused once decided, a no without a reason, what
    this person may not decide, another phone before the old one was called."""
    locked = Correction.objects.select_for_update().get(pk=correction.pk)
    if not corrections_of(by).filter(pk=locked.pk).exists():
        raise Refused("这件不由您处理")
    reasons = rules.why_not_decide(
        is_open=locked.state == CorrectionState.OPEN,
        is_taken=is_taken,
        is_by_hand=locked.field == CorrectField.OTHER,
        answer=answer,
    )
    if reasons:
        raise Refused(reasons)
    locked.state = CorrectionState.DONE if is_taken else CorrectionState.NOT_DONE
    locked.answer, locked.decided_by_id, locked.decided_at = answer.strip(), by.id or None, at
    locked.save(update_fields=["state", "answer", "decided_by", "decided_at"])
    home = correction.household
    column = COLUMNS.get(CorrectField(locked.field))
    if is_taken and column:
        thing = locked.child or locked.guardian or home
        put_right(
            household=home,
            thing=thing,
            field=column,
            value=locked.value,
            by=by,
            at=at,
            asked_at=locked.asked_at,
            is_old_phone_asked=is_old_phone_asked,
        )
    record("rights.correction_decided", locked, by=by, at=at, unit=home.school, outcome=str(locked.state))


def _meant(home: Household, what: str) -> tuple[CorrectField, Child | None, Guardian | None]:
    name, _, public_id = what.partition(":")
    if name not in CorrectField.values:
        raise Refused(Reason("请先选要更正哪一项"))
    field = CorrectField(name)
    child = home.children.filter(public_id=public_id, left_on__isnull=True).first() if field in OF_A_CHILD else None
    parent = home.guardians.filter(public_id=public_id).first() if field in OF_A_GUARDIAN else None
    if (field in OF_A_CHILD and child is None) or (field in OF_A_GUARDIAN and parent is None):
        raise Refused(Reason("请先选要更正哪一项"))
    return field, child, parent
