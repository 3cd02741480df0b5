"""A school's list of staff is taken over: nobody twice, nothing without a right, nothing that was not asked for."""

import io
import json

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from zoufang.engines.refusal import Refused
from zoufang.ground.accounts.actions import import_staff
from zoufang.ground.accounts.actor import SYSTEM
from zoufang.ground.accounts.models import Post, User
from zoufang.ground.journal.models import JournalEntry
from zoufang.ground.journal.queries import broken_links
from zoufang.ground.org.models import Unit
from zoufang.ground.org.rules import bare_class_name

PAGE = "/account/people/import/"
LIST = """城东幼儿园教职工
序号,姓名,手机号,职务,班级,邮箱,身份证号
1,王芳,13800000001,园长,,wang@example.com,110101199001011234
2,王芳,13800000002,班主任,小一班,,110101199001011235
3,赵敏,+86 138-0000-0003,副园长,,,
4,钱进,,主任、整理提报专人,,,
5,孙丽,13800000005,配班,小(1)班/小 2 班,,
6,李厨,,厨师,,,
7,周全,123,教师,小三班,,
8,吴越,,教师,海豚班,,
2,王芳,13800000002,班主任,小一班,,
""".encode("gb18030")


def take(cast, content=LIST, by=SYSTEM, **more):
    return import_staff(content=content, school=cast.school, by=by, at=timezone.now(), **more)


def rows(*lines):
    return ("姓名,手机号,岗位,班级\n" + "\n".join(lines)).encode()


def test_a_list_makes_people_and_posts(cast):
    done = take(cast)

    assert vars(done.people) == {"created": 5, "updated": 0, "unchanged": 0}
    assert vars(done.posts) == {"created": 7, "updated": 0, "unchanged": 0}
    assert done.ignored_columns == ["身份证号"]
    assert done.repeated_rows == 1
    assert [(each.row, each.column) for each in done.refused] == [(8, "岗位"), (9, "手机号"), (10, "班级")]
    assert User.objects.filter(name="王芳").count() == 2
    assert {post.unit.name for post in Post.objects.filter(user__name="孙丽")} == {"小（1）班", "小（2）班"}
    assert not any(user.has_usable_password() for user in User.objects.all())
    assert "110101" not in str(list(JournalEntry.objects.values()))
    assert broken_links() == []


def test_the_same_list_again_changes_nothing(cast):
    take(cast)
    before = list(User.objects.order_by("pk").values("pk", "username", "password"))

    done = take(cast)

    assert vars(done.people) == {"created": 0, "updated": 0, "unchanged": 5}
    assert vars(done.posts) == {"created": 0, "updated": 0, "unchanged": 7}
    assert list(User.objects.order_by("pk").values("pk", "username", "password")) == before


def test_looking_first_writes_nothing(cast):
    assert cast.school
    before = JournalEntry.objects.count()

    done = take(cast, dry_run=True)

    assert done.people.created == 5
    assert not User.objects.exists()
    assert JournalEntry.objects.count() == before


def test_a_phone_that_comes_later_is_added(cast):
    take(cast, rows("钱进,,主任,"))

    done = take(cast, rows("钱进,13800000004,主任,"))

    assert vars(done.people) == {"created": 0, "updated": 1, "unchanged": 0}
    assert User.objects.get().phone == "13800000004"


def test_another_phone_is_another_person_of_the_same_name(cast):
    take(cast, rows("王芳,13800000001,教师,"))

    assert take(cast, rows("王芳,13800000002,教师,")).people.created == 1


def test_namesakes_without_a_phone_are_asked_not_merged(cast):
    done = take(cast, rows("王芳,,教师,小一班", "王芳,,教师,小二班"))

    assert [each.column for each in done.refused] == ["手机号", "手机号"]
    assert not User.objects.exists()


def test_one_phone_for_two_names_is_asked(cast):
    done = take(cast, rows("王芳,13800000001,教师,", "李梅,13800000001,教师,"))

    assert [each.row for each in done.refused] == [3]


def test_a_class_that_is_here_is_found_however_it_is_written(cast):
    assert cast.klass

    done = take(cast, rows("甲,13800000001,教师,小1班", "乙,13800000002,教师,小(一)班", "丙,13800000003,教师,小班一班"))

    assert done.classes == []
    assert Post.objects.filter(unit=cast.klass).count() == 3
    assert bare_class_name("海豚 班") == "海豚班"


def test_user_names_of_a_list_are_random(cast):
    take(cast)

    for user in User.objects.exclude(phone=""):
        assert user.phone[-4:] not in user.username
        assert user.username.startswith(cast.school.public_id[:3] + "-")


def test_a_principal_cannot_make_a_principal_by_list(cast):
    done = take(cast, by=cast.actor(cast.wang))

    assert (done.refused[0].row, done.refused[0].column) == (3, "岗位")
    assert not Post.objects.filter(user__name="王芳", role="principal").exists()


def test_a_principal_stands_in_the_own_list_unchanged(cast):
    done = take(cast, rows("王园长,,园长,"), by=cast.actor(cast.wang))

    assert done.refused == []
    assert vars(done.people) == {"created": 0, "updated": 0, "unchanged": 1}


