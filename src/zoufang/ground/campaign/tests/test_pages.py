"""The campaign's pages: works · colleague · stranger · wrong verb · refused · queries."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from zoufang.ground.accounts.actor import SYSTEM
from zoufang.ground.campaign.actions import open_campaign, write_text
from zoufang.ground.campaign.models import Campaign, CampaignText
from zoufang.ground.campaign.plan import Basics, CampaignPlan
from zoufang.ground.campaign.states import CampaignState, TextKind


def text_of(response):
    return response.content.decode()


def address(campaign, *rest):
    return "/".join(["/campaign", campaign.public_id, *rest, ""])


def head(campaign, **change):
    return {
        "name": campaign.name,
        "starts_on": campaign.starts_on.isoformat(),
        "ends_on": campaign.ends_on.isoformat(),
        "submit_until": campaign.submit_until.isoformat(),
        "addressee_name": campaign.addressee_name,
        "addressee_mail": campaign.addressee_mail,
    } | change


@pytest.fixture
def above(cast):
    basics = Basics("全区大走访", cast.today, cast.today + timedelta(60), cast.today + timedelta(50), issuer="区教体局")
    plan = CampaignPlan(unit="博山区", basics=basics)
    return open_campaign(plan=plan, unit=cast.district, by=SYSTEM, at=timezone.now()).campaign


@pytest.mark.parametrize("who", ["wang", "qian", "wu", "zhou", "zhao", "he"])
def test_leaders_of_the_school_and_the_district_read_the_campaign(cast, signed_in, who):
    client = signed_in(getattr(cast, who))

    shown = text_of(client.get(address(cast.campaign)))

    assert "博教体发〔2023〕88号" in shown
    assert "还有 30 天" in shown
    assert "第二轮" in shown
    assert cast.campaign.name in text_of(client.get("/campaign/"))


@pytest.mark.parametrize("who", ["zhang", "stranger"])
def test_a_teacher_and_a_stranger_find_nothing(cast, signed_in, who):
    client = signed_in(getattr(cast, who))

    assert client.get(address(cast.campaign)).status_code == 404
    assert client.get("/campaign/").status_code == 404


def test_a_principal_of_another_school_finds_nothing(cast, signed_in):
    other = cast.person("other", "外园园长", "principal", cast.other_school)
    client = signed_in(other)

    for place in ("", "basics", "phases", "rounds", "limits", "write/plan"):
        assert client.get(address(cast.campaign, *([place] if place else []))).status_code == 404
    assert client.post(address(cast.campaign, "end")).status_code == 404
    assert cast.campaign.name not in text_of(client.get("/campaign/"))


@pytest.mark.parametrize("who", ["qian", "zhou", "zhao"])
def test_those_who_read_do_not_change(cast, signed_in, who):
    client = signed_in(getattr(cast, who))

    assert client.post(address(cast.campaign, "basics"), head(cast.campaign)).status_code == 404
    assert "修改" not in text_of(client.get(address(cast.campaign)))


def test_only_post_starts_and_ends(cast, signed_in):
    client = signed_in(cast.wang)

    for verb in ("start", "end"):
        assert client.get(address(cast.campaign, verb)).status_code == 405
    assert client.post(address(cast.campaign)).status_code == 405


def test_the_head_is_changed(cast, signed_in):
    response = signed_in(cast.wang).post(
        address(cast.campaign, "basics"), head(cast.campaign, addressee_mail="dudao@example.edu.cn", name="新名称")
    )

    assert response.status_code == 302
    campaign = Campaign.objects.get()
    assert (campaign.name, campaign.addressee_mail) == ("新名称", "dudao@example.edu.cn")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"addressee_mail": "dudao"}, "不是有效的邮箱地址"),
        ({"ends_on": "2020-01-01"}, "早于开始日期"),
        ({"starts_on": "下周一"}, "开始日期请写成"),
        ({"name": " "}, "请写出活动名称"),
    ],
)
def test_a_wrong_head_is_refused_and_what_was_typed_stays(cast, signed_in, change, words):
    response = signed_in(cast.wang).post(
        address(cast.campaign, "basics"), head(cast.campaign, issuer="打到一半的单位") | change
    )

    assert response.status_code == 422
    assert words in text_of(response)
    assert "打到一半的单位" in text_of(response)


def test_phases_are_changed_by_rows_and_an_empty_name_takes_one_away(cast, signed_in):
    campaign = cast.campaign
    client, first = signed_in(cast.wang), campaign.phases.get()
    starts, ends = campaign.starts_on.isoformat(), campaign.ends_on.isoformat()
    said = {
        "name": ["小班", "", "中班"],
        "grade": ["junior", "junior", "middle"],
        "entry_year": [str(first.entry_year), "", ""],
        "starts_on": [starts, "", starts],
        "ends_on": [ends, "", ends],
    }

    assert client.post(address(campaign, "phases"), said).status_code == 302
    assert [(p.name, p.entry_year) for p in campaign.phases.order_by("-entry_year")] == [
        ("小班", first.entry_year),
        ("中班", first.entry_year - 1),
    ]
    refused = client.post(address(campaign, "phases"), said | {"ends_on": ["2020-01-01", "", "x"]})
    assert refused.status_code == 422
    assert "第 2 行的结束日期请填好" in text_of(refused)
    assert "2020-01-01" in text_of(refused)


def test_rounds_and_limits_are_changed_or_refused(cast, signed_in):
    campaign, client = cast.campaign, signed_in(cast.he)
    starts, ends = campaign.starts_on.isoformat(), campaign.ends_on.isoformat()

    assert (
        client.post(
            address(campaign, "rounds"), {"name": ["首访"], "starts_on": [starts], "ends_on": [ends]}
        ).status_code
        == 302
    )
    assert [each.name for each in campaign.rounds.all()] == ["首访"]
    assert (
        client.post(address(campaign, "limits"), {"settle_workdays": "7", "latest_minute": "20:00"}).status_code == 302
    )
    campaign.refresh_from_db()
    assert (campaign.limit("settle_workdays"), campaign.limit("latest_minute")) == (7, 1200)
    for said, words in (
        ({"settle_workdays": "七"}, "请写数字"),
        ({"settle_workdays": "99"}, "1 到 60"),
        ({"latest_minute": "晚上"}, "20:30"),
    ):
        refused = client.post(address(campaign, "limits"), said)
        assert refused.status_code == 422
        assert words in text_of(refused)


def test_a_new_campaign_comes_with_sensible_dates_phases_and_rounds(cast, signed_in):
    _ = cast.school
    client = signed_in(cast.wang)
    shown = text_of(client.get("/campaign/new/"))
    assert 'name="starts_on"' in shown
    starts = cast.today + timedelta(days=7)
    said = {
        "unit": cast.school.public_id,
        "name": "秋季走访",
        "starts_on": starts.isoformat(),
        "ends_on": (starts + timedelta(days=60)).isoformat(),
        "submit_until": (starts + timedelta(days=55)).isoformat(),
    }

    assert client.post("/campaign/new/", said).status_code == 302
    campaign = Campaign.objects.get()
    assert (campaign.state, campaign.phases.count(), campaign.rounds.count()) == (CampaignState.PREPARING, 3, 2)
    assert client.post(address(campaign, "start")).status_code == 302
    again = client.post("/campaign/new/", said)
    assert again.status_code == 422
    assert "同名" in text_of(again)
    assert client.post(address(campaign, "start")).status_code == 422


def test_a_school_joins_the_districts_campaign(cast, signed_in, above):
    client = signed_in(cast.wang)
    form = text_of(client.get(f"/campaign/new/?join={above.public_id}"))
    assert "区教体局" in form

    said = head(above, unit=cast.school.public_id, part_of=above.public_id)
    assert client.post("/campaign/new/", said).status_code == 302

    own = Campaign.objects.get(unit=cast.school)
    assert own.part_of == above
    assert own.phases.exists()
    district = text_of(signed_in(cast.zhao).get(address(above)))
    assert "城东幼儿园" in district
    assert "全区大走访" in text_of(client.get(address(above)))
    assert "参加的学校" not in text_of(client.get(address(above)))


def test_a_text_is_written_in_versions_warned_of_and_approved(cast, signed_in):
    client, campaign = signed_in(cast.wang), cast.campaign
    where = address(campaign, "write", "letter")

    assert client.post(where, {"title": "一封信", "body": "接到电话请回答满意。"}).status_code == 302
    first = CampaignText.objects.get()
    shown = text_of(client.get(address(campaign, "text", first.public_id)))
    assert "请回答满意" in shown
    assert "教人怎样回答" in shown
    assert client.post(where, {"title": "一封信", "body": ""}).status_code == 422
    assert client.post(where, {"title": "一封信", "body": "欢迎如实反映。"}).status_code == 302
    assert client.post(address(campaign, "text", first.public_id, "approve")).status_code == 422
    second = CampaignText.objects.get(version=2)
    assert client.post(address(campaign, "text", second.public_id, "approve")).status_code == 302
    second.refresh_from_db()
    assert second.approved_on == cast.today
    assert client.get(address(campaign, "write", "poem")).status_code == 404


def test_an_ended_campaign_is_not_changed_any_more(cast, signed_in):
    client = signed_in(cast.wang)
    assert client.post(address(cast.campaign, "end")).status_code == 302

    assert client.post(address(cast.campaign, "basics"), head(cast.campaign)).status_code == 422


def test_the_number_of_queries_does_not_grow_with_campaigns_and_schools(cast, signed_in, above):
    client = signed_in(cast.he)

    def count(where):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(where).status_code == 200
        return len(asked)

    def joined(school):
        campaign = cast.campaign_of(school)
        campaign.part_of = above
        campaign.save()
        write_text(campaign=campaign, kind=TextKind.PLAN, title="方案", body="正文", by=SYSTEM, at=timezone.now())

    joined(cast.school)
    few = count("/campaign/"), count(address(above))
    for _ in range(4):
        joined(cast.other_school)
    assert (count("/campaign/"), count(address(above))) == few
