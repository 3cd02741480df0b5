"""Photos arrive in pieces over a bad line, and are kept only where the family agreed."""

import hashlib
import io

import pytest
from django.utils import timezone
from PIL import Image
from tests.phone import Phone

from zoufang.doors.api.tests.test_sync import send
from zoufang.ground.capture.actions import purge_uploads
from zoufang.ground.capture.models import Upload
from zoufang.ground.files.models import StoredFile
from zoufang.stages.rights.states import Scope
from zoufang.stages.visit.jobs import drop_photos
from zoufang.stages.visit.models import VisitPhoto


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.FILES_FOLDER = tmp_path
    return tmp_path


@pytest.fixture
def zhang(cast, signed_in, django_capture_on_commit_callbacks):
    _ = cast.campaign, cast.household, cast.li
    return signed_in(cast.zhang)


def picture():
    exif = Image.Exif()
    exif[0x010F] = "a camera"
    out = io.BytesIO()
    Image.effect_noise((400, 300), 80).convert("RGB").save(out, "JPEG", exif=exif)
    return out.getvalue()


def put(client, uuid, content, first, total, **headers):
    span = f"bytes {first}-{first + len(content) - 1}/{total}"
    return client.put(
        f"/api/v1/upload/{uuid}", content, content_type="application/octet-stream", headers={"Content-Range": span}
    )


def sent(client, content, *, pieces=3):
    uuid, size = Phone().uuid, len(content) // pieces + 1
    for first in range(0, len(content), size):
        answer = put(client, uuid, content[first : first + size], first, len(content))
    assert answer.json() == {"received": len(content), "total": len(content), "done": True}
    return uuid


def photo_of(phone, visit, uuid, content, **facts):
    said = {"visit": visit.public_id, "upload": uuid, "sha256": hashlib.sha256(content).hexdigest(), "consent": True}
    return phone.operation("photo.add", **said | facts)


def test_a_half_upload_goes_on_where_it_broke_and_a_piece_twice_is_one(zhang, signed_in, cast, folder):
    content, uuid = picture(), Phone().uuid
    half, total = len(content) // 2, len(content)
    address = f"/api/v1/upload/{uuid}"
    assert zhang.get(address).json() == {"received": 0, "total": 0, "done": False}
    put(zhang, uuid, content[:half], 0, total)
    put(zhang, uuid, content[:half], 0, total)
    gap = put(zhang, uuid, content[half + 10 :], half + 10, total)
    assert (gap.status_code, gap.json()["received"]) == (409, half)
    overlapping = put(zhang, uuid, content[half - 7 :], half - 7, total)
    assert (overlapping.status_code, overlapping.json()["done"]) == (200, True)

    assert put(signed_in(cast.li), uuid, content[:9], 0, total).status_code == 422
    assert signed_in(cast.li).get(address).json()["received"] == 0
    assert put(zhang, uuid, b"", 0, total).status_code == 422
    assert put(zhang, Phone().uuid, b"x", 0, 21 << 20).status_code == 422
    assert put(zhang, Phone().uuid, b"x" * ((1 << 20) + 1), 0, 2 << 20).status_code == 413
    assert (
        zhang.put(address, b"x", content_type="text/plain", headers={"Content-Range": "bytes 0-7/9"}).status_code == 422
    )
    assert content[20:60] not in b"".join(each.read_bytes() for each in folder.rglob("*.piece")), "sealed on the disk"


def test_a_photo_is_kept_clean_once_while_the_family_agrees(
    cast, zhang, signed_in, folder, django_capture_on_commit_callbacks
):
    cast.say(Scope.BASIC, Scope.PHOTO)
    visit, phone, content = cast.make_visit(), Phone(), picture()
    operation = photo_of(phone, visit, sent(zhang, content), content)

    with django_capture_on_commit_callbacks(execute=True):
        first, again = send(zhang, phone, operation), send(zhang, phone, operation)

    assert first == again
    assert first[0]["state"] == "stored", first
    photo = VisitPhoto.objects.get()
    assert not list(folder.rglob("*.piece")), "the pieces are gone"
    address = f"/visit/{visit.public_id}/photo/{photo.public_id}/"
    for user in (cast.zhang, cast.li, cast.wang):
        seen = signed_in(user).get(address)
        assert seen.status_code == 200
        assert not Image.open(io.BytesIO(seen.content)).getexif()
        assert address in signed_in(user).get(f"/visit/{visit.public_id}/").content.decode()
    for user in (cast.stranger, cast.sun):
        assert signed_in(user).get(address).status_code == 404
    assert zhang.post(address).status_code == 405

    drop_photos(timezone.now())
    assert VisitPhoto.objects.exists(), "while the family agrees"
    cast.say(Scope.PHOTO, is_given=False)
    assert zhang.get(address).status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        drop_photos(timezone.now())
    assert not VisitPhoto.objects.exists()
    assert not [each for each in folder.rglob("*") if each.is_file()], "the picture itself is gone in the night"


@pytest.mark.parametrize("facts", [{}, {"consent": False}, {"sha256": "0" * 64}])
def test_a_photo_without_consent_or_damaged_is_refused(cast, zhang, folder, facts, django_capture_on_commit_callbacks):
    if facts:
        cast.say(Scope.BASIC, Scope.PHOTO)
    visit, phone, content = cast.make_visit(), Phone(), picture()
    uuid = sent(zhang, content)

    with django_capture_on_commit_callbacks(execute=True):
        (answer,) = send(zhang, phone, photo_of(phone, visit, uuid, content, **facts))

    assert answer["state"] == "refused"
    assert answer["reasons"]
    assert not StoredFile.objects.exists()
    # What the family did not agree to is gone at once; what was damaged on the way can be looked into.
    assert Upload.objects.exists() == ("sha256" in facts)
    assert bool(list(folder.rglob("*.piece"))) == ("sha256" in facts)


def test_what_is_no_picture_is_refused_and_what_no_record_took_over_goes(cast, zhang, folder):
    cast.say(Scope.BASIC, Scope.PHOTO)
    visit, phone = cast.make_visit(), Phone()
    uuid = sent(zhang, b"GIF89a not a picture", pieces=1)
    (answer,) = send(zhang, phone, photo_of(phone, visit, uuid, b"GIF89a not a picture"))
    assert "不是能打开的照片" in answer["reasons"][0]

    begun = Upload.objects.get().begun_at
    assert purge_uploads(before=begun) == 0
    assert purge_uploads(before=begun.replace(year=begun.year + 1)) == 1
    assert not list(folder.rglob("*.piece"))
