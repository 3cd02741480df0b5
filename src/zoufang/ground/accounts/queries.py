"""Who works where, as far as each person may manage it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from zoufang.ground.accounts.actor import Actor
from zoufang.ground.accounts.models import Invitation, Post, User
from zoufang.ground.accounts.states import ABOUT_PEOPLE, AccountState, Role
from zoufang.ground.org.models import Unit
from zoufang.ground.org.states import UnitKind
from zoufang.ground.privacy.masks import mask_phone

# Django's mark for a password that nobody can type.
NEVER_SET = Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)


@dataclass(frozen=True)
class PostRow:
    """A post in a list."""

    public_id: str
    role: str
    role_label: str
    place: str
    since: date
    until: date | None
    is_held: bool
    is_past: bool


@dataclass(frozen=True)
class PersonRow:
    """A member of staff in a list."""

    public_id: str
    name: str
    username: str
    phone: str
    state: str
    state_label: str
    posts: tuple[PostRow, ...]
    invited_until: datetime | None


def reach_of(actor: Actor) -> tuple[str, ...]:
    """Places in the tree whose people this actor manages."""
    return actor.paths_as(*ABOUT_PEOPLE)


def _inside(paths: tuple[str, ...], field: str) -> Q:
    inside = Q(pk__in=[])
    for path in paths:
        inside |= Q(**{f"{field}__startswith": path})
    return inside


def people_of(actor: Actor) -> QuerySet[User]:
    """Everybody who holds or held a post in this actor's part of the tree."""
    posts = Post.objects.filter(_inside(reach_of(actor), "unit__path"), user=OuterRef("pk"))
    return User.objects.filter(Exists(posts))


def people_at(school: Unit) -> QuerySet[User]:
    """Everybody who holds or held a post at this school or in its classes."""
    return User.objects.filter(Exists(Post.objects.filter(unit__path__startswith=school.path, user=OuterRef("pk"))))


def found_people(
    people: QuerySet[User], *, on: date, words: str = "", role: str = "", state: str = "", unit_path: str = ""
) -> QuerySet[User]:
    """Those of `people` that the filters of the page leave; without a state, those who hold a post now or soon."""
    current = Post.objects.filter(user=OuterRef("pk")).filter(Q(until__isnull=True) | Q(until__gt=on))
    if role:
        current = current.filter(role=role)
    if unit_path:
        current = current.filter(unit__path__startswith=unit_path)
    if state == AccountState.LEFT:
        people = people.exclude(Exists(current))
    elif state == AccountState.OFF:
        people = people.filter(is_active=False)
    else:
        people = people.filter(Exists(current))
        if state == AccountState.INVITED:
            people = people.filter(NEVER_SET, is_active=True)
        elif state == AccountState.IN_USE:
            people = people.filter(~NEVER_SET, is_active=True)
    if words:
        people = people.filter(Q(name__icontains=words) | Q(username__icontains=words.lower()))
    return people.order_by("name", "pk")


def after(people: QuerySet[User], public_id: str) -> QuerySet[User]:
    """Those who come after this person in the list."""
    last = people.filter(public_id=public_id).first() if public_id else None
    if last is None:
        return people
    return people.filter(Q(name__gt=last.name) | Q(name=last.name, pk__gt=last.pk))


def rows_of(people: QuerySet[User], *, on: date, reach: tuple[str, ...]) -> list[PersonRow]:
    """Rows for a page, with the posts inside `reach`: four queries, however many people."""
    posts = Post.objects.filter(_inside(reach, "unit__path")).select_related("unit").order_by("-since", "pk")
    full = list(people.prefetch_related(Prefetch("posts", queryset=posts, to_attr="posts_in_reach")))
    schools = _names_above(full)
    waiting = {
        one.user_id: one.expires_at
        for one in Invitation.objects.filter(user__in=full, used_at__isnull=True).order_by("expires_at")
    }
    return [
        PersonRow(
            public_id=one.public_id,
            name=one.name,
            username=one.username,
            phone=mask_phone(one.phone),
            state=(state := state_of(one)),
            state_label=str(AccountState(state).label),
            posts=tuple(_post_row(post, on, schools) for post in one.posts_in_reach),  # type: ignore[attr-defined]
            invited_until=waiting.get(one.pk) if state == AccountState.INVITED else None,
        )
        for one in full
    ]


def state_of(user: User) -> str:
    """How the account stands."""
    if not user.is_active:
        return AccountState.OFF
    return AccountState.IN_USE if user.has_usable_password() else AccountState.INVITED


def _names_above(people: Sequence[User]) -> dict[str, str]:
    """Names of the schools of the classes in which these people hold posts, by path."""
    paths = {
        post.unit.path[: -Unit.steplen]
        for one in people
        for post in one.posts_in_reach  # type: ignore[attr-defined]
        if post.unit.kind == UnitKind.CLASS
    }
    return dict(Unit.objects.filter(path__in=paths).values_list("path", "name"))


