"""Card and letter: what stands on them, whom they reach."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zoufang.engines.codes import qr_svg
from zoufang.stages.visit.models import PaperSent
from zoufang.stages.visit.queries import card_code, card_of
from zoufang.stages.visit.queries.cards import Person
from zoufang.stages.visit.tests.test_finish_page import approved_letter


def address(cast, end=""):
    return f"/visit/papers/{cast.klass.public_id}/{end}"


def test_the_card_says_whom_to_call_and_nothing_of_families(cast, signed_in):
    cast.li.phone = "13900001111"
    cast.li.save()
    assert cast.household
    assert cast.campaign
    assert cast.wang

    page = signed_in(cast.zhang).get(address(cast)).content.decode()

    for said in ("城东幼儿园", "张老师", "13900001111", "王园长", "12345", "24 小时", "5 个工作日", "不收任何礼品"):
        assert said in page
    for private in ("陈建国", "1381234", "1号楼"):
        assert private not in page


def test_both_are_sent_to_each_family_once(cast, signed_in):
    approved_letter(cast)
    assert cast.household
    client = signed_in(cast.zhang)

    assert client.post(address(cast, "send/")).status_code == 302
    assert client.post(address(cast, "send/")).status_code == 302
    assert PaperSent.objects.count() == 2


def test_without_an_approved_letter_nothing_is_sent(cast, signed_in):
    assert cast.household
    assert cast.campaign

    response = signed_in(cast.zhang).post(address(cast, "send/"))

    assert response.status_code == 422
    assert "还没有批准过" in response.content.decode()
    assert not PaperSent.objects.exists()


@pytest.mark.parametrize(
    ("who", "status"),
    [("li", 302), ("zhou", 302), ("wang", 302), ("qian", 404), ("sun", 404), ("stranger", 404), ("zhao", 404)],
)
def test_the_class_the_clerk_and_the_principal_send(cast, signed_in, who, status):
    approved_letter(cast)
    assert cast.household

    assert signed_in(getattr(cast, who)).post(address(cast, "send/")).status_code == status


@pytest.mark.parametrize(("who", "sees"), [("zhang", True), ("li", True), ("wang", False), ("zhou", False)])
def test_which_family_opened_is_for_its_teachers_and_how_many_for_the_others(cast, signed_in, who, sees):
    approved_letter(cast)
    assert cast.household
    signed_in(cast.zhang).post(address(cast, "send/"))
    PaperSent.objects.filter(kind="card").update(first_opened_at=cast.noon)

    response = signed_in(getattr(cast, who)).get(address(cast))
    page = response.content.decode()

    assert ("逐户看" in page) is sees
    assert ("陈小" in page) is sees
    assert "1 / 1" in page


@pytest.mark.parametrize("who", ["sun", "stranger", "zhao"])
def test_others_find_nothing(cast, signed_in, who):
    assert cast.campaign
    assert cast.klass

    assert signed_in(getattr(cast, who)).get(address(cast)).status_code == 404


def test_one_class_goes_straight_to_its_papers_and_several_are_chosen_from(cast, signed_in):
    assert cast.campaign
    assert cast.other_class

    assert signed_in(cast.zhang).get("/visit/papers/")["Location"] == address(cast)
    assert "小（2）班" in signed_in(cast.zhou).get("/visit/papers/").content.decode()


def test_wrong_verbs(cast, signed_in):
    client = signed_in(cast.zhang)

    assert client.get(address(cast, "send/")).status_code == 405
    assert client.post(address(cast)).status_code == 405


def test_without_a_campaign_the_page_says_so(cast, signed_in):
    client = signed_in(cast.zhang)

    assert "没有进行中" in client.get(address(cast)).content.decode()
    assert client.post(address(cast, "send/")).status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_families(cast, signed_in):
    approved_letter(cast)
    assert cast.household
    client = signed_in(cast.zhang)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address(cast)).status_code == 200
        return len(asked)

    few = queries()
    for n in range(8):
        cast.make_household(child=f"孩子{n}", phone=f"1391234{n:04d}")
    client.post(address(cast, "send/"))
    assert abs(queries() - few) <= 0


@pytest.fixture
def whole_card(cast, signed_in):
    """The card's page with everything filled in."""
    for person, phone in ((cast.zhang, "13900000001"), (cast.li, "13900000002"), (cast.wang, "13900000003")):
        person.phone = phone
        person.save()
    assert cast.qian
    cast.school.phone, cast.school.address = "0533-1111111", "城东街道 9 号"
    cast.school.save()
    cast.district.phone = "0533-2222222"
    cast.district.save()
    cast.campaign.contact_line = "0533-3333333"
    cast.campaign.limits = {"first_contact_hours": 12, "settle_workdays": 4, "extension_workdays": 7}
    cast.campaign.save()
    return signed_in(cast.zhang).get(address(cast)).content.decode()


@pytest.mark.parametrize(
    "words",
    [
        "城东幼儿园",
        "城东街道 9 号",
        "王园长",
        "13900000003",
        "钱副园长",
        "张老师",
        "13900000001",
        "李老师",
        "13900000002",
        "0533-1111111",
        "0533-3333333",
        "博山区教育热线",
        "0533-2222222",
        "12345",
        "什么都可以说",
        "12 小时内与您联系",
        "4 个工作日内答复",
        "最多再延 7 个工作日",
        "不收任何礼品、礼金,不吃请",
        "发现有违反的,请拨打上面任一电话",
        "查看、复制、更正、删除自家的信息,也可以随时撤回同意",
    ],
)
def test_everything_that_the_card_owes_a_family_stands_on_it(whole_card, words):
    assert words in whole_card


def test_what_nobody_filled_in_is_left_out_and_named_to_staff_but_not_to_families(cast, signed_in):
    assert cast.campaign
    page = signed_in(cast.wang).get(address(cast)).content.decode()

    for words in ("园所地址", "园所电话", "区教育热线", "王园长的电话"):
        assert words in page
    assert "/account/contact/" in page
    assert "/account/contact/" not in signed_in(cast.zhang).get(address(cast)).content.decode()


def test_a_whole_card_lacks_nothing(whole_card):
    assert "钱副园长的电话。缺的不出现" in whole_card
    assert "园所电话、" not in whole_card


def test_the_cards_code_is_one_entry_with_every_number_and_no_family(cast, whole_card):
    card = card_of(cast.campaign, [cast.klass], on=cast.today)
    code = card_code(card)

    assert code.count("BEGIN:VCARD") == 1
    for number in ("13900000001", "13900000002", "13900000003", "0533-1111111", "0533-2222222", "12345"):
        assert f"TEL;TYPE=WORK:{number}\r\n" in code
    assert "张老师 13900000001" in code
    for private in ("陈", "1381234", "1号楼"):
        assert private not in code
    assert 'class="qr"' in whole_card


def test_a_long_card_still_fits_a_code(cast):
    card = card_of(cast.campaign, [cast.klass], on=cast.today)
    many = tuple(Person(f"很长很长的名字·买买提{n}", "老师", f"1390000{n:04d}") for n in range(60))

    code = card_code(replace(card, classes=(("小（1）班", many),)))

    assert len(code.encode()) <= 1_400
    assert "12345" in code
    drawn = qr_svg(code)
    assert "viewBox" in drawn
    assert " width=" not in drawn
