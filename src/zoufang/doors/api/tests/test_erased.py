"""A phone that comes late with what belongs to a family whose data were deleted meanwhile."""

import hashlib
from datetime import timedelta

import pytest
from django.utils import timezone
from tests.phone import Phone, receipt_holds

from zoufang.doors.api.tests.test_sync import send
from zoufang.doors.api.tests.test_uploads import picture, put, sent
from zoufang.flows.erase_household import erase_household
from zoufang.ground.accounts.models import Post
from zoufang.ground.capture.jobs import purge
from zoufang.ground.capture.models import FieldRecord, Quarantined, Upload
from zoufang.stages.problem.models import Problem
from zoufang.stages.rights.actions import ask_erasure
from zoufang.stages.rights.states import Scope
from zoufang.stages.visit.models import FieldConflict, Matter
from zoufang.stages.visit.states import VisitState


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.FILES_FOLDER = tmp_path
    return tmp_path


@pytest.fixture
def zhang(cast, signed_in):
    _ = cast.campaign, cast.household, cast.li, cast.wang
    return signed_in(cast.zhang)


def erase(cast):
    by, at = cast.actor(cast.wang), timezone.now()
    facts = {"guardian": cast.chen, "campaign": cast.campaign, "extent": "family", "on_staff_device": False}
    erase_household(erasure=ask_erasure(**facts, by=by, at=at), is_confirmed=True, by=by, at=at)


def test_a_record_that_was_received_before_is_answered_with_a_receipt_that_holds(cast, zhang):
    phone, visit = Phone(), cast.make_visit()
    said = phone.operation("visit.change", visit.public_id, opinions="多些户外")
    jwk = zhang.get("/api/v1/device").json()["receipt"]
    send(zhang, phone, said)
    erase(cast)

    (answer,) = send(zhang, phone, said)

    assert answer["state"] == "stored"
    assert receipt_holds(jwk, said, answer["receipt"]), "without it the phone sends for ever"


@pytest.mark.parametrize("has_left", [False, True])
def test_words_that_come_after_the_deletion_are_refused_and_kept_nowhere(cast, zhang, has_left):
    phone, visit = Phone(), cast.make_visit(state=VisitState.DONE, outcome="met", met="陈建国(父亲)")
    matter = Matter.objects.create(visit=visit, text="午睡太短", noted_at=cast.noon)
    erase(cast)
    if has_left:
        Post.objects.filter(user=cast.zhang).update(until=cast.today)

    answers = send(
        zhang,
        phone,
        phone.operation("visit.change", visit.public_id, opinions="陈小满爱哭"),
        phone.operation("matter.add", visit=visit.public_id, text="陈小满的爸爸说饭凉", settle="pass_on"),
        phone.operation("matter.change", matter.public_id, text="陈小满午睡短"),
    )

    assert [each["state"] for each in answers] == ["refused"] * 3
    assert all("已删除" in each["reasons"][0] for each in answers)
    kept = (FieldConflict, FieldRecord, Quarantined, Problem)
    assert [each.objects.count() for each in kept] == [0] * 4
    stranger = Phone()
    assert "已删除" not in str(send(zhang, stranger, stranger.operation("visit.change", "0" * 16, opinions="x")))


def test_a_photo_that_waits_for_the_principal_goes_with_its_family(
    cast, zhang, folder, django_capture_on_commit_callbacks
):
    cast.say(Scope.BASIC, Scope.PHOTO)
    visit, phone, content = cast.make_visit(), Phone(), picture()
    upload, other = sent(zhang, content), Phone().uuid
    put(zhang, other, content[:99], 0, len(content))
    Post.objects.filter(user=cast.zhang).update(until=cast.today)
    facts = {"upload": upload, "sha256": hashlib.sha256(content).hexdigest(), "consent": True}
    (answer,) = send(zhang, phone, phone.operation("photo.add", visit=visit.public_id, **facts))
    assert answer["state"] == "quarantined"

    with django_capture_on_commit_callbacks(execute=True):
        erase(cast)

    assert [each.uuid for each in Upload.objects.all()] == [other]
    assert [each.name for each in (folder / "uploads").iterdir()] == [Upload.objects.get().public_id]


def test_the_row_of_a_photo_that_was_taken_over_goes_too_and_what_waits_stays(cast, zhang):
    at = timezone.now() - timedelta(days=30)
    facts = {"person": cast.zhang, "total": 1, "begun_at": at}
    for used_at, is_held in ((at, True), (at, False), (None, False), (None, True)):
        Upload.objects.create(uuid=Phone().uuid, used_at=used_at, is_held=is_held, **facts)

    purge(timezone.now())

    assert [(each.used_at, each.is_held) for each in Upload.objects.all()] == [(None, True)]


def test_pieces_that_no_row_speaks_of_are_swept_at_night(cast, zhang, folder):
    content, uuid = picture(), Phone().uuid
    put(zhang, uuid, content[:99], 0, len(content))
    (folder / "uploads" / "waste").mkdir()
    (folder / "uploads" / "waste" / "0.piece").write_bytes(b"x")
    purge(timezone.now())
    assert (folder / "uploads" / "waste").exists(), "it may be on its way"

    purge(timezone.now() + timedelta(days=2))

    assert [each.name for each in (folder / "uploads").iterdir()] == [Upload.objects.get().public_id]
