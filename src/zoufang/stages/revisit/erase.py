"""What revisits give up of a family: why it was not content; one that is still due is not held any more."""

from __future__ import annotations

from django.utils.translation import gettext as _

from zoufang.ground.privacy.erasing import Step, Whom
from zoufang.stages.revisit.models import Revisit
from zoufang.stages.revisit.states import RevisitState


def steps_of(whom: Whom) -> list[Step]:
    """All of a family's, or one name out of what was written."""
    theirs = Revisit.objects.filter(household__in=whom.homes)
    if not whom.is_whole:
        return [Step("", theirs, strips=("why_not",))]
    return [
        Step(_("还没做的回访"), theirs.filter(state=RevisitState.DUE)),
        Step(
            _("回访"),
            theirs.exclude(state=RevisitState.DUE),
            values={"why_not": ""},
            stays=_("只留时间、解决没有、满意不满意:二次走访的数字不变"),
        ),
    ]
