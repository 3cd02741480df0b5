"""The administrator's deeds on the organisation."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from zoufang.engines.refusal import Reason, Refused
from zoufang.ground.accounts import access, queries, rules
from zoufang.ground.accounts.actions.note import note
from zoufang.ground.accounts.actor import Actor
from zoufang.ground.accounts.states import Role
from zoufang.ground.org.actions import close_unit as close
from zoufang.ground.org.actions import found_unit
from zoufang.ground.org.actions import rename_unit as rename
from zoufang.ground.org.actions import set_contact as set_contact_of
from zoufang.ground.org.models import Unit
from zoufang.ground.org.states import UnitKind


@transaction.atomic
def add_unit(*, name: str, kind: UnitKind, parent: Unit, by: Actor, at: datetime) -> Unit:
    """A unit stands below `parent`. Refused where it does not fit there or its name is taken there."""
    if not any(parent.path.startswith(path) for path in by.paths_as(Role.DISTRICT_ADMIN)):
        raise Refused("只能在自己的区划里增加单位")
    if kind not in rules.FITS_BELOW[UnitKind(parent.kind)]:
        raise Refused(Reason("“%(kind)s”不能放在“%(parent)s”下面,请换一个上级", kind=kind.label, parent=parent.name))
    if parent.get_children().filter(name=name.strip(), closed_on__isnull=True).exists():
        raise Refused(Reason("这里已经有“%(name)s”,请换一个名称", name=name.strip()))
    unit = found_unit(name=name, kind=kind, parent=parent)
    note("unit.founded", unit, by=by, at=at, unit=unit, facts={"kind": kind.value})
    return unit


@transaction.atomic
def rename_unit(*, unit: Unit, name: str, by: Actor, at: datetime) -> None:
    """The unit bears this name. Refused for the own place and without a name."""
    if not access.may_change_unit(by, unit):
        raise Refused("只能改下级单位的名称")
    rename(unit=unit, name=name)
    note("unit.renamed", unit, by=by, at=at, unit=unit)


@transaction.atomic
def set_contact(*, unit: Unit, address: str, phone: str, by: Actor, at: datetime) -> None:
    """What the contact card says of this place. Refused to all but those who answer for it."""
    if not access.may_set_contact(by, unit):
        raise Refused("只能改自己单位的地址和电话")
    set_contact_of(unit=unit, address=address, phone=phone)
    note("unit.contact_set", unit, by=by, at=at, unit=unit)


@transaction.atomic
def close_unit(*, unit: Unit, by: Actor, at: datetime) -> None:
    """The unit is closed from today on; what was done there stays. Refused while people hold posts there."""
    if not access.may_change_unit(by, unit):
        raise Refused("只能停办下级单位")
    on = timezone.localdate(at)
    if still := queries.held_at(unit, on=on):
        raise Refused(Reason("还有 %(count)s 人在这里任职,请先结束任职再停办", count=still))
    close(unit=unit, on=on)
    note("unit.closed", unit, by=by, at=at, unit=unit)
