"""The record at the door: one page, kept at each change, nothing typed is lost; the talking points are told unless left out."""

import time_machine
from django.utils import timezone

from zoufang.ground.campaign.models import CampaignText
from zoufang.ground.campaign.states import TextKind
from zoufang.ground.journal.models import JournalEntry
from zoufang.stages.briefing.queries import points_of
from zoufang.stages.briefing.rules import points_in
from zoufang.stages.problem.models import Problem
from zoufang.stages.rights.states import Scope
from zoufang.stages.visit.models import Matter, Visit
from zoufang.stages.visit.states import VisitState
from zoufang.stages.visit.tests.test_finish_page import finish, said


def points(cast, body="1. 延时服务覆盖所有园。\n2. 可以申请资助。", *, campaign=None, approved=True):
    return CampaignText.objects.create(
        campaign=campaign or cast.campaign,
        kind=TextKind.TALKING_POINTS,
        version=CampaignText.objects.filter(campaign=campaign or cast.campaign).count() + 1,
        title="宣传要点",
        body=body,
        approved_on=cast.today if approved else None,
    )


def keep(client, visit, **data):
    return client.post(f"/visit/{visit.public_id}/record/", data, headers={"HX-Request": "true", "HX-Target": "kept"})


def test_the_draft_says_when_it_was_kept_and_by_whom(cast, signed_in):
    visit = cast.make_visit()
    client = signed_in(cast.zhang)
    assert "写一点就存一点" in client.get(f"/visit/{visit.public_id}/").content.decode()

    with time_machine.travel(timezone.localtime().replace(hour=17, minute=20), tick=False):
        kept = keep(client, visit, **said(cast, opinions="多些户外")).content.decode()
        page = signed_in(cast.li).get(f"/visit/{visit.public_id}/").content.decode()

    assert "已存 17:20" in kept
    assert "已存 17:20" in page
    assert "张老师" in page.split('id="kept"')[1]
    assert "多些户外" in page


def test_a_sentence_half_typed_survives_and_becomes_a_problem_on_finishing(cast, signed_in):
    visit = cast.make_visit()
    keep(signed_in(cast.zhang), visit, **said(cast, text="午睡太短", settle="pass_on"))

    li = signed_in(cast.li)
    assert "午睡太短</textarea>" in signed_in(cast.zhang).get(f"/visit/{visit.public_id}/").content.decode()
    seen = li.get(f"/visit/{visit.public_id}/").content.decode()
    assert "张老师还没记完的一句:“午睡太短”" in seen
    assert "午睡太短</textarea>" not in seen, "her own is hers to type"
    keep(li, visit, **said(cast, text="饭菜太凉", settle="pass_on"))
    # As another door finishes it, without the page's form.
    assert finish(li, visit).status_code == 302

    assert [each.text for each in Problem.objects.all()] == ["午睡太短", "饭菜太凉"]


def test_the_matter_in_the_form_goes_with_finish_and_is_one_whatever_the_line_does(cast, signed_in):
    visit = cast.make_visit()
    client = signed_in(cast.zhang)
    client.post(f"/visit/{visit.public_id}/matter/", said(cast, text="几点接", settle="on_the_spot", answer="四点半"))
    keep(client, visit, **said(cast, text="几点接", settle="pass_on"))

    response = finish(client, visit, **said(cast, text="几点接 ", settle="pass_on"))

    assert response.status_code == 302
    assert [(each.text, each.state) for each in Problem.objects.all()] == [("几点接", "awaiting_family")]


def test_a_matter_that_cannot_be_noted_holds_the_finish_and_all_typed_stays(cast, signed_in):
    visit = cast.make_visit()

    refused = finish(signed_in(cast.zhang), visit, **said(cast, text="几点接", settle="on_the_spot", remark="有台阶"))

    page = refused.content.decode()
    assert refused.status_code == 422
    assert "怎么答复" in page
    assert "几点接</textarea>" in page
    assert "有台阶" in page
    assert Visit.objects.get(pk=visit.pk).state == VisitState.PLANNED
    assert not Matter.objects.exists()


def test_whoever_was_met_was_met(cast, signed_in):
    visit = cast.make_visit()

    assert finish(signed_in(cast.zhang), visit, **said(cast, outcome="")).status_code == 302
    assert Visit.objects.get(pk=visit.pk).state == VisitState.DONE


def test_a_family_without_a_record_has_no_half_sentence_kept(cast, signed_in):
    visit = cast.make_visit()
    cast.say(Scope.BASIC, is_given=False)

    assert keep(signed_in(cast.zhang), visit, **said(cast, text="午睡太短")).status_code == 422
    assert Visit.objects.get(pk=visit.pk).half_matters == ""


