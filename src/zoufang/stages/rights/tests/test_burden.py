"""嫌麻烦: on every page, for everybody, without a name; never before the class's teachers."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from zoufang.ground.journal.models import JournalEntry
from zoufang.stages.rights import rules
from zoufang.stages.rights.models import BurdenNote
from zoufang.stages.rights.states import PageKind
from zoufang.stages.visit.tests.test_family_pages import by_link

ADDRESS = "/burden/"
READ = "/burdens/"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("family:wish", PageKind.SIGN_UP),
        ("family:consent", PageKind.CONSENT),
        ("account_login", PageKind.DOOR),
        ("visit:show", PageKind.VISIT),
        ("nonsense", PageKind.OTHER),
        ("", PageKind.OTHER),
    ],
)
def test_a_page_has_a_kind(name, kind):
    assert rules.page_kind_of(name) == kind


def test_a_family_says_it_and_is_not_named(cast):
    client = by_link(cast.chen, cast.campaign)
    answer = client.post(f"{ADDRESS}?at=family:wish", {"what": ["pushed", "asked_twice"], "words": "催了三次"})

    assert answer.status_code == 200
    assert "没有记下您是谁" in answer.content.decode()
    note = BurdenNote.objects.get()
    assert (note.unit, note.campaign, note.reader, note.page_kind) == (cast.school, cast.campaign, "family", "sign_up")
    assert note.what == ["asked_twice", "pushed"]
    assert JournalEntry.objects.get(act="rights.burden_said").actor_kind == "nobody"
    kept = {field.name for field in BurdenNote._meta.get_fields()}
    assert kept == {"id", "public_id", "unit", "campaign", "reader", "page_kind", "what", "words", "said_on"}


def test_staff_and_visitors_say_it_too(cast, signed_in):
    signed_in(cast.zhang).post(f"{ADDRESS}?at=visit:show", {"what": "too_many_steps"})
    signed_in(cast.wu).post(ADDRESS, {"what": "other"})
    Client().post(f"{ADDRESS}?at=signup:public&of={cast.klass.public_id}", {"what": "demanded"})
    Client().post(ADDRESS, {"words": "看不懂"})

    kept = list(BurdenNote.objects.order_by("pk").values_list("reader", "unit", "page_kind"))
    school = cast.school.pk
    assert kept == [
        ("teacher", school, "visit"),
        ("other", school, "other"),
        ("other", school, "sign_up"),
        ("other", None, "other"),
    ]


def test_a_link_stands_on_pages_of_families_and_of_staff(cast, signed_in):
    family = by_link(cast.chen, cast.campaign).get("/f/consent/").content.decode()
    staff = signed_in(cast.zhang).get("/families/").content.decode()

    assert "/burden/?at=family:consent" in family
    assert "/burden/?at=desks:families" in staff
    assert Client().get(ADDRESS).status_code == 200


@pytest.mark.parametrize(
    ("said", "words"), [({}, "请勾一项"), ({"words": "很" * 501}, "500"), ({"what": "x", "words": "难"}, "看不懂")]
)
def test_what_cannot_be_kept_comes_back(db, said, words):
    answer = Client().post(ADDRESS, said)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert said.get("words", "") in answer.content.decode()
    assert not BurdenNote.objects.exists()
    assert Client().put(ADDRESS).status_code == 405


def test_more_than_people_say_in_a_day_is_refused(cast, monkeypatch):
    monkeypatch.setattr(rules, "MOST_BURDENS_A_DAY", 1)
    client = by_link(cast.chen, cast.campaign)
    assert client.post(ADDRESS, {"what": "other"}).status_code == 200

    assert client.post(ADDRESS, {"what": "other"}).status_code == 422


def notes(cast, count, *, unit=None, **facts):
    for n in range(count):
        said = {
            "words": f"第{n}句",
            "what": ["pushed"],
            "reader": "family",
            "page_kind": "visit",
            "said_on": timezone.localdate(),
        }
        BurdenNote.objects.create(unit=unit or cast.school, **said | facts)


def test_the_principal_reads_words_and_counts_with_small_groups_withheld(cast, signed_in):
    notes(cast, 6)
    notes(cast, 2, what=["demanded"], page_kind="problem")
    page = signed_in(cast.wang).get(READ).content.decode()

    assert "<dt>被催着回答或打分</dt><dd>6</dd>" in page
    assert "<dt>被要求拍照、定位或打卡</dt><dd>2</dd>" not in page
    assert "人数太少,不显示" in page
    assert "第5句" in page
    assert "家长</dt>" not in page


def test_the_district_reads_all_and_a_principal_her_own(cast, signed_in):
    notes(cast, 6)
    notes(cast, 1, unit=cast.other_school, words="别园的")

    district = signed_in(cast.zhao).get(READ).content.decode()
    assert "<dt>城东幼儿园</dt><dd>6</dd>" in district
    assert "别园的" in district
    assert "别园的" not in signed_in(cast.wang).get(READ).content.decode()


def test_it_never_reaches_a_teacher_or_other_staff(cast, signed_in):
    notes(cast, 6)
    for user in (cast.zhang, cast.li, cast.qian, cast.zhou, cast.wu, cast.stranger):
        client = signed_in(user)
        assert client.get(READ).status_code == 404
        assert "第1句" not in client.get(ADDRESS).content.decode()
    assert signed_in(cast.wang).post(READ).status_code == 405


def test_queries_do_not_grow_with_notes(cast, signed_in):
    client = signed_in(cast.zhao)
    notes(cast, 1)
    client.get(READ)
    with CaptureQueriesContext(connection) as few:
        client.get(READ)
    notes(cast, 9)
    with CaptureQueriesContext(connection) as many:
        client.get(READ)

    assert len(many) == len(few)
