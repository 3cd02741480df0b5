"""What the schedule gives up of a family: its reminders. Times and forms stay, tied to a row without a name."""

from __future__ import annotations

from django.utils.translation import gettext as _

from zoufang.ground.outbox.models import OutboxRow
from zoufang.ground.privacy.erasing import Step, Whom
from zoufang.stages.schedule.models import Appointment, NewTimeAsked, PlannedVisit, Reminder


def steps_of(whom: Whom) -> list[Step]:
    """Nothing for one of its people: an appointment is the family's."""
    if not whom.is_whole:
        return []
    reminders = Reminder.objects.filter(appointment__household__in=whom.homes)
    asked = NewTimeAsked.objects.filter(appointment__household__in=whom.homes)
    subjects = [each for rows in (reminders, asked) for each in rows.values_list("public_id", flat=True)]
    appointments = Appointment.objects.filter(household__in=whom.homes)
    return [
        Step(_("发件箱"), OutboxRow.objects.filter(subject__in=subjects)),
        Step(_("提醒"), reminders),
        Step(_("请家长另选时间"), asked),
        Step(_("排过的时间"), PlannedVisit.objects.filter(household__in=whom.homes)),
        Step(
            _("约过的时间"),
            appointments,
            values={"is_released": False, "release_seen_at": None},
            stays=_("留下时间、方式和老师:老师的走访安排不变,行里没有姓名"),
        ),
    ]
