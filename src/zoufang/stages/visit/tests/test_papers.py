"""Card and letter: what stands on them, whom they reach."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zoufang.stages.visit.models import PaperSent
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
