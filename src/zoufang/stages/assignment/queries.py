"""Who answers for which class, and who visits whom on the staff, as far as each person may see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from zoufang.ground.accounts.actor import Actor
from zoufang.ground.accounts.models import Post, User
from zoufang.ground.accounts.states import LEADING, Role
from zoufang.ground.campaign.queries import current_campaign
from zoufang.ground.campaign.rules import DEFAULT_LIMITS
from zoufang.ground.org.models import Unit
from zoufang.ground.org.rules import grade_on
from zoufang.ground.org.states import Grade
from zoufang.stages.assignment.models import Handover, StaffBond

ASSIGNS = (Role.PRINCIPAL, Role.CLERK)
VISITS_STAFF = (Role.PRINCIPAL, Role.LEADER, Role.MIDDLE_MANAGER)


@dataclass(frozen=True)
class TeacherRow:
    """A teacher of a class, from a day to a day."""

    user_id: str
    name: str
    since: date
    until: date | None
    is_held: bool


@dataclass(frozen=True)
class ClassRow:
    """A class with its teachers; `needed`: how many go together to a home."""

    public_id: str
    name: str
    grade: str
    school_name: str
    teachers: tuple[TeacherRow, ...]
    needed: int

    @property
    def missing(self) -> int:
        return max(0, self.needed - sum(each.is_held for each in self.teachers))


@dataclass(frozen=True)
class Circle:
    """A leader or manager with the staff members visited."""

    visitor: User
    bonds: tuple[StaffBond, ...]


def classes_of(actor: Actor) -> QuerySet[Unit]:
    """The classes whose teachers this person may see: leaders their school's, a teacher her own."""
    inside = Q(pk__in=actor.classes_taught())
    for path in actor.paths_as(*LEADING):
        inside |= Q(path__startswith=path)
    found: QuerySet[Unit] = Unit.objects.classes().filter(inside, closed_on__isnull=True)
    return found


def classes_assigned_by(actor: Actor) -> QuerySet[Unit]:
    """The classes to which this person assigns teachers."""
    inside = Q(pk__in=[])
    for path in actor.paths_as(*ASSIGNS):
        inside |= Q(path__startswith=path)
    found: QuerySet[Unit] = Unit.objects.classes().filter(inside, closed_on__isnull=True)
    return found


def schools_assigned_by(actor: Actor) -> list[Unit]:
    """The schools whose duties this person arranges."""
    return list(Unit.objects.schools().filter(path__in=actor.paths_as(*ASSIGNS)).order_by("path"))


def rows_of(classes: QuerySet[Unit], *, on: date) -> list[ClassRow]:
    """Rows for a page, teachers to come included: a handful of queries, however many classes."""
    listed = sorted(
        classes, key=lambda each: (each.path[: -Unit.steplen], -(each.entry_year or 0), each.class_number or 0)
    )
    posts = (
        Post.objects.of_role(Role.TEACHER)
        .filter(Q(until__isnull=True) | Q(until__gt=on), unit__in=listed, user__is_active=True)
        .select_related("user")
        .order_by("since", "pk")
    )
    teachers: dict[int, list[TeacherRow]] = {}
    for post in posts:
        row = TeacherRow(post.user.public_id, post.user.name, post.since, post.until, post.since <= on)
        teachers.setdefault(post.unit_id, []).append(row)
    schools = {each.path: each for each in Unit.objects.filter(path__in={one.path[: -Unit.steplen] for one in listed})}
    needed = {path: needed_at_home(school) for path, school in schools.items()}
    rows = []
    for each in listed:
        above = each.path[: -Unit.steplen]
        grade = str(Grade(grade_on(each.entry_year, on)).label) if each.entry_year is not None else ""
        rows.append(
            ClassRow(
                public_id=each.public_id,
                name=each.name,
                grade=grade,
                school_name=schools[above].name if above in schools else "",
                teachers=tuple(teachers.get(each.pk, ())),
                needed=needed.get(above, DEFAULT_LIMITS["visitors_at_home"]),
            )
        )
    return rows


def needed_at_home(school: Unit) -> int:
    """How many teachers go together to a home, by the school's campaign."""
    campaign = current_campaign(school)
    return campaign.limit("visitors_at_home") if campaign else DEFAULT_LIMITS["visitors_at_home"]


def staff_at(school: Unit, *, on: date) -> list[User]:
    """Everybody who holds a post at the school or in its classes on that day, by name."""
    posts = Post.objects.held(on=on).filter(unit__path__startswith=school.path)
    return list(User.objects.filter(pk__in=posts.values("user"), is_active=True).order_by("name", "pk"))


