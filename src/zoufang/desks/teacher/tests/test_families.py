"""The own class as cards by state; a phone only on request."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zoufang.ground.journal.models import JournalEntry
from zoufang.stages.roster.models import Child
from zoufang.stages.schedule.tests.test_booking import book, sign_up
from zoufang.stages.visit.models import Visit
from zoufang.stages.visit.tests.test_finish_page import finish, said


@pytest.fixture
def family(cast):
    assert cast.zhang
    assert cast.li
    assert cast.campaign
    return cast.household


def cards(client, query=""):
    response = client.get(f"/families/{query}")
    assert response.status_code == 200
    return response.content.decode()


def call(client, cast, guardian=None):
    return client.post(f"/families/{cast.household.public_id}/{(guardian or cast.chen).public_id}/call/")


def test_a_family_stands_under_each_state_in_turn(cast, family, signed_in):
    client = signed_in(cast.zhang)
    assert "未回复 1" in cards(client)
    sign_up(cast, family)
    assert "待约时间 1" in cards(client)
    book(cast, family)
    assert "已约 1" in cards(client)
    client.post(f"/visit/begin/{family.public_id}/")
    assert "记录中 1" in cards(client)
    finish(client, Visit.objects.get(), **said(cast))
    page = cards(client)
    assert "已访 1" in page
    assert "家长还没确认" in page


def test_a_refusal_offers_neither_a_time_nor_a_visit(cast, family, signed_in):
    sign_up(cast, family, state="declined")

    page = cards(signed_in(cast.zhang))

    assert "婉拒 1" in page
    assert "/visit/begin/" not in page
    assert f"/schedule/household/{family.public_id}/" not in page


def test_siblings_are_one_card(cast, family, signed_in):
    Child.objects.create(household=family, klass=cast.other_class, name="陈小盈")

    page = cards(signed_in(cast.zhang))

    assert "全部 1" in page
    assert "陈小满、陈小盈" in page


def test_filters_and_names_live_in_the_address(cast, family, signed_in):
    sign_up(cast, cast.make_household(child="赵一", phone="13812340002"))
    client = signed_in(cast.zhang)

    assert "赵一" not in cards(client, "?state=unanswered")
    assert "陈小满" not in cards(client, "?q=赵")
    assert "没有这样的家庭" in cards(client, "?state=visited")
    assert "没有这样的家庭" in cards(client, "?state=nonsense")


def test_a_phone_is_masked_until_asked_for_and_the_asking_is_journalled(cast, family, signed_in):
    client = signed_in(cast.zhang)
    assert "13812340001" not in cards(client)

    page = call(client, cast).content.decode()

    assert 'href="tel:13812340001"' in page
    entry = JournalEntry.objects.order_by("sequence").last()
    assert (entry.act, entry.facts["why"]) == ("private.revealed", "call")


@pytest.mark.parametrize("who", ["sun", "stranger", "wang", "zhao"])
def test_nobody_else_calls(cast, family, signed_in, who):
    assert call(signed_in(getattr(cast, who)), cast).status_code == 404
    assert not JournalEntry.objects.filter(act="private.revealed").exists()


def test_a_guardian_of_another_family_is_not_found_here(cast, family, signed_in):
    other = cast.make_household(child="赵一", phone="13812340002", klass=cast.other_class)

    assert call(signed_in(cast.zhang), cast, other.guardians.get()).status_code == 404


def test_a_colleague_sees_the_class_and_others_do_not(cast, family, signed_in):
    assert "陈小满" in cards(signed_in(cast.li))
    assert "陈小满" not in cards(signed_in(cast.sun))
    assert signed_in(cast.zhao).get("/families/").status_code == 404


def test_wrong_verbs(cast, family, signed_in):
    client = signed_in(cast.zhang)

    assert client.post("/families/").status_code == 405
    assert client.get(f"/families/{family.public_id}/{cast.chen.public_id}/call/").status_code == 405


def test_without_a_campaign_the_page_says_where_the_class_is(cast, signed_in):
    assert "花名册" in cards(signed_in(cast.zhang))


def test_the_number_of_queries_does_not_grow_with_the_families(cast, family, signed_in):
    client = signed_in(cast.zhang)
    sign_up(cast, family)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            cards(client)
        return len(asked)

    few = queries()
    for n in range(8):
        sign_up(cast, cast.make_household(child=f"孩子{n}", phone=f"1391234{n:04d}"))
    assert queries() == few
