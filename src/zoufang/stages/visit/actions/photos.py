"""A picture of a visit is kept, where the family agreed to it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zoufang.engines.refusal import Refused
from zoufang.ground.accounts.actor import SYSTEM, Actor
from zoufang.ground.files.actions import shred_file, store_file
from zoufang.ground.journal.actions import record
from zoufang.stages.visit import rules
from zoufang.stages.visit.access import may_settle_conflict
from zoufang.stages.visit.models import Matter, Visit, VisitPhoto
from zoufang.stages.visit.queries.photos import may_keep_photos


def refuse_photo(visit: Visit, *, is_asked: bool) -> None:
    """Refused where the family has not agreed, was not asked, or enough are kept already."""
    reasons = rules.why_not_add_photo(
        is_asked=is_asked, may_keep=may_keep_photos(visit.household), count=visit.photos.count()
    )
    if reasons:
        raise Refused(reasons)


@transaction.atomic
def add_photo(
    *, visit: Visit, matter: Matter | None, picture: bytes, is_asked: bool, by: Actor, at: datetime
) -> VisitPhoto:
    """The picture (cleaned already: no position, no camera) lies encrypted with the visit. Refused as `refuse_photo` is."""
    visit = (
        Visit.objects.select_for_update(of=("self",))
        .select_related("klass", "household", "campaign__unit")
        .get(pk=visit.pk)
    )
    if not may_settle_conflict(by, visit):
        raise Refused("只有本班老师可以加照片")
    refuse_photo(visit, is_asked=is_asked)
    # Named by its place alone: the phone's own name of a picture says when and with what it was taken.
    name = f"照片{visit.photos.count() + 1}.jpg"
    file = store_file(content=picture, name=name, media_type="image/jpeg", unit=visit.campaign.unit, by=by, at=at)
    photo = VisitPhoto.objects.create(visit=visit, matter=matter, file=file, added_by_id=by.id or None, added_at=at)
    record("visit.photo_added", visit, by=by, at=at, unit=visit.klass)
    return photo


@transaction.atomic
def add_photos(
    *, visit: Visit, matter: Matter | None, pictures: Sequence[bytes], is_asked: bool, by: Actor, at: datetime
) -> list[VisitPhoto]:
    """All of these pictures, or none: whoever chooses them again after a refusal doubles nothing."""
    return [add_photo(visit=visit, matter=matter, picture=each, is_asked=is_asked, by=by, at=at) for each in pictures]


@transaction.atomic
def drop_photos_not_agreed_to(*, at: datetime) -> int:
    """Photos of families that took their consent back are gone, rows and contents; how many. Until then nobody sees them."""
    kept = VisitPhoto.objects.select_related("file", "visit__household", "visit__klass").order_by("pk")
    agreed: dict[int, bool] = {}
    count = 0
    for photo in kept:
        home = photo.visit.household
        if agreed.setdefault(home.pk, may_keep_photos(home)):
            continue
        visit, file = photo.visit, photo.file
        photo.delete()
        shred_file(file=file, by=SYSTEM, at=at)
        record("visit.photo_dropped", visit, by=SYSTEM, at=at, unit=visit.klass)
        count += 1
    return count
