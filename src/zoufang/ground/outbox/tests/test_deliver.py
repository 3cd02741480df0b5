"""What waits is delivered once it is due, by one worker at a time, and nothing that failed is lost."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from zoufang.engines.refusal import Refused
from zoufang.ground.journal.models import JournalEntry
from zoufang.ground.outbox import rules
from zoufang.ground.outbox.actions import claim, deliver_due, free_leases, post, try_again
from zoufang.ground.outbox.delivery import CannotDeliver, TryLater
from zoufang.ground.outbox.models import OutboxRow
from zoufang.ground.outbox.states import PostState

delivered = []
answer = None


def take(row):
    """What the tests' kind of message is delivered by."""
    if isinstance(answer, Exception):
        raise answer
    delivered.append(row.subject)
    return "250 ok"


@pytest.fixture(autouse=True)
def deliveries(settings):
    global answer
    settings.DELIVERIES = {"test.message": f"{__name__}.take"}
    answer = None
    delivered.clear()


@pytest.fixture
def row(cast, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, __name__, sys.modules.get(__name__) or __import__("types").ModuleType(__name__))
    sys.modules[__name__].take = take
    with transaction.atomic():
        return post("test.message", cast.school, unit=cast.school, at=timezone.now())


def test_a_delivered_row_keeps_the_other_sides_words_and_goes_once(row):
    assert deliver_due(worker="w") == 1
    assert deliver_due(worker="w") == 0

    row.refresh_from_db()
    assert (row.state, row.last_words, delivered) == (PostState.DONE, "250 ok", [row.subject])


def test_a_message_is_posted_only_within_a_transaction(cast, transactional_db):
    with pytest.raises(RuntimeError):
        post("test.message", cast.school, unit=cast.school, at=timezone.now())


def test_posting_twice_has_one_effect(cast, row):
    with transaction.atomic():
        again = post("test.message", cast.school, unit=cast.school, at=timezone.now())

    assert again.pk == row.pk


def test_what_is_not_taken_now_waits_and_is_tried_later(row):
    global answer
    answer = TryLater("451 try later")
    deliver_due(worker="w")

    row.refresh_from_db()
    assert (row.state, row.last_words, row.attempt_count) == (PostState.WAITING, "451 try later", 1)
    assert row.due_at > timezone.now() + timedelta(seconds=50)


def test_what_can_never_be_taken_is_given_up_with_its_words(row):
    global answer
    answer = CannotDeliver("550 no such mailbox")
    deliver_due(worker="w")

    row.refresh_from_db()
    assert (row.state, row.last_words) == (PostState.GAVE_UP, "550 no such mailbox")


def test_a_fault_of_ours_keeps_its_kind_and_none_of_its_message(row):
    global answer
    answer = ValueError("陈小满")
    deliver_due(worker="w")

    row.refresh_from_db()
    assert row.state == PostState.WAITING
    assert "ValueError" in row.last_words
    assert "陈小满" not in row.last_words


def test_after_twelve_attempts_a_person_has_to_look(row):
    global answer
    answer = TryLater("451")
    OutboxRow.objects.update(attempt_count=rules.MOST_ATTEMPTS - 1)
    deliver_due(worker="w")

    row.refresh_from_db()
    assert row.state == PostState.GAVE_UP


def test_a_kind_that_nothing_delivers_is_given_up(row, settings):
    settings.DELIVERIES = {}
    deliver_due(worker="w")

    row.refresh_from_db()
    assert row.state == PostState.GAVE_UP


def test_a_lease_keeps_others_away_until_it_runs_out(row):
    now = timezone.now()
    assert claim(worker="one", at=now) is not None
    assert claim(worker="two", at=now) is None

    again = claim(worker="two", at=now + timedelta(seconds=rules.LEASE_SECONDS + 1))
    assert (again.leased_by, again.attempt_count) == ("two", 2)


def test_a_worker_whose_lease_ran_out_marks_nothing(row):
    from zoufang.ground.outbox.actions import deliver

    now = timezone.now()
    late = claim(worker="one", at=now)
    claim(worker="two", at=now + timedelta(seconds=rules.LEASE_SECONDS + 1))
    deliver(late)

    row.refresh_from_db()
    assert (row.state, row.leased_by) == (PostState.CLAIMED, "two")


def test_a_row_whose_worker_always_dies_is_given_up(row):
    OutboxRow.objects.update(
        state=PostState.CLAIMED, attempt_count=rules.MOST_ATTEMPTS, leased_until=timezone.now() - timedelta(seconds=1)
    )

    assert claim(worker="w", at=timezone.now()) is None
    row.refresh_from_db()
    assert row.state == PostState.GAVE_UP


def test_a_person_sends_anew_what_was_given_up_and_the_journal_knows(cast, row):
    OutboxRow.objects.update(state=PostState.GAVE_UP, attempt_count=12)
    try_again(row=row, by=cast.actor(cast.wang), at=timezone.now())

    row.refresh_from_db()
    assert (row.state, row.attempt_count) == (PostState.WAITING, 0)
    assert JournalEntry.objects.filter(act="outbox.tried_again").exists()

    OutboxRow.objects.update(state=PostState.DONE)
    with pytest.raises(Refused):
        try_again(row=row, by=cast.actor(cast.wang), at=timezone.now())


def test_waits_grow_to_an_hour():
    assert [rules.wait_seconds(n, 0) for n in (1, 2, 3, 7, 12)] == [60, 120, 240, 3600, 3600]


def test_what_a_dead_worker_held_is_free_at_once(row):
    first = claim(worker="one", at=timezone.now())
    assert claim(worker="two", at=timezone.now()) is None

    assert free_leases(is_alive=lambda name: True) == 0
    assert free_leases(is_alive=lambda name: name != "one") == 1

    again = claim(worker="two", at=timezone.now())
    assert (again.pk, again.attempt_count) == (first.pk, 2)
