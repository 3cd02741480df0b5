"""The plan is read and signed: the page's six."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from zoufang.engines.refusal import Refused
from zoufang.ground.accounts.actor import SYSTEM
from zoufang.ground.campaign.actions import end_campaign, write_text
from zoufang.ground.campaign.states import TextKind
from zoufang.ground.journal.models import JournalEntry
from zoufang.stages.briefing import rules
from zoufang.stages.briefing.actions import sign_plan
from zoufang.stages.briefing.models import PlanReading
from zoufang.stages.briefing.queries import readings_of, unsigned_of


@pytest.fixture
def plan(cast):
    return new_version(cast, "# 一、总体目标\n走访全覆盖。")


def new_version(cast, body, campaign=None):
    campaign = campaign or cast.campaign
    return write_text(campaign=campaign, kind=TextKind.PLAN, title="实施方案", body=body, by=SYSTEM, at=timezone.now())


def sign(client, campaign, text):
    return client.post(f"/briefing/{campaign.public_id}/sign/", {"text": text.public_id})


def text_of(response):
    return response.content.decode()


@pytest.mark.parametrize("who", ["zhang", "sun", "wang", "qian", "wu", "zhou"])
def test_every_member_of_staff_reads_and_signs(cast, plan, signed_in, who):
    person = getattr(cast, who)
    client = signed_in(person)
    assert "走访全覆盖" in text_of(client.get("/briefing/"))
    assert [each.text for each in unsigned_of(cast.actor(person))] == [plan]

    assert sign(client, cast.campaign, plan).status_code == 302

    assert PlanReading.objects.get().reader == person
    assert unsigned_of(cast.actor(person)) == []
    assert "我已学习,签名" not in text_of(client.get("/briefing/"))
    assert JournalEntry.objects.filter(act="briefing.plan_signed").count() == 1


def test_signing_twice_has_one_effect(cast, plan, signed_in):
    client = signed_in(cast.zhang)
    sign(client, cast.campaign, plan)

    assert sign(client, cast.campaign, plan).status_code == 302
    assert PlanReading.objects.count() == 1
    assert JournalEntry.objects.filter(act="briefing.plan_signed").count() == 1


def test_a_new_version_asks_anew_and_the_old_one_cannot_be_signed(cast, plan, signed_in):
    client = signed_in(cast.zhang)
    sign(client, cast.campaign, plan)
    second = new_version(cast, "第二版的内容")
    assert [each.text for each in unsigned_of(cast.actor(cast.zhang))] == [second]

    refused = sign(client, cast.campaign, plan)

    assert refused.status_code == 422
    assert "第 2 版,请读完新版再签名" in text_of(refused)
    assert "第二版的内容" in text_of(refused)
    assert readings_of(cast.campaign).count() == 0
    sign(client, cast.campaign, second)
    assert readings_of(cast.campaign).count() == 1


def test_the_districts_plan_counts_where_the_school_has_none(cast, signed_in):
    above = cast.campaign_of(cast.district)
    cast.campaign.part_of = above
    cast.campaign.save()
    plan = new_version(cast, "区里的方案", campaign=above)
    client = signed_in(cast.zhang)

    assert "区里的方案" in text_of(client.get("/briefing/"))
    assert sign(client, cast.campaign, plan).status_code == 302
    assert readings_of(cast.campaign).count() == 1


@pytest.mark.parametrize("who", ["stranger", "zhao", "he"])
def test_others_find_nothing(cast, plan, signed_in, who):
    client = signed_in(getattr(cast, who))

    assert client.get(f"/briefing/{cast.campaign.public_id}/").status_code == 404
    assert client.get(f"/briefing/{cast.campaign.public_id}/readers/").status_code == 404
    assert sign(client, cast.campaign, plan).status_code == 404
    with pytest.raises(Refused, match="不由您学习"):
        sign_plan(campaign=cast.campaign, text_id=plan.public_id, by=cast.actor(getattr(cast, who)), at=timezone.now())


def test_only_post_signs(cast, plan, signed_in):
    client = signed_in(cast.zhang)

    assert client.get(f"/briefing/{cast.campaign.public_id}/sign/").status_code == 405
    assert client.post(f"/briefing/{cast.campaign.public_id}/").status_code == 405


@pytest.mark.parametrize("who", ["wang", "zhou"])
def test_principal_and_clerk_see_who_signed_and_who_has_not(cast, plan, signed_in, who):
    _ = cast.li, cast.qian
    sign(signed_in(cast.zhang), cast.campaign, plan)
    client = signed_in(getattr(cast, who))

    shown = text_of(client.get(f"/briefing/{cast.campaign.public_id}/readers/"))

    assert '<span class="number">1</span> <span class="soft">/ 4' in shown
    missing = shown.split("还没有签名")[1].split("</p>")[0]
    assert "李老师" in missing
    assert "张老师" not in missing
    assert "小（1）班教师" in shown


@pytest.mark.parametrize("who", ["zhang", "qian", "wu"])
def test_others_of_the_school_do_not_see_who_signed(cast, plan, signed_in, who):
    assert signed_in(getattr(cast, who)).get(f"/briefing/{cast.campaign.public_id}/readers/").status_code == 404


def test_without_a_plan_the_page_says_what_comes(cast, signed_in):
    client = signed_in(cast.zhang)
    assert "现在没有要学习的" in text_of(client.get("/briefing/"))
    _ = cast.campaign
    assert "还没有写好" in text_of(client.get("/briefing/"))
    assert "去写方案" in text_of(signed_in(cast.wang).get(f"/briefing/{cast.campaign.public_id}/readers/"))


def test_an_ended_campaign_asks_nobody(cast, plan, signed_in):
    end_campaign(campaign=cast.campaign, by=SYSTEM, at=timezone.now())

    assert unsigned_of(cast.actor(cast.zhang)) == []
    assert sign(signed_in(cast.zhang), cast.campaign, plan).status_code == 404


def test_a_person_switched_off_is_not_waited_for(cast, plan, signed_in):
    cast.li.is_active = False
    cast.li.save()

    assert "李老师" not in text_of(signed_in(cast.wang).get(f"/briefing/{cast.campaign.public_id}/readers/"))


def test_only_the_newest_version_of_a_running_campaign_is_signed():
    assert rules.what_forbids_signing(signed=2, newest=2, is_ended=False) == []
    assert "第 2 版" in rules.what_forbids_signing(signed=1, newest=2, is_ended=False)[0]
    assert "已经结束" in rules.what_forbids_signing(signed=2, newest=2, is_ended=True)[0]
    assert "还没有实施方案" in rules.what_forbids_signing(signed=0, newest=None, is_ended=False)[0]


def test_the_number_of_queries_does_not_grow_with_the_staff(cast, plan, signed_in):
    client = signed_in(cast.wang)

    def count():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/briefing/{cast.campaign.public_id}/readers/").status_code == 200
        return len(asked)

    few = count()
    for n in range(12):
        person = cast.person(f"more{n}", f"教师{n}", "teacher", cast.klass)
        if n % 2:
            sign(signed_in(person), cast.campaign, plan)
    assert count() == few
