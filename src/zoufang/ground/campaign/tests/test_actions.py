"""A campaign opened, changed, started, ended; its texts."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from zoufang.engines.refusal import Refused
from zoufang.ground.accounts.actor import SYSTEM
from zoufang.ground.campaign import actions
from zoufang.ground.campaign.actions.change import basics_of
from zoufang.ground.campaign.models import Campaign, CampaignText, Category, Phase, Round
from zoufang.ground.campaign.plan import Basics, CampaignPlan, PhasePlan, RoundPlan, TextPlan
from zoufang.ground.campaign.queries import (
    campaigns_to_join,
    category_names,
    current_campaign,
    round_on,
    running_campaign,
    text_of,
)
from zoufang.ground.campaign.states import CampaignState, CategoryAxis, TextKind
from zoufang.ground.journal.models import JournalEntry
from zoufang.ground.org.models import Unit
from zoufang.ground.org.rules import school_year
from zoufang.ground.org.states import Grade

EXAMPLE = Path(__file__).parents[5] / "examples" / "boshan-chengdong-2023.toml"


def plan_for(cast, **change):
    today = cast.today
    basics = Basics("大走访", today, today + timedelta(days=60), today + timedelta(days=50))
    phase = PhasePlan("小班", Grade.JUNIOR, school_year(today), today, today + timedelta(days=5))
    rounds = (RoundPlan(1, "第一轮", today, today + timedelta(days=30)),)
    return replace(CampaignPlan(unit=cast.school.name, basics=basics, phases=(phase,), rounds=rounds), **change)


def opened(cast, **change):
    return actions.open_campaign(plan=plan_for(cast, **change), unit=cast.school, by=SYSTEM, at=timezone.now())


def acts():
    return list(JournalEntry.objects.order_by("pk").values_list("act", flat=True))


def test_the_command_opens_the_example_and_a_second_time_makes_nothing_twice(db, capsys):
    call_command("open_campaign", str(EXAMPLE), "--json")
    first = json.loads(capsys.readouterr().out)
    call_command("open_campaign", str(EXAMPLE), "--json")
    second = json.loads(capsys.readouterr().out)

    assert first["created"]
    assert first["state"] == "running"
    assert (first["phases"]["created"], first["rounds"]["created"], first["texts"]["created"]) == (3, 2, 3)
    assert not second["created"]
    assert not second["updated"]
    assert second["campaign"] == first["campaign"]
    assert (Campaign.objects.count(), Phase.objects.count(), Round.objects.count()) == (1, 3, 2)
    assert Unit.objects.get(name="博山区城东中心幼儿园").kind == "school"
    assert category_names(Campaign.objects.get(), CategoryAxis.AREA)[0] == "幼有善育"
    assert Category.objects.get(name="户外").parent.name == "保育教育"


def test_the_command_answers_a_wrong_file_with_reasons_and_writes_nothing(db, capsys, tmp_path):
    file = tmp_path / "plan.toml"
    file.write_text("nmae = '大走访'", "utf-8")

    with pytest.raises(SystemExit) as ended:
        call_command("open_campaign", str(file), "--json")

    assert ended.value.code == 1
    assert "不认识 nmae,是不是想写 name?" in json.loads(capsys.readouterr().out)["reasons"]
    assert not Campaign.objects.exists()


def test_a_missing_file_is_said(db, capsys, tmp_path):
    with pytest.raises(SystemExit):
        call_command("open_campaign", str(tmp_path / "none.toml"))
    assert "文件打不开" in capsys.readouterr().err


def test_prepared_only(db, capsys):
    call_command("open_campaign", str(EXAMPLE), "--prepare", "--json")

    assert json.loads(capsys.readouterr().out)["state"] == "preparing"
    school = Unit.objects.get(kind="school")
    assert running_campaign(school) is None
    assert current_campaign(school) == Campaign.objects.get()


def test_the_same_name_again_is_brought_to_the_plan(cast):
    first = opened(cast).campaign
    later = cast.today + timedelta(days=9)
    phase = replace(plan_for(cast).phases[0], ends_on=later)

    again = opened(cast, phases=(phase,), limits={"settle_workdays": 7})

    assert again.campaign == first
    assert again.phases.updated == 1
    assert first.phases.get().ends_on == later
    assert Campaign.objects.get().limit("settle_workdays") == 7
    assert acts() == ["campaign.opened", "campaign.changed"]


def test_a_school_without_phases_is_refused_and_one_that_joins_takes_those_of_the_district(cast):
    with pytest.raises(Refused, match=r"\[\[phase\]\]"):
        opened(cast, phases=())
    above = actions.open_campaign(
        plan=plan_for(cast, unit="博山区"), unit=cast.district, by=SYSTEM, at=timezone.now()
    ).campaign

    own = opened(cast, phases=(), rounds=(), part_of="大走访").campaign

    assert own.part_of == above
    assert (own.phases.count(), own.rounds.count()) == (1, 1)
    assert not own.categories.exists()
    assert category_names(own, CategoryAxis.NATURE)[0] == "咨询"


def test_part_of_a_campaign_that_is_not_there_is_refused(cast):
    with pytest.raises(Refused, match="没有找到上级的活动"):
        opened(cast, part_of="别处的活动")


def test_a_round_that_has_visits_cannot_go(cast):
    visit = cast.make_visit()
    visit.round = visit.campaign.rounds.get(number=2)
    visit.save()
    first = visit.campaign.rounds.get(number=1)
    kept = [RoundPlan(1, first.name, first.starts_on, first.ends_on)]

    with pytest.raises(Refused, match="第 2 轮已有预约或走访"):
        actions.change_campaign(campaign=visit.campaign, rounds=kept, by=cast.actor(cast.wang), at=timezone.now())


def test_texts_come_in_versions_and_an_older_one_stays(cast):
    campaign = opened(cast, texts=(TextPlan(TextKind.PLAN, "方案", "第一版"),)).campaign
    by, now = cast.actor(cast.wang), timezone.now()

    second = actions.write_text(campaign=campaign, kind=TextKind.PLAN, title="方案", body="第二版", by=by, at=now)
    same = actions.write_text(campaign=campaign, kind=TextKind.PLAN, title="方案", body="第二版 ", by=by, at=now)

    assert (second.version, same.version) == (2, 2)
    assert CampaignText.objects.count() == 2
    assert text_of(campaign, TextKind.PLAN) == second
    approved = actions.approve_text(text=second, by=by, at=now)
    assert approved.approved_on == timezone.localdate(now)
    with pytest.raises(Refused, match="更新的一版"):
        actions.approve_text(text=CampaignText.objects.get(version=1), by=by, at=now)
    assert acts() == ["campaign.opened", "campaign.text_written", "campaign.text_approved"]


def test_what_tells_people_how_to_answer_is_warned_of_when_a_plan_is_opened(cast):
    opening = opened(cast, texts=(TextPlan(TextKind.LETTER, "一封信", "接到电话请回答满意。"),))

    assert opening.warnings == ["一封信里教人怎样回答满意度:“请回答满意”,请删去"]


def test_a_letter_that_tells_how_to_answer_is_approved_only_by_who_has_seen_it(cast):
    campaign = opened(cast, texts=(TextPlan(TextKind.LETTER, "一封信", "接到电话请回答满意。"),)).campaign
    letter, by, now = CampaignText.objects.get(), cast.actor(cast.wang), timezone.now()

    with pytest.raises(Refused, match="我已看过"):
        actions.approve_text(text=letter, by=by, at=now)
    actions.approve_text(text=letter, by=by, at=now, told_is_seen=True)

    assert text_of(campaign, TextKind.LETTER).approved_on == cast.today
    assert JournalEntry.objects.get(act="campaign.text_approved").facts["told"] == 1


def test_started_ended_and_then_closed_to_changes(cast):
    campaign, by, now = opened(cast).campaign, cast.actor(cast.wang), timezone.now()
    with pytest.raises(Refused, match="还没有启动"):
        actions.end_campaign(campaign=campaign, by=by, at=now)

    assert actions.start_campaign(campaign=campaign, by=by, at=now).state == CampaignState.RUNNING
    with pytest.raises(Refused, match="已经在进行"):
        actions.start_campaign(campaign=campaign, by=by, at=now)
    actions.end_campaign(campaign=campaign, by=by, at=now)

    with pytest.raises(Refused, match="已经结束"):
        actions.change_campaign(campaign=campaign, basics=basics_of(campaign), by=by, at=now)
    with pytest.raises(Refused, match="已经结束"):
        opened(cast)
    assert acts() == ["campaign.opened", "campaign.started", "campaign.ended"]


@pytest.mark.parametrize("who", ["qian", "zhou", "zhang", "zhao", "stranger"])
def test_only_the_principal_or_the_districts_administrator_changes_a_campaign(cast, who):
    campaign = opened(cast).campaign

    with pytest.raises(Refused, match="不归您"):
        actions.start_campaign(campaign=campaign, by=cast.actor(getattr(cast, who)), at=timezone.now())


def test_where_rounds_overlap_a_class_is_first_visited_until_its_phase_is_over(cast):
    today = cast.today
    overlapping = (
        RoundPlan(1, "第一轮", today, today + timedelta(days=30)),
        RoundPlan(2, "第二轮", today + timedelta(days=10), today + timedelta(days=60)),
    )
    campaign = opened(cast, rounds=overlapping).campaign
    both = today + timedelta(days=12)

    assert round_on(campaign, both).number == 1
    assert round_on(campaign, both, klass=cast.klass).number == 2
    assert round_on(campaign, today + timedelta(days=3), klass=cast.klass).number == 1
    assert round_on(campaign, today + timedelta(days=99)).number == 2
    assert round_on(campaign, today - timedelta(days=9)).number == 1


def test_a_school_may_join_what_runs_above_it_only(cast):
    above = actions.open_campaign(
        plan=plan_for(cast, unit="博山区"), unit=cast.district, by=SYSTEM, at=timezone.now()
    ).campaign
    opened(cast)

    assert list(campaigns_to_join(cast.school)) == [above]
    assert list(campaigns_to_join(cast.district)) == []
