"""Photographs of a matter: at most three, written anew, encrypted, seen by whoever may read the problem."""

import io
from importlib import import_module

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone
from PIL import Image

from zoufang.engines.refusal import Refused
from zoufang.ground.files.actions import clean_picture
from zoufang.ground.files.models import StoredFile
from zoufang.ground.files.queries import place_of
from zoufang.stages.problem import rules
from zoufang.stages.problem.actions import raise_problem
from zoufang.stages.problem.models import Photo, Problem
from zoufang.stages.rights.queries import may_keep_photo
from zoufang.stages.rights.states import Scope
from zoufang.stages.roster.models import Guardian
from zoufang.stages.visit.tests.test_family_pages import by_link

NEW = "/problem/family/new/"
NAME = "IMG_20261120_家门口.jpg"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.FILES_FOLDER = tmp_path


@pytest.fixture
def family(cast):
    _ = cast.zhang, cast.li, cast.wang, cast.qian
    return by_link(cast.chen, cast.campaign)


def picture():
    exif = Image.Exif()
    exif[0x010F] = "a camera"
    exif.get_ifd(0x8825)[1] = "N"
    out = io.BytesIO()
    Image.new("RGB", (200, 100), "teal").save(out, "JPEG", exif=exif)
    return SimpleUploadedFile(NAME, out.getvalue(), "image/jpeg")


def said(family, count=1, **facts):
    response = family.post(NEW, {"text": "门口台阶太高", "photos": [picture() for _ in range(count)], **facts})
    assert response.status_code == 302
    return Problem.objects.get(), list(Photo.objects.order_by("pk"))


def test_a_photo_is_seen_by_the_family_and_its_readers_without_where_it_was_taken(cast, family, signed_in):
    problem, photos = said(family, count=3)
    assert [each.file.name for each in photos] == ["照片1.jpg", "照片2.jpg", "照片3.jpg"]

    own = f"/problem/family/{problem.public_id}/"
    theirs = f"/problem/{problem.public_id}/"
    for client, address in ((family, own), (signed_in(cast.zhang), theirs), (signed_in(cast.wang), theirs)):
        picture_at = f"{address}photo/{photos[0].public_id}/"
        assert picture_at in client.get(address).content.decode()
        seen = client.get(picture_at)
        assert (seen.status_code, seen["Content-Type"]) == (200, "image/jpeg")
        assert "no-store" in seen["Cache-Control"]
        assert not Image.open(io.BytesIO(seen.content)).getexif()
    assert b"JFIF" not in place_of(photos[0].file.public_id).read_bytes()


def test_who_may_not_read_the_problem_finds_no_photo(cast, family, signed_in):
    problem, (photo,) = said(family, about="staff", person=cast.zhang.public_id)
    address = f"/problem/{problem.public_id}/photo/{photo.public_id}/"
    for user in (cast.zhang, cast.li, cast.sun, cast.qian, cast.zhou, cast.stranger, cast.zhao):
        assert signed_in(user).get(address).status_code == 404, user.name
    assert signed_in(cast.wang).get(address).status_code == 200

    other = cast.make_household(child="李小树", guardian="李树", phone="13812340002")
    neighbour = by_link(other.guardians.get(), cast.campaign)
    own = f"/problem/family/{problem.public_id}/photo/{photo.public_id}/"
    assert neighbour.get(own).status_code == 404
    assert family.get(own).status_code == 200
    assert family.post(own).status_code == 405
    assert signed_in(cast.wang).post(address).status_code == 405


def test_a_photo_is_found_under_its_own_problem_only(cast, family, signed_in):
    problem, (photo,) = said(family, about="staff")
    family.post(NEW, {"text": "另一件"})
    open_one = Problem.objects.exclude(pk=problem.pk).get()

    assert signed_in(cast.zhang).get(f"/problem/{open_one.public_id}/").status_code == 200
    assert signed_in(cast.zhang).get(f"/problem/{open_one.public_id}/photo/{photo.public_id}/").status_code == 404


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ([b"no picture"], "这不是能打开的照片"),
        ([None, b"GIF89a"], "这不是能打开的照片"),
        ([None] * 4, "照片最多 3 张"),
    ],
)
def test_a_bad_photo_is_refused_with_a_sentence_the_words_stay_and_nothing_is_kept(family, files, sentence):
    sent = [picture() if each is None else SimpleUploadedFile("x.jpg", each, "image/jpeg") for each in files]
    refused = family.post(NEW, {"text": "门口台阶太高", "known_to": "handlers", "photos": sent})
    page = refused.content.decode()

    assert refused.status_code == 422
    assert sentence in page
    assert "照片请再选一次" in page
    assert "门口台阶太高" in page
    assert 'value="handlers" checked' in page
    assert not Problem.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_family_adds_so_many_photos_a_day_and_no_more_but_words_always(family, monkeypatch):
    monkeypatch.setattr(rules, "MOST_PHOTOS_A_DAY", 3)
    said(family, count=3)
    refused = family.post(NEW, {"text": "还有一件", "photos": [picture()]})

    assert refused.status_code == 422
    assert "明天可以再加" in refused.content.decode()
    assert family.post(NEW, {"text": "还有一件"}).status_code == 302
    assert Photo.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_photos_are_cleaned_while_nobody_is_kept_from_writing(family, monkeypatch):
    held = []

    def cleaned(*, content):
        held.append(connection.in_atomic_block)
        return clean_picture(content=content)

    monkeypatch.setattr(import_module("zoufang.stages.problem.actions.raise_problem"), "clean_picture", cleaned)
    _, photos = said(family, count=2)

    assert held == [False, False]
    assert len(photos) == 2


def test_who_puts_a_photo_to_the_own_words_agrees_to_that_one_alone(cast, family):
    said(family)

    assert not may_keep_photo(cast.household.children.get())


def test_where_somebody_of_the_family_said_no_only_pictures_without_a_child_are_kept(cast, family):
    mother = Guardian.objects.create(household=cast.household, name="李梅", phone="13912340002", place=1)
    cast.say(Scope.BASIC, Scope.PHOTO)
    cast.say(Scope.PHOTO, guardian=mother, is_given=False)
    assert 'name="shows_no_child"' in family.get(NEW).content.decode()
    refused = family.post(NEW, {"text": "门口台阶太高", "photos": [picture()]})

    assert refused.status_code == 422
    assert "照片里没有孩子" in refused.content.decode()
    assert "门口台阶太高" in refused.content.decode()
    assert not StoredFile.objects.exists()
    assert family.post(NEW, {"text": "没有照片的"}).status_code == 302
    Problem.objects.all().delete()
    assert len(said(family, shows_no_child="on")[1]) == 1


def test_staff_keep_no_photo_that_the_guardians_did_not_agree_to(cast):
    def keep():
        return raise_problem(
            campaign=cast.campaign,
            school=cast.school,
            source="visit",
            household=cast.household,
            text="看见的",
            photos=[clean_picture(content=picture().read())],
            photos_show_no_child=True,
            by=cast.actor(cast.zhang),
            at=timezone.now(),
        )

    with pytest.raises(Refused, match="没有同意走访照片"):
        keep()
    cast.say(Scope.BASIC, Scope.PHOTO)
    assert keep().photos.count() == 1
    cast.say(Scope.PHOTO, is_given=False)
    with pytest.raises(Refused, match="没有同意走访照片"):
        keep()