def test_a_user_name_of_another_school_is_not_taken_over(cast):
    assert cast.stranger
    content = "姓名,用户名,岗位\n外园老师,stranger,教师\n".encode()

    done = take(cast, content)

    assert [each.column for each in done.refused] == ["用户名"]
    assert not Post.objects.filter(user=cast.stranger, unit__path__startswith=cast.school.path).exists()


def test_who_was_switched_off_is_not_brought_back_by_a_list(cast):
    cast.zhang.is_active = False
    cast.zhang.save()

    assert take(cast, rows("张老师,,教师,小一班")).refused[0].column == "姓名"


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n\x00\x00", b"a,b\n1,2\n"])
def test_what_cannot_be_read_is_refused(cast, content):
    with pytest.raises(Refused):
        take(cast, content)


def test_the_command_prints_the_contracts_shape_and_a_copy_of_what_it_refused(db, tmp_path, capsys):
    file, out = tmp_path / "staff.csv", tmp_path / "refused.xlsx"
    file.write_bytes(LIST)

    call_command("import_staff", file, school="新建幼儿园", refused=out, json=True)

    said = json.loads(capsys.readouterr().out)
    assert said["people"] == {"created": 5, "updated": 0, "unchanged": 0}
    assert set(said) == {"people", "posts", "refused", "ignored_columns", "repeated_rows"}
    assert set(said["refused"][0]) == {"sheet", "row", "column", "reason"}
    assert Unit.objects.schools().get().name == "新建幼儿园"
    sheet = openpyxl.load_workbook(out).active
    assert [sheet.cell(row, 1).value for row in range(2, 5)] == ["李厨", "周全", "吴越"]


def test_the_command_only_looks(db, tmp_path, capsys):
    file = tmp_path / "staff.csv"
    file.write_bytes(LIST)

    call_command("import_staff", file, school="新建幼儿园", dry_run=True, json=True)

    assert json.loads(capsys.readouterr().out)["people"]["created"] == 5
    assert not Unit.objects.exists()


@pytest.mark.parametrize("content", [b"", None])
def test_the_command_ends_with_1_when_nothing_was_done(db, tmp_path, capsys, content):
    file = tmp_path / "staff.csv"
    if content is not None:
        file.write_bytes(content)

    with pytest.raises(SystemExit) as ended:
        call_command("import_staff", file, school="新建幼儿园", json=True)

    assert ended.value.code == 1
    assert json.loads(capsys.readouterr().out)["reasons"]
    assert not Unit.objects.exists()


def upload(content=LIST):
    return {"file": SimpleUploadedFile("名单.csv", content)}


def held_in(response):
    return response.content.decode().split('name="held" value="')[1].split('"')[0]


def test_the_page_shows_first_and_takes_then(cast, signed_in):
    client = signed_in(cast.wang)
    assert client.get(PAGE).status_code == 200

    seen = client.post(PAGE, upload())
    assert "还什么都没有写" in seen.content.decode()
    assert "身份证号" in seen.content.decode()
    assert "110101" not in seen.content.decode()
    assert not User.objects.filter(name="赵敏").exists()
    done = client.post(PAGE, {"held": held_in(seen), "do": "take"})

    assert "已导入" in done.content.decode()
    assert User.objects.filter(name="赵敏").exists()
    assert "生成邀请单" in done.content.decode()


def test_the_page_hands_out_what_was_refused(cast, signed_in):
    client = signed_in(cast.wang)
    seen = client.post(PAGE, upload())

    answer = client.post(PAGE, {"held": held_in(seen), "do": "refused"})

    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert sheet["G2"].value
    assert not User.objects.filter(name="赵敏").exists()


@pytest.mark.parametrize("data", [{}, {"held": "1:AAAA"}, {"held": "x"}])
def test_the_page_says_what_is_missing(cast, signed_in, data):
    assert signed_in(cast.wang).post(PAGE, data).status_code == 422


def test_an_unreadable_file_is_said_on_the_page(cast, signed_in):
    response = signed_in(cast.wang).post(PAGE, upload(b"\x89PNG\x00\x00"))

    assert response.status_code == 422
    assert "不是表格" in response.content.decode()


@pytest.mark.parametrize("who", ["zhang", "qian", "he", "zhao"])
def test_only_a_principal_finds_the_page(cast, signed_in, who):
    assert signed_in(getattr(cast, who)).post(PAGE, upload()).status_code == 404


def test_another_schools_name_in_the_form_opens_nothing(cast, signed_in):
    client = signed_in(cast.wang)
    seen = client.post(PAGE, upload())

    client.post(PAGE, {"held": held_in(seen), "do": "take", "school": cast.other_school.public_id})

    assert not Post.objects.filter(unit__path__startswith=cast.other_school.path).exists()


def test_queries_for_a_known_list_grow_no_faster_than_its_rows(cast):
    lines = [f"教师{n},1380000{n:04d},教师,小一班" for n in range(20)]
    take(cast, rows(*lines))
    with CaptureQueriesContext(connection) as asked:
        take(cast, rows(*lines))

    assert len(asked) < 20 * 5 + 30
