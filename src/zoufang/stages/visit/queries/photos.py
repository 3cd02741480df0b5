"""A visit's pictures, as far as each person may see them and the family still agrees."""

from __future__ import annotations

from django.db.models import QuerySet

from zoufang.ground.accounts.actor import Actor
from zoufang.stages.rights.queries import may_keep_photo
from zoufang.stages.roster.models import Household
from zoufang.stages.visit.models import Visit, VisitPhoto
from zoufang.stages.visit.queries.visits import visits_of


def may_keep_photos(household: Household) -> bool:
    """Did a guardian agree for every child who is here?"""
    here = list(household.children.filter(left_on__isnull=True))
    return bool(here) and all(may_keep_photo(child) for child in here)


def photos_of(actor: Actor, visit: Visit) -> QuerySet[VisitPhoto]:
    """Those of a visit that this person may see; none once the family has taken its consent back."""
    seen = VisitPhoto.objects.filter(visit__in=visits_of(actor).filter(pk=visit.pk)).select_related("file", "added_by")
    if not seen.exists() or not may_keep_photos(visit.household):
        return seen.none()
    return seen.order_by("pk")
