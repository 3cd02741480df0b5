"""Finish a visit: its page's six, and that its matters become problems."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zoufang.ground.campaign.models import CampaignText
from zoufang.ground.campaign.states import TextKind
from zoufang.ground.journal.models import JournalEntry
from zoufang.stages.problem.models import Problem
from zoufang.stages.visit.models import Matter, PaperSent, Visit
from zoufang.stages.visit.states import VisitState


@pytest.fixture
def visit(cast):
    return cast.make_visit()


def said(cast, **change):
    """What the record's page sends for an uneventful visit at home."""
    return {
        "outcome": "met",
        "met": "陈建国(父亲)",
        "form": "home",
        "visitors": [cast.zhang.public_id, cast.li.public_id],
        "on": (cast.noon).date().isoformat(),
        "started": "12:00",
        "ended": "12:25",
    } | change


def approved_letter(cast):
    return CampaignText.objects.create(
        campaign=cast.campaign, kind=TextKind.LETTER, title="一封信", body="# 您好\n走访自愿。", approved_on=cast.today
    )


def finish(client, visit, **data):
    return client.post(f"/visit/{visit.public_id}/finish/", data)


def test_a_visit_is_finished_and_its_matters_become_problems(cast, visit, signed_in):
    Matter.objects.create(visit=visit, text="午睡太短", noted_at=cast.noon)
    Matter.objects.create(visit=visit, text="几点接", settle="on_the_spot", answer="四点半", noted_at=cast.noon)
    approved_letter(cast)

    response = finish(signed_in(cast.zhang), visit, **said(cast))

    assert response.status_code == 302
    visit.refresh_from_db()
    assert visit.state == VisitState.DONE
    assert visit.finished_by == cast.zhang
    assert {(p.text, p.state) for p in Problem.objects.all()} == {("午睡太短", "raised"), ("几点接", "awaiting_family")}
    assert PaperSent.objects.filter(household=visit.household).count() == 2
    assert list(JournalEntry.objects.values_list("act", flat=True).order_by("sequence"))[-3:] == [
        "visit.finished",
        "problem.raised",
        "problem.raised",
    ]


def test_the_record_is_read_by_a_colleague_of_the_class(cast, visit, signed_in):
    assert "陈小满" in signed_in(cast.li).get(f"/visit/{visit.public_id}/").content.decode()


def test_an_incomplete_visit_is_refused_with_its_reasons_and_keeps_what_was_typed(cast, visit, signed_in):
    response = finish(signed_in(cast.zhang), visit, **said(cast, outcome="", met="", remark="门口有台阶"))

    assert response.status_code == 422
    assert "请选择走访结果" in response.content.decode()
    assert "门口有台阶" in response.content.decode()
    assert Visit.objects.get(pk=visit.pk).state == VisitState.PLANNED


def test_one_teacher_alone_at_a_home_is_refused(cast, visit, signed_in):
    response = finish(signed_in(cast.zhang), visit, **said(cast, visitors=[cast.zhang.public_id]))

    assert response.status_code == 422
    assert "两位教师同行" in response.content.decode()


@pytest.mark.parametrize("who", ["stranger", "sun"])
def test_a_teacher_of_another_school_or_class_finds_nothing(cast, visit, signed_in, who):
    client = signed_in(getattr(cast, who))

    assert finish(client, visit, **said(cast)).status_code == 404
    assert client.get(f"/visit/{visit.public_id}/").status_code == 404


def test_a_principal_reads_but_does_not_write(cast, visit, signed_in):
    client = signed_in(cast.wang)

    assert client.get(f"/visit/{visit.public_id}/").status_code == 200
    assert finish(client, visit, **said(cast)).status_code == 404


def test_only_post_finishes(cast, visit, signed_in):
    assert signed_in(cast.zhang).get(f"/visit/{visit.public_id}/finish/").status_code == 405


def test_finishing_twice_has_one_effect(cast, visit, signed_in):
    Matter.objects.create(visit=visit, text="午睡太短", noted_at=cast.noon)
    client = signed_in(cast.zhang)
    finish(client, visit, **said(cast))

    assert finish(client, visit, **said(cast)).status_code == 422
    assert Problem.objects.count() == 1


def test_a_signed_out_teacher_is_led_to_the_door(client, visit):
    response = finish(client, visit)

    assert response.status_code == 302
    assert response["Location"].startswith("/account/login/")


def test_the_number_of_queries_does_not_grow_with_the_visits(cast, signed_in):
    client = signed_in(cast.zhang)
    cast.make_visit()

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get("/visit/").status_code == 200
        return len(asked)

    few = queries()
    for n in range(12):
        cast.make_visit(household=cast.make_household(child=f"孩子{n}", phone=f"1391234{n:04d}"))
    assert queries() == few


def test_a_letter_that_nobody_approved_is_not_marked_as_sent(cast, visit, signed_in):
    finish(signed_in(cast.zhang), visit, **said(cast))

    assert list(PaperSent.objects.values_list("kind", flat=True)) == ["card"]


def test_a_grandmother_is_met_in_her_own_word(cast, visit, signed_in):
    finish(signed_in(cast.zhang), visit, **said(cast, met="其他家人", met_other="姑姑"))

    visit.refresh_from_db()
    assert visit.met == "姑姑"


def test_the_record_is_kept_quietly_at_each_change_and_says_what_is_wrong(cast, visit, signed_in):
    client, headers = signed_in(cast.zhang), {"HX-Request": "true", "HX-Target": "kept"}
    address = f"/visit/{visit.public_id}/record/"

    kept = client.post(address, said(cast, outcome=""), headers=headers)
    wrong = client.post(address, said(cast, started="23:10"), headers=headers)

    assert kept.status_code == 200
    assert kept.content.decode().strip().startswith('<div id="kept">')
    assert wrong.status_code == 422
    assert "08:00" in wrong.content.decode()


def test_htmx_gets_the_fragment_alone(cast, visit, signed_in):
    client, htmx = signed_in(cast.zhang), {"HX-Request": "true"}
    address = f"/visit/{visit.public_id}"

    noted = client.post(f"{address}/matter/", {"text": "午睡太短", "settle": "pass_on"}, headers=htmx)
    lacking = client.post(f"{address}/matter/", {"text": "", "settle": "pass_on"}, headers=htmx)
    refused = client.post(f"{address}/finish/", said(cast, outcome="", met=""), headers=htmx)
    finished = client.post(f"{address}/finish/", said(cast), headers=htmx)

    assert noted.content.decode().strip().startswith('<section id="matters"')
    assert "一句话就行" in lacking.content.decode()
    assert refused.status_code == 422
    assert refused.content.decode().strip().startswith('<section id="status"')
    assert finished["HX-Redirect"] == f"{address}/"
