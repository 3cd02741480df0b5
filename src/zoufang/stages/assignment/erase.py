"""A handover's note may name a family: the name goes, the note stays."""

from __future__ import annotations

from zoufang.ground.privacy.erasing import Step, Whom
from zoufang.stages.assignment.models import Handover


def steps_of(whom: Whom) -> list[Step]:
    """The notes of the classes that the family's children are or were in."""
    return [Step("", Handover.objects.filter(klass__in=whom.classes), strips=("note",))]
