"""The ledger's sentences."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from zoufang.stages.ledger.rules import gaps, masking, sealing, standing
from zoufang.stages.ledger.rules.facts import (
    CampaignFacts,
    FamilyFacts,
    GuardianFacts,
    ProblemFacts,
    RevisitFacts,
    VisitFacts,
)

NOW = datetime(2026, 7, 20, 15, 0)
YESTERDAY, TOMORROW = NOW.date() - timedelta(days=1), NOW.date() + timedelta(days=1)

VISIT = VisitFacts(
    public_id="v1",
    class_name="小（1）班",
    round_name="第一轮",
    form="home",
    form_label="入户走访",
    state="done",
    outcome="met",
    outcome_label="见到了",
    attempt=1,
    met="陈建国(父亲)",
    teachers=("张老师", "李老师"),
    started_at=NOW,
    ended_at=None,
    due_on=YESTERDAY,
    opinions="",
    remark="",
    needs_follow_up=False,
    confirmation_label="未答",
    matters=(),
)
FAMILY = FamilyFacts(
    public_id="f1",
    class_names=("小（1）班",),
    children=("陈小满",),
    guardians=(GuardianFacts("陈建国", "父亲", "13812340001"),),
    visits=(),
    card_at=None,
    letter_at=None,
    has_declined=False,
    booked_at=None,
    contact_until=TOMORROW,
    problem_numbers=(),
    settled_count=0,
)
PROBLEM = ProblemFacts(
    public_id="p1",
    number="WT-AAAA-BBBB",
    source_label="走访",
    class_name="小（1）班",
    reporter="陈建国",
    is_confidential=False,
    family_names=("陈小满",),
    text="午睡太短",
    nature="建议",
    topic="保育教育",
    subtopic="",
    area="幼有善育",
    level_label="园级",
    department="",
    owner="吴主任",
    measures="",
    due_until=NOW - timedelta(hours=1),
    extended_count=0,
    is_over=False,
    state="in_progress",
    state_label="整改中",
    ending="",
    ending_label="",
    ending_note="",
    look_again_on=None,
    ended_at=None,
    answers=(),
    check_note="",
    word=None,
    closed_by="",
    closed_at=None,
    merged_into="",
    merged=(),
)


def gaps_of(*, families=(), problems=(), revisits=()):
    facts = CampaignFacts("大走访", "城东幼儿园", tuple(families), tuple(problems), tuple(revisits))
    return [gap.key.split(":")[0] for gap in gaps.gaps_in(facts, now=NOW)]


def test_a_family_counts_once_in_its_highest_mode():
    phone = replace(VISIT, public_id="v0", form="phone")

    assert standing.visit_that_counts([phone, VISIT]).form == "home"
    assert standing.visit_that_counts([phone, replace(VISIT, state="planned")]).form == "phone"
    assert standing.visit_that_counts([]) is None


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({}, "未走访"),
        ({"booked_at": NOW}, "已约"),
        ({"has_declined": True}, "婉拒"),
        ({"visits": (replace(VISIT, state="not_reached", outcome="declined"),)}, "婉拒"),
        ({"visits": (replace(VISIT, state="not_reached", outcome="no_contact"),)}, "未联系上"),
        ({"visits": (replace(VISIT, state="not_reached", outcome="away", outcome_label="外出"),)}, "未见到(外出)"),
    ],
)
def test_a_family_not_visited_stands_with_its_state(change, words):
    assert standing.state_of_unvisited(replace(FAMILY, **change)) == words


def test_a_problem_about_a_person_stands_in_no_ledger():
    assert not standing.stands_in_ledgers(is_about_a_person=True)
    assert standing.stands_in_ledgers(is_about_a_person=False)


def test_a_confidential_problem_is_never_tied_to_its_family():
    assert not standing.may_be_tied_to_its_family(is_confidential=True, is_about_a_person=False)
    assert not standing.may_be_tied_to_its_family(is_confidential=False, is_about_a_person=True)
    assert standing.may_be_tied_to_its_family(is_confidential=False, is_about_a_person=False)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("请打13812340001", "请打138****"),
        ("电话138-1234-0001或138 1234 0001", "电话138****或138****"),
        ("+86 13812340001", "138****"),
        ("１３８１２３４０００１是我", "138****是我"),
        ("座机0533-4180000", "座机0533****"),
        ("身份证370304201903051234", "身份证[证件号已隐去]"),
        ("37030420190305123X", "[证件号已隐去]"),
        ("写到 chen@qq.com", "写到 [邮箱已隐去]"),
        ("微信号 chen_2019", "微信号 [已隐去]"),
        ("陈小满的爸爸陈建国说", "陈**的爸爸陈**说"),
        ("2026年7月19日交了1200元", "2026年7月19日交了1200元"),
        ("订单 20260719123456789", "订单 20260719123456789"),
    ],
)
def test_numbers_and_names_inside_a_sentence_are_masked(text, masked):
    assert masking.masked_text(text, ["陈小满", "陈建国"]) == masked


@pytest.mark.parametrize(
    ("met", "masked"),
    [
        ("陈建国(父亲)", "陈**(父亲)"),
        ("王桂芳（奶奶）", "王**(奶奶)"),
        ("其他家人", "其他家人"),
        ("陈建国", "陈**"),
        ("", ""),
    ],
)
def test_who_was_met_keeps_the_relation_and_loses_the_name(met, masked):
    assert masking.masked_met(met) == masked


def test_what_is_due_and_unanswered_is_a_gap():
    assert gaps_of(problems=[PROBLEM]) == ["unanswered"]


def test_what_is_not_yet_due_is_no_gap():
    assert gaps_of(problems=[replace(PROBLEM, due_until=NOW + timedelta(hours=1), owner="")]) == []
    assert gaps_of(families=[FAMILY]) == []
    assert gaps_of(families=[replace(FAMILY, visits=(replace(VISIT, state="planned", due_on=NOW.date()),))]) == []
    revisit = RevisitFacts("r1", "f1", "小（1）班", ("陈小满",), NOW.date(), True)
    assert gaps_of(revisits=[revisit]) == []


def test_an_answer_without_an_ending_is_a_gap():
    answered = replace(PROBLEM, answers=((NOW, "当面"),))

    assert gaps_of(problems=[answered]) == ["unended"]
    assert gaps_of(problems=[replace(answered, ending="done", ended_at=NOW)]) == []


def test_a_merged_or_withdrawn_problem_lacks_nothing():
    assert gaps_of(problems=[replace(PROBLEM, is_over=True)]) == []


def test_a_problem_due_without_anyone_responsible_is_a_gap():
    assert "no_owner" in gaps_of(problems=[replace(PROBLEM, owner="")])
    assert "no_owner" not in gaps_of(problems=[replace(PROBLEM, owner="", department="总务")])


def test_a_family_that_nobody_spoke_to_by_the_end_of_its_phase_is_a_gap():
    late = replace(FAMILY, contact_until=YESTERDAY)

    assert gaps_of(families=[late]) == ["no_contact"]
    assert gaps_of(families=[replace(late, has_declined=True)]) == []
    assert gaps_of(families=[replace(late, visits=(VISIT,))]) == []


def test_a_visit_without_outcome_or_names_is_a_gap():
    assert gaps_of(families=[replace(FAMILY, visits=(replace(VISIT, state="planned"),))]) == ["open_visit"]
    assert gaps_of(families=[replace(FAMILY, visits=(replace(VISIT, met=" ", teachers=()),))]) == [
        "no_met",
        "no_visitor",
    ]


def test_a_second_round_overdue_is_a_gap():
    assert gaps_of(revisits=[RevisitFacts("r1", "f1", "小（1）班", ("陈小满",), YESTERDAY, True)]) == ["revisit"]
    assert gaps_of(revisits=[RevisitFacts("r1", "f1", "小（1）班", ("陈小满",), YESTERDAY, False)]) == []


def test_each_gap_has_a_sentence_and_a_page_where_it_is_mended():
    facts = CampaignFacts("大走访", "城东幼儿园", (), (PROBLEM,), ())
    gap = gaps.gaps_in(facts, now=NOW)[0]

    assert str(gap.words) == "问题 WT-AAAA-BBBB 应在 7月20日 前答复家长,还没有答复"
    assert gap.address == "/problem/p1/"


def test_a_seal_changes_with_anything_it_covers():
    files = [("a", "1" * 64), ("b", "2" * 64)]
    seal = sealing.seal_of(version=1, files=files, journal_head="0" * 64)

    assert seal == sealing.seal_of(version=1, files=files[::-1], journal_head="0" * 64)
    assert seal != sealing.seal_of(version=2, files=files, journal_head="0" * 64)
    assert seal != sealing.seal_of(version=1, files=[files[0], ("b", "3" * 64)], journal_head="0" * 64)
    assert seal != sealing.seal_of(version=1, files=files, journal_head="1" * 64)


SOUND = {"state": "drafted", "is_masked": True, "is_newest": True, "is_stale": False, "open_gaps": 0}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"state": "sealed"}, "已经封存"),
        ({"is_masked": False}, "脱敏版"),
        ({"is_newest": False}, "更新的一版"),
        ({"is_stale": True}, "重新起草"),
        ({"open_gaps": 3}, "3 处"),
    ],
)
def test_a_version_is_sealed_only_whole_and_fresh(change, reason):
    assert sealing.why_not_seal(**SOUND) == []
    assert any(reason in each for each in sealing.why_not_seal(**(SOUND | change)))


@pytest.mark.parametrize(
    ("state", "addressee", "under_way", "reason"),
    [
        ("drafted", "a@b.example", False, "还没有封存"),
        ("sent", "a@b.example", False, "已经送达"),
        ("sending", "a@b.example", True, "正在报送"),
        ("possibly_sent", "a@b.example", True, "正在报送"),
        ("sealed", "", False, "接收邮箱"),
    ],
)
def test_only_a_sealed_version_with_an_addressee_is_sent(state, addressee, under_way, reason):
    why = sealing.why_not_submit(state=state, addressee=addressee, is_under_way=under_way)

    assert any(reason in each for each in why)
    assert sealing.why_not_submit(state="possibly_sent", addressee="a@b.example") == []
    assert sealing.why_not_submit(state="sealed", addressee="a@b.example") == []
    assert sealing.why_not_submit(state="failed", addressee="a@b.example") == []


def test_a_header_holds_one_line():
    assert sealing.one_line("台账\r\nBcc: x@y.example") == "台账 Bcc: x@y.example"


def test_a_gap_stays_open_only_with_a_reason():
    assert sealing.why_not_leave_open(" ")
    assert sealing.why_not_leave_open("长" * 201)
    assert sealing.why_not_leave_open("家长出差,下周再访") == []


def test_the_full_variant_needs_a_second_factor_and_a_reason_and_has_a_quota():
    assert sealing.why_not_full(reason="家长会核对", has_second_factor=True, drawn_today=0) == []
    assert len(sealing.why_not_full(reason="", has_second_factor=False, drawn_today=5)) == 3


def test_days_left_are_counted_to_the_last_day():
    assert sealing.days_left(until=date(2026, 9, 25), today=date(2026, 9, 20)) == 5
    assert sealing.days_left(until=date(2026, 9, 25), today=date(2026, 9, 26)) == -1
