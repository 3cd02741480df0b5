"""Living data of the contact card: most families opened it, then a teacher's number changed, and the new one goes round."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from zoufang.ground.accounts.actor import SYSTEM, family_actor
from zoufang.ground.org.queries import classes_of
from zoufang.stages.roster.queries import households_of_class
from zoufang.stages.signup.actions import choose_reminder
from zoufang.stages.signup.states import RemindBy
from zoufang.stages.visit.actions import renew_cards, report_opened
from zoufang.stages.visit.models import PaperSent
from zoufang.stages.visit.queries import new_cards_in
from zoufang.stages.visit.states import PaperKind

if TYPE_CHECKING:
    from zoufang.doors.demo.fill import Filler, Staffed


def live(filler: Filler, school: Staffed) -> None:
    """In the first class, where a visitor steps in as its teacher: this morning the other teacher has a new number."""
    klass = classes_of(school.unit)[0]
    homes = households_of_class(klass)
    sent = PaperSent.objects.filter(campaign=school.campaign, kind=PaperKind.CARD, household__in=homes.values("pk"))
    for place, paper in enumerate(sent.select_related("household").order_by("pk")):
        if place % 5:
            _opens(paper, filler)
            continue
        guardian = paper.household.guardians.all()[0]
        choose_reminder(
            campaign=school.campaign,
            household=paper.household,
            remind_by=RemindBy.TEACHER.value,
            offered=[RemindBy.TEACHER.value],
            mail="",
            language="",
            by=family_actor(guardian.pk, guardian.name),
            at=filler.now,
        )
    teacher = school.teachers[klass.pk][-1]
    teacher.phone = f"{teacher.phone[:-4]}{(int(teacher.phone[-4:]) + 5000) % 10_000:04d}"
    teacher.save(update_fields=["phone", "phone_hash"])
    renew_cards(campaign=school.campaign, by=SYSTEM, at=min(filler.at(0, 6), filler.now), klass=klass)
    for paper in new_cards_in(school.campaign, klass).select_related("household").order_by("-pk")[:3]:
        _opens(paper, filler)


def _opens(paper: PaperSent, filler: Filler) -> None:
    guardian = paper.household.guardians.all()[0]
    at = min(paper.sent_at + timedelta(hours=3), filler.now)
    report_opened(paper=paper, by=family_actor(guardian.pk, guardian.name), at=at)
