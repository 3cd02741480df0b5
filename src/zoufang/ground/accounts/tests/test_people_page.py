"""The staff pages: each page's six, and who may appoint whom."""

from datetime import date, timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import PASSWORD

from zoufang.engines.refusal import Refused
from zoufang.ground.accounts.actions import PersonWords, add_person, appoint, give_post, take_post
from zoufang.ground.accounts.models import Post, User
from zoufang.ground.accounts.states import Role
from zoufang.ground.journal.models import JournalEntry
from zoufang.ground.journal.queries import broken_links

PEOPLE = "/account/people/"


@pytest.fixture
def everyone(cast):
    return [cast.zhang, cast.li, cast.wang, cast.qian, cast.zhou, cast.he, cast.zhao, cast.stranger]


def text(response):
    return response.content.decode()


def add(client, place, **change):
    said = {"name": "新老师", "role": "teacher", "unit": place.public_id, "phone": "", "email": "", "username": ""}
    return client.post(f"{PEOPLE}add/", said | change)


def test_a_principal_sees_the_own_school(cast, everyone, signed_in):
    shown = text(signed_in(cast.wang).get(PEOPLE))

    assert "张老师" in shown
    assert "钱副园长" in shown
    assert "小（1）班" in shown
    assert "外园老师" not in shown
    assert "何管理员" not in shown


def test_an_administrator_sees_the_whole_district(cast, everyone, signed_in):
    shown = text(signed_in(cast.he).get(PEOPLE))

    assert all(name in shown for name in ("张老师", "外园老师", "赵督导", "何管理员"))


@pytest.mark.parametrize("who", ["zhang", "qian", "zhou", "zhao"])
def test_nobody_else_finds_the_page(cast, everyone, signed_in, who):
    client = signed_in(getattr(cast, who))

    assert client.get(PEOPLE).status_code == 404
    assert client.get(f"{PEOPLE}{cast.li.public_id}/").status_code == 404
    assert add(client, cast.klass).status_code == 404


def test_a_principal_of_another_school_finds_nobody(cast, everyone, signed_in):
    other = cast.person("other", "别园园长", Role.PRINCIPAL, cast.other_school)
    client = signed_in(other)

    for path in ("", "reset/", "switch/", "correct/", "post/"):
        address = f"{PEOPLE}{cast.zhang.public_id}/{path}"
        assert (client.post(address) if path else client.get(address)).status_code == 404
    post = Post.objects.get(user=cast.zhang)
    assert client.post(f"{PEOPLE}{cast.zhang.public_id}/post/{post.public_id}/end/").status_code == 404


@pytest.mark.parametrize("path", ["post/", "correct/", "reset/", "switch/"])
def test_deeds_are_posted(cast, signed_in, path):
    assert signed_in(cast.wang).get(f"{PEOPLE}{cast.zhang.public_id}/{path}").status_code == 405


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ("q=张", {"张老师"}),
        ("q=LI", {"李老师"}),
        ("role=clerk", {"周干事"}),
        ("state=off", set()),
        ("state=invited", {"待邀老师"}),
        ("state=left", {"离任老师"}),
    ],
)
def test_search_and_filters(cast, everyone, signed_in, filters, expected):
    appoint(
        user=User.objects.create_user("new", None, name="待邀老师"),
        role=Role.TEACHER,
        unit=cast.klass,
        since=cast.today,
    )
    left = User.objects.create_user("left", PASSWORD, name="离任老师")
    appoint(user=left, role=Role.TEACHER, unit=cast.klass, since=date(2020, 9, 1), until=date(2021, 7, 1))

    shown = text(signed_in(cast.wang).get(f"{PEOPLE}?{filters}")).split('class="list"')[-1].split("</ul>")[0]

    names = {"张老师", "李老师", "周干事", "待邀老师", "离任老师", "钱副园长"}
    assert {name for name in names if f"<strong>{name}</strong>" in shown} == expected


