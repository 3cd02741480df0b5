"""The three documents, reopened with other libraries and compared with what stands in the database."""

import io
import re
import zipfile
from datetime import timedelta

import docx
import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from zoufang.engines.refusal import Refused
from zoufang.ground.accounts.actor import SYSTEM
from zoufang.ground.files.queries import content_of
from zoufang.stages.ledger import actions
from zoufang.stages.ledger.documents import fingerprint_of
from zoufang.stages.ledger.models import Submission
from zoufang.stages.ledger.queries import facts_of, files_of
from zoufang.stages.rights.models import Consent
from zoufang.stages.rights.states import Scope
from zoufang.stages.roster.models import Guardian

TEACHERS_NAME = "孙老师"


def drawn(cast, now, **how):
    """Each document's content, by kind."""
    submission = actions.draw_up(campaign=cast.campaign, by=SYSTEM, at=now, **how)
    return {each.kind: content_of(each.file) for each in files_of(submission)}


def table(content):
    """Rows below the header, as dictionaries by heading."""
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    rows = [[cell.value or "" for cell in row] for row in sheet.iter_rows()]
    head = next(n for n, row in enumerate(rows) if row[0] == "序号")
    return [dict(zip(rows[head], row, strict=True)) for row in rows[head + 1 :]]


def forms(content):
    """Each form's cells in one line, by file name."""
    archive = zipfile.ZipFile(io.BytesIO(content))
    return {
        name: [cell.text for row in docx.Document(io.BytesIO(archive.read(name))).tables[0].rows for cell in row.cells]
        for name in archive.namelist()
    }


def test_a_row_per_family_each_counted_once_in_its_highest_mode(cast, swing, now):
    rows = table(drawn(cast, now, full=True)["visit_ledger"])

    assert [(row["幼儿姓名"], row["走访方式"]) for row in rows] == [
        ("陈小满、陈小路", "入户走访"),
        ("李安", "婉拒"),
        ("赵静", "未走访"),
        ("周游", "未见到(外出)"),
    ]
    chen = rows[0]
    assert chen["班级"] == "小（1）班、小（2）班"
    assert chen["走访教师"] == "张老师、李老师"
    assert chen["受访家长及关系"] == "陈建国(父亲)"
    assert chen["联系电话"] == "13812340001"
    assert chen["联系卡送达"] == chen["一封信送达"] == f"{cast.noon:%Y-%m-%d} 电子版"
    assert chen["家长确认"] == "是"
    assert chen["备注"] == "需继续跟进; 陈小满对花生过敏"
    assert len(chen) == 15


def test_the_family_row_counts_only_problems_that_may_be_tied_to_it(cast, swing, now):
    chen = table(drawn(cast, now, full=True)["visit_ledger"])[0]

    assert chen["反映问题数"] == "2"
    assert chen["现场解决数"] == "1"
    assert set(chen["问题编号"].split("\n")) == {swing.settled.number, swing.answered.number}


def test_the_masked_ledger_shows_no_name_and_no_number(cast, swing, now):
    chen = table(drawn(cast, now)["visit_ledger"])[0]

    assert chen["幼儿姓名"] == "陈**、陈**"
    assert chen["受访家长及关系"] == "陈**(父亲)"
    assert chen["联系电话"] == "138****"
    assert "陈小满" not in chen["备注"]


def test_a_variant_for_the_outside_names_only_who_agreed_to_that(cast, swing, now):
    cast.say(Scope.BASIC, Scope.PASS_ON, household=swing.declined)
    files = drawn(cast, now, full=True, outside=True)
    rows = table(files["visit_ledger"])
    assert [row["幼儿姓名"] for row in rows] == ["陈**、陈**", "李安", "赵*", "周*"]
    assert (rows[0]["联系电话"], rows[1]["联系电话"]) == ("138****", "13900000002")
    whole = str([*rows, *table(files["rectification_ledger"]), *forms(files["registration_forms"]).items()])
    assert not re.search("陈小满|陈建国|陈小路|赵静|13812340001|138-1234-0001", whole)

    cast.say(Scope.BASIC, Scope.PASS_ON)
    agreed = drawn(cast, now, full=True, outside=True)
    chen = table(agreed["visit_ledger"])[0]
    assert (chen["幼儿姓名"], chen["联系电话"]) == ("陈小满、陈小路", "13812340001")
    rows = {row["问题编号"]: row for row in table(agreed["rectification_ledger"])}
    assert rows[swing.answered.number]["反映人"] == "陈建国"
    assert any("陈小满" in name for name in forms(agreed["registration_forms"]))


def test_who_takes_it_back_is_masked_again_and_what_was_drawn_before_is_not_opened(cast, swing, now):
    cast.say(Scope.BASIC, Scope.PASS_ON)
    actions.draw_up(campaign=cast.campaign, by=cast.actor(cast.wang), at=now, full=True, reason="核对", outside=True)
    before = Submission.objects.get()
    Consent.objects.filter(scope=Scope.PASS_ON).update(said_at=now - timedelta(days=1))
    actions.open_full(file=files_of(before)[0], reason="交出去", by=cast.actor(cast.wang), at=now)
    mother = Guardian.objects.create(household=cast.household, name="李梅", phone="13912340002", place=1)
    cast.say(Scope.PASS_ON, guardian=mother, is_given=False)

    with pytest.raises(Refused, match="撤回了同意"):
        actions.open_full(file=files_of(before)[0], reason="交出去", by=cast.actor(cast.wang), at=timezone.now())
    again = drawn(cast, timezone.now(), full=True, outside=True)
    assert table(again["visit_ledger"])[0]["幼儿姓名"] == "陈**、陈**"
    assert table(drawn(cast, now, full=True)["visit_ledger"])[0]["幼儿姓名"] == "陈小满、陈小路", (
        "in the school it stays"
    )


