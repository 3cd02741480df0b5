"""Whatever a form or an address carries, no page breaks: every route of ours, as each kind of person."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone

from zoufang.doors.management.commands.routes import all_routes
from zoufang.stages.problem.actions import raise_problem
from zoufang.stages.problem.states import Source
from zoufang.stages.signup.actions import link_for

LONG = "长" * 34_000  # 100 KB in each field. Source: security, "Input"
VALUES = ["a\x00b", LONG, "🙂𠮷\u202e", "9" * 40, "2026-13-45", "<script>%s%(x)s{}", ""]
FIELDS = [
    "text",
    "name",
    "reason",
    "note",
    "form",
    "outcome",
    "met",
    "met_other",
    "settle",
    "answer",
    "on",
    "started",
    "ended",
    "starts_at",
    "ends_at",
    "start",
    "clock",
    "minutes",
    "teachers",
    "visitors",
    "remark",
    "opinions",
    "owner",
    "department",
    "due_on",
    "ending",
    "way",
    "look_again_on",
    "nature",
    "topic",
    "subtopic",
    "area",
    "workdays",
    "measures",
    "progress",
    "is_settled",
    "satisfaction",
    "into",
    "household",
    "about",
    "circle",
    "key",
    "campaign",
    "code",
    "digits",
    "phone",
    "relation",
    "level",
    "reached",
    "mode",
    "was_contacted",
    "why_not",
    "new_matter",
    "times",
    "step",
    "title",
    "body",
    "kind",
    "username",
    "email",
    "role",
    "unit",
    "since",
    "until",
    "place",
    "met_at",
    "difficulties_at_work",
    "suggestions",
    "state",
    "next",
    "language",
    "approve",
    "file",
    "to",
    "with_visit_ledger",
    "klass",
    "from_teacher",
    "to_teacher",
    "visitor",
    "visited",
    "as",
]
QUERY = (
    "?q={0}&before={0}&state={0}&show={0}&week={0}&day={0}&on={0}&class={0}&klass={0}&campaign={0}&step={0}&role={0}"
)


@pytest.fixture
def world(cast, signed_in):
    """Something behind most addresses, and a client for each kind of person."""
    visit = cast.make_visit()
    problem = raise_problem(
        campaign=cast.campaign,
        school=cast.school,
        klass=cast.klass,
        household=cast.household,
        source=Source.VISIT,
        text="午睡太短",
        by=cast.actor(cast.zhang),
        at=timezone.now(),
    )
    family = Client()
    token = link_for(guardian=cast.chen, campaign=cast.campaign, at=timezone.now()).rpartition("#")[2]
    family.post("/f/open/", {"code": token})
    family.post("/f/digits/", {"digits": "0001"})
    people = {name: signed_in(getattr(cast, name)) for name in ("zhang", "zhou", "wang", "qian", "zhao", "he")}
    known = {
        "visit_id": visit.public_id,
        "problem_id": problem.public_id,
        "household_id": cast.household.public_id,
        "class_id": cast.klass.public_id,
        "guardian_id": cast.chen.public_id,
        "campaign_id": cast.campaign.public_id,
        "verb": "answer",
        "kind": "card",
    }
    return {**people, "family": family}, known


def addresses(known, verb):
    """Every address of ours with this verb, ids filled in."""
    for route in all_routes():
        path = str(route["path"])
        if (
            verb not in route["verbs"]
            or path.startswith(("/account/second", "/readyz"))
            or ("again" in path and "account" in path)
        ):
            continue
        yield re.sub(r"<(?:\w+:)?(\w+)>", lambda found: known.get(found[1], "0123456789abcdef"), path)


@pytest.mark.parametrize("who", ["zhang", "zhou", "wang", "qian", "zhao", "he", "family"])
def test_no_address_breaks_on_what_it_carries(world, who):
    people, known = world
    client = people[who]
    client.raise_request_exception = False
    for address in addresses(known, "GET"):
        for value in ("a%00%F0%9F%99%82", "9" * 40, "2026-13-45"):
            answer = client.get(address + QUERY.format(value))
            assert answer.status_code < 500, f"GET {address} {value[:10]}"


@pytest.mark.parametrize("who", ["zhang", "zhou", "wang", "he", "family"])
@pytest.mark.parametrize("value", VALUES, ids=lambda value: ascii(value[:8]))
def test_no_form_breaks_on_what_it_carries(world, who, value):
    people, known = world
    client = people[who]
    client.raise_request_exception = False
    for address in addresses(known, "POST"):
        if address.startswith(("/account/logout", "/f/leave", "/f/not-me")):
            continue
        answer = client.post(address, dict.fromkeys(FIELDS, value))
        assert answer.status_code < 500, f"POST {address} {value[:10]!r}"
