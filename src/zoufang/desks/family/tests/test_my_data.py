"""我家的数据: everything of this household and nothing of another, on a page and as one file."""

import io
import json
import zipfile

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from zoufang.ground.accounts.actor import family_actor
from zoufang.stages.problem.actions import raise_problem
from zoufang.stages.problem.models import FamilyWord, Problem
from zoufang.stages.problem.states import Source
from zoufang.stages.rights.states import Scope
from zoufang.stages.roster.actions import reveal_phone
from zoufang.stages.roster.models import Guardian
from zoufang.stages.visit.models import Correction, Matter, Rating, Visit
from zoufang.stages.visit.tests.test_family_pages import by_link
from zoufang.stages.visit.tests.test_finish_page import finish, said

PAGE = "/family/data/"
COPY = "/family/data/copy/"


@pytest.fixture
def visit(cast, signed_in):
    visit = cast.make_visit()
    Matter.objects.create(visit=visit, text="午睡太短", noted_at=cast.noon)
    finish(signed_in(cast.zhang), visit, **said(cast, opinions="多些户外", remark="门口有台阶"))
    return visit


@pytest.fixture
def family(cast):
    return by_link(cast.chen, cast.campaign)


def complaint(cast, household, text, about=None):
    guardian = household.guardians.all()[0]
    return raise_problem(
        campaign=cast.campaign,
        school=cast.school,
        klass=cast.klass,
        source=Source.FAMILY,
        household=household,
        raised_by=guardian,
        text=text,
        is_confidential=False,
        about_person=about,
        is_about_a_person=about is not None,
        for_principal_only=False,
        by=family_actor(guardian.pk, guardian.name),
        at=timezone.now(),
    )


def files_of(answer):
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        return {name.rpartition(".")[2]: archive.read(name).decode() for name in archive.namelist()}


def test_the_page_shows_every_kind_masked(cast, visit, family):
    cast.say(Scope.BASIC)
    page = family.get(PAGE).content.decode()

    for words in ("陈小满", "陈建国", "午睡太短", "多些户外", "张老师", "记录走访需要的信息"):
        assert words in page
    assert "13812340001" not in page
    assert "301" not in page


def test_the_copy_is_one_file_with_a_page_and_a_json(cast, visit, family):
    answer = family.get(COPY)

    assert answer["Content-Type"] == "application/zip"
    assert "attachment" in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]
    files = files_of(answer)
    assert set(files) == {"html", "json"}
    for words in ("陈小满", "13812340001", "博山区城东街道1号楼2单元301", "午睡太短"):
        assert words in files["html"]
        assert words in files["json"]
    assert "://" not in files["html"]
    kinds = [section["kind"] for section in json.loads(files["json"])["sections"]]
    assert kinds[:2] == ["children", "guardians"]
    assert "seen" in kinds


def test_the_copy_holds_nothing_of_another_family_or_of_the_other_guardians_phone(cast, visit, family):
    other = cast.make_household(child="孙一一", guardian="孙强", phone="13712340009")
    complaint(cast, other, "别家的事")
    Guardian.objects.create(household=cast.household, name="李梅", relation="母亲", phone="13912340002", place=1)

    for text in files_of(family.get(COPY)).values():
        for words in ("孙一一", "孙强", "13712340009", "别家的事", "13912340002"):
            assert words not in text
        assert "李梅" in text


def test_a_complaint_about_a_teacher_is_in_the_copy_of_its_family_alone(cast, family):
    complaint(cast, cast.household, "张老师总是大声", about=cast.zhang)
    other = cast.make_household(child="孙一一", guardian="孙强", phone="13712340009")

    assert "张老师总是大声" in files_of(family.get(COPY))["json"]
    assert "张老师总是大声" not in files_of(by_link(other.guardians.get(), cast.campaign).get(COPY))["json"]
    assert Problem.objects.count() == 1


