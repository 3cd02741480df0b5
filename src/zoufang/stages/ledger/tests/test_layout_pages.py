"""The desk of templates: a school's or a district's own Word and Excel files, with its six."""

import io
import zipfile

import docx
import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zoufang.engines.refusal import Refused
from zoufang.ground.accounts.actor import SYSTEM
from zoufang.ground.files.queries import content_of
from zoufang.ground.journal.models import JournalEntry
from zoufang.stages.ledger import actions
from zoufang.stages.ledger.models import LayoutVersion
from zoufang.stages.ledger.queries import files_of


def excel(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def word(*lines):
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


OWN = excel(("{{学校}}",), ("号", "孩子"), ("{{各户.序号}}", "{{各户.幼儿姓名}}"))


def sent(client, content, kind="visit_ledger", name="我们的表.xlsx"):
    return client.post(f"/ledger/layouts/{kind}/add/", {"file": SimpleUploadedFile(name, content)})


def drawn(cast, now, kind="visit_ledger"):
    submission = actions.draw_up(campaign=cast.campaign, by=SYSTEM, at=now)
    return next(content_of(each.file) for each in files_of(submission) if each.kind == kind)


def rows_of(content):
    return [[cell.value for cell in row] for row in openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows()]


def text_of(response):
    return response.content.decode()


def test_a_school_brings_its_own_sheet_looks_at_a_sample_and_goes_back(cast, swing, signed_in, now):
    clerk = signed_in(cast.zhou)
    assert text_of(clerk.get("/ledger/layouts/")).count("用内置模板") == 3

    assert sent(clerk, OWN).status_code == 302
    layout = LayoutVersion.objects.get()
    assert "用自己的第 1 版" in text_of(clerk.get("/ledger/layouts/"))
    sample = rows_of(clerk.get(f"/ledger/layouts/version/{layout.public_id}/sample/").content)
    assert sample == [["城东幼儿园", None], ["号", "孩子"], ["1", "陈**"], ["2", "陈**"], ["3", "陈**"]]
    assert clerk.get(f"/ledger/layouts/version/{layout.public_id}/").content == OWN
    rows = rows_of(drawn(cast, now))
    assert rows[1:3] == [["号", "孩子"], ["1", "陈**、陈**"]]
    assert len(rows) == 6

    assert sent(clerk, OWN).status_code == 302
    assert clerk.post(f"/ledger/layouts/version/{layout.public_id}/use/").status_code == 302
    assert list(LayoutVersion.objects.filter(is_used=True).values_list("version", flat=True)) == [1]
    assert clerk.post("/ledger/layouts/visit_ledger/built-in/use/").status_code == 302
    assert rows_of(drawn(cast, now))[0][0] == "走访台账"
    assert {"ledger.layout_added", "ledger.layout_used", "ledger.layout_given_up"} <= set(
        JournalEntry.objects.values_list("act", flat=True)
    )


def test_a_district_gives_its_sheet_to_every_school_that_has_none(cast, swing, signed_in, now):
    assert sent(signed_in(cast.he), OWN).status_code == 302
    clerk = signed_in(cast.zhou)

    assert f"用{cast.district.name}的模板" in text_of(clerk.get("/ledger/layouts/"))
    assert rows_of(drawn(cast, now))[1] == ["号", "孩子"]
    assert sent(clerk, excel(("本园",), ("{{各户.序号}}",))).status_code == 302
    assert rows_of(drawn(cast, now))[0] == ["本园"]


def test_a_form_of_ones_own(cast, swing, signed_in, now):
    assert (
        sent(signed_in(cast.wang), word("班:{{班级}}", "{{问题.内容}}"), "registration_forms", "a.docx").status_code
        == 302
    )
    with zipfile.ZipFile(io.BytesIO(drawn(cast, now, "registration_forms"))) as forms:
        lines = [each.text for each in docx.Document(io.BytesIO(forms.read(forms.namelist()[0]))).paragraphs]
    assert lines[0] == "班:小（1）班"


def test_the_built_in_ones_are_downloaded_and_fit_when_they_come_back(cast, signed_in):
    clerk = signed_in(cast.zhou)
    for kind in ("visit_ledger", "rectification_ledger", "registration_forms"):
        content = clerk.get(f"/ledger/layouts/{kind}/built-in/").content
        assert sent(clerk, content, kind).status_code == 302


@pytest.mark.parametrize(
    ("content", "kind", "said"),
    [
        (excel(("{{各户.孩子姓名}}",)), "visit_ledger", "{{各户.幼儿姓名}}"),
        (excel(("{{学校}}",)), "visit_ledger", "各户.序号"),
        (word("{{学校}}"), "visit_ledger", "Excel"),
        (word("没有名字"), "registration_forms", "一个 {{名字}} 也没有"),
        (word("{{图:班级}}"), "registration_forms", "PNG"),
        (b"PK\x03\x04 torn", "visit_ledger", "打不开"),
        (b"", "visit_ledger", "请先选择模板文件"),
    ],
)
def test_what_does_not_fit_is_refused_with_reasons(cast, signed_in, content, kind, said):
    answer = sent(signed_in(cast.zhou), content, kind)

    assert answer.status_code == 422
    assert said in text_of(answer)
    assert not LayoutVersion.objects.exists()


def test_a_colleague_without_the_role_a_stranger_and_a_wrong_verb(cast, signed_in, now):
    layout = actions.add_layout(
        unit=cast.school, kind="visit_ledger", content=OWN, name="a.xlsx", by=cast.actor(cast.zhou), at=now
    )
    theirs = f"/ledger/layouts/version/{layout.public_id}/"
    teacher, stranger, other = signed_in(cast.zhang), signed_in(cast.stranger), signed_in(cast.he)

    assert teacher.get("/ledger/layouts/").status_code in (403, 404)
    assert sent(stranger, OWN).status_code in (403, 404)
    assert [other.get(f"{theirs}{page}").status_code for page in ("", "sample/")] == [404, 404]
    assert other.post(f"{theirs}use/").status_code == 404
    clerk = signed_in(cast.zhou)
    assert [clerk.get(f"{theirs}use/").status_code, clerk.post(theirs).status_code] == [405, 405]
    assert clerk.get("/ledger/layouts/nothing/built-in/").status_code == 404
    assert clerk.post("/ledger/layouts/rectification_ledger/built-in/use/").status_code == 422
    with pytest.raises(Refused, match="权限"):
        actions.use_layout(layout=layout, by=cast.actor(cast.stranger), at=now)


def test_queries_do_not_grow_with_versions(cast, signed_in, now):
    clerk = signed_in(cast.zhou)

    def count():
        with CaptureQueriesContext(connection) as seen:
            clerk.get("/ledger/layouts/")
        return len(seen)

    sent(clerk, OWN)
    clerk.get("/ledger/layouts/")
    few = count()
    for _ in range(4):
        sent(clerk, OWN)
    clerk.get("/ledger/layouts/")
    assert count() == few
