"""Photos at the record: optional, with the family's consent and asked once more there; nothing typed is lost with them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from zoufang.ground.files.queries import content_of
from zoufang.stages.problem.tests.test_photos import folder, picture
from zoufang.stages.rights.states import Scope
from zoufang.stages.visit.models import Matter, Visit, VisitPhoto
from zoufang.stages.visit.tests.test_finish_page import finish, said

__all__ = ["folder"]


@pytest.fixture
def visit(cast):
    return cast.make_visit()


def upload(client, visit, *contents, **data):
    photos = [SimpleUploadedFile(f"IMG_{n}.jpg", content, "image/jpeg") for n, content in enumerate(contents)]
    return client.post(f"/visit/{visit.public_id}/photos/", data | {"photos": photos})


def test_a_photo_is_kept_without_position_and_the_words_on_the_page_with_it(cast, visit, signed_in):
    cast.say(Scope.BASIC, Scope.PHOTO)
    matter = Matter.objects.create(visit=visit, text="楼道灯坏了", noted_at=cast.noon)
    client = signed_in(cast.zhang)
    assert "照片(可不拍)" in client.get(f"/visit/{visit.public_id}/").content.decode()

    words = said(cast, opinions="多些户外", photo_asked="1", photo_of=matter.public_id)
    assert upload(client, visit, picture().read(), **words).status_code == 302

    photo = VisitPhoto.objects.get()
    assert photo.matter == matter
    assert b"Exif" not in content_of(photo.file)
    assert photo.file.name == "照片1.jpg"
    assert Visit.objects.get().opinions == "多些户外"
    address = f"/visit/{visit.public_id}/photo/{photo.public_id}/"
    assert signed_in(cast.li).get(address).status_code == 200
    assert signed_in(cast.stranger).get(address).status_code == 404
    cast.say(Scope.PHOTO, is_given=False)
    assert client.get(address).status_code == 404


def test_without_consent_or_without_asking_there_it_is_refused_and_words_stay(cast, visit, signed_in):
    client = signed_in(cast.zhang)
    page = client.get(f"/visit/{visit.public_id}/").content.decode()
    assert "没有同意留走访照片" in page
    refused = upload(client, visit, picture().read(), **said(cast, remark="有台阶", photo_asked="1"))
    assert refused.status_code == 422
    assert "有台阶" in refused.content.decode()

    cast.say(Scope.BASIC, Scope.PHOTO)
    assert "请先问家长" in upload(client, visit, picture().read(), **said(cast)).content.decode()
    assert "请先选一张照片" in upload(client, visit, **said(cast, photo_asked="1")).content.decode()
    assert "照片" in upload(client, visit, b"no picture", **said(cast, photo_asked="1")).content.decode()
    assert not VisitPhoto.objects.exists()
    strange = Matter.objects.create(
        visit=cast.make_visit(household=cast.make_household(child="赵一", phone="139")),
        text="别家的",
        noted_at=cast.noon,
    )
    assert upload(client, visit, picture().read(), photo_asked="1", photo_of=strange.public_id).status_code == 404


def test_a_finished_visit_takes_a_photo_too_and_ten_are_too_many(cast, visit, signed_in):
    cast.say(Scope.BASIC, Scope.PHOTO)
    client = signed_in(cast.zhang)
    finish(client, visit, **said(cast))

    assert upload(client, visit, picture().read(), photo_asked="1").status_code == 302
    assert VisitPhoto.objects.count() == 1
    VisitPhoto.objects.bulk_create(
        VisitPhoto(visit=visit, file=_another(VisitPhoto.objects.get().file, n), added_at=cast.noon) for n in range(7)
    )
    assert upload(client, visit, picture().read(), picture().read(), photo_asked="1").status_code == 422
    assert VisitPhoto.objects.count() == 8, "all that was chosen, or nothing of it: they are chosen again"
    assert upload(client, visit, picture().read(), photo_asked="1").status_code == 302
    assert upload(client, visit, picture().read(), photo_asked="1").status_code == 422


@pytest.mark.parametrize("who", ["stranger", "sun", "wang"])
def test_others_add_nothing_and_only_post_does(cast, visit, signed_in, who):
    cast.say(Scope.BASIC, Scope.PHOTO)

    assert upload(signed_in(getattr(cast, who)), visit, picture().read(), photo_asked="1").status_code == 404
    assert signed_in(cast.zhang).get(f"/visit/{visit.public_id}/photos/").status_code == 405


def _another(file, number):
    file.pk, file.public_id = None, f"copy{number:012d}"
    file.save()
    return type(file).objects.get(public_id=file.public_id)
