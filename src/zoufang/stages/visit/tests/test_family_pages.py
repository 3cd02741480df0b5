"""The family's own pages: card, letter, what was written down, its word."""

import pytest
from django.test import Client
from django.utils import timezone
from tests.cast import PASSWORD

from zoufang.ground.journal.models import JournalEntry
from zoufang.stages.signup.access import cookie_name
from zoufang.stages.signup.actions import answer_possession, link_for, open_link
from zoufang.stages.signup.queries import session_by_secret
from zoufang.stages.supervision.queries import coverage_of
from zoufang.stages.visit.actions import send_papers
from zoufang.stages.visit.models import Matter, PaperSent
from zoufang.stages.visit.states import FamilyConfirmation
from zoufang.stages.visit.tests.test_finish_page import approved_letter, finish, said


def by_link(guardian, campaign, client=None):
    """A browser in which this guardian opened the link and answered for the phone."""
    now = timezone.now()
    token = link_for(guardian=guardian, campaign=campaign, at=now).split("#")[1]
    secret = open_link(token=token, at=now)
    assert answer_possession(session=session_by_secret(secret), digits=guardian.phone[-4:], at=now) == []
    client = client or Client()
    client.cookies[cookie_name()] = secret
    return client


@pytest.fixture
def visit(cast, signed_in):
    visit = cast.make_visit()
    Matter.objects.create(visit=visit, text="午睡太短", noted_at=cast.noon)
    finish(signed_in(cast.zhang), visit, **said(cast, opinions="多些户外", remark="门口有台阶"))
    visit.refresh_from_db()
    return visit


@pytest.fixture
def family(cast):
    return by_link(cast.chen, cast.campaign)


@pytest.fixture
def papers(cast):
    approved_letter(cast)
    send_papers(
        campaign=cast.campaign,
        klass=cast.klass,
        households=[cast.household],
        by=cast.actor(cast.zhang),
        at=timezone.now(),
    )


def confirm(client, visit, answer="yes"):
    return client.post(f"/visit/family/{visit.public_id}/confirm/", {"answer": answer})


def test_the_family_reads_what_was_written_down_but_not_the_teachers_remark(visit, family):
    page = family.get(f"/visit/family/{visit.public_id}/").content.decode()

    for words in ("午睡太短", "多些户外", "陈建国", "张老师"):
        assert words in page
    assert "门口有台阶" not in page


def test_the_familys_word_stands_and_can_be_changed(visit, family):
    assert confirm(family, visit, "no").status_code == 302
    assert confirm(family, visit, "yes").status_code == 302

    visit.refresh_from_db()
    assert visit.confirmation == FamilyConfirmation.YES
    assert JournalEntry.objects.filter(act="visit.confirmed").count() == 2


def test_a_word_that_is_none_is_refused(visit, family):
    response = confirm(family, visit, "perhaps")

    assert response.status_code == 422
    assert "记不清" in response.content.decode()


def test_an_answer_on_the_teachers_device_is_kept_apart_and_the_familys_own_counts(cast, visit, family, signed_in):
    client = by_link(cast.chen, cast.campaign, signed_in(cast.zhang))
    assert "不算您家的确认" in client.get(f"/visit/family/{visit.public_id}/").content.decode()
    assert "不算您家的确认" not in family.get(f"/visit/family/{visit.public_id}/").content.decode()

    assert confirm(client, visit, "yes").status_code == 302
    visit.refresh_from_db()
    assert (visit.confirmation, visit.confirmed_at, visit.said_apart) == ("unanswered", None, "yes")
    found = coverage_of([cast.campaign])[cast.campaign.pk]
    assert (found.confirmed, found.apart, found.met) == (0, 1, 1)
    principal = signed_in(cast.wang)
    assert "另有 1 户只在教师的设备上答过" in principal.get("/school/").content.decode()
    assert "只在教师的设备上答过" in principal.get(f"/supervision/{cast.campaign.public_id}/").content.decode()
    assert "不算家长的" in principal.get(f"/visit/{visit.public_id}/").content.decode()

    assert "老师是按约定和您联系的吗" in family.get("/family/").content.decode(), "the family is still asked"
    assert confirm(family, visit, "no").status_code == 302
    assert confirm(client, visit, "unsure").status_code == 302
    visit.refresh_from_db()
    assert (visit.confirmation, visit.said_apart) == ("no", "unsure")
    found = coverage_of([cast.campaign])[cast.campaign.pk]
    assert (found.confirmed, found.apart) == (0, 0)
    facts = JournalEntry.objects.filter(act="visit.confirmed").order_by("sequence").values_list("facts", flat=True)
    assert [each["apart"] for each in facts] == [True, False, True]


