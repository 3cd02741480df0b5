"""Who is acting: read from the database at each request, so that losing a post takes effect at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from zoufang.ground.accounts.models import Post, User
from zoufang.ground.accounts.states import ActorKind, Role
from zoufang.ground.org.states import UnitKind


@dataclass(frozen=True)
class Duty:
    """A post in force: a role at a unit, with the unit's place in the tree."""

    role: Role
    unit_id: int
    path: str
    kind: UnitKind


@dataclass(frozen=True)
class Actor:
    """A person (or the system) with what they may act as. Who still owes the second factor holds no duties yet."""

    kind: ActorKind
    id: int = 0
    name: str = ""
    duties: tuple[Duty, ...] = field(default=())
    second_factor: bool = False
    awaits_second_factor: bool = False

    @property
    def is_signed_in(self) -> bool:
        return self.kind in (ActorKind.STAFF, ActorKind.SYSTEM)

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(duty.role.value for duty in self.duties)

    @property
    def reference(self) -> str:
        """Kind and id; what the journal hashes."""
        return f"{self.kind}:{self.id}"

    def is_any(self, *roles: Role) -> bool:
        return any(duty.role in roles for duty in self.duties)

    def paths_as(self, *roles: Role) -> tuple[str, ...]:
        """Places in the tree where one of these roles is held: everything below is in reach."""
        return tuple(duty.path for duty in self.duties if duty.role in roles)

    def classes_taught(self) -> tuple[int, ...]:
        """Ids of the classes this teacher answers for. A teacher's post at a school opens no class."""
        return tuple(d.unit_id for d in self.duties if d.role == Role.TEACHER and d.kind == UnitKind.CLASS)

    def holds(self, *roles: Role, at: str) -> bool:
        """Is one of these roles held at this place in the tree or above it?"""
        return any(duty.role in roles and at.startswith(duty.path) for duty in self.duties)


NOBODY = Actor(ActorKind.NOBODY)
SYSTEM = Actor(ActorKind.SYSTEM, name="系统")


def actor_for(user: User, *, on: date, second_factor: bool = False) -> Actor:
    """The actor that this person is on that day."""
    if not user.is_active:
        return NOBODY
    posts = Post.objects.held(on=on).filter(user=user).select_related("unit").order_by("pk")
    duties = tuple(Duty(Role(p.role), p.unit_id, p.unit.path, UnitKind(p.unit.kind)) for p in posts)
    return Actor(ActorKind.STAFF, user.pk, user.name, duties, second_factor)


def family_actor(guardian_id: int, name: str) -> Actor:
    """A guardian who came by the family's own link."""
    return Actor(ActorKind.FAMILY, guardian_id, name)
