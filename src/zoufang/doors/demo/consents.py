"""Living data of consent: each school's rules, and in the first class families who said yes, partly yes, and no."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoufang.ground.accounts.actor import family_actor
from zoufang.ground.accounts.states import Role
from zoufang.ground.org.queries import classes_of
from zoufang.stages.rights.actions import issue_rules, keep_says
from zoufang.stages.rights.first_text import first_text
from zoufang.stages.rights.queries import rules_of
from zoufang.stages.rights.states import Scope
from zoufang.stages.roster.models import Household
from zoufang.stages.roster.queries import households_of_class

if TYPE_CHECKING:
    from zoufang.doors.demo.fill import Filler, Staffed

# Of ten families in turn: what each says. None: not answered yet.
TURNS: tuple[tuple[Scope, ...] | None, ...] = (
    (Scope.BASIC,),
    (Scope.BASIC, Scope.HEALTH),
    (Scope.BASIC, Scope.HEALTH, Scope.PHOTO),
    None,
    (Scope.BASIC, Scope.PHOTO, Scope.PUBLICITY),
    (Scope.BASIC, Scope.HEALTH, Scope.PASS_ON),
    None,
    tuple(Scope),
    (Scope.BASIC,),
    None,
)


def issue(filler: Filler, school: Staffed) -> None:
    """The rules that come with the system, issued by the principal."""
    body, english = first_text(school=school.unit.name, line=school.unit.phone)
    principal = filler.actor(school.first(Role.PRINCIPAL))
    issue_rules(school=school.unit, body=body, english=english, asks_more=[], by=principal, at=filler.at(29, 9))


def live(filler: Filler, school: Staffed, *, quiet: set[str]) -> None:
    """The first class: a visitor's own families (by a guardian's public id) are left to say it themselves."""
    homes = households_of_class(classes_of(school.unit)[0]).prefetch_related("guardians")
    others = [home for home in homes if home.guardians.all()[0].public_id not in quiet]
    for place, home in enumerate(others):
        says = TURNS[place % len(TURNS)]
        if home.care_note or says is None:
            continue
        # One family of the class refuses: a talk without a record.
        agree(filler, home, *(() if place == len(TURNS) - 2 else says))


def agree(filler: Filler, home: Household, *scopes: Scope) -> None:
    """The first guardian says yes to these scopes and no to the others, for every child."""
    guardian = home.guardians.all()[0]
    rules = rules_of(home.school)
    said = {scope: scope in scopes for scope in Scope}
    keep_says(
        guardian=guardian,
        rules_id=rules.public_id if rules else "",
        said={child.public_id: said for child in home.children.filter(left_on__isnull=True)},
        on_staff_device=False,
        by=family_actor(guardian.pk, guardian.name),
        at=filler.at(12, 19),
    )
