"""Draw up, leave open, seal, submit."""

from datetime import timedelta

import pytest
from django.utils import timezone

from zoufang.engines.refusal import Refused
from zoufang.ground.accounts.actor import SYSTEM
from zoufang.ground.files.queries import content_of
from zoufang.ground.journal.models import JournalEntry
from zoufang.ground.outbox.models import OutboxRow
from zoufang.stages.ledger import actions
from zoufang.stages.ledger.models import Submission
from zoufang.stages.ledger.queries import facts_of, files_of, newest_submissions, row_of
from zoufang.stages.ledger.rules.gaps import gaps_in
from zoufang.stages.problem.models import Problem


def draw_up(cast, now, who="zhou", **how):
    return actions.draw_up(campaign=cast.campaign, by=cast.actor(getattr(cast, who)), at=now, **how)


def seal(cast, submission, now, who="wang"):
    return actions.seal(submission=submission, by=cast.actor(getattr(cast, who)), at=now)


def sealed(cast, now):
    return seal(cast, draw_up(cast, now), now)


def reasons_of(deed):
    with pytest.raises(Refused) as refused:
        deed()
    return " ".join(refused.value.reasons)


def test_a_draft_holds_three_documents_and_says_how_many_rows(cast, swing, now):
    submission = draw_up(cast, now)

    assert (submission.version, submission.state, submission.is_masked) == (1, "drafted", True)
    assert submission.addressee == cast.campaign.addressee_mail
    assert {each.kind: each.row_count for each in files_of(submission)} == {
        "visit_ledger": 4,
        "rectification_ledger": 3,
        "registration_forms": 2,
    }
    assert JournalEntry.objects.filter(act="ledger.drawn_up").count() == 1


def test_drawing_up_again_is_the_next_version(cast, swing, now):
    assert [draw_up(cast, now).version, draw_up(cast, now).version] == [1, 2]


@pytest.mark.parametrize("who", ["zhang", "stranger", "zhao", "wu"])
def test_whoever_does_not_work_on_ledgers_is_refused(cast, swing, now, who):
    assert "权限" in reasons_of(lambda: draw_up(cast, now, who=who))


def test_a_full_variant_needs_second_factor_and_reason_and_has_a_quota(cast, swing, now):
    clerk = cast.actor(cast.zhou, second_factor=False)
    said = reasons_of(lambda: actions.draw_up(campaign=cast.campaign, by=clerk, at=now, full=True))
    assert "第二重验证" in said
    assert "为什么" in said

    for _ in range(5):
        assert draw_up(cast, now, full=True, reason="家长会核对").purpose == "家长会核对"
    assert "一天最多" in reasons_of(lambda: draw_up(cast, now, full=True, reason="再来一份"))
    assert "权限" in reasons_of(lambda: draw_up(cast, now, who="qian", full=True, reason="看看"))


def test_a_full_variant_is_opened_for_a_day_and_each_opening_stands_in_the_journal(cast, swing, now):
    submission = draw_up(cast, now, full=True, reason="家长会核对")
    file = files_of(submission)[0]
    clerk = cast.actor(cast.zhou)

    actions.open_full(file=file, reason="打印", by=clerk, at=now)
    assert JournalEntry.objects.filter(act="ledger.full_opened").count() == 1
    late = now + timedelta(hours=25)
    assert "过期" in reasons_of(lambda: actions.open_full(file=file, reason="打印", by=clerk, at=late))
    assert "只有园长" in reasons_of(
        lambda: actions.open_full(file=file, reason="打印", by=cast.actor(cast.qian), at=now)
    )


def test_a_seal_covers_documents_and_journal_and_nothing_changes_after_it(cast, swing, now):
    submission = draw_up(cast, now)
    before = [(each.kind, content_of(each.file)) for each in files_of(submission)]
    submission = seal(cast, submission, now)

    assert (submission.state, len(submission.seal), submission.approved_by) == ("sealed", 64, cast.wang)
    assert JournalEntry.objects.filter(digest=submission.journal_head).exists()
    swing.visited.remark = "后来改了"
    swing.visited.save()
    again = draw_up(cast, now)
    assert again.version == 2
    assert [(each.kind, content_of(each.file)) for each in files_of(submission)] == before
    assert "已经封存" in reasons_of(lambda: seal(cast, submission, now))


def test_a_draft_whose_data_changed_is_not_sealed(cast, swing, now):
    submission = draw_up(cast, now)
    swing.visited.remark = "后来改了"
    swing.visited.save()

    assert "数据有变动" in reasons_of(lambda: seal(cast, submission, now))


def test_an_older_draft_and_a_full_variant_are_not_sealed(cast, swing, now):
    old = draw_up(cast, now)
    draw_up(cast, now)
    full = draw_up(cast, now, full=True, reason="核对")

    assert "更新的一版" in reasons_of(lambda: seal(cast, old, now))
    assert "脱敏版" in reasons_of(lambda: seal(cast, full, now))


