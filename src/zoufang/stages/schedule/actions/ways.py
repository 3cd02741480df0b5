"""Where homes are and how long the ways between take, as teachers know it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from zoufang.engines.refusal import Reason, Refused
from zoufang.ground.accounts.actor import Actor
from zoufang.ground.journal.actions import record
from zoufang.ground.org.models import Unit
from zoufang.stages.roster.models import Household
from zoufang.stages.schedule.models import Way
from zoufang.stages.schedule.queries.ways import neighbourhood_of, told_ways

LONGEST_NAME = 20
LONGEST_WAY = 180


@transaction.atomic
def keep_places(
    *,
    klass: Unit,
    names: Mapping[Household, str],
    minutes: Mapping[tuple[str, str], int | None],
    by: Actor,
    at: datetime,
) -> None:
    """These families live there; so long are these ways, there as back (None: the usual minutes). Refused where a name is
    too long or holds a number of a house, and beyond three hours."""
    named, written = _name(names), _write_down(klass.get_parent(), minutes)
    if named or written:
        record("places.kept", klass, by=by, at=at, unit=klass, facts={"families": named, "ways": written})


def _name(names: Mapping[Household, str]) -> int:
    changed = 0
    for household, said in names.items():
        name = "".join(said.split())
        if len(name) > LONGEST_NAME or any(letter.isdigit() for letter in name):
            raise Refused(
                Reason("“%(name)s”只写小区、村或路名,最多 %(n)s 个字,不写门牌号", name=name[:30], n=LONGEST_NAME)
            )
        if name != neighbourhood_of(household):
            Household.objects.filter(pk=household.pk).update(neighbourhood=name)
            changed += 1
    return changed


def _write_down(school: Unit, minutes: Mapping[tuple[str, str], int | None]) -> int:
    before = told_ways(school)
    changed = 0
    for (one, other), said in minutes.items():
        pair = (min(one, other), max(one, other))
        if said == before.get(pair):
            continue
        if said is None:
            Way.objects.filter(school=school, one=pair[0], other=pair[1]).delete()
        elif 0 <= said <= LONGEST_WAY:
            Way.objects.update_or_create(school=school, one=pair[0], other=pair[1], defaults={"minutes": said})
        else:
            raise Refused(Reason("路上时间请写 0 到 %(most)s 分钟", most=LONGEST_WAY))
        changed += 1
    return changed
