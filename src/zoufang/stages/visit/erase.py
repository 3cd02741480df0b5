"""What visits give up of a family: every sentence, who was met, earlier versions. That one was held is still counted."""

from __future__ import annotations

from django.utils.translation import gettext as _

from zoufang.ground.privacy.erasing import Step, Whom
from zoufang.stages.visit.models import Correction, Matter, PaperSent, Rating, Visit, VisitVersion


def steps_of(whom: Whom) -> list[Step]:
    """All of a family's, or one name out of what was written."""
    visits = Visit.objects.filter(household__in=whom.homes)
    ratings = Rating.objects.filter(guardian__in=whom.guardians)
    feelings = [
        Step(_("在老师设备上填的感受"), ratings.filter(on_staff_device=True)),
        Step(
            _("感受"),
            ratings.filter(on_staff_device=False),
            values={"guardian": None},
            stays=_("只留选了第几档,不知道是谁:满意度等数字不变"),
        ),
    ]
    matters = Matter.objects.filter(visit__in=visits)
    versions = VisitVersion.objects.filter(visit__in=visits)
    asked = Correction.objects.filter(visit__in=visits)
    if not whom.is_whole:
        return [
            *feelings,
            Step(_("走访记录的更正"), asked.filter(guardian__in=whom.guardians), values={"guardian": None, "why": ""}),
            Step("", asked, strips=("was", "should_be", "why", "answer")),
            Step("", versions, strips=("content", "reason")),
            Step("", matters, strips=("text", "answer")),
            Step("", visits, strips=("met", "opinions", "remark")),
        ]
    bare = {"opinions": "", "remark": "", "needs_follow_up": False}
    stays = _("只留时间、方式、结果、老师和您是否确认:走访台账要用,行里没有姓名")
    return [
        *feelings,
        Step(_("走访记录的更正"), asked),
        Step(_("更正前的走访记录"), versions),
        Step(
            _("走访中反映的事"),
            matters,
            values={"text": whom.words, "answer": ""},
            stays=_("只留件数和类别:台账里的件数不变"),
        ),
        Step(_("走访记录"), visits.filter(met=""), values=bare, stays=stays),
        Step(_("走访记录"), visits.exclude(met=""), values=bare | {"met": whom.words}, stays=stays),
        Step(
            _("联系卡和一封信"),
            PaperSent.objects.filter(household__in=whom.homes),
            values={"first_opened_at": None},
            stays=_("只留送达的时间:走访台账要写"),
        ),
    ]
