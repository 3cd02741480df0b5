"""Where a school is and how it is reached: written by whoever answers for it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zoufang.engines.refusal import Refused
from zoufang.ground.accounts.actions import set_contact
from zoufang.ground.journal.models import JournalEntry

THERE = "/account/contact/"


def send(client, unit, phone="0533-1234567", address="博山区城东街道 9 号"):
    return client.post(THERE, {"unit": unit.public_id, "phone": phone, "address": address})


@pytest.mark.parametrize(("who", "place"), [("wang", "school"), ("he", "district")])
def test_who_answers_for_a_place_writes_it(cast, signed_in, who, place):
    assert cast.school
    client, unit = signed_in(getattr(cast, who)), getattr(cast, place)
    assert unit.name in client.get(THERE).content.decode()

    assert send(client, unit).status_code == 302

    unit.refresh_from_db()
    assert (unit.phone, unit.address) == ("0533-1234567", "博山区城东街道 9 号")
    assert JournalEntry.objects.get(act="unit.contact_set").facts == {}


def test_either_may_stay_empty(cast, signed_in):
    assert send(signed_in(cast.wang), cast.school, phone="", address="").status_code == 302


@pytest.mark.parametrize(
    ("facts", "words"),
    [({"phone": "请打给我"}, "只写数字"), ({"phone": "1" * 41}, "只写数字"), ({"address": "路" * 201}, "200 个字")],
)
def test_what_is_no_telephone_or_too_long_is_refused_and_stays_on_the_page(cast, signed_in, facts, words):
    response = send(signed_in(cast.wang), cast.school, **facts)
    page = response.content.decode()

    assert response.status_code == 422
    assert words in page
    assert next(iter(facts.values())) in page
    cast.school.refresh_from_db()
    assert cast.school.phone == ""


@pytest.mark.parametrize("who", ["zhang", "qian", "wu", "zhou", "zhao"])
def test_nobody_else_has_the_page(cast, signed_in, who):
    assert cast.school
    assert signed_in(getattr(cast, who)).get(THERE).status_code == 404
    assert send(signed_in(getattr(cast, who)), cast.school).status_code == 404


def test_nobody_writes_for_another_place(cast, signed_in):
    assert send(signed_in(cast.wang), cast.other_school).status_code == 404
    assert send(signed_in(cast.wang), cast.district).status_code == 404
    assert send(signed_in(cast.he), cast.school).status_code == 404
    with pytest.raises(Refused, match="自己单位"):
        set_contact(unit=cast.other_school, address="", phone="", by=cast.actor(cast.wang), at=cast.noon)


def test_the_wrong_verb_and_queries(cast, signed_in):
    client = signed_in(cast.wang)
    assert client.put(THERE).status_code == 405
    with CaptureQueriesContext(connection) as asked:
        client.get(THERE)
    few = len(asked)
    assert cast.other_school
    with CaptureQueriesContext(connection) as asked:
        client.get(THERE)
    assert len(asked) == few
