"""A real installation begins: a district, and the one person who lets the others in."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from zoufang.engines.refusal import Reason, Refused
from zoufang.ground.accounts.actions.people import PersonWords, add_person
from zoufang.ground.accounts.actor import SYSTEM
from zoufang.ground.accounts.models import Post, User
from zoufang.ground.accounts.states import Role
from zoufang.ground.org.actions import found_unit
from zoufang.ground.org.models import Unit
from zoufang.ground.org.states import UnitKind


@transaction.atomic
def found_district(*, district: str, username: str, name: str, at: datetime) -> tuple[Unit, User, str]:
    """The district exists with its first administrator; the code given back opens the account. Refused where the
    district has an administrator already: who lets people in is then hers or his to say."""
    on = timezone.localdate(at)
    unit = Unit.objects.filter(kind=UnitKind.DISTRICT, name=district.strip()).first()
    if unit is not None and Post.objects.held(on=on).filter(role=Role.DISTRICT_ADMIN, unit=unit).exists():
        raise Refused(Reason("“%(name)s”已有管理员;请那位管理员在“教职工”里添加", name=unit.name))
    if not district.strip():
        raise Refused("请写出区县的名称")
    unit = unit or found_unit(name=district, kind=UnitKind.DISTRICT)
    words = PersonWords(name=name, username=username)
    user, token = add_person(words=words, role=Role.DISTRICT_ADMIN, unit=unit, since=on, by=SYSTEM, at=at)
    return unit, user, token
