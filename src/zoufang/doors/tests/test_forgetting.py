"""What is kept for a time only goes by the clock, through the timetable that `zoufang tick` runs. Source: domain §7."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from tests.robot_server import SMS_URL

from zoufang.doors.jobs import erase_over_time
from zoufang.engines.sms import account_of
from zoufang.flows import erase_household as erasing
from zoufang.ground.channels.actions import post_sms
from zoufang.ground.channels.models import TextMessage
from zoufang.ground.journal.models import JournalEntry
from zoufang.ground.outbox.actions import deliver_due, tick
from zoufang.ground.outbox.models import OutboxRow
from zoufang.settings.timetable import TIMETABLE
from zoufang.stages.ledger.actions import draw_up
from zoufang.stages.roster.models import Child, Household
from zoufang.stages.signup.models import FamilySession, LinkRequest, Signup
from zoufang.stages.visit.tests.test_family_pages import by_link


@pytest.fixture(autouse=True)
def these_alone(settings, tmp_path):
    settings.FILES_FOLDER = tmp_path
    mine = ("rights.erase_over_time", "signup.forget_contacts", "channels.forget_texts", "ledger.shred_full_variants")
    settings.TIMETABLE = tuple(each for each in TIMETABLE if each.name in (*mine, "files.sweep"))
    assert len(settings.TIMETABLE) == 5
    return tmp_path


def days_later(cast, days):
    """The night after so many days."""
    return timezone.now() + timedelta(days=days)


def test_addresses_for_reminders_go_when_the_campaign_ends_and_what_links_left_when_links_do(cast):
    by_link(cast.chen, cast.campaign)
    LinkRequest.objects.create(
        campaign=cast.campaign, klass=cast.klass, phone_hash=cast.chen.phone_hash, asked_at=cast.noon
    )
    Signup.objects.create(
        campaign=cast.campaign,
        household=cast.household,
        remind_by="mail",
        remind_mail="chen@family.example",
        form="home",
    )
    tick(now=days_later(cast, 40))
    assert Signup.objects.get().remind_mail == "chen@family.example", "its last day"
    tick(now=days_later(cast, 42))

    kept = Signup.objects.get()
    assert (kept.remind_mail, kept.remind_by, kept.form) == ("", "none", "home")
    assert FamilySession.objects.count() == LinkRequest.objects.count() == 1, "links hold a little longer"
    tick(now=days_later(cast, 140))
    assert not FamilySession.objects.exists()
    assert not LinkRequest.objects.exists()
    facts = [each.facts for each in JournalEntry.objects.filter(act="signup.contacts_forgotten").order_by("sequence")]
    assert facts == [{"reminders": 1}, {"reminders": 0, "requests": 1, "browsers": 1}]


def test_a_text_that_nobody_took_loses_its_number_after_seven_days_and_is_not_sent_then(cast, settings, robots):
    settings.SMS = account_of(SMS_URL)
    with transaction.atomic():
        post_sms(to="13812340001", template="own_link", values={"school": "城东"}, unit=cast.school, at=timezone.now())
    tick(now=days_later(cast, 6))
    assert TextMessage.objects.get().to == "13812340001"
    tick(now=days_later(cast, 8))

    kept = TextMessage.objects.get()
    assert (kept.to, kept.values) == ("", "")
    deliver_due(worker="w")
    row = OutboxRow.objects.get()
    assert (row.state, row.last_words) == ("gave_up", "七天没有发出,号码和内容已删去,不能再发")
    assert not robots.requests


def test_the_files_of_a_full_variant_go_after_its_day(cast, these_alone):
    _ = cast.household
    draw_up(campaign=cast.campaign, by=cast.actor(cast.wang), at=timezone.now(), full=True, reason="核对")
    draw_up(campaign=cast.campaign, by=cast.actor(cast.wang), at=timezone.now())
    files = {each for each in these_alone.rglob("*") if each.is_file()}
    assert len(files) == 6
    tick(now=days_later(cast, 2))
    tick(now=days_later(cast, 4))  # in a test nothing is committed: what would go then is swept later

    assert len({each for each in these_alone.rglob("*") if each.is_file()}) == 3


def test_a_family_is_erased_a_year_after_the_campaign_unless_another_one_needs_it(cast):
    _ = cast.household, cast.campaign
    tick(now=days_later(cast, 300))
    assert Child.objects.get().name == "陈小满"
    tick(now=days_later(cast, 500))

    assert Child.objects.get().name == "已到期删除"
    assert Household.objects.get().erased_at is not None
    assert JournalEntry.objects.get(act="rights.erased").facts["over_time"] is True


def test_one_family_that_cannot_be_deleted_tonight_keeps_nobody_waiting(cast, monkeypatch):
    families = [cast.household, cast.make_household(child="李安", phone="13900000020")]
    done = []

    def waited(*, household, by, at):
        if household == families[0]:
            raise OSError
        done.append(household)

    monkeypatch.setattr(erasing, "families_that_waited", lambda at: families)
    monkeypatch.setattr(erasing, "erase_what_waited", waited)

    erase_over_time(timezone.now())

    assert done == families[1:]
