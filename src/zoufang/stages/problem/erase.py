"""What problems give up of a family: its words, its pictures, the answers. Number, kind, dates and ending are still counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from zoufang.ground.files.models import StoredFile
from zoufang.ground.privacy.erasing import Step, Whom
from zoufang.stages.problem.models import Answer, Extension, FamilyWord, Photo, Problem, ProblemStep
from zoufang.stages.problem.states import ENDED, Circle, Source


def steps_of(whom: Whom) -> list[Step]:
    """All of a family's; of one guardian what came by the own link, and the name out of the rest.

    What is about the principal is the district's: it stands in no count that she sees, and while it is open it waits
    (`doors/jobs.py: erase_what_waited`), or the deed would end a complaint about the one who carries it out.
    """
    of_home = Problem.objects.filter(household__in=whom.homes)
    of_district = Problem.objects.filter(circle=Circle.DISTRICT)
    ours = of_home.exclude(pk__in=of_district.values("pk"))
    ended = of_home.filter(pk__in=of_district.filter(state__in=ENDED).values("pk"))
    return [*_steps(whom, ours), *(replace(step, is_silent=True) for step in _steps(whom, ended))]


def _steps(whom: Whom, problems: QuerySet[Problem]) -> list[Step]:
    theirs = problems if whom.is_whole else problems.filter(raised_by__in=whom.guardians, source=Source.FAMILY)
    # Other families' voices hang on it: what the school does and answers there is theirs too, only the names go.
    voices = Problem.objects.exclude(household__in=whom.homes).filter(merged_into__isnull=False)
    shared = theirs.filter(pk__in=voices.values("merged_into"))
    own = theirs.exclude(pk__in=shared.values("pk"))
    photos = Photo.objects.filter(problem__in=theirs)
    words = {"text": whom.words, "raised_by": None}
    stays = _("只留编号、类别、日期和办结情形:问题整改台账的件数不变")
    said = FamilyWord.objects.filter(problem__in=theirs)
    return [
        Step(_("照片"), photos, files=StoredFile.objects.filter(pk__in=photos.values("file"))),
        _emptied(_("办理经过"), ProblemStep, own, {"note": ""}, _("只留哪天走到哪一步")),
        _emptied(_("延期的理由"), Extension, own, {"reason": whom.words}, _("只留天数")),
        _emptied(_("答复"), Answer, own, {"text": whom.words}, _("只留哪天怎样答复的:响应率不变")),
        Step(
            _("家长意见"),
            said,
            values={"reason": "", "said_by": None},
            stays=_("只留解决没有、满意不满意:数字不变"),
        ),
        Step(_("反映的事"), own, values=words | {"measures": "", "ending_note": "", "progress": ""}, stays=stays),
        Step(_("反映的事"), shared, values=words, stays=stays),
        *_named(whom, shared if whom.is_whole else problems.exclude(pk__in=own.values("pk"))),
    ]


def _emptied(
    table: str, model: type[Model], problems: QuerySet[Problem], values: Mapping[str, object], stays: str
) -> Step:
    return Step(table, model._default_manager.filter(problem__in=problems), values=values, stays=stays)


def _named(whom: Whom, problems: QuerySet[Problem]) -> list[Step]:
    """Names go out of what stays to be read."""
    told = Q(problem__in=problems)
    said = FamilyWord.objects.filter(told, said_by__in=whom.guardians)
    return [
        Step("", problems, strips=("text", "measures", "ending_note", "progress")),
        Step("", ProblemStep.objects.filter(told), strips=("note",)),
        Step("", Extension.objects.filter(told), strips=("reason",)),
        Step("", Answer.objects.filter(told), strips=("text",)),
        Step(_("家长意见"), said, values={"reason": "", "said_by": None}),
        Step("", FamilyWord.objects.filter(told), strips=("reason",)),
    ]