def test_a_full_variant_drawn_up_later_does_not_stop_the_seal(cast, swing, now):
    draft = draw_up(cast, now)
    draw_up(cast, now, full=True, reason="核对")

    assert seal(cast, draft, now).state == "sealed"


def test_the_clerk_draws_up_and_does_not_seal(cast, swing, now):
    submission = draw_up(cast, now)

    assert "园长" in reasons_of(lambda: seal(cast, submission, now, who="zhou"))


def test_a_gap_stops_the_seal_until_it_is_mended_or_has_a_reason(cast, swing, now):
    Problem.objects.filter(pk=swing.confidential.pk).update(due_until=cast.noon)
    clerk = cast.actor(cast.zhou)
    gaps = gaps_in(facts_of(cast.campaign), now=timezone.localtime(now))
    assert {gap.key.split(":")[0] for gap in gaps} == {"unanswered", "no_owner"}
    submission = draw_up(cast, now)
    assert "2 处" in reasons_of(lambda: seal(cast, submission, now))

    for gap in gaps:
        actions.leave_open(campaign=cast.campaign, key=gap.key, reason="等区里答复", by=clerk, at=now)
    actions.close_again(campaign=cast.campaign, key=gaps[0].key, by=clerk, at=now)
    assert "1 处" in reasons_of(lambda: seal(cast, submission, now))
    actions.leave_open(campaign=cast.campaign, key=gaps[0].key, reason="等区里答复", by=clerk, at=now)
    submission = seal(cast, submission, now)
    assert submission.open_with_reason == {gap.key: "等区里答复" for gap in gaps}


def test_a_gap_that_is_none_cannot_be_left_open(cast, swing, now):
    clerk = cast.actor(cast.zhou)

    def leave(key, reason):
        return lambda: actions.leave_open(campaign=cast.campaign, key=key, reason=reason, by=clerk, at=now)

    assert "补齐了" in reasons_of(leave("unanswered:nothing", "等区里答复"))
    assert "为什么" in reasons_of(leave("unanswered:nothing", ""))


def test_a_problem_about_a_person_is_no_gap_either(cast, swing, now):
    Problem.objects.filter(pk=swing.about_sun.pk).update(due_until=cast.noon)

    assert gaps_in(facts_of(cast.campaign), now=timezone.localtime(now)) == []


def test_a_submission_waits_in_the_outbox_once(cast, swing, now):
    submission = actions.submit(submission=sealed(cast, now), by=cast.actor(cast.zhou), at=now)

    assert (submission.state, submission.addressee) == ("sending", "supervision@district.example")
    assert submission.message_id.startswith(f"<ledger.{submission.public_id}.1@")
    assert OutboxRow.objects.filter(kind="ledger.submission", subject=submission.public_id).count() == 1
    again = reasons_of(lambda: actions.submit(submission=submission, by=cast.actor(cast.zhou), at=now))
    assert "正在报送" in again


def test_a_submission_goes_to_another_address_on_wish(cast, swing, now):
    submission = actions.submit(submission=sealed(cast, now), by=SYSTEM, at=now, to="other@district.example")

    assert submission.addressee == "other@district.example"


@pytest.mark.parametrize("to", ["not a mail", "a@b.example\r\nBcc: c@d.example", "a@b.example, c@d.example"])
def test_an_address_that_is_none_is_refused(cast, swing, now, to):
    submission = sealed(cast, now)

    assert "接收邮箱" in reasons_of(lambda: actions.submit(submission=submission, by=SYSTEM, at=now, to=to))


def test_a_draft_is_not_sent_and_neither_is_anything_without_an_address(cast, swing, now):
    draft = draw_up(cast, now)
    assert "还没有封存" in reasons_of(lambda: actions.submit(submission=draft, by=SYSTEM, at=now))
    cast.campaign.addressee_mail = ""
    cast.campaign.save()
    submission = seal(cast, draft, now)
    assert "没有接收邮箱" in reasons_of(lambda: actions.submit(submission=submission, by=SYSTEM, at=now))


def test_a_failed_mail_goes_out_again_as_the_same_mail(cast, swing, now):
    first = actions.submit(submission=sealed(cast, now), by=SYSTEM, at=now)
    OutboxRow.objects.update(state="gave_up")
    assert row_of(first).state == "failed"

    second = actions.submit(submission=first, by=SYSTEM, at=now)
    assert second.message_id == first.message_id
    assert OutboxRow.objects.filter(subject=first.public_id).count() == 2
    assert row_of(second).state == "sending"


def test_desks_see_for_each_campaign_the_version_that_went_furthest(cast, swing, now):
    sent = actions.submit(submission=sealed(cast, now), by=SYSTEM, at=now)
    actions.mark_sent(sent.public_id, words="250 ok", at=now)
    draw_up(cast, now)
    draw_up(cast, now, full=True, reason="核对")

    assert newest_submissions([cast.campaign])[cast.campaign.pk].version == 1
    assert Submission.objects.count() == 3