def _post_row(post: Post, on: date, schools: dict[str, str]) -> PostRow:
    above = schools.get(post.unit.path[: -Unit.steplen], "") if post.unit.kind == UnitKind.CLASS else ""
    ended = post.until is not None and post.until <= on
    return PostRow(
        public_id=post.public_id,
        role=post.role,
        role_label=post.get_role_display(),
        place=f"{above} {post.unit.name}".strip(),
        since=post.since,
        until=post.until,
        is_held=post.since <= on and not ended,
        is_past=ended,
    )


def posts_that_count(user: User, *, on: date) -> list[Post]:
    """The posts by which it is judged who may manage this person: those held or to come; else those that were."""
    every = list(Post.objects.filter(user=user).select_related("unit").order_by("pk"))
    return [post for post in every if post.until is None or post.until > on] or every


def posts_in_reach(actor: Actor) -> QuerySet[Post]:
    """Every post in this actor's part of the tree."""
    return Post.objects.filter(_inside(reach_of(actor), "unit__path")).select_related("unit", "user")


def units_in_reach(actor: Actor) -> QuerySet[Unit]:
    """Every unit that still runs in this actor's part of the tree, in the tree's order."""
    found: QuerySet[Unit] = Unit.objects.all().below(reach_of(actor)).filter(closed_on__isnull=True)
    return found


def held_at(unit: Unit, *, on: date) -> int:
    """How many people hold a post at this unit or below it."""
    return Post.objects.held(on=on).filter(unit__path__startswith=unit.path).values("user").distinct().count()


def choices_of(units: QuerySet[Unit], kinds: set[UnitKind]) -> list[tuple[str, str]]:
    """Units of these kinds to choose from, set in as deep as they lie."""
    listed = [unit for unit in units if unit.kind in kinds]
    top = min((unit.depth for unit in listed), default=0)
    return [(unit.public_id, "　" * (unit.depth - top) + unit.name) for unit in listed]


def waiting_for_invitation(actor: Actor, *, roles: Sequence[Role], at: datetime) -> QuerySet[User]:
    """Those within reach who hold one of these roles, have never set a password, and hold no invitation that still
    opens."""
    on = timezone.localdate(at)
    open_ones = Invitation.objects.filter(user=OuterRef("pk"), used_at__isnull=True, expires_at__gt=at)
    found = found_people(people_of(actor), on=on, state=AccountState.INVITED)
    theirs = Post.objects.held(on=on).filter(user=OuterRef("pk"), role__in=roles)
    return found.filter(Exists(theirs)).exclude(Exists(open_ones))


def schools_led_by(actor: Actor) -> list[Unit]:
    """The schools whose principal this is."""
    found = Unit.objects.filter(path__in=actor.paths_as(Role.PRINCIPAL), closed_on__isnull=True)
    return list(found)


@dataclass(frozen=True)
class UnitRow:
    """A unit above classes in the tree. `has_head`: whether a school has a principal; None for other units."""

    public_id: str
    name: str
    kind: str
    kind_label: str
    depth: int
    class_count: int
    staff_count: int
    has_head: bool | None
    may_change: bool


def units_governed(actor: Actor) -> list[Unit]:
    """The administrator's own places and every unit below that may hold others, in the tree's order."""
    found = Unit.objects.all().below(actor.paths_as(Role.DISTRICT_ADMIN)).filter(closed_on__isnull=True)
    return list(found.exclude(kind__in=[UnitKind.SCHOOL, UnitKind.CLASS]))


def units_answered_for(actor: Actor) -> list[Unit]:
    """The very places for which this person answers as principal or administrator."""
    paths = actor.paths_as(Role.PRINCIPAL, Role.DISTRICT_ADMIN)
    return list(Unit.objects.filter(path__in=paths, closed_on__isnull=True).order_by("path"))


def unit_rows(actor: Actor, *, on: date) -> list[UnitRow]:
    """The tree for a page: two queries, however many units."""
    own = actor.paths_as(Role.DISTRICT_ADMIN)
    found: list[Unit] = list(Unit.objects.all().below(own).filter(closed_on__isnull=True))
    held = list(
        Post.objects.held(on=on).filter(_inside(own, "unit__path")).values_list("user_id", "role", "unit__path")
    )
    top = min((unit.depth for unit in found), default=0)
    rows = []
    for unit in found:
        if unit.kind == UnitKind.CLASS:
            continue
        here = [(user, role) for user, role, path in held if path.startswith(unit.path)]
        is_school = unit.kind == UnitKind.SCHOOL
        rows.append(
            UnitRow(
                public_id=unit.public_id,
                name=unit.name,
                kind=unit.kind,
                kind_label=unit.get_kind_display(),
                depth=unit.depth - top,
                class_count=sum(each.kind == UnitKind.CLASS and unit.contains(each) for each in found),
                staff_count=len({user for user, _ in here}),
                has_head=any(role == Role.PRINCIPAL for _, role in here) if is_school else None,
                may_change=unit.path not in own,
            )
        )
    return rows


def public_id_of(actor: Actor) -> str:
    """The public id of the member of staff who is acting."""
    return User.objects.filter(pk=actor.id).values_list("public_id", flat=True).first() or ""


def names_of(public_ids: set[str]) -> dict[str, str]:
    """Names of members of staff by public id."""
    return dict(User.objects.filter(public_id__in=public_ids).values_list("public_id", "name"))
