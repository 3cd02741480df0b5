"""The school's pages: rules issued, n of N, a class child by child, notes that must go, a talk without a record."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zoufang.stages.rights.models import ChildRules
from zoufang.stages.rights.states import Scope
from zoufang.stages.roster.models import Household
from zoufang.stages.visit.models import Matter


def rules_page(cast):
    return f"/rights/rules/{cast.school.public_id}/"


def class_page(cast):
    return f"/rights/class/{cast.household.children.get().klass.public_id}/"


def test_the_principal_reads_changes_and_issues(cast, signed_in):
    client = signed_in(cast.wang)
    assert "城东幼儿园为了家访" in client.get(rules_page(cast)).content.decode()

    assert client.post(rules_page(cast), {"body": "第一版", "english": "First"}).status_code == 302
    assert (
        client.post(rules_page(cast), {"body": "第二版", "english": "First", "asks_more": "photo"}).status_code == 302
    )
    second, first = ChildRules.objects.all()
    assert (first.body, first.body_english, second.body, second.body_english) == ("第一版", "First", "第二版", "")
    assert set(first.asks_more) == set(Scope.values)
    assert second.asks_more == ["photo"]


@pytest.mark.parametrize(
    ("said", "words"), [({"body": " "}, "请写下规则"), ({"body": "只" * 20_001}, "20000"), ({"body": "一样"}, "一样")]
)
def test_rules_that_cannot_be_issued_come_back_with_their_words(cast, signed_in, said, words):
    client = signed_in(cast.wang)
    client.post(rules_page(cast), {"body": "一样"})

    answer = client.post(rules_page(cast), said)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert said["body"] in answer.content.decode()
    assert ChildRules.objects.count() == 1


def test_only_the_principal_of_the_school_issues(cast, signed_in):
    for user in (cast.zhang, cast.zhou, cast.qian, cast.zhao, cast.stranger):
        assert signed_in(user).get(rules_page(cast)).status_code == 404
        assert signed_in(user).post(rules_page(cast), {"body": "x"}).status_code == 404
    assert signed_in(cast.wang).get(f"/rights/rules/{cast.other_school.public_id}/").status_code == 404
    assert signed_in(cast.wang).put(rules_page(cast)).status_code == 405


def test_the_principal_sees_n_of_n_for_each_scope(cast, signed_in):
    cast.say(Scope.BASIC, Scope.PHOTO)
    cast.make_household(child="孙一一", guardian="孙强", phone="13712340009")

    page = signed_in(cast.wang).get("/rights/").content.decode()
    assert '走访照片</th><td class="num nowrap">1 / 2</td><td class="num nowrap">1 / 2' in page
    assert '对外宣传</th><td class="num nowrap">0 / 2</td><td class="num nowrap">0 / 2' in page


def test_teachers_see_who_has_not_answered_without_pressure(cast, signed_in):
    cast.make_household(child="孙一一", guardian="孙强", phone="13712340009")
    cast.say(Scope.BASIC)
    assert signed_in(cast.zhang).get("/rights/")["Location"] == class_page(cast)

    page = signed_in(cast.zhang).get(class_page(cast)).content.decode()
    assert "1 个孩子还没有回复" in page
    assert "也不用催" in page


def test_a_refusal_shows_as_one_sentence_and_no_reason(cast, signed_in):
    cast.campaign
    cast.say(Scope.BASIC, is_given=False)

    assert "该家庭未同意处理信息" in signed_in(cast.zhang).get(class_page(cast)).content.decode()
    assert "该家庭未同意处理信息" in signed_in(cast.zhang).get("/families/").content.decode()


def test_strangers_find_no_class(cast, signed_in):
    cast.child_rules()
    for user in (cast.sun, cast.stranger, cast.zhou, cast.qian, cast.zhao):
        client = signed_in(user)
        assert client.get(class_page(cast)).status_code == 404
        assert client.post(f"{class_page(cast)}{cast.household.public_id}/drop/").status_code == 404
    assert signed_in(cast.wang).get(class_page(cast)).status_code == 200
    assert signed_in(cast.zhang).post(class_page(cast)).status_code == 405


def test_a_care_note_is_kept_only_with_consent(cast, signed_in):
    client, home = signed_in(cast.zhang), cast.household
    address = f"/roster/class/{cast.klass.public_id}/{home.public_id}/care/"
    note = {"level": "attention", "note": "对花生过敏"}

    answer = client.post(address, note)
    assert answer.status_code == 422
    assert "家长没有同意记健康与照护说明" in answer.content.decode()
    assert "对花生过敏" in answer.content.decode()
    cast.say(Scope.BASIC, Scope.HEALTH)
    assert client.post(address, note).status_code == 302
    cast.say(Scope.HEALTH, is_given=False)
    assert client.post(address, {"level": "attention", "note": "还对鸡蛋过敏"}).status_code == 422
    assert client.get(address).status_code == 405


def test_a_note_that_nobody_agreed_to_is_shown_to_be_deleted(cast, signed_in):
    client, home = signed_in(cast.zhang), cast.household
    home.care_level, home.care_note = "attention", "刚做过手术"
    home.save()
    drop = f"{class_page(cast)}{home.public_id}/drop/"

    page = client.get(class_page(cast)).content.decode()
    assert "家长未同意,请删去" in page
    assert "刚做过手术" not in page
    assert client.post(drop).status_code == 302
    kept = Household.objects.get(pk=home.pk)
    assert (kept.care_level, kept.care_note) == ("attention", "")
    assert "请删去" not in client.get(class_page(cast)).content.decode()
    assert client.post(drop).status_code == 422


def test_of_a_family_that_refused_the_talk_is_held_and_its_content_is_not_written(cast, signed_in):
    visit = cast.make_visit()
    cast.say(Scope.BASIC, is_given=False)
    client = signed_in(cast.zhang)
    said = {"outcome": "met", "met": "陈建国(父亲)", "form": "home"}

    assert "不写谈话内容" in client.get(f"/visit/{visit.public_id}/").content.decode()
    answer = client.post(f"/visit/{visit.public_id}/record/", said | {"opinions": "多些户外"})
    assert answer.status_code == 422
    assert "没有同意处理信息" in answer.content.decode()
    assert client.post(f"/visit/{visit.public_id}/matter/", {"text": "午睡太短", "settle": "later"}).status_code == 422
    assert not Matter.objects.exists()
    assert client.post(f"/visit/{visit.public_id}/record/", said).status_code == 302
    visit.refresh_from_db()
    assert (visit.outcome, visit.opinions) == ("met", "")


@pytest.mark.parametrize("address", ["/rights/", None])
def test_queries_do_not_grow_with_families(cast, signed_in, address):
    client, address = signed_in(cast.wang), address or class_page(cast)
    cast.say(*Scope)
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for n in range(5):
        home = cast.make_household(child=f"童{n}", guardian=f"家长{n}", phone=f"138111100{n:02d}")
        cast.say(*Scope, household=home)
    with CaptureQueriesContext(connection) as many:
        client.get(address)

    assert len(many) == len(few)