def test_the_number_of_queries_does_not_grow_with_the_people(cast, everyone, signed_in):
    client = signed_in(cast.he)

    def count():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(PEOPLE).status_code == 200
        return len(asked)

    few = count()
    for n in range(15):
        cast.person(f"more{n}", f"教师{n}", Role.TEACHER, cast.klass if n % 2 else cast.strange_class)
    assert count() == few


def test_a_person_comes_with_an_invitation_shown_once(cast, signed_in, client):
    response = add(signed_in(cast.wang), cast.klass, phone="+86 138 1234 5678")

    shown = text(response)
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    code = shown.split("/account/invitation/#")[1][:28]
    user = User.objects.get(name="新老师")
    assert user.phone == "13812345678"
    assert user.username.startswith(cast.school.public_id[:3])
    assert "5678" not in user.username
    assert not user.has_usable_password()
    assert "<svg" in shown
    accepted = client.post(
        "/account/invitation/", {"code": code, "password": "river-lamp-seven", "again": "river-lamp-seven"}
    )
    assert accepted.status_code == 302
    assert {"account.added", "post.given", "account.invited"} <= set(JournalEntry.objects.values_list("act", flat=True))
    assert broken_links() == []
    assert "13812345678" not in str(list(JournalEntry.objects.values()))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"name": ""}, "请写出姓名"),
        ({"role": ""}, "请选择岗位"),
        ({"role": "principal"}, "请选择岗位"),
        ({"unit": "nowhere"}, "请选择单位"),
        ({"phone": "123"}, "手机号应是 11 位"),
        ({"username": "zhang"}, "已有人用"),
        ({"username": "a b"}, "用户名用"),
        ({"email": "x"}, "邮箱写得不对"),
        ({"since": "someday"}, "任职日期看不懂"),
    ],
)
def test_a_refusal_says_why_and_keeps_what_was_typed(cast, everyone, signed_in, change, reason):
    response = add(signed_in(cast.wang), cast.klass, **({"email": "new@example.com"} | change))

    assert response.status_code == 422
    assert reason in text(response)
    assert "example.com" in text(response) or change.get("email")
    assert not User.objects.filter(name="新老师").exists()


def test_a_phone_known_in_the_school_is_not_entered_twice(cast, signed_in):
    client = signed_in(cast.wang)
    add(client, cast.klass, phone="13812345678")

    response = add(client, cast.klass, name="同一人", phone="138-1234-5678")

    assert response.status_code == 422
    assert "已登记给 新老师" in text(response)


def test_a_phone_known_in_another_school_is_not_confirmed(cast, signed_in):
    cast.stranger.phone = "13812345678"
    cast.stranger.save()

    assert add(signed_in(cast.wang), cast.klass, phone="13812345678").status_code == 200


APPOINTMENTS = [
    ("wang", Role.TEACHER, "klass", True),
    ("wang", Role.LEADER, "school", True),
    ("wang", Role.MIDDLE_MANAGER, "school", True),
    ("wang", Role.CLERK, "school", True),
    ("wang", Role.PRINCIPAL, "school", False),
    ("wang", Role.INSPECTOR, "district", False),
    ("wang", Role.DISTRICT_ADMIN, "district", False),
    ("wang", Role.TEACHER, "strange_class", False),
    ("wang", Role.LEADER, "klass", False),
    ("he", Role.PRINCIPAL, "school", True),
    ("he", Role.INSPECTOR, "district", True),
    ("he", Role.DISTRICT_ADMIN, "district", True),
    ("he", Role.TEACHER, "klass", False),
    ("he", Role.PRINCIPAL, "district", False),
    ("qian", Role.TEACHER, "klass", False),
    ("zhao", Role.INSPECTOR, "district", False),
]