def test_points_of_district_and_school_are_told_in_their_version_without_a_tap(cast, signed_in):
    above = cast.campaign_of(cast.district)
    cast.campaign.part_of = above
    cast.campaign.save()
    district, _old, own = points(cast, campaign=above), points(cast, "旧的"), points(cast, "新建了操场")
    points(cast, "还没审定", approved=False)
    visit, left_out = cast.make_visit(), cast.make_visit(household=cast.make_household(child="赵一", phone="139"))
    client = signed_in(cast.zhang)

    shown = client.get(f"/visit/{visit.public_id}/").content.decode()
    held_out = client.get(f"/visit/{visit.public_id}/points/").content.decode()
    finish(client, visit, **said(cast))
    finish(client, left_out, **said(cast, points_left_out="1"))

    for page in (shown, held_out):
        assert "延时服务覆盖所有园。" in page
        assert "新建了操场" in page
        assert "旧的" not in page
        assert "还没审定" not in page
    assert "陈小满" not in held_out
    assert list(visit.points_told.order_by("pk")) == [district, own]
    assert left_out.points_told.count() == 0
    assert f"第 {own.version} 版" in client.get(f"/visit/{visit.public_id}/").content.decode()
    assert "这次没讲" in client.get(f"/visit/{left_out.public_id}/").content.decode()


def test_points_stay_with_their_class_and_only_get_shows_them(cast, signed_in):
    visit = cast.make_visit()

    for other in (cast.stranger, cast.sun, cast.wang):
        assert signed_in(other).get(f"/visit/{visit.public_id}/points/").status_code == 404
    assert signed_in(cast.zhang).post(f"/visit/{visit.public_id}/points/").status_code == 405


def test_staff_reads_the_points_and_the_principal_goes_on_to_write_them(cast, signed_in):
    points(cast)
    address = f"/briefing/{cast.campaign.public_id}/points/"

    assert "写园里的要点" in signed_in(cast.wang).get(address).content.decode()
    read = signed_in(cast.zhang).get(address).content.decode()
    assert "可以申请资助。" in read
    assert "写园里的要点" not in read
    assert signed_in(cast.stranger).get(address).status_code == 404
    assert signed_in(cast.zhang).post(address).status_code == 405


def test_a_line_is_a_point_whatever_stands_before_it(cast):
    assert points_in("# 要点\n\n1. 甲\n(2)乙\n三、丙\n- 丁\n2026年新增学位") == [
        "甲",
        "乙",
        "丙",
        "丁",
        "2026年新增学位",
    ]
    assert points_of(cast.campaign) == []


def lists(cast):
    for axis, names in (("nature", ("建议", "投诉")), ("topic", ("膳食营养", "其他"))):
        for place, name in enumerate(names):
            cast.campaign.categories.create(axis=axis, name=name, place=place)


def suggest(client, visit, text):
    htmx = {"HX-Request": "true", "HX-Target": "suggestions"}
    return client.post(f"/visit/{visit.public_id}/suggest/", {"text": text}, headers=htmx)


def test_a_sentence_suggests_its_kind_and_topic_of_the_campaigns_lists_and_chooses_nothing(cast, signed_in):
    lists(cast)
    visit, client = cast.make_visit(), signed_in(cast.zhang)
    before = JournalEntry.objects.count()

    block = suggest(client, visit, "食堂的菜太凉了,能不能热一点").content.decode()

    assert block.strip().startswith('<div id="suggestions"')
    assert 'name="topic" form="record" value="膳食营养"' in block
    assert 'name="nature" form="record" value="建议"' in block
    assert "求助" not in block, "the campaign has no such kind"
    assert " checked" not in block
    assert JournalEntry.objects.count() == before
    assert "radio" not in suggest(client, visit, "").content.decode()


def test_what_was_tapped_or_picked_by_hand_stands_on_the_problem(cast, signed_in):
    lists(cast)
    visit, client = cast.make_visit(), signed_in(cast.zhang)
    words = said(cast, settle="pass_on", nature="投诉", topic="膳食营养", topic_by_hand="其他", nature_by_hand="")

    finish(client, visit, **words | {"text": "菜太凉"})

    assert [(each.nature, each.topic) for each in Problem.objects.all()] == [("投诉", "其他")]


def test_suggestions_are_for_those_who_write_the_visit_and_by_post_alone(cast, signed_in):
    visit = cast.make_visit()

    for other in (cast.stranger, cast.sun, cast.wang):
        assert suggest(signed_in(other), visit, "菜太凉").status_code == 404
    assert signed_in(cast.zhang).get(f"/visit/{visit.public_id}/suggest/").status_code == 405
