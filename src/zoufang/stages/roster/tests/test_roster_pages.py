"""The roster's pages: upload, differences, confirm; a class with what is private behind a POST."""

import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from zoufang.engines import roster_reading
from zoufang.ground.journal.models import JournalEntry
from zoufang.stages.rights.states import Scope
from zoufang.stages.roster.models import Child, RosterImport

SAMPLE = (Path(roster_reading.__file__).parent / "tests" / "data" / "roster-messy.xlsx").read_bytes()


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.FILES_FOLDER = tmp_path


def upload(client, content=SAMPLE, name="花名册.xlsx"):
    return client.post("/roster/import/", {"file": SimpleUploadedFile(name, content)})


def test_upload_differences_confirm(cast, signed_in):
    client = signed_in(cast.zhou)
    answer = upload(client)
    assert answer.status_code == 302
    preview = client.get(answer["Location"]).content.decode()
    assert "172" in preview
    assert "退回 4 行" in preview
    assert '<span class="soft">新班级</span>' in preview
    assert not Child.objects.exists()

    assert "等您确认" in client.get("/roster/").content.decode()
    assert client.post(f"{answer['Location']}confirm/").status_code == 302
    assert Child.objects.count() == 172
    assert client.post(f"{answer['Location']}confirm/").status_code == 422
    assert Child.objects.count() == 172


def test_refused_rows_come_back_in_an_annotated_copy(cast, signed_in):
    client = signed_in(cast.zhou)
    address = upload(client)["Location"]
    book = load_workbook(io.BytesIO(client.get(f"{address}refused/").content))

    assert "没有姓名" in str(book["中班组1"].cell(28, 11).value)


def test_what_changed_since_the_preview_is_looked_at_again(cast, signed_in):
    client = signed_in(cast.zhou)
    first, second = upload(client)["Location"], upload(client)["Location"]
    client.post(f"{second}confirm/")

    answer = client.post(f"{first}confirm/")
    assert answer.status_code == 422
    assert "预览以后名册有了变化" in answer.content.decode()


def test_a_draft_can_be_dropped(cast, signed_in):
    client = signed_in(cast.zhou)
    address = upload(client)["Location"]

    assert client.post(f"{address}drop/").status_code == 302
    assert RosterImport.objects.get().state == "dropped"


@pytest.mark.parametrize(("content", "words"), [(b"\x89PNG\r\n\x1a\n0000", "图片"), (b"PK\x03\x04no", "不完整")])
def test_a_file_that_is_no_roster_is_refused_with_a_sentence(cast, signed_in, content, words):
    answer = upload(signed_in(cast.zhou), content)

    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_no_file_at_all_is_refused(cast, signed_in):
    assert signed_in(cast.zhou).post("/roster/import/").status_code == 422


def test_teachers_and_other_schools_neither_import_nor_see(cast, signed_in):
    address = upload(signed_in(cast.zhou))["Location"]
    for user in (cast.zhang, cast.stranger, cast.qian, cast.zhao):
        client = signed_in(user)
        assert client.get(address).status_code == 404
        assert client.post(f"{address}confirm/").status_code == 404
        assert upload(client).status_code == 404


def test_get_writes_nothing(cast, signed_in):
    client = signed_in(cast.zhou)
    address = upload(client)["Location"]

    assert client.get(f"{address}confirm/").status_code == 405
    assert client.get("/roster/import/").status_code == 405


def here(cast):
    return f"/roster/class/{cast.household.children.all()[0].klass.public_id}/"


def test_a_class_shows_masked_phones_and_dials_on_request(cast, signed_in):
    address = here(cast)
    client = signed_in(cast.zhang)
    assert "13812340001" not in client.get(address).content.decode()
    assert "0001" not in client.get(address).content.decode()

    shown = client.post(f"{address}{cast.household.public_id}/guardian/{cast.chen.public_id}/phone/", {"why": "call"})
    assert "13812340001" in shown.content.decode()
    entry = JournalEntry.objects.get(act="private.revealed")
    assert entry.facts == {"what": "phone", "why": "call"}
    assert client.post(f"{address}{cast.household.public_id}/guardian/{cast.chen.public_id}/phone/").status_code == 422


def test_the_care_note_is_behind_a_tap_and_for_few(cast, signed_in):
    address = f"{here(cast)}{cast.household.public_id}/care/"
    cast.say(Scope.BASIC, Scope.HEALTH)
    assert signed_in(cast.zhang).post(address, {"level": "attention", "note": "刚做过手术"}).status_code == 302
    assert "刚做过手术" not in signed_in(cast.zhang).get(here(cast)).content.decode()
    assert "刚做过手术" in signed_in(cast.wang).post(f"{address}show/").content.decode()
    assert "有关怀说明" not in signed_in(cast.zhou).get(here(cast)).content.decode()
    assert signed_in(cast.zhou).post(f"{address}show/").status_code == 422


def test_another_class_and_school_find_nothing(cast, signed_in):
    address = here(cast)
    for user in (cast.sun, cast.stranger, cast.wu):
        client = signed_in(user)
        assert client.get(address).status_code == 404
        assert client.post(f"{address}{cast.household.public_id}/care/show/").status_code == 404


def test_a_corrected_guardian_and_a_bad_phone(cast, signed_in):
    address = f"{here(cast)}{cast.household.public_id}/guardian/{cast.chen.public_id}/"
    client = signed_in(cast.zhou)

    assert client.post(address, {"name": "陈国", "relation": "父亲", "phone": "12"}).status_code == 422
    said = {"name": "陈国", "relation": "父亲", "phone": "139 0000 0001", "is_old_phone_asked": "on"}
    assert client.post(address, said).status_code == 422, "the old number was not looked up"
    client.post(f"{address}phone/", {"why": "call"})
    assert client.post(address, said | {"is_old_phone_asked": ""}).status_code == 422
    assert client.post(address, said).status_code == 302
    assert client.post(address, {"name": "陈国庆", "relation": "父亲"}).status_code == 302, "a name needs no call"
    assert signed_in(cast.zhang).post(address, {"name": "x"}).status_code == 404


def test_queries_do_not_grow_with_families(cast, signed_in):
    client, address = signed_in(cast.zhang), here(cast)
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for n in range(6):
        cast.make_household(child=f"童{n}", guardian=f"家长{n}", phone=f"138111100{n:02d}")
    with CaptureQueriesContext(connection) as many:
        client.get(address)

    assert len(many) == len(few)


def test_the_blank_model_is_read_without_a_doubt(cast, signed_in):
    content = signed_in(cast.zhou).get("/roster/import/blank/").content
    book = load_workbook(io.BytesIO(content))
    book.worksheets[0].append(["小1班", "高知行", "男", "2022-02-06", "曾勇", "父亲", "13800003494"])
    out = io.BytesIO()
    book.save(out)

    assert roster_reading.reading_of(out.getvalue()).rows[0].guardians[0].phone == "13800003494"
