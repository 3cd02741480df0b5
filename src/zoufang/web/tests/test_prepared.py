"""A query that is worded once answers as the query itself does, each time from the database."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from zoufang.stages.roster.models import Guardian, Household
from zoufang.web.prepared import Prepared, PreparedInsert, PreparedUpdate
from zoufang.web.read_only import WroteWhileReading, one_deed

GUARDIANS = Prepared(
    lambda home: Guardian.objects.filter(household=home).select_related("household__school").order_by("-pk"), "number"
)


@pytest.fixture
def homes(cast):
    return [cast.make_household(guardian=f"家长{place}", phone=f"1380000000{place}") for place in range(2)]


def test_it_finds_what_the_query_finds_with_all_that_belongs_to_it(homes):
    for home in homes:
        plain = Guardian.objects.filter(household=home).select_related("household__school").order_by("-pk")
        with CaptureQueriesContext(connection) as asked:
            found = GUARDIANS.all(home.pk)
            assert [(each.pk, each.phone, each.household.address, each.household.school.name) for each in found] == [
                (each.pk, each.phone, each.household.address, each.household.school.name) for each in plain
            ]
        assert len(asked) == 2, "the one prepared and the plain one, no more"
    assert GUARDIANS.first(0) is None


def test_what_the_query_leaves_out_is_read_when_it_is_asked_for(homes):
    lean = Prepared(lambda home: Guardian.objects.filter(household=home).defer("phone"), "number")
    found = lean.first(homes[0].pk)
    with CaptureQueriesContext(connection) as asked:
        assert found.name == "家长0"
        assert not asked
        assert found.phone == "13800000000"
    assert len(asked) == 1


def test_nothing_that_was_read_is_kept(homes):
    assert GUARDIANS.first(homes[0].pk).name == "家长0"
    Guardian.objects.filter(household=homes[0]).update(name="改名")
    assert GUARDIANS.first(homes[0].pk).name == "改名"
    assert GUARDIANS.first(homes[1].pk).name == "家长1"


def test_a_value_that_the_query_alters_is_refused_when_it_is_worded(cast):
    altered = Prepared(lambda home: Household.objects.filter(pk=home + 1), "number")
    with pytest.raises(ValueError, match="as it was given"):
        altered.first(1)


@pytest.mark.django_db(transaction=True)
def test_rows_are_locked_within_a_transaction_only(cast):
    locking = Prepared(lambda home: Household.objects.select_for_update().filter(pk=home), "number")
    with transaction.atomic():
        locking.first(1)
    with pytest.raises(transaction.TransactionManagementError):
        locking.first(1)


def test_a_row_is_added_and_changed_as_saving_does(cast, homes):
    added = Guardian(household=homes[0], name="新来的", phone="13911112222")
    PreparedInsert(Guardian).add(added)
    assert Guardian.objects.get(pk=added.pk).phone == "13911112222"
    added.name, added.relation = "改了", "没写"
    PreparedUpdate(Guardian, "name").keep(added)
    kept = Guardian.objects.get(pk=added.pk)
    assert (kept.name, kept.relation) == ("改了", "")


@pytest.mark.django_db(transaction=True)
def test_where_reading_comes_first_only_a_deed_of_its_own_writes(cast, homes):
    with one_deed():
        assert Guardian.objects.count() >= 2
        with pytest.raises(WroteWhileReading):
            Guardian.objects.update(name="溜进去的")
        with transaction.atomic():
            Guardian.objects.update(name="一件事")
    assert set(Guardian.objects.values_list("name", flat=True)) == {"一件事"}
