"""The outbox's page: the principal's own school, the other side's words, sent anew."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from zoufang.ground.outbox.actions import post
from zoufang.ground.outbox.models import OutboxRow
from zoufang.ground.outbox.states import PostState


@pytest.fixture
def row(cast):
    with transaction.atomic():
        made = post("ledger.submission", cast.school, unit=cast.school, at=timezone.now())
    OutboxRow.objects.update(state=PostState.GAVE_UP, last_words="550 no such mailbox")
    return made


def test_the_principal_reads_the_servers_words(cast, row, signed_in):
    shown = signed_in(cast.wang).get("/outbox/").content.decode()

    assert "550 no such mailbox" in shown
    assert "台账报送" in shown


def test_the_clerk_sends_it_anew(cast, row, signed_in):
    assert signed_in(cast.zhou).post(f"/outbox/{row.public_id}/again/").status_code == 302

    row.refresh_from_db()
    assert row.state == PostState.WAITING


def test_a_teacher_and_another_schools_people_find_nothing(cast, row, signed_in):
    assert signed_in(cast.zhang).get("/outbox/").status_code == 404
    assert signed_in(cast.stranger).post(f"/outbox/{row.public_id}/again/").status_code == 404


def test_get_changes_nothing(cast, row, signed_in):
    assert signed_in(cast.wang).get(f"/outbox/{row.public_id}/again/").status_code == 405


def test_what_is_gone_already_is_refused_with_its_reason(cast, row, signed_in):
    OutboxRow.objects.update(state=PostState.DONE)

    response = signed_in(cast.wang).post(f"/outbox/{row.public_id}/again/")
    assert response.status_code == 422
    assert "不用再发" in response.content.decode()


def test_queries_do_not_grow_with_rows(cast, row, signed_in):
    client = signed_in(cast.wang)
    client.get("/outbox/")
    with CaptureQueriesContext(connection) as few:
        client.get("/outbox/")
    with transaction.atomic():
        for n in range(8):
            post("ledger.submission", cast.school, unit=cast.school, at=timezone.now(), key=f"k{n}")
    with CaptureQueriesContext(connection) as many:
        client.get("/outbox/")

    assert len(many) == len(few)
