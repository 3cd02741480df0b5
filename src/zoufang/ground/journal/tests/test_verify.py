"""Whatever is done to the journal from outside is named: edited, deleted, inserted, swapped, backdated, cut off."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from zoufang.ground.accounts.actor import SYSTEM
from zoufang.ground.journal.actions import record
from zoufang.ground.journal.actions.record import head_of
from zoufang.ground.journal.models import JournalEntry, JournalHead


@pytest.fixture
def five(cast):
    with transaction.atomic():
        for n in range(5):
            record("test.act", cast.school, by=SYSTEM, at=timezone.now(), unit=cast.school, facts={"n": n})
    return JournalEntry.objects.order_by("sequence")


def verify(*words):
    out, code = StringIO(), 0
    try:
        call_command("verify_journal", *words, "--json", stdout=out)
    except SystemExit as end:
        code = end.code
    said = json.loads(out.getvalue())
    return code, [(each["sequence"], each["what"]) for each in said["broken"]]


def test_an_untouched_journal_holds(five):
    assert verify() == (0, [])


@pytest.mark.parametrize(
    "change",
    [{"act": "other.act"}, {"facts": {"n": 99}}, {"actor": "someone"}, {"outcome": "refused"}],
)
def test_an_edited_record_is_named(five, change):
    five.filter(sequence=3).update(**change)

    code, broken = verify()
    assert code == 1
    assert broken[0][0] == 3


def test_a_deleted_record_is_named(five):
    five.filter(sequence=2).delete()

    code, broken = verify()
    assert (code, broken[0][0]) == (1, 2)


def test_swapped_records_are_named(five):
    five.filter(sequence=2).update(sequence=99)
    five.filter(sequence=3).update(sequence=2)
    five.filter(sequence=99).update(sequence=3)

    code, broken = verify()
    assert code == 1
    assert {2, 3} <= {sequence for sequence, _ in broken}


def test_a_backdated_record_is_named(five):
    five.filter(sequence=4).update(recorded_at=timezone.now() - timedelta(days=3))

    code, broken = verify()
    assert code == 1
    assert 4 in {sequence for sequence, _ in broken}


def test_an_inserted_record_is_named(five):
    last = five.last()
    JournalEntry.objects.create(
        **{**{f.name: getattr(last, f.name) for f in last._meta.fields if f.name != "id"}, "sequence": 6}
    )

    assert verify()[0] == 1


def test_a_cut_tail_shows_against_its_head_and_against_an_anchor_kept_outside(cast, five):
    anchor = head_of(cast.school)
    five.filter(sequence__gte=4).delete()
    assert verify()[0] == 1

    kept = five.last()
    JournalHead.objects.update(sequence=kept.sequence, digest=kept.digest)
    assert verify() == (0, [])
    code, broken = verify("--anchor", anchor)
    assert code == 1
    assert "截去" in broken[-1][1]


def test_a_clock_set_back_does_not_shorten_the_past(cast, five):
    JournalHead.objects.update(recorded_at=timezone.now() + timedelta(hours=1))
    with transaction.atomic():
        record("test.act", cast.school, by=SYSTEM, at=timezone.now(), unit=cast.school)

    assert five.last().recorded_at > timezone.now() + timedelta(minutes=50)