def test_what_one_guardian_may_have_told_of_the_other_is_named_and_not_read_out(cast, visit, family):
    home = cast.household
    home.care_level, home.care_note = "attention", "妈妈说的秘密"
    home.save()

    for text in (family.get(PAGE).content.decode(), files_of(family.get(COPY))["html"]):
        assert "妈妈说的秘密" not in text
        assert "门口有台阶" not in text
        assert "请园长当面告诉您" in text


def test_who_saw_the_phone_is_named_with_the_time_and_without_the_reason(cast, family):
    reveal_phone(guardian=cast.chen, reason="check", by=cast.actor(cast.li), at=cast.noon)
    other = cast.make_household(child="孙一一", guardian="孙强", phone="13712340009")
    reveal_phone(guardian=other.guardians.get(), reason="link", by=cast.actor(cast.sun), at=cast.noon)

    sections = json.loads(files_of(family.get(COPY))["json"])["sections"]
    seen = next(section["entries"] for section in sections if section["kind"] == "seen")
    assert [entry["name"] for entry in seen] == ["李老师"]
    assert "check" not in str(seen)


def test_what_was_answered_on_a_teachers_device_is_told_apart(cast, visit, family):
    problem = Problem.objects.get()
    FamilyWord.objects.create(problem=problem, is_settled=True, said_at=timezone.now(), on_staff_device=True)
    Visit.objects.update(said_apart="yes", said_apart_at=timezone.now())

    Visit.objects.filter(pk=visit.pk).update(confirmation="unanswered")
    sections = json.loads(files_of(family.get(COPY))["json"])["sections"]
    facts = {
        each["kind"]: dict(each["entries"][0]["facts"]) for each in sections if each["kind"] in ("visits", "matters")
    }

    assert "您说" not in facts["matters"]
    assert facts["matters"]["在老师设备上答的"] == "解决了"
    assert facts["visits"]["在老师设备上答的"] == "是"


def test_no_copy_is_taken_on_a_teachers_device(cast, signed_in):
    client = by_link(cast.chen, cast.campaign, signed_in(cast.zhang))
    answer = client.get(COPY)

    assert answer.status_code == 422
    assert "用自己的手机" in answer.content.decode()
    assert "13812340001" not in answer.content.decode()


def test_without_a_link_the_door_is_shown_and_verbs_are_kept(family):
    for address in (PAGE, COPY):
        assert Client().get(address)["Location"] == "/f"
        assert family.post(address).status_code == 405


def test_queries_do_not_grow_with_what_is_kept(cast, visit, family):
    complaint(cast, cast.household, "第一件")
    reveal_phone(guardian=cast.chen, reason="call", by=cast.actor(cast.li), at=cast.noon)
    cast.say(Scope.BASIC)
    family.get(PAGE)
    with CaptureQueriesContext(connection) as few:
        family.get(PAGE)
    for n in range(4):
        complaint(cast, cast.household, f"又一件{n}")
        reveal_phone(guardian=cast.chen, reason="call", by=cast.actor(cast.li), at=cast.noon)
        cast.say(*Scope)
    with CaptureQueriesContext(connection) as many:
        family.get(PAGE)

    assert len(many) == len(few)


def test_how_a_guardian_feels_is_in_its_own_copy_alone(cast, visit, family):
    mother = Guardian.objects.create(
        household=cast.household, name="李梅", relation="母亲", phone="13912340002", place=1
    )
    Rating.objects.create(
        campaign=cast.campaign,
        household=cast.household,
        guardian=cast.chen,
        feeling="happiness",
        step=1,
        answered_at=timezone.now(),
    )

    assert "不开心" in files_of(family.get(COPY))["json"]
    assert "不开心" not in files_of(by_link(mother, cast.campaign).get(COPY))["json"]


def test_a_correction_is_kept_with_both_versions(cast, visit, family):
    Correction.objects.create(
        visit=visit,
        field="opinions",
        was='{"text": "多些户外"}',
        should_be='{"text": "多些户外和画画"}',
        asked_at=timezone.now(),
    )

    assert "多些户外和画画" in files_of(family.get(COPY))["json"]