@pytest.mark.parametrize(("who", "role", "place", "may"), APPOINTMENTS)
def test_who_appoints_whom(cast, who, role, place, may):
    actor = cast.actor(getattr(cast, who))
    given = {"user": cast.li, "role": role, "unit": getattr(cast, place), "since": cast.today, "until": None}
    before = Post.objects.filter(user=cast.li).count()
    if may:
        give_post(**given, by=actor, at=cast.noon)
        assert Post.objects.filter(user=cast.li, role=role, unit=given["unit"]).exists()
    else:
        with pytest.raises(Refused):
            give_post(**given, by=actor, at=cast.noon)
        assert Post.objects.filter(user=cast.li).count() == before


def test_an_administrator_of_another_district_appoints_nobody_here(cast):
    from zoufang.ground.org.actions import found_unit
    from zoufang.ground.org.states import UnitKind

    elsewhere = found_unit(name="淄川区", kind=UnitKind.DISTRICT)
    other = cast.person("elsewhere", "邻区管理员", Role.DISTRICT_ADMIN, elsewhere)

    words = PersonWords(name="某人")
    with pytest.raises(Refused):
        add_person(
            words=words, role=Role.PRINCIPAL, unit=cast.school, since=cast.today, by=cast.actor(other), at=cast.noon
        )


def test_a_post_ends_and_the_next_request_lacks_it(cast, signed_in):
    theirs = signed_in(cast.zhang)
    assert theirs.get("/visit/").status_code == 200
    post = Post.objects.get(user=cast.zhang)

    response = signed_in(cast.wang).post(f"{PEOPLE}{cast.zhang.public_id}/post/{post.public_id}/end/", {"on": ""})

    assert response.status_code == 302
    assert theirs.get("/visit/").status_code == 404


def test_a_day_that_is_none_is_refused(cast, signed_in):
    post = Post.objects.get(user=cast.zhang)

    response = signed_in(cast.wang).post(
        f"{PEOPLE}{cast.zhang.public_id}/post/{post.public_id}/end/", {"on": "2026-13-45"}
    )

    assert response.status_code == 422
    assert "日期看不懂" in text(response)


def test_nobody_ends_the_own_last_post(cast, signed_in):
    post = Post.objects.get(user=cast.he)

    response = signed_in(cast.he).post(f"{PEOPLE}{cast.he.public_id}/post/{post.public_id}/end/")

    assert response.status_code == 422
    assert "您自己最后一项任职" in text(response)


def test_a_principal_does_not_end_a_post_of_the_district(cast):
    appoint(user=cast.qian, role=Role.PRINCIPAL, unit=cast.school, since=cast.today)
    post = Post.objects.get(user=cast.qian, role=Role.PRINCIPAL)

    with pytest.raises(Refused, match="不由您任免"):
        take_post(post=post, on=cast.today, by=cast.actor(cast.wang), at=cast.noon)


def test_a_reset_takes_password_second_factor_and_sessions(cast, signed_in):
    theirs = signed_in(cast.qian)
    TOTP.activate(cast.qian, generate_totp_secret())
    assert theirs.get("/visit/").status_code == 200

    response = signed_in(cast.wang).post(f"{PEOPLE}{cast.qian.public_id}/reset/")

    assert "/account/invitation/#" in text(response)
    assert theirs.get("/visit/").status_code == 302
    assert not Authenticator.objects.filter(user=cast.qian).exists()
    assert not User.objects.get(pk=cast.qian.pk).has_usable_password()


@pytest.mark.parametrize("deed", ["reset", "switch", "correct"])
def test_a_principal_has_no_hand_on_the_account_of_someone_who_also_works_for_the_district(cast, signed_in, deed):
    appoint(user=cast.zhang, role=Role.INSPECTOR, unit=cast.district, since=cast.today - timedelta(days=1))

    response = signed_in(cast.wang).post(f"{PEOPLE}{cast.zhang.public_id}/{deed}/", {"to": "off", "name": "改名"})

    assert response.status_code == 422
    user = User.objects.get(pk=cast.zhang.pk)
    assert (user.is_active, user.has_usable_password(), user.name) == (True, True, "张老师")


