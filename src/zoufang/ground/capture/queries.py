"""Phones, what they sent, and what waits for the principal."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import TruncDate

from zoufang.ground.accounts.actor import Actor
from zoufang.ground.accounts.models import Post
from zoufang.ground.accounts.states import Role
from zoufang.ground.capture.models import Device, FieldRecord, Quarantined, Upload
from zoufang.ground.org.models import Unit


def device_of(person_id: int, uuid: str) -> Device | None:
    """This person's phone of this name."""
    return Device.objects.filter(uuid=uuid, user_id=person_id).select_related("user").first()


def device_named(uuid: str) -> Device | None:
    """Whoever's phone it is."""
    return Device.objects.filter(uuid=uuid).select_related("user").first()


def devices_led(actor: Actor) -> QuerySet[Device]:
    """The phones that somebody used while holding a post at a school that this principal leads."""
    return (
        _used_with(_below(actor, "unit__path", Role.PRINCIPAL)).select_related("user").order_by("-last_seen_at", "-pk")
    )


def what_it_made(person_id: int, name: str) -> FieldRecord | None:
    """The record of this person that made what the phone calls so (by the phone's own name, or by the record's)."""
    return (
        FieldRecord.objects.filter(Q(target=name) | Q(uuid=name), person_id=person_id)
        .filter(kind__in=["visit.open", "matter.add", "photo.add"])
        .select_related("quarantined__school", "quarantined__klass")
        .order_by("pk")
        .first()
    )


def taught_once(person_id: int, klass: Unit) -> bool:
    """Did this person ever hold a teacher's post at this class?"""
    return Post.objects.filter(user_id=person_id, unit=klass, role=Role.TEACHER).exists()


def waiting_records(actor: Actor) -> QuerySet[Quarantined]:
    """What waits for this principal, in the order in which it was written."""
    return (
        Quarantined.objects.filter(_below(actor, "school__path", Role.PRINCIPAL), decided_at__isnull=True)
        .select_related("record__person", "record__device", "school", "klass")
        .order_by("record__person_id", "record__place", "pk")
    )


def content_of(waiting: Quarantined) -> dict[str, Any]:
    """The operation as it was sent."""
    found: dict[str, Any] = json.loads(waiting.content)
    return found


def upload_of(person_id: int, uuid: str) -> Upload | None:
    """This person's photo of this name, on its way."""
    return Upload.objects.filter(uuid=uuid, person_id=person_id).first()


@dataclass(frozen=True)
class OnTheWay:
    """How much of a person's photos no record has taken over yet."""

    count: int
    total: int


def uploads_waiting(person_id: int) -> OnTheWay:
    """One query."""
    found = Upload.objects.filter(person_id=person_id, used_at__isnull=True).aggregate(n=Count("pk"), sum=Sum("total"))
    return OnTheWay(found["n"], found["sum"] or 0)


def was_used_at(device: Device, school: Unit) -> bool:
    """Was this phone used by its person while working at this school? What they signed in with at a later one is not."""
    return _used_with(Q(unit__path__startswith=school.path)).filter(pk=device.pk).exists()


def _used_with(posts: Q) -> QuerySet[Device]:
    meanwhile = Q(until__isnull=True) | Q(until__gte=OuterRef("begun_on"))
    held = Post.objects.filter(posts, meanwhile, user=OuterRef("user"), since__lte=OuterRef("seen_on"))
    days = {"begun_on": TruncDate("registered_at"), "seen_on": TruncDate("last_seen_at")}
    return Device.objects.annotate(**days).filter(Exists(held))


def schools_imported_at(actor: Actor) -> list[Unit]:
    """The schools for which this person may hand in what others' phones kept."""
    return list(
        Unit.objects.schools().filter(_below(actor, "path", Role.PRINCIPAL, Role.CLERK), closed_on__isnull=True)
    )


def _below(actor: Actor, field: str, *roles: Role) -> Q:
    inside = Q(pk__in=[])
    for path in actor.paths_as(*roles):
        inside |= Q(**{f"{field}__startswith": path})
    return inside


def is_key_of(device: Device, wrapped_key: str) -> bool:
    """Was this key registered by the phone's own person, signed in?"""
    return device.keys.filter(wrapped_key=wrapped_key).exists()
