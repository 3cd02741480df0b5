"""The demo lives in a home that it filled itself, and nowhere else."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from zoufang.doors.demo import stamp
from zoufang.ground.accounts.models import User
from zoufang.ground.campaign.models import Campaign
from zoufang.ground.journal.queries import broken_links
from zoufang.ground.org.actions import found_unit
from zoufang.ground.org.models import Unit
from zoufang.ground.org.states import UnitKind
from zoufang.stages.problem.models import Problem
from zoufang.stages.roster.models import Child
from zoufang.stages.visit.models import Visit

ROLES = {"teacher", "principal", "clerk", "leader", "inspector", "district_admin"}


@pytest.fixture
def home(db, settings, tmp_path):
    settings.DEMO_STAMP = tmp_path / "demo.json"
    settings.FILES_FOLDER = tmp_path / "files"
    return tmp_path


def demo():
    out = StringIO()
    call_command("demo", "--no-serve", "--json", "--size", "class", stdout=out)
    return json.loads(out.getvalue())


def test_it_fills_a_living_campaign_and_says_the_ways_in(home, client):
    said = demo()

    assert {each["role"] for each in said["logins"]} == ROLES
    assert all(bool(each["totp"]) == (each["role"] not in ("clerk", "teacher")) for each in said["logins"])
    assert Campaign.objects.filter(public_id=said["campaign"]).exists()
    assert Child.objects.count() > 80
    assert Visit.objects.filter(state="done").count() > 30
    assert len(set(Problem.objects.values_list("state", flat=True))) >= 4
    assert len(said["family_links"]) == 3
    assert all("/f#" in link for link in said["family_links"])
    assert broken_links() == []
    assert "先试这个" in client.get("/demo/").content.decode()


def test_a_visitor_steps_in_as_each_role_and_as_a_family(home, client):
    said = demo()

    for role in ROLES:
        answer = client.post("/demo/as/", {"as": role}, follow=True)
        name = next(each["name"] for each in said["logins"] if each["role"] == role)
        assert answer.status_code == 200, role
        assert name in answer.content.decode(), role
    assert "后四位" in client.post("/demo/as/", {"as": "family-0"}).content.decode()
    assert client.post("/demo/as/", {"as": "family-99"}).status_code == 404
    assert client.get("/demo/as/").status_code == 405


def test_a_second_start_changes_nothing(home):
    first, people = demo(), User.objects.count()

    assert demo()["campaign"] == first["campaign"]
    assert User.objects.count() == people


@pytest.mark.django_db(transaction=True)  # PostgreSQL empties no table while a transaction has constraints to check
def test_a_stale_demo_is_filled_anew(home):
    first, old = demo(), stamp.read()
    days = (timezone.localdate() - timedelta(days=30)).isoformat()
    stamp.write(stamp.Stamp(**{**vars(old), "filled_on": days}))

    assert demo()["campaign"] != first["campaign"]
    assert Unit.objects.filter(depth=1).count() == 1


def test_with_real_data_nothing_is_filled_and_the_demos_pages_are_not_there(home, client):
    found_unit(name="真实区", kind=UnitKind.DISTRICT)

    assert demo()["logins"] == []
    assert Unit.objects.count() == 1
    assert client.get("/demo/").status_code == 404
    assert client.post("/demo/as/", {"as": "principal"}).status_code == 404


def test_a_stamp_beside_real_data_opens_nothing(home, client):
    demo()
    found_unit(name="另一个区", kind=UnitKind.DISTRICT)

    assert stamp.read() is None
    assert client.get("/demo/").status_code == 404
    assert client.post("/demo/as/", {"as": "principal"}).status_code == 404
