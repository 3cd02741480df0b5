"""What rights gives up of a family: what its guardians agreed to, and what they asked to be put right."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _

from zoufang.ground.privacy.erasing import Step, Whom
from zoufang.stages.rights.models import Consent, Correction, Erasure


def steps_of(whom: Whom) -> list[Step]:
    """All of a family, or what one of its people said and what was said of them."""
    people = Q(guardian__in=whom.guardians) | Q(child__in=whom.children)
    asked = Correction.objects.filter(household__in=whom.homes)
    theirs = asked if whom.is_whole else asked.filter(people | Q(asked_by__in=whom.guardians))
    return [
        Step(_("同意和不同意"), Consent.objects.filter(people)),
        Step(_("更正请求"), theirs),
        *([] if whom.is_whole else [Step("", asked.exclude(pk__in=theirs), strips=("value", "answer"))]),
        Step(
            _("删除请求"),
            Erasure.objects.filter(household__in=whom.homes).exclude(answer=""),
            values={"answer": ""} if whom.is_whole else None,
            strips=() if whom.is_whole else ("answer",),
            stays=_("留下删除的证明:时间、各表行数和校验码,没有姓名"),
        ),
    ]