def test_nobody_resets_themselves_here(cast, signed_in):
    assert signed_in(cast.he).post(f"{PEOPLE}{cast.he.public_id}/reset/").status_code == 422


def test_switching_off_and_on(cast, signed_in):
    theirs, client = signed_in(cast.zhang), signed_in(cast.wang)

    client.post(f"{PEOPLE}{cast.zhang.public_id}/switch/", {"to": "off"})
    assert theirs.get("/visit/").status_code == 302
    assert "已停用" in text(client.get(f"{PEOPLE}{cast.zhang.public_id}/"))
    client.post(f"{PEOPLE}{cast.zhang.public_id}/switch/", {"to": "on"})

    assert User.objects.get(pk=cast.zhang.pk).is_active


def test_the_phone_is_masked_and_stays_when_nothing_is_typed(cast, signed_in):
    cast.zhang.phone = "13812345678"
    cast.zhang.save()
    client = signed_in(cast.wang)
    address = f"{PEOPLE}{cast.zhang.public_id}/"
    assert "138****" in text(client.get(address))
    assert "5678" not in text(client.get(address))

    client.post(f"{address}correct/", {"name": "张小明", "phone": "", "email": "z@example.com"})

    user = User.objects.get(pk=cast.zhang.pk)
    assert (user.name, user.phone, user.email) == ("张小明", "13812345678", "z@example.com")


def test_one_sheet_invites_all_who_wait(cast, signed_in):
    for n in range(3):
        user = User.objects.create_user(f"new{n}", None, name=f"新教师{n}")
        appoint(user=user, role=Role.TEACHER, unit=cast.klass, since=cast.today)
    client = signed_in(cast.wang)
    assert "有 3 位还没有收到" in text(client.get(PEOPLE))

    shown = text(client.post(f"{PEOPLE}invite/"))

    assert shown.count("/account/invitation/#") == 3
    assert "还没有收到" not in text(client.get(PEOPLE))
    assert client.post(f"{PEOPLE}invite/").status_code == 422


def test_another_post_is_given_on_the_persons_page(cast, signed_in):
    said = {"role": "clerk", "unit": cast.school.public_id, "since": "", "until": ""}

    response = signed_in(cast.wang).post(f"{PEOPLE}{cast.zhang.public_id}/post/", said)

    assert response.status_code == 302
    assert Post.objects.filter(user=cast.zhang, role="clerk").exists()


def test_an_administrator_is_not_asked_to_invite_whom_the_principal_invites(cast, signed_in):
    user = User.objects.create_user("new", None, name="新教师")
    appoint(user=user, role=Role.TEACHER, unit=cast.klass, since=cast.today)

    assert "还没有收到" not in text(signed_in(cast.he).get(PEOPLE))


def test_the_same_post_is_not_given_before_it_begins(cast):
    later = cast.today + timedelta(days=30)
    given = {"user": cast.zhang, "role": Role.CLERK, "unit": cast.school, "until": None, "by": cast.actor(cast.wang)}
    give_post(**given, since=later, at=cast.noon)

    with pytest.raises(Refused, match="要到以后才开始"):
        give_post(**given, since=cast.today, at=cast.noon)


def test_a_phone_of_a_colleague_is_not_taken_over_by_correction(cast, signed_in):
    cast.li.phone = "13812345678"
    cast.li.save()

    said = {"name": "张老师", "phone": "13812345678", "email": ""}
    response = signed_in(cast.wang).post(f"{PEOPLE}{cast.zhang.public_id}/correct/", said)

    assert response.status_code == 422
    assert "已登记给 李老师" in text(response)


def test_the_form_opens_with_what_the_link_says(cast, signed_in):
    shown = text(signed_in(cast.he).get(f"{PEOPLE}add/?role=principal&unit={cast.school.public_id}"))

    assert f'value="{cast.school.public_id}" selected' in shown
    assert 'value="principal" checked' in shown