def test_a_row_per_problem_with_every_column_filled_from_its_life(cast, swing, now):
    rows = {row["问题编号"]: row for row in table(drawn(cast, now, full=True)["rectification_ledger"])}

    row = rows[swing.answered.number]
    assert row["问题内容"] == "=1+1 午睡太短,电话138-1234-0001"
    assert (row["来源"], row["班级"], row["反映人"]) == ("走访", "小（1）班", "陈建国")
    assert (row["诉求类型"], row["问题类别"]) == ("建议", "保育教育")
    assert (row["层级"], row["责任人"], row["办理进展"], row["办结情形"]) == ("园级", "吴主任", "已销号", "已办结")
    assert row["答复家长时间与方式"] == f"{cast.noon:%Y-%m-%d %H:%M} 电话"
    assert row["家长是否认可"] == "认可(满意)"
    assert row["销号人与销号时间"].startswith("钱副园长 ")
    assert row["佐证"] == "已到班核实"
    assert len(row) == 23
    assert rows[swing.settled.number]["家长是否认可"] == "家长未答"


def test_masked_problems_lose_telephones_and_names(cast, swing, now):
    rows = {row["问题编号"]: row for row in table(drawn(cast, now)["rectification_ledger"])}

    assert rows[swing.answered.number]["反映人"] == "陈**"
    assert rows[swing.answered.number]["问题内容"] == "=1+1 午睡太短,电话138****"


@pytest.mark.parametrize("full", [True, False])
def test_a_confidential_reporter_is_named_nowhere(cast, swing, now, full):
    documents = drawn(cast, now, full=full)
    row = next(row for row in table(documents["rectification_ledger"]) if row["问题编号"] == swing.confidential.number)

    assert row["反映人"] == "保密"
    assert swing.confidential.number not in str(table(documents["visit_ledger"]))
    assert swing.confidential.number not in str(forms(documents["registration_forms"]))
    assert "厕所太臭" not in str(forms(documents["registration_forms"]))


@pytest.mark.parametrize("full", [True, False])
def test_a_complaint_about_a_teacher_changes_nothing_in_any_document(cast, swing, now, full):
    """Two worlds, one with the complaint and one without: the same documents, to the byte."""
    with_complaint = drawn(cast, now, full=full)
    matter = swing.about_sun.matter
    swing.about_sun.steps.all().delete()
    swing.about_sun.delete()
    matter.delete()
    without = drawn(cast, now, full=full)

    assert with_complaint["registration_forms"] == without["registration_forms"]
    for kind in ("visit_ledger", "rectification_ledger"):
        assert table(with_complaint[kind]) == table(without[kind])
        assert TEACHERS_NAME not in str(table(with_complaint[kind]))


def test_a_form_per_visit_held(cast, swing, now):
    found = forms(drawn(cast, now, full=True)["registration_forms"])

    assert list(found) == ["小（1）班-陈小满、陈小路.docx", "小（1）班-陈小满、陈小路(2).docx"]
    cells = found["小（1）班-陈小满、陈小路(2).docx"]
    for value in ("陈小满、陈小路", "陈建国(父亲)", "13812340001", "入户走访", "第一轮", swing.answered.number):
        assert value in cells
    assert "当场解决: 四点半" in cells


def test_masked_forms_have_opaque_names_and_no_names_inside(cast, swing, now):
    found = forms(drawn(cast, now)["registration_forms"])

    assert list(found) == ["小（1）班-001.docx", "小（1）班-002.docx"]
    text = str(found)
    assert "陈小满" not in text
    assert "陈建国" not in text
    assert "1234" not in text.replace(swing.answered.number, "").replace(swing.settled.number, "")
    assert "多一些户外,可打138****" in text


def test_a_family_of_another_cohort_is_not_in_the_ledger(cast, swing, now):
    leavers = cast.klass
    others = cast.make_household(child="毕业", phone="13900000009")
    others.children.update(klass=cast.other_class)
    type(leavers).objects.filter(pk=cast.other_class.pk).update(entry_year=cast.other_class.entry_year - 3)

    assert "毕业" not in str(table(drawn(cast, now, full=True)["visit_ledger"]))


def test_the_fingerprint_follows_the_data_and_nothing_else(cast, swing):
    def fingerprint():
        return fingerprint_of(facts_of(cast.campaign), masked=True)

    first = fingerprint()
    assert first == fingerprint()
    swing.visited.remark = "换了备注"
    swing.visited.save()
    assert fingerprint() != first


def test_the_number_of_queries_does_not_grow_with_families_and_problems(cast, swing):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            facts_of(cast.campaign)
        return len(asked)

    from zoufang.stages.problem.actions import raise_problem

    few = queries()
    for n in range(8):
        family = cast.make_household(child=f"孩子{n}", phone=f"1391234{n:04d}")
        visit = cast.make_visit(household=family, state="done", outcome="met", met="家长", started_at=cast.noon)
        raise_problem(
            campaign=cast.campaign,
            school=cast.school,
            klass=cast.klass,
            household=family,
            visit=visit,
            source="visit",
            text="午睡",
            by=cast.actor(cast.zhang),
            at=cast.noon,
        )
    assert queries() == few
