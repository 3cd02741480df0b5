"""Importing: differences first, nothing twice, families joined by the rule, the doubtful asked about."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from zoufang.engines.refusal import Refused
from zoufang.engines.roster_reading import Grown, Reading, Row
from zoufang.ground.accounts.actor import SYSTEM
from zoufang.ground.journal.models import JournalEntry
from zoufang.ground.org.queries import classes_of
from zoufang.stages.roster import actions, rules
from zoufang.stages.roster.models import Child, Guardian, Household, HouseholdDoubt
from zoufang.stages.roster.rules import Ties


def row(
    name="高知行",
    klass="小（1）班",
    born=date(2022, 2, 6),
    phone="13800003494",
    guardian="曾勇",
    address="白虎山路120号",
    **facts,
):
    grown = tuple(Grown(*each) for each in facts.pop("guardians", [(guardian, "父亲", phone)]))
    number = int(klass[2]) if klass[2:3].isdigit() else None
    return Row(
        "表", facts.pop("number", 2), klass, klass[0], number, name, facts.pop("sex", "boy"), born, grown, address
    )


@pytest.fixture
def bring(cast):
    def do(*rows):
        return actions.import_roster(school=cast.school, reading=Reading(rows=rows), by=SYSTEM, at=timezone.now())

    return do


def counts(result, kind):
    return tuple(result.counts[kind].values())


def test_importing_again_creates_nothing_twice(bring):
    first = bring(row(), row("谢玥", phone="13800001034", guardian="何艳", address="蝴蝶山路"))
    again = bring(row(), row("谢玥", phone="13800001034", guardian="何艳", address="蝴蝶山路"))

    assert counts(first, "children") == (2, 0, 0)
    assert [counts(again, kind) for kind in ("classes", "children", "households", "guardians")] == [
        (0, 0, 1),
        (0, 0, 2),
        (0, 0, 2),
        (0, 0, 2),
    ]
    assert (Child.objects.count(), Household.objects.count()) == (2, 2)


def test_a_preview_is_the_import_and_writes_nothing(cast, bring):
    reading = Reading(rows=(row(), row("谢玥", klass="中（2）班")))
    seen = actions.preview_roster(school=cast.school, reading=reading, at=timezone.now())

    assert not Child.objects.exists()
    assert not classes_of(cast.school).exists()
    assert seen.counts == bring(*reading.rows).counts


def test_siblings_by_phone_and_name_or_address_are_one_family(bring):
    bring(row(), row("高小妹", klass="中（1）班", born=date(2021, 1, 1)))
    assert Household.objects.count() == 1

    bring(row("高小弟", klass="大（1）班", born=date(2020, 1, 1), guardian="曾某", address="白虎山路120号"))
    assert Household.objects.count() == 1


def test_a_shared_phone_alone_is_asked_about_and_joined_by_nobody(bring):
    bring(row(), row("别家孩子", guardian="王强", address="另一条路"))

    assert Household.objects.count() == 2
    assert HouseholdDoubt.objects.get().reason == "电话相同,家长姓名和住址都不同"


def test_above_three_children_somebody_is_asked(bring):
    bring(*(row(f"孩子{n}", born=date(2021, 1, n + 1)) for n in range(4)))

    assert Household.objects.count() == 2
    assert HouseholdDoubt.objects.count() == 1


def test_the_rule_of_families_on_plain_values():
    one = Ties({"138": "曾勇"}, frozenset({"曾勇"}), "甲路")

    assert rules.are_one_family(one, Ties({"138": "曾勇"}, frozenset({"曾勇"}), "乙路"))
    assert rules.are_one_family(one, Ties({"138": ""}, frozenset(), "甲路"))
    assert not rules.are_one_family(one, Ties({"138": "王强"}, frozenset({"王强"}), "乙路"))
    assert not rules.are_one_family(one, Ties({"139": "曾勇"}, frozenset({"曾勇"}), "甲路"))
    assert rules.why_ask(one, Ties({"139": "曾勇"}, frozenset({"曾勇"}), "甲路"))
    assert not rules.why_ask(one, Ties({"139": "王强"}, frozenset({"王强"}), "甲路"))


def test_a_changed_phone_a_moved_child_and_a_late_birthday_update(bring):
    bring(row(born=None))
    bring(row(phone="13900000001"))
    assert Guardian.objects.get().phone == "13900000001"
    assert Child.objects.get().born_on == date(2022, 2, 6)

    moved = bring(row(phone="13900000001", klass="小（2）班"))
    assert counts(moved, "children") == (0, 1, 0)
    assert Child.objects.get().klass.name == "小（2）班"
    assert any("转入" in words for change in moved.changes for words in change.words)


def test_a_child_that_the_file_does_not_name_is_shown_and_stays(bring):
    bring(row(), row("谢玥", phone="13800001034", guardian="何艳", address="蝴蝶山路"))
    result = bring(row())

    assert [change.child for change in result.missing] == ["谢玥"]
    assert Child.objects.filter(left_on__isnull=True).count() == 2


def test_the_import_stands_in_the_journal_without_a_name(bring):
    bring(row())
    entry = JournalEntry.objects.get(act="roster.imported")

    assert entry.facts["children"] == 1
    assert "高知行" not in str(entry.facts)


def test_private_values_lie_encrypted(bring):
    bring(row())
    with connection.cursor() as cursor:
        cursor.execute("select phone from roster_guardian")
        phone = cursor.fetchone()[0]
        cursor.execute("select address from roster_household")
        address = cursor.fetchone()[0]

    assert "13800003494" not in phone
    assert "白虎山路" not in address


def test_a_stale_title_does_not_move_the_cohorts_but_one_near_a_campaign_does():
    today = date(2026, 11, 25)
    count = rules.counted_from

    assert count(written_in=None, today=today, campaign_starts=[]) == today
    assert count(written_in=(2023, 7), today=today, campaign_starts=[]) == today
    assert count(written_in=(2023, 7), today=today, campaign_starts=[date(2023, 7, 19)]) == date(2023, 7, 1)
    assert count(written_in=(2026, 7), today=today, campaign_starts=[]) == date(2026, 7, 1)


def test_350_children_take_few_statements(cast, bring):
    rows = [
        row(f"童{n:03d}", phone=f"138{n:08d}", guardian=f"家长{n}", address=f"路{n}号", number=n) for n in range(350)
    ]
    with CaptureQueriesContext(connection) as captured:
        bring(*rows)

    assert len(captured) < 60


@pytest.fixture
def doubt(bring):
    bring(row(), row("别家孩子", guardian="王强", address="另一条路"))
    return HouseholdDoubt.objects.get()


def test_two_that_are_one_are_joined_and_nobody_is_lost(cast, doubt):
    home = actions.join_households(doubt=doubt, by=cast.actor(cast.zhou), at=timezone.now())

    assert home.children.count() == 2
    assert Household.objects.filter(left_on__isnull=True).count() == 1
    with pytest.raises(Refused):
        actions.keep_apart(doubt=doubt, by=cast.actor(cast.zhou), at=timezone.now())


def test_two_that_are_two_are_not_asked_about_again(cast, doubt, bring):
    actions.keep_apart(doubt=doubt, by=cast.actor(cast.zhou), at=timezone.now())
    bring(row(), row("别家孩子", guardian="王强", address="另一条路"))

    assert HouseholdDoubt.objects.filter(state="open").count() == 0


def test_with_the_last_child_the_family_leaves(cast, bring):
    bring(row())
    child = Child.objects.get()
    actions.mark_left(child=child, on=cast.today, by=cast.actor(cast.zhou), at=timezone.now())

    assert Household.objects.get().left_on == cast.today
    with pytest.raises(Refused):
        actions.mark_left(child=child, on=cast.today, by=cast.actor(cast.zhou), at=timezone.now())


def test_the_clerk_knows_nothing_of_care(cast, bring):
    home = cast.household
    actions.set_care(household=home, level="attention", note="刚做过手术", by=cast.actor(cast.zhang), at=timezone.now())
    for who in (cast.zhou, cast.qian, cast.sun, cast.stranger):
        with pytest.raises(Refused):
            actions.reveal_care(household=home, by=cast.actor(who), at=timezone.now())

    assert actions.reveal_care(household=home, by=cast.actor(cast.wang), at=timezone.now()) == "刚做过手术"
    assert JournalEntry.objects.filter(act="private.revealed").count() == 1
