"""From the report to its end."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from zoufang.engines.refusal import Refused
from zoufang.ground.journal.models import JournalEntry
from zoufang.ground.outbox.models import OutboxRow
from zoufang.stages.safeguarding import actions, jobs, queries
from zoufang.stages.safeguarding.models import HarmReport

CODE = "abcdefgh01234567"


def names(report):
    return [one.name for one in queries.followed(report).recipients]


def test_it_goes_to_the_principal_alone_or_past_the_school_to_the_district(cast, report):
    assert names(report("home")) == ["王园长"]
    assert names(report("staff")) == ["何管理员"]
    assert names(report("head", about_person=cast.wang)) == ["何管理员"]


def test_the_one_concerned_is_never_told_whatever_the_post(cast, report):
    about_principal = report("other", about_person=cast.wang)
    about_administrator = report("staff", about_person=cast.sun)
    cast.person("wang", "王园长", "district_admin", cast.district)

    assert names(about_principal) == ["何管理员"], "the only principal is the one concerned"
    assert about_principal not in queries.reports_of(cast.actor(cast.wang))
    assert about_administrator in queries.reports_of(cast.actor(cast.wang)), "as an administrator, of others"


def test_where_nobody_could_be_told_nothing_is_kept_and_other_ways_are_named(cast):
    with pytest.raises(Refused, match="110"):
        actions.report_harm(
            school=cast.school, code=CODE, concern="staff", text="打人", by=cast.actor(cast.zhang), at=timezone.now()
        )

    assert not HarmReport.objects.exists()


def test_sent_twice_it_is_one_report_and_other_words_are_refused(cast, report):
    first = report(code=CODE)

    assert report(code=CODE).pk == first.pk
    assert OutboxRow.objects.filter(kind="safeguarding.alert").count() == 1
    with pytest.raises(Refused, match="另一份"):
        report(code=CODE, text="另一件")


def test_nothing_of_it_is_readable_in_the_database_or_named_in_the_outbox(cast, report):
    made = report("staff", about_person=cast.zhang, child="陈小满", reporter="陈建国")
    raw = HarmReport.objects.extra(select={"raw": "text || child || reporter"}).values_list("raw", flat=True).get()

    assert not [word for word in ("胳膊", "陈小满", "陈建国") if word in raw]
    assert {row.unit for row in OutboxRow.objects.filter(kind__startswith="safeguarding")} == {None}
    entry = JournalEntry.objects.get(act="safeguarding.reported")
    assert entry.chain == cast.district.public_id, "the school's own chain says nothing of it"
    assert made.public_id in entry.object


def test_what_the_principal_has_not_opened_goes_to_the_district_by_itself(cast, report):
    unopened, opened = report(), report()
    actions.open_report(report=opened, by=cast.actor(cast.wang), at=timezone.now())
    row = OutboxRow.objects.get(kind="safeguarding.unopened", subject=unopened.public_id)

    assert row.due_at - row.posted_at == timedelta(hours=4)
    assert jobs.deliver_unopened(row) == "没有人看,已送到区里"
    assert jobs.deliver_unopened(row) == "已经有人看了", "twice is once"
    jobs.deliver_unopened(OutboxRow.objects.get(kind="safeguarding.unopened", subject=opened.public_id))
    assert names(unopened) == ["王园长", "何管理员"]
    assert names(opened) == ["王园长"]


def test_the_mail_says_nothing_but_that_there_is_something(cast, report, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    cast.wang.email = "wang@example.com"
    cast.wang.save()
    report(child="陈小满")
    row = OutboxRow.objects.get(kind="safeguarding.alert")

    assert jobs.deliver_alert(row) == "已交给邮件服务器"
    assert jobs.deliver_alert(row) == "已经发过"
    (message,) = mail.outbox
    assert message.to == ["wang@example.com"]
    assert not [w for w in ("胳膊", "陈小满", "城东", "伤害") if w in message.subject + message.body]


def test_steps_a_word_to_the_reporter_and_the_end(cast, report):
    made = report(code=CODE)
    principal, district = cast.actor(cast.wang), cast.actor(cast.he)
    now = timezone.now()
    actions.open_report(report=made, by=principal, at=now)
    actions.note_step(report=made, kind="police", note="12:05 派出所李警官", by=principal, at=now)
    actions.note_step(report=made, kind="word", note="已报警,请带孩子先住外婆家", by=principal, at=now)
    with pytest.raises(Refused, match="由区里核对"):
        actions.close_report(report=made, reason="好了", by=principal, at=now)
    actions.pass_up(report=made, by=principal, at=now)
    with pytest.raises(Refused, match="已经收到"):
        actions.pass_up(report=made, by=principal, at=now)
    actions.close_report(report=made, reason="已立案", by=district, at=now)

    seen = queries.followed(queries.report_by_code("ABCD-EFGH-0123-4567"))
    assert seen.is_closed
    assert [words for _, _, words in seen.steps] == ["", "", "已报警,请带孩子先住外婆家", "", ""]
    with pytest.raises(Refused):
        actions.note_step(report=made, kind="police", note="", by=principal, at=now)


def test_what_the_reporter_adds_waits_to_be_looked_at_again(cast, report):
    made = report()
    actions.open_report(report=made, by=cast.actor(cast.wang), at=timezone.now())
    assert queries.unopened_of(cast.actor(cast.wang)) == 0

    actions.add_word(report=made, text="今天又有新伤", at=timezone.now())

    assert queries.unopened_of(cast.actor(cast.wang)) == 1