def test_a_browser_in_which_a_teacher_signed_in_stays_hers_after_she_signed_out(cast, visit, client):
    assert cast.zhang
    client.post("/account/login/", {"login": "zhang", "password": PASSWORD})
    device = client.cookies["zoufang-device"]
    assert device["httponly"]
    assert device["samesite"] == "Lax"
    assert int(device["max-age"]) > 300 * 86_400
    assert "zhang" not in device.value
    client.post("/account/logout/")
    assert "_auth_user_id" not in client.session

    confirm(by_link(cast.chen, cast.campaign, client), visit)
    visit.refresh_from_db()
    assert (visit.confirmation, visit.said_apart) == ("unanswered", "yes")
    assert client.post("/account/login/", {"login": "zhang", "password": PASSWORD}).status_code == 302
    assert client.cookies["zoufang-device"].value == device.value, "one browser keeps its one mark"


def test_a_wrong_password_and_a_familys_own_visit_mark_nothing(cast, visit, client):
    assert cast.zhang
    client.post("/account/login/", {"login": "zhang", "password": "wrong-wrong-wrong"})
    confirm(by_link(cast.chen, cast.campaign, client), visit)

    assert "zoufang-device" not in client.cookies
    visit.refresh_from_db()
    assert visit.confirmation == FamilyConfirmation.YES


def test_another_family_finds_nothing(cast, visit):
    other = cast.make_household(child="赵一", guardian="赵大", phone="13812340002")
    client = by_link(other.guardians.get(), cast.campaign)

    assert client.get(f"/visit/family/{visit.public_id}/").status_code == 404
    assert confirm(client, visit).status_code == 404


def test_without_a_link_the_door_is_shown(client, visit):
    for address in (f"/visit/family/{visit.public_id}/", "/visit/family/card/", "/visit/family/letter/"):
        assert client.get(address)["Location"] == "/f"
    assert confirm(client, visit)["Location"] == "/f"


def test_only_a_post_reports_that_a_paper_was_opened(papers, family):
    for kind, words in (("card", "12345"), ("letter", "走访自愿")):
        assert words in family.get(f"/visit/family/{kind}/").content.decode()
        assert PaperSent.objects.get(kind=kind).first_opened_at is None
        assert family.post(f"/visit/family/opened/{kind}/").status_code == 302
    first = PaperSent.objects.get(kind="card").first_opened_at
    family.post("/visit/family/opened/card/")
    assert PaperSent.objects.get(kind="card").first_opened_at == first
    assert JournalEntry.objects.filter(act="paper.opened").count() == 2


@pytest.mark.parametrize("kind", ["card", "letter"])
def test_the_family_sees_when_it_was_sent_and_first_opened(papers, family, kind):
    before = family.get(f"/visit/family/{kind}/").content.decode()
    family.post(f"/visit/family/opened/{kind}/")
    after = family.get(f"/visit/family/{kind}/").content.decode()

    assert "发到您家" in before
    assert "第一次打开" not in before
    assert "发到您家" in after
    assert "第一次打开" in after


def test_a_paper_opened_on_the_teachers_device_was_not_opened_by_the_family(cast, papers, signed_in):
    client = by_link(cast.chen, cast.campaign, signed_in(cast.zhang))

    client.post("/visit/family/opened/card/")

    assert PaperSent.objects.get(kind="card").first_opened_at is None


def test_without_an_approved_letter_the_page_says_so(family):
    assert "还在准备" in family.get("/visit/family/letter/").content.decode()


CONTACTS = "/visit/family/card/contacts.vcf"


def test_the_cards_numbers_go_into_the_phone_and_nothing_of_the_family(cast, family):
    cast.li.phone = "13900001111"
    cast.li.save()

    answer = family.get(CONTACTS)
    text = answer.content.decode()

    assert answer["Content-Type"] == "text/vcard; charset=utf-8"
    assert "attachment" in answer["Content-Disposition"]
    assert "TEL;TYPE=WORK:13900001111" in text
    assert "ORG:城东幼儿园" in text
    for private in ("陈", "1381234", "1号楼"):
        assert private not in text
    assert CONTACTS in family.get("/visit/family/card/").content.decode()


def test_the_contacts_are_for_families_with_a_link_and_for_reading(client, family):
    assert client.get(CONTACTS)["Location"] == "/f"
    assert family.post(CONTACTS).status_code == 405


def test_a_teacher_who_left_is_in_no_contacts(cast, family):
    cast.li.phone = "13900001111"
    cast.li.is_active = False
    cast.li.save()

    assert "13900001111" not in family.get(CONTACTS).content.decode()


def test_wrong_verbs_and_wrong_kinds(visit, family):
    assert family.get(f"/visit/family/{visit.public_id}/confirm/").status_code == 405
    assert family.get("/visit/family/opened/card/").status_code == 405
    assert family.post("/visit/family/card/").status_code == 405
    assert family.post("/visit/family/opened/poster/").status_code == 404
