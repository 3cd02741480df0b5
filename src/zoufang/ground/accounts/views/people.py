"""The staff: who is here, as what, and letting someone new in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from zoufang.engines.refusal import Refused
from zoufang.ground.accounts import access, actions, queries, rules
from zoufang.ground.accounts.forms import PersonForm, PostForm, reasons_of
from zoufang.ground.accounts.states import AccountState, Role
from zoufang.ground.accounts.views.invitation import qr_of
from zoufang.web.pages import page, reads, writes

AT_ONCE = 50


@reads(may=access.may_manage_people)
def people(request: HttpRequest) -> HttpResponse:
    """The list; its filters live in the address."""
    actor, today = request.actor, timezone.localdate()  # type: ignore[attr-defined]
    kept = {name: request.GET.get(name, "").strip() for name in ("q", "role", "state", "unit")}
    schools = [unit for unit in queries.units_in_reach(actor) if unit.kind == "school"]
    school = next((each for each in schools if each.public_id == kept["unit"]), None)
    found = queries.found_people(
        queries.people_of(actor),
        on=today,
        words=kept["q"],
        role=kept["role"] if kept["role"] in Role.values else "",
        state=kept["state"],
        unit_path=school.path if school else "",
    )
    rows = queries.rows_of(
        queries.after(found, request.GET.get("after", ""))[: AT_ONCE + 1], on=today, reach=queries.reach_of(actor)
    )
    return page(
        request,
        "accounts/people.html",
        rows=rows[:AT_ONCE],
        has_more=len(rows) > AT_ONCE,
        kept=kept,
        roles=Role.choices,
        states=AccountState.choices,
        schools=[(each.public_id, each.name) for each in schools] if len(schools) > 1 else [],
        may_import=access.may_import_staff(actor),
        waiting=queries.waiting_for_invitation(actor, roles=access.roles_to_give(actor), at=request.now).count(),  # type: ignore[attr-defined]
    )


def what_may_be_given(request: HttpRequest) -> dict[str, Any]:
    """The roles and units that this person may choose from."""
    actor = request.actor  # type: ignore[attr-defined]
    given = access.roles_to_give(actor)
    kinds = {kind for role in given for kind in rules.HELD_AT[role]}
    units = queries.choices_of(queries.units_in_reach(actor), kinds)
    return {"roles": [(role.value, str(role.label)) for role in given], "units": units}


def chosen_post(request: HttpRequest, given: dict[str, Any]) -> dict[str, Any]:
    """Role, unit and time of the form. Raises Refused where something was not chosen."""
    form = PostForm(request.POST, **given)
    if not form.is_valid():
        raise Refused(reasons_of(form))
    said = form.cleaned_data
    unit = queries.units_in_reach(request.actor).get(public_id=said["unit"])  # type: ignore[attr-defined]
    return {
        "role": Role(said["role"]),
        "unit": unit,
        "since": said["since"] or timezone.localdate(),
        "until": said["until"],
    }


@writes(may=access.may_manage_people, also_shows=True)
def add_person(request: HttpRequest) -> HttpResponse:
    """A person comes, and the link for the first password is shown once."""
    given = what_may_be_given(request)
    if request.method != "POST":
        return page(
            request, "accounts/add_person.html", reasons=(), typed=request.GET, today=timezone.localdate(), **given
        )
    form = PersonForm(request.POST)
    form.is_valid()
    try:
        post = chosen_post(request, given)
        del post["until"]
        words = actions.PersonWords(**form.cleaned_data)
        user, token = actions.add_person(words=words, by=request.actor, at=request.now, **post)  # type: ignore[attr-defined]
    except Refused as refused:
        shown: dict[str, Any] = {
            "reasons": refused.reasons,
            "typed": request.POST,
            "today": timezone.localdate(),
        } | given
        return page(request, "accounts/add_person.html", status=422, **shown)
    return sheet(request, [(user, token)])


@writes(may=access.may_manage_people)
def invite_waiting(request: HttpRequest) -> HttpResponse:
    """A sheet with an invitation for everybody who has none that still opens."""
    actor, today = request.actor, timezone.localdate()  # type: ignore[attr-defined]
    waiting = queries.waiting_for_invitation(actor, roles=access.roles_to_give(actor), at=request.now)  # type: ignore[attr-defined]
    theirs = [user for user in waiting if access.may_care_for(actor, user, on=today)]
    if not theirs:
        raise Refused("现在没有人在等邀请")
    return sheet(request, actions.invite_many(users=theirs, by=actor, at=request.now))  # type: ignore[attr-defined]


def sheet(request: HttpRequest, invited: list[tuple[Any, str]]) -> HttpResponse:
    """Invitations, to copy or to print; the codes are nowhere else."""
    cards = [
        {
            "user": user,
            "address": (address := actions.address_of(token)),
            "code": actions.spelt(token),
            "qr": qr_of(address),
        }
        for user, token in invited
    ]
    answer = page(request, "accounts/invitations.html", cards=cards)
    answer["Cache-Control"] = "no-store"
    return answer
