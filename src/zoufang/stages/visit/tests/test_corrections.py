"""The family reads the record, says what is wrong; the class's teachers take it over or say why not."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from zoufang.engines.refusal import Refused
from zoufang.ground.accounts.actor import family_actor
from zoufang.ground.journal.models import JournalEntry
from zoufang.stages.ledger.queries import facts_of
from zoufang.stages.visit.actions import ask_correction, reopen_visit, take_correction
from zoufang.stages.visit.models import Correction, Matter
from zoufang.stages.visit.queries import corrections_of, earlier_versions
from zoufang.stages.visit.rules import why_not_correct, why_not_settle
from zoufang.stages.visit.states import CorrectionField, RecordCorrectionState
from zoufang.stages.visit.tests.test_family_pages import by_link
from zoufang.stages.visit.tests.test_finish_page import finish, said

FINE = {
    "is_done": True,
    "on_staff_device": False,
    "is_empty": False,
    "is_same": False,
    "starts_late": False,
    "ends_early": False,
}


@pytest.fixture
def visit(cast, signed_in):
    visit = cast.make_visit()
    Matter.objects.create(visit=visit, text="午睡太短", noted_at=cast.noon)
    finish(signed_in(cast.zhang), visit, **said(cast, opinions="多些户外"))
    visit.refresh_from_db()
    return visit


@pytest.fixture
def family(cast):
    return by_link(cast.chen, cast.campaign)


def correct(client, visit, field="opinions", **typed):
    return client.post(f"/visit/family/{visit.public_id}/correct/{field}/", typed)


def take(client, correction):
    return client.post(f"/visit/correction/{correction.public_id}/take/")


def keep(client, correction, answer="当天两位老师都在,签到表上有"):
    return client.post(f"/visit/correction/{correction.public_id}/keep/", {"answer": answer})


@pytest.fixture
def asked(visit, family):
    correct(family, visit, text="多些户外,少些作业", why="漏了一句")
    return Correction.objects.get()


def test_what_the_family_says_is_taken_in_but_for_what_cannot_be():
    assert why_not_correct(**FINE) == []
    for wrong, words in (
        ({"is_done": False}, "没有见面"),
        ({"on_staff_device": True}, "自己的手机"),
        ({"is_empty": True}, "应该是什么"),
        ({"is_same": True}, "一样"),
        ({"starts_late": True}, "还没有到"),
        ({"ends_early": True}, "早于开始"),
    ):
        assert words in why_not_correct(**(FINE | wrong))[0]
    assert why_not_settle(is_open=True, may=True) == []
    assert "本班老师" in why_not_settle(is_open=True, may=False)[0]
    assert "处理过" in why_not_settle(is_open=False, may=True)[0]


def test_it_stands_beside_the_teachers_text_and_never_over_it(visit, asked, family):
    visit.refresh_from_db()
    page = family.get(f"/visit/family/{visit.public_id}/").content.decode()

    assert visit.opinions == "多些户外"
    assert asked.state == RecordCorrectionState.OPEN
    for words in ("多些户外,少些作业", "漏了一句", "等老师看"):
        assert words in page


def test_the_teacher_takes_it_over_with_one_tap_and_both_versions_stay(cast, visit, asked, family, signed_in):
    assert take(signed_in(cast.li), asked).status_code == 302

    visit.refresh_from_db()
    row = corrections_of(visit)[0]
    assert visit.opinions == "多些户外,少些作业"
    assert (row.was, row.should_be, row.state, row.settled_by) == (
        "多些户外",
        "多些户外,少些作业",
        "taken",
        "李老师",
    )
    assert earlier_versions(visit)[0].words["opinions"] == "多些户外"
    assert JournalEntry.objects.filter(act="correction.taken").count() == 1
    page = family.get(f"/visit/family/{visit.public_id}/").content.decode()
    assert "已照家长说的改" in page
    assert "老师记的" in page


def test_the_ledgers_use_the_corrected_text(cast, visit, asked, signed_in):
    take(signed_in(cast.zhang), asked)

    facts = facts_of(cast.campaign)

    assert facts.families[0].visits[0].opinions == "多些户外,少些作业"


def test_or_she_says_why_not_and_the_family_reads_it(cast, visit, asked, family, signed_in):
    refused = keep(signed_in(cast.zhang), asked, " ")
    assert refused.status_code == 422
    assert "为什么不改" in refused.content.decode()

    assert keep(signed_in(cast.zhang), asked).status_code == 302
    visit.refresh_from_db()
    assert visit.opinions == "多些户外"
    assert "签到表上有" in family.get(f"/visit/family/{visit.public_id}/").content.decode()
    assert take(signed_in(cast.li), asked).status_code == 422


@pytest.mark.parametrize(
    ("field", "typed", "shown"),
    [
        ("met", {"text": "奶奶"}, "奶奶"),
        ("form", {"form": "phone"}, "电话"),
        ("time", {"on": "2026-01-05", "started": "10:00", "ended": "10:30"}, "2026-01-05 10:00–10:30"),
        ("time", {"on": "2026-01-05", "started": "10:00"}, "2026-01-05 10:00"),
        ("opinions", {"text": ""}, ""),
    ],
)
def test_each_field_is_asked_for_in_its_own_way_and_taken_over(cast, visit, family, signed_in, field, typed, shown):
    assert family.get(f"/visit/family/{visit.public_id}/correct/{field}/").status_code == 200
    assert correct(family, visit, field, **typed).status_code == 302
    assert corrections_of(visit)[0].should_be == shown
    assert take(signed_in(cast.zhang), Correction.objects.get()).status_code == 302

    visit.refresh_from_db()
    assert {"met": visit.met, "form": visit.get_form_display(), "opinions": visit.opinions}.get(field, shown) == shown
    if field == "time":
        assert f"{timezone.localtime(visit.started_at):%Y-%m-%d %H:%M}" == "2026-01-05 10:00"
        assert (visit.ended_at is not None) == ("ended" in typed)


def test_who_came_is_chosen_among_the_classs_teachers(cast, visit, family, signed_in):
    assert correct(family, visit, "visitors", visitors=[cast.sun.public_id]).status_code == 422
    assert correct(family, visit, "visitors", visitors=[cast.li.public_id, cast.zhang.public_id]).status_code == 422
    assert correct(family, visit, "visitors", visitors=[cast.zhang.public_id]).status_code == 302
    take(signed_in(cast.zhang), Correction.objects.get())

    assert [each.name for each in visit.visitors.all()] == ["张老师"]


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("opinions", {"text": "多些户外"}, "一样"),
        ("met", {"text": " "}, "应该是什么"),
        ("met", {"text": "x" * 81}, "太长"),
        ("form", {"form": "rocket"}, "看不懂"),
        ("form", {}, "应该是什么"),
        ("time", {"on": "2026-01-05", "started": "25:00"}, "看不懂"),
        ("time", {"on": "", "started": "10:00"}, "应该是什么"),
        ("time", {"on": "2999-01-05", "started": "10:00"}, "还没有到"),
        ("time", {"on": "2026-01-05", "started": "10:00", "ended": "09:00"}, "早于开始"),
        ("opinions", {"text": "不同", "why": "y" * 501}, "为什么"),
    ],
)
def test_what_cannot_be_is_refused_and_what_was_typed_stays(visit, family, field, typed, words):
    response = correct(family, visit, field, **typed)
    page = response.content.decode()

    assert response.status_code == 422
    assert words in page
    assert not Correction.objects.exists()
    if typed.get("why"):
        assert "不同" in page
        assert typed["why"] in page


def test_hostile_words_are_words(cast, visit, family, signed_in):
    words = "<script>alert(1)</script> {{ 7*7 }} '; DROP TABLE 𠮷 ‮反"
    correct(family, visit, text=words)
    page = signed_in(cast.zhang).get(f"/visit/{visit.public_id}/").content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
    assert json.loads(Correction.objects.get().should_be)["text"] == words


def test_a_newer_word_takes_an_open_ones_place_and_settled_ones_stay(cast, visit, asked, family, signed_in):
    correct(family, visit, text="只要户外")
    assert [each.should_be for each in corrections_of(visit)] == ["只要户外"]
    asked.refresh_from_db()
    take(signed_in(cast.zhang), asked)
    correct(family, visit, text="再改一次")

    assert [each.state for each in corrections_of(visit)] == ["open", "taken"]


def test_on_a_teachers_device_nothing_is_asked_in_the_familys_name(cast, visit, signed_in):
    hers = by_link(cast.chen, cast.campaign, signed_in(cast.zhang))

    response = correct(hers, visit, text="老师真好")

    assert response.status_code == 422
    assert "自己的手机" in response.content.decode()
    assert "老师真好" in response.content.decode()


def test_what_the_family_raised_is_its_own_text_and_no_field(visit, family):
    for field in ("matters", "remark", "outcome", "confirmation"):
        assert correct(family, visit, field, text="别的").status_code == 404
    assert Matter.objects.get().text == "午睡太短"


def test_it_waits_for_the_two_teachers_alone(cast, visit, asked, signed_in):
    for who in (cast.zhang, cast.li):
        page = signed_in(who).get("/").content.decode()
        assert "处家长说写得不对" in page
        assert f"/visit/{visit.public_id}/#corrections" in signed_in(who).get("/corrections/").content.decode()
        assert "照家长说的改" in signed_in(who).get(f"/visit/{visit.public_id}/").content.decode()
    assert "写得不对" not in signed_in(cast.sun).get("/").content.decode()
    assert 'take/"' not in signed_in(cast.wang).get(f"/visit/{visit.public_id}/").content.decode()
    take(signed_in(cast.zhang), asked)
    assert "写得不对" not in signed_in(cast.zhang).get("/").content.decode()


@pytest.mark.parametrize("who", ["sun", "stranger", "wang", "zhou", "zhao"])
def test_nobody_else_settles_it(cast, asked, signed_in, who):
    client = signed_in(getattr(cast, who))

    assert take(client, asked).status_code == 404
    assert keep(client, asked).status_code == 404
    with pytest.raises(Refused, match="本班老师"):
        take_correction(correction=asked, by=cast.actor(getattr(cast, who)), at=timezone.now())


def test_another_family_nobody_and_wrong_verbs(cast, visit, asked, family, client, signed_in):
    other = cast.make_household(child="赵一", guardian="赵大", phone="13812340002")

    assert correct(by_link(other.guardians.get(), cast.campaign), visit, text="x").status_code == 404
    with pytest.raises(Refused, match="不是您家的"):
        ask_correction(
            visit=visit,
            field=CorrectionField.MET,
            should_be={"text": "x"},
            why="",
            guardian=other.guardians.get(),
            by=family_actor(1, ""),
            at=timezone.now(),
        )
    assert correct(client, visit, text="x")["Location"] == "/f"
    assert family.put(f"/visit/family/{visit.public_id}/correct/met/").status_code == 405
    for deed in ("take", "keep"):
        assert signed_in(cast.zhang).get(f"/visit/correction/{asked.public_id}/{deed}/").status_code == 405


def test_a_record_sent_back_since_then_takes_it_over_too(cast, visit, asked, signed_in):
    reopen_visit(visit=visit, reason="日期", by=cast.actor(cast.wang), at=timezone.now())

    assert take(signed_in(cast.zhang), asked).status_code == 302
    assert len({each.version for each in earlier_versions(visit)}) == 2


def test_the_pages_ask_the_database_no_more_when_there_are_more(cast, visit, asked, family, signed_in):
    teacher = signed_in(cast.zhang)
    pages = ((family, f"/visit/family/{visit.public_id}/"), (teacher, f"/visit/{visit.public_id}/"), (teacher, "/"))

    def queries():
        counts = []
        for client, address in pages:
            client.get(address)
            with CaptureQueriesContext(connection) as made:
                client.get(address)
            counts.append(len(made))
        return counts

    few = queries()
    correct(family, visit, "met", text="奶奶")
    correct(family, visit, "form", form="phone")
    day = timezone.localdate() - timedelta(days=3)
    correct(family, visit, "time", on=day.isoformat(), started="10:00")
    assert Correction.objects.count() == 4
    assert queries() == few
