"""What visits give up of a family: every sentence, who was met, earlier versions. That one was held is still counted."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from zoufang.ground.capture.models import FieldRecord, Quarantined
from zoufang.ground.capture.queries import content_of
from zoufang.ground.capture.rules import read
from zoufang.ground.capture.states import RecordState
from zoufang.ground.files.models import StoredFile
from zoufang.ground.privacy.erasing import Step, Whom
from zoufang.stages.roster.models import Household
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

# What a phone is told that sends again what the family had deleted: it was taken, and nothing more.
ANSWERED = '{"state": "stored"}'


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
    along = Shadowing.objects.filter(household__in=whom.homes)
    photos = VisitPhoto.objects.filter(visit__in=visits)
    pictures = Step(_("走访照片"), photos, files=StoredFile.objects.filter(pk__in=photos.values("file")))
    records, waiting = _sent_by_phones(whom, visits, matters)
    if not whom.is_whole:
        return [
            *feelings,
            # Who stands on a picture is not known: where a child goes, all go.
            *([pictures] if whom.children else []),
            Step("", records, strips=("answer",)),
            Step("", waiting, strips=("content", "reason")),
            Step(_("走访记录的更正"), asked.filter(guardian__in=whom.guardians), values={"guardian": None, "why": ""}),
            Step("", asked, strips=("was", "should_be", "why", "answer")),
            Step("", versions, strips=("content", "reason")),
            Step("", matters, strips=("text", "answer")),
            Step("", visits, strips=("met", "opinions", "remark", "half_matters")),
            Step("", conflicts, strips=("theirs", "yours")),
            Step("", along, strips=("word",)),
        ]
    bare = {"opinions": "", "remark": "", "needs_follow_up": False, "half_matters": ""}
    stays = _("只留时间、方式、结果、老师和您是否确认:走访台账要用,行里没有姓名")
    return [
        *feelings,
        Step(_("走访记录的更正"), asked),
        Step(_("更正前的走访记录"), versions),
        pictures,
        Step(
            _("手机发来的记录"),
            records.filter(quarantined__isnull=True),
            values={"answer": ANSWERED},
            stays=_("只留编号和摘要:同一条再发来也不会重复"),
        ),
        Step(
            "",
            FieldRecord.objects.filter(quarantined__in=waiting),
            values={"answer": ANSWERED, "state": RecordState.TURNED_DOWN},
            is_silent=True,
        ),
        Step(_("等园长决定的手机记录"), waiting),
        Step(_("两位老师写得不同的地方"), conflicts),
        Step(_("记录里各项是谁写的"), FieldAuthor.objects.filter(visit__in=visits)),
        Step(_("从草稿里删去的事"), RemovedMatter.objects.filter(visit__in=visits)),
        Step(_("跟岗写的一句话"), along, values={"word": ""}, stays=_("只留谁同行、去了没有,行里没有姓名")),
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


def _sent_by_phones(
    whom: Whom, visits: QuerySet[Visit], matters: QuerySet[Matter]
) -> tuple[QuerySet[FieldRecord], QuerySet[Quarantined]]:
    """The records that speak of these visits, by their ids or by what the phone calls them; and those that wait."""
    ids = {*visits.values_list("public_id", flat=True), *matters.values_list("public_id", flat=True)}
    made = FieldRecord.objects.filter(made__in=ids)
    names = {*ids, *made.values_list("target", flat=True), *made.values_list("uuid", flat=True)}
    homes = set(Household.objects.filter(pk__in=whom.homes).values_list("public_id", flat=True))
    kept = Quarantined.objects.filter(school=whom.school)
    opening = kept.filter(record__kind="visit.open")
    opened = {each.visit_key for each in opening if read(content_of(each)).said("household") in homes}
    waiting = kept.filter(visit_key__in=names | opened)
    records = FieldRecord.objects.filter(Q(made__in=ids) | Q(target__in=names) | Q(quarantined__in=waiting))
    return records, waiting