def teachers_of(klass: Unit, *, on: date) -> list[User]:
    """The class's teachers on that day, the longest there first."""
    posts = Post.objects.held(on=on).of_role(Role.TEACHER).filter(unit=klass).select_related("user")
    return [post.user for post in posts.order_by("since", "pk")]


def former_posts_of(klass: Unit, *, on: date) -> list[Post]:
    """The posts of who taught the class before and does no more, one for each, the last to leave first."""
    now = Post.objects.held(on=on).of_role(Role.TEACHER).filter(unit=klass)
    posts = Post.objects.of_role(Role.TEACHER).filter(unit=klass, until__lte=on).exclude(user__in=now.values("user"))
    last: dict[int, Post] = {}
    for post in posts.select_related("user").order_by("-until", "-pk"):
        last.setdefault(post.user_id, post)
    return list(last.values())


def handovers_of(actor: Actor) -> QuerySet[Handover]:
    """The handovers of the classes whose teachers this person may see."""
    inside = Q(klass_id__in=actor.classes_taught())
    for path in actor.paths_as(*LEADING):
        inside |= Q(klass__path__startswith=path)
    people = ("klass", "from_teacher", "to_teacher", "recorded_by")
    return Handover.objects.filter(inside).select_related(*people).order_by("-handed_over_on", "-pk")


# Leaders ↔ staff ------------------------------------------------------------------------------------------------------
def bonds_of(actor: Actor) -> QuerySet[StaffBond]:
    """The bonds this person may see: principal and clerk the school's, everybody their own on either side."""
    inside = Q(visitor_id=actor.id) | Q(visited_id=actor.id)
    for path in actor.paths_as(*ASSIGNS):
        inside |= Q(school__path=path)
    return (
        StaffBond.objects.filter(inside).select_related("school", "visitor", "visited").order_by("visited__name", "pk")
    )


def running(bonds: QuerySet[StaffBond], *, on: date) -> QuerySet[StaffBond]:
    """Those of `bonds` that hold on that day."""
    return bonds.filter(since__lte=on).filter(Q(until__isnull=True) | Q(until__gt=on))


def bonds_to_visit(actor: Actor, *, on: date) -> QuerySet[StaffBond]:
    """Whom this leader or manager visits on that day."""
    return running(bonds_of(actor).filter(visitor_id=actor.id), on=on)


def bonds_ended_by(actor: Actor) -> QuerySet[StaffBond]:
    """The bonds that this person may end: those of the schools whose duties are arranged."""
    return bonds_of(actor).filter(school__in=schools_assigned_by(actor))


def visitors_at(school: Unit, *, on: date) -> list[User]:
    """Who visits staff there: principal, leaders, middle managers, by name."""
    posts = Post.objects.held(on=on).of_role(*VISITS_STAFF).filter(unit=school)
    return list(User.objects.filter(pk__in=posts.values("user"), is_active=True).order_by("name", "pk"))


def staff_to_visit(school: Unit, *, on: date) -> list[User]:
    """Everybody on the staff who visits nobody by their own post: teachers, clerks."""
    visitors = {each.pk for each in visitors_at(school, on=on)}
    return [each for each in staff_at(school, on=on) if each.pk not in visitors]


def staff_without_bond(school: Unit, on: date) -> list[User]:
    """Members of staff whom nobody visits yet, by name."""
    bound = set(StaffBond.objects.filter(school=school, until__isnull=True).values_list("visited", flat=True))
    return [each for each in staff_to_visit(school, on=on) if each.pk not in bound]


def circles_at(school: Unit, *, on: date) -> list[Circle]:
    """Each visitor with the bonds that run, by name; those who left but still have some too."""
    bonds: dict[int, list[StaffBond]] = {}
    people = {each.pk: each for each in visitors_at(school, on=on)}
    found = StaffBond.objects.filter(school=school, until__isnull=True).select_related("visitor", "visited")
    for bond in found.order_by("visited__name", "pk"):
        people.setdefault(bond.visitor_id, bond.visitor)
        bonds.setdefault(bond.visitor_id, []).append(bond)
    return [Circle(person, tuple(bonds.get(pk, ()))) for pk, person in people.items()]


def chosen(people: Sequence[User], public_id: str) -> User | None:
    """The one of these people that a form names."""
    return next((each for each in people if each.public_id == public_id), None)


def schools_led_by(actor: Actor) -> list[Unit]:
    """The schools where this person leads, manages or compiles."""
    return list(Unit.objects.schools().filter(path__in=actor.paths_as(*LEADING)).order_by("path"))
