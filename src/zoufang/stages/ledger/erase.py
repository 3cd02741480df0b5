"""What ledgers give up of a family: drafts and full variants, as whole files. What is sealed stays, listed as a copy."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _

from zoufang.ground.files.models import StoredFile
from zoufang.ground.privacy.erasing import Step, Whom
from zoufang.stages.ledger.models import OpenGap, Submission, SubmittedFile
from zoufang.stages.ledger.states import SubmissionState
from zoufang.stages.problem.models import Problem
from zoufang.stages.revisit.models import Revisit
from zoufang.stages.roster.models import Household
from zoufang.stages.visit.models import Visit


def steps_of(whom: Whom) -> list[Step]:
    """The school's drafts can be drawn up anew at any time, without this family's words."""
    of_school = Submission.objects.filter(campaign__unit=whom.school)
    drafts = SubmittedFile.objects.filter(submission__in=of_school.filter(state=SubmissionState.DRAFTED))
    sealed = of_school.exclude(state=SubmissionState.DRAFTED)
    return [
        Step(
            _("台账的草稿和完整版"),
            drafts,
            files=StoredFile.objects.filter(pk__in=drafts.values("file")),
        ),
        Step(
            _("留着缺漏的理由"),
            OpenGap.objects.filter(_about(whom), campaign__unit=whom.school),
            values={"reason": whom.words},
        ),
        Step(
            "",
            OpenGap.objects.filter(campaign__unit=whom.school),
            strips=("reason",),
        ),
        Step("", sealed, strips=("open_with_reason",)),
    ]


def _about(whom: Whom) -> Q:
    """Gaps name what they are of by its public id."""
    theirs = {"household__in": whom.homes}
    of_home = [
        *Visit.objects.filter(**theirs).values_list("public_id", flat=True),
        *Problem.objects.filter(**theirs).values_list("public_id", flat=True),
        *Revisit.objects.filter(**theirs).values_list("public_id", flat=True),
        *Household.objects.filter(pk__in=whom.homes).values_list("public_id", flat=True),
    ]
    found = Q(pk__in=[])
    for public_id in of_home if whom.is_whole else []:
        found |= Q(key__endswith=f":{public_id}")
    return found
