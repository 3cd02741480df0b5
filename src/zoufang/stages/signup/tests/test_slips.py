"""A page of slips for a class: each family's own link on paper, for the class's two teachers alone."""

import io
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pypdf import PdfReader

from zoufang.ground.journal.models import JournalEntry
from zoufang.stages.roster.models import Guardian
from zoufang.stages.signup.actions import link_for, open_link, reissue_link, revoke_link
from zoufang.stages.signup.models import FamilyLink, LinkRequest, Notice


@pytest.fixture
def families(cast):
    assert cast.campaign
    return [
        cast.household,
        *(cast.make_household(child=f"孩子{n}", guardian=f"家长{n}", phone=f"1391234{n:04d}") for n in range(3)),
    ]


def address(cast):
    return f"/signup/class/{cast.klass.public_id}/slips/"


def link_of(cast, household):
    return link_for(guardian=household.guardians.all()[0], campaign=cast.campaign, at=timezone.now())


def text_of(answer):
    pages = PdfReader(io.BytesIO(answer.content)).pages
    return "".join("".join(page.extract_text() for page in pages).split())


def test_each_family_gets_its_own_link_and_code_and_the_link_opens(cast, families, signed_in):
    answer = signed_in(cast.zhang).post(address(cast))
    page = answer.content.decode()

    codes = [code.replace("-", "") for code in re.findall(r'slip-token">([0-9a-z-]+)<', page)]
    assert codes == [link_of(cast, each).partition("#")[2] for each in families]
    assert len(set(codes)) == 4
    assert open_link(token=codes[0], at=timezone.now())
    for words in ("陈小满", "孩子2", "父亲的链接", "只给您一家", "自愿参加"):
        assert words in page
    assert "no-store" in answer["Cache-Control"]
    assert "1381234" not in page
    assert "建国" not in page


def test_the_same_as_pdf_ten_on_a_sheet(cast, families, signed_in):
    answer = signed_in(cast.li).post(address(cast), {"as": "pdf"})

    text = text_of(answer)
    assert answer["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer["Cache-Control"]
    for household in families:
        token = link_of(cast, household).partition("#")[2]
        assert token in text.replace("-", "")
    assert "陈小满" in text


def test_looking_shows_no_link_and_writes_nothing(cast, families, signed_in):
    page = signed_in(cast.zhang).get(address(cast)).content.decode()

    assert "只交到这一家家长手里" in page
    assert "/f#" not in page
    assert not FamilyLink.objects.exists()
    assert not JournalEntry.objects.filter(act="link.slips_made").exists()


def test_making_them_stands_in_the_journal_and_nobody_waits_any_more(cast, families, signed_in):
    phone = Guardian.objects.get(name="家长1").phone_hash
    LinkRequest.objects.create(campaign=cast.campaign, klass=cast.klass, phone_hash=phone, asked_at=timezone.now())
    client, there = signed_in(cast.zhang), f"/signup/class/{cast.klass.public_id}/"
    assert "在等链接" in client.get(there).content.decode()

    client.post(address(cast))
    client.post(address(cast), {"as": "pdf"})

    assert JournalEntry.objects.filter(act="link.slips_made").count() == 2
    assert "在等链接" not in client.get(there).content.decode()
    assert "打印各家的纸条" in client.get(there).content.decode()


@pytest.mark.parametrize(
    ("who", "status"), [("li", 200), ("sun", 404), ("wang", 404), ("zhou", 404), ("stranger", 404)]
)
def test_only_the_classs_two_teachers_have_them(cast, families, signed_in, who, status):
    assert cast.campaign
    client = signed_in(getattr(cast, who), second=False) if who in ("li", "sun") else signed_in(getattr(cast, who))

    assert client.get(address(cast)).status_code == status
    assert client.post(address(cast)).status_code == status
    assert FamilyLink.objects.exists() is (status == 200)
    if status == 404 and who == "wang":
        assert "打印各家的纸条" not in client.get(f"/signup/class/{cast.klass.public_id}/").content.decode()


def test_other_verbs_and_nobody_signed_in(cast, families, signed_in):
    assert signed_in(cast.zhang).put(address(cast)).status_code == 405
    assert "/account/login/" in Client().post(address(cast))["Location"]


def test_a_link_that_does_not_open_is_not_printed_and_its_family_is_named(cast, families, signed_in):
    by, at = cast.actor(cast.wang), timezone.now()
    revoke_link(guardian=families[1].guardians.get(), campaign=cast.campaign, by=by, at=at)
    link_of(cast, families[2])
    FamilyLink.objects.filter(guardian__household=families[2]).update(locked_at=at)
    Guardian.objects.create(household=families[1], name="奶奶", relation="奶奶", phone="13700001111")
    reissue_link(guardian=families[3].guardians.get(), campaign=cast.campaign, by=by, at=at)

    page = signed_in(cast.zhang).post(address(cast)).content.decode()

    assert page.count('class="slip-of"') == 3
    assert "奶奶的链接" in page
    assert "链接已锁定:先换一条新链接" in page
    assert link_of(cast, families[3]).partition("#")[2] in page.replace("-", "")


def test_without_one_slip_to_make_it_is_refused(cast, signed_in):
    link_of(cast, cast.household)
    FamilyLink.objects.update(locked_at=timezone.now())

    answer = signed_in(cast.zhang).post(address(cast))

    assert answer.status_code == 422
    assert "没有能打印的纸条" in answer.content.decode()


def test_the_classs_public_address_stands_on_them_once_its_notice_is_approved(cast, families, signed_in):
    client = signed_in(cast.zhang)
    public = f"/signup/join/{cast.klass.public_id}/"
    assert public not in client.post(address(cast)).content.decode()

    Notice.objects.create(campaign=cast.campaign, klass=cast.klass, text="自愿,不收礼", state="approved")
    assert client.post(address(cast)).content.decode().count(public) == 4


def test_a_name_that_the_pdf_cannot_draw_is_said_before(cast, signed_in):
    cast.make_household(child="陈䶮", phone="13812340002")
    assert cast.campaign

    assert "姓名里的“䶮”" in signed_in(cast.zhang).get(address(cast)).content.decode()


def test_the_number_of_queries_does_not_grow_with_the_families(cast, families, signed_in):
    client = signed_in(cast.zhang)

    def queries(verb) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert verb(address(cast)).status_code == 200
        return len(asked)

    client.post(address(cast))
    few = queries(client.get), queries(client.post)
    for n in range(8):
        cast.make_household(child=f"又一个{n}", phone=f"1371234{n:04d}")
    client.post(address(cast))
    assert (queries(client.get), queries(client.post)) == few
