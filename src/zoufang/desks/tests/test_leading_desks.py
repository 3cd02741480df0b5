"""The school's and the district's desk, and the figures: the same rows for everyone who may see them."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from zoufang.stages.problem.actions import raise_problem
from zoufang.stages.problem.states import Source


@pytest.fixture
def problem(cast):
    return raise_problem(
        campaign=cast.campaign,
        school=cast.school,
        klass=cast.klass,
        household=cast.household,
        source=Source.VISIT,
        text="午睡太短",
        by=cast.actor(cast.zhang),
        at=timezone.now(),
    )


def test_the_principal_reads_a_sentence_numbers_and_what_waits(cast, problem, signed_in):
    page = signed_in(cast.wang).get("/school/").content.decode()

    assert "已走访 0 / 1 户,0 / 1 件问题已答复" in page
    assert "件新问题等着受理、交办" in page
    assert "小（1）班" in page


@pytest.mark.parametrize("who", ["qian", "wu", "zhou"])
def test_leaders_managers_and_the_clerk_have_the_desk_too(cast, problem, signed_in, who):
    assert signed_in(getattr(cast, who)).get("/school/").status_code == 200


@pytest.mark.parametrize("who", ["wang", "qian", "wu", "zhou"])
def test_no_link_of_the_desk_leads_to_nothing(cast, problem, signed_in, who):
    client = signed_in(getattr(cast, who))
    named = set(re.findall(r'href="(/[^"#]*)', client.get("/school/").content.decode()))
    pages = {address for address in named if not address.startswith("/static/")}

    assert "/problem/" in pages
    assert not [address for address in pages if client.get(unescape(address), follow=True).status_code != 200]


def test_teachers_and_strangers_find_nothing(cast, problem, signed_in):
    for user in (cast.zhang, cast.stranger, cast.zhao):
        assert signed_in(user).get("/school/").status_code == 404
    for user in (cast.zhang, cast.wang):
        assert signed_in(user).get("/district/").status_code == 404
    assert signed_in(cast.zhang).get(f"/supervision/{cast.campaign.public_id}/").status_code == 404
    other = cast.campaign_of(cast.other_school)
    assert signed_in(cast.wang).get(f"/supervision/{other.public_id}/").status_code == 404


def test_without_a_campaign_the_desk_says_what_to_do_next(cast, signed_in):
    assert "建立走访活动" in signed_in(cast.wang).get("/school/").content.decode()
    assert "还没有学校开展走访" in signed_in(cast.zhao).get("/district/").content.decode()


def test_the_district_sees_schools_with_n_of_n_and_filters_by_the_ledgers_state(cast, problem, signed_in):
    client = signed_in(cast.zhao)
    page = client.get("/district/").content.decode()
    assert "城东幼儿园" in page
    assert "这不是排名" in page
    assert "城东幼儿园" in client.get("/district/?show=missing").content.decode()
    assert "城东幼儿园" not in client.get("/district/?show=late").content.decode()


def test_figures_have_their_numerator_and_denominator(cast, problem, signed_in):
    page = signed_in(cast.zhao).get(f"/supervision/{cast.campaign.public_id}/").content.decode()

    assert "说“解决了”的 / 表了态的" in page
    assert "0 / 1" in page.replace('<span class="nowrap">', "")


@pytest.mark.parametrize(("address", "who"), [("/school/", "wang"), ("/district/", "zhao")])
def test_wrong_verbs_and_queries_that_do_not_grow(cast, problem, signed_in, address, who):
    client = signed_in(getattr(cast, who))
    assert client.post(address).status_code == 405
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for n in range(6):
        cast.make_household(child=f"童{n}", guardian=f"家长{n}", phone=f"138111100{n:02d}")
    with CaptureQueriesContext(connection) as many:
        client.get(address)

    assert len(many) == len(few)
