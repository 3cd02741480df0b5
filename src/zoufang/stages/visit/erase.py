"""What visits give up of a family: every sentence, who was met, earlier versions. That one was held is still counted."""

from __future__ import annotations

import json

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from zoufang.ground.capture.models import FieldRecord, Quarantined
from zoufang.ground.capture.states import RecordState
from zoufang.ground.files.models import StoredFile
from zoufang.ground.privacy.erasing import Step, Whom
from zoufang.stages.visit.models import (
    Correction,
    FieldAuthor,
    FieldConflict,
    Matter,
    PaperSent,
    Rating,
    RemovedMatter,
    Shadowing,
    Visit,
    VisitPhoto,
    VisitVersion,
)


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
    conflicts = FieldConflict.objects.filter(visit__in=visits)
    shadowed = Shadowing.objects.filter(household__in=whom.homes)
    phones = _from_phones(visits, matters, names_only=not whom.is_whole)
    if not whom.is_whole:
        return [
            *feelings,
            *phones,
            Step(_("走访记录的更正"), asked.filter(guardian__in=whom.guardians), values={"guardian": None, "why": ""}),
            Step("", asked, strips=("was", "should_be", "why", "answer")),
            Step("", versions, strips=("content", "reason")),
            Step("", matters, strips=("text", "answer")),
            Step("", conflicts, strips=("theirs", "yours")),
            Step("", shadowed, strips=("word",)),
            Step("", visits, strips=("met", "opinions", "remark", "half_matters")),
        ]
    bare = {"opinions": "", "remark": "", "needs_follow_up": False, "half_matters": ""}
    stays = _("只留时间、方式、结果、老师和您是否确认:走访台账要用,行里没有姓名")
    photos = VisitPhoto.objects.filter(visit__in=visits)
    return [
        *feelings,
        *phones,
        Step(_("照片"), photos, files=StoredFile.objects.filter(pk__in=photos.values("file"))),
        Step(_("两位老师写得不一样的"), conflicts),
        Step(_("哪位老师写了哪一项"), FieldAuthor.objects.filter(visit__in=visits)),
        Step(_("删去的事的记号"), RemovedMatter.objects.filter(visit__in=visits)),
        Step(_("跟岗的话"), shadowed, values={"word": ""}, stays=_("只留谁哪天跟岗:数字不变")),
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


def _from_phones(visits: QuerySet[Visit], matters: QuerySet[Matter], *, names_only: bool) -> list[Step]:
    """What phones sent of these visits, by the public ids or the phone's own names for them: what waits for the principal
    goes, and of each answer the state alone stays, should the phone ask again."""
    ids = [*visits.values_list("public_id", flat=True), *matters.values_list("public_id", flat=True)]
    own_names = FieldRecord.objects.filter(made__in=ids).values_list("person", "target")
    sent = Q(target__in=ids) | Q(made__in=ids)
    for person, name in own_names:
        sent |= Q(person=person, target=name)
    records = FieldRecord.objects.filter(sent)
    waiting = Quarantined.objects.filter(record__in=records)
    if names_only:
        return [Step("", records, strips=("answer",)), Step("", waiting, strips=("content", "reason"))]
    told = [
        Step(
            _("手机传来的记录"),
            records.filter(state=state),
            values={"answer": json.dumps({"state": str(state)})},
            stays=_("只留收到没有:手机再问时不重复办"),
        )
        for state in RecordState
    ]
    return [Step(_("等园长决定的手机记录"), waiting), *told]
