"""A teacher or a phone changes: the card is given anew, and what a family received stays readable as it was received."""

from datetime import timedelta

import pytest
from django.core import mail as outgoing
from django.utils import timezone

from zoufang.engines.sms import account_of
from zoufang.flows.hand_over_class import hand_over_class
from zoufang.ground.accounts.models import Post
from zoufang.ground.accounts.states import Role
from zoufang.ground.channels.models import TextMessage
from zoufang.ground.journal.models import JournalEntry
from zoufang.ground.outbox.models import OutboxRow
from zoufang.stages.signup.models import Signup
from zoufang.stages.visit.actions import deliver_new_card, renew_all_cards, renew_cards, send_papers
from zoufang.stages.visit.models import CardEdition, PaperSent
from zoufang.stages.visit.tests.test_family_pages import by_link
from zoufang.stages.visit.tests.test_finish_page import approved_letter

CARD = "/visit/family/card/"


def set_phone(person, phone):
    person.phone = phone
    person.save()


@pytest.fixture
def sent(cast):
    """Zhang's and Li's class; the Chens have card and letter."""
    approved_letter(cast)
    assert cast.wang
    set_phone(cast.zhang, "13900000001")
    set_phone(cast.li, "13900000002")
    at = timezone.now()
    send_papers(campaign=cast.campaign, klass=cast.klass, households=[cast.household], by=cast.actor(cast.zhang), at=at)
    return cast


def wish(cast, **facts):
    return Signup.objects.create(campaign=cast.campaign, household=cast.household, state="answered", **facts)


def renew(cast):
    return renew_cards(campaign=cast.campaign, by=cast.actor(cast.wang), at=timezone.now(), klass=cast.klass)


def hand_over(cast):
    new = cast.person("feng", "冯老师", Role.TEACHER, cast.school, phone="13900000009")
    at = timezone.now()
    hand_over_class(
        klass=cast.klass,
        from_teacher=cast.li,
        to_teacher=new,
        on=cast.today,
        note="",
        by=cast.actor(cast.wang),
        at=at,
    )


def test_a_class_handed_over_gives_its_families_the_new_card_and_leaves_the_old_one_as_it_was(sent):
    family = by_link(sent.chen, sent.campaign)
    family.post("/visit/family/opened/card/")
    assert 'badge soon">新' not in family.get("/family/").content.decode()

    hand_over(sent)

    old, new = PaperSent.objects.filter(kind="card").order_by("pk")
    assert (old.edition.number, new.edition.number) == (1, 2)
    assert old.first_opened_at is not None
    assert new.first_opened_at is None
    home = family.get("/family/").content.decode()
    assert '<span class="badge soon">新</span>' in home
    page = family.get(CARD).content.decode()
    assert "冯老师" in page
    assert "李老师" not in page
    assert "这是新卡" in page
    assert "第 2 版" in page
    earlier = family.get(f"{CARD}earlier/{old.public_id}/").content.decode()
    assert "李老师" in earlier
    assert "13900000002" in earlier
    assert "冯老师" not in earlier
    assert "已经换了新卡" in earlier
    assert JournalEntry.objects.filter(act="cards.renewed").count() == 1


def test_whoever_hands_over_reads_how_many_got_the_new_card(sent, signed_in):
    new = sent.person("feng", "冯老师", Role.TEACHER, sent.school)
    said = {"from_teacher": sent.li.public_id, "to_teacher": new.public_id, "on": sent.today.isoformat()}

    answer = signed_in(sent.wang).post(f"/assignment/class/{sent.klass.public_id}/hand_over/", said, follow=True)

    assert "1 户已自动收到新卡" in answer.content.decode()


def test_the_letter_is_not_sent_again(sent):
    hand_over(sent)

    assert PaperSent.objects.filter(kind="letter").count() == 1


def test_a_phone_that_changed_is_found_by_the_clock_once(sent):
    set_phone(sent.li, "13911111111")

    assert renew_all_cards(at=timezone.now()) == 1
    assert renew_all_cards(at=timezone.now()) == 0
    assert CardEdition.objects.count() == 2
    assert "13911111111" in by_link(sent.chen, sent.campaign).get(CARD).content.decode()


def test_a_card_as_it_was_before_counts_as_a_new_one_again(sent):
    for phone in ("13911111111", "13900000002"):
        set_phone(sent.li, phone)
        assert renew(sent) == 1

    numbers = PaperSent.objects.filter(kind="card").order_by("pk").values_list("edition__number", flat=True)
    assert list(numbers) == [1, 2, 3]
    assert PaperSent.objects.filter(kind="card", replaced_at__isnull=True).count() == 1


def test_whoever_holds_none_or_one_that_still_holds_gets_nothing(sent):
    sent.make_household(child="赵一", phone="13812340002")

    assert renew(sent) == 0
    set_phone(sent.li, "13911111111")
    assert renew(sent) == 1


def test_a_card_given_before_editions_were_kept_takes_the_one_that_was_shown(sent):
    PaperSent.objects.update(edition=None)

    assert renew(sent) == 0
    assert PaperSent.objects.get(kind="card").edition.number == 1


def test_each_family_is_told_as_it_chose(sent, settings):
    settings.IS_DEMO = lambda: True
    wish(sent, remind_by="mail", remind_mail="chen@example.com", language="en")
    set_phone(sent.li, "13911111111")
    renew(sent)
    row = OutboxRow.objects.get(kind="visit.new_card")

    words = deliver_new_card(row.subject, at=timezone.now())
    again = deliver_new_card(row.subject, at=timezone.now())

    (message,) = outgoing.outbox
    assert message.to == ["chen@example.com"]
    assert "contact card" in message.subject.lower()
    assert "陈" not in message.body
    assert "邮件服务器" in words
    assert "已经发过" in again


def test_a_mail_about_a_card_that_was_seen_meanwhile_is_not_sent(sent, settings):
    settings.IS_DEMO = lambda: True
    wish(sent, remind_by="mail", remind_mail="chen@example.com")
    set_phone(sent.li, "13911111111")
    renew(sent)
    by_link(sent.chen, sent.campaign).post("/visit/family/opened/card/")

    deliver_new_card(PaperSent.objects.get(is_new=True).public_id, at=timezone.now())

    assert not outgoing.outbox


@pytest.mark.parametrize(("extra", "by"), [("&new_card=SMS_3", "sms"), ("", "teacher")])
def test_a_text_goes_where_its_template_is_approved_and_else_the_teachers_say_it(sent, settings, extra, by):
    settings.SMS = account_of(f"aliyun://a:b@dysmsapi.aliyuncs.com/?sign=x&visit_reminder=SMS_1&own_link=SMS_2{extra}")
    wish(sent, remind_by="sms")
    set_phone(sent.li, "13911111111")

    renew(sent)

    assert PaperSent.objects.get(is_new=True).tell_by == by
    assert TextMessage.objects.count() == (by == "sms")


def test_both_teachers_see_whom_to_tell_and_who_opened_the_new_card(sent, signed_in):
    wish(sent, remind_by="teacher")
    set_phone(sent.li, "13911111111")
    renew(sent)
    new = PaperSent.objects.get(is_new=True)
    papers = f"/visit/papers/{sent.klass.public_id}/"
    told = f"{papers}told/{new.public_id}/"

    for person in (sent.zhang, sent.li):
        assert "户等您告诉" in signed_in(person).get("/").content.decode()
        assert "已告诉新卡" in signed_in(person).get(papers).content.decode()
    assert "已告诉新卡" not in signed_in(sent.wang).get(papers).content.decode()
    for person, status in ((sent.sun, 404), (sent.stranger, 404), (sent.wang, 404), (sent.li, 302), (sent.li, 302)):
        assert signed_in(person).post(told).status_code == status
    assert signed_in(sent.li).get(told).status_code == 405
    assert "已告诉新卡" not in signed_in(sent.zhang).get(papers).content.decode()
    assert JournalEntry.objects.filter(act="paper.told").count() == 1

    by_link(sent.chen, sent.campaign).post("/visit/family/opened/card/")
    page = signed_in(sent.zhang).get(papers).content.decode()
    assert "其中换了新卡的:打开过 1 / 1" in page


def test_staff_read_that_the_card_changed_and_send_it_at_once(sent, signed_in):
    set_phone(sent.li, "13911111111")
    client, papers = signed_in(sent.zhang), f"/visit/papers/{sent.klass.public_id}/"

    assert "明早会自动" in client.get(papers).content.decode()
    assert client.post(f"{papers}send/").status_code == 302
    assert "明早会自动" not in client.get(papers).content.decode()
    assert PaperSent.objects.filter(is_new=True).count() == 1


def test_an_earlier_card_is_for_the_family_that_had_it(sent, client):
    set_phone(sent.li, "13911111111")
    renew(sent)
    old = PaperSent.objects.get(kind="card", replaced_at__isnull=False)
    address = f"{CARD}earlier/{old.public_id}/"
    other = sent.make_household(child="赵一", phone="13812340002")
    stranger = by_link(other.guardians.get(), sent.campaign)

    assert client.get(address)["Location"] == "/f"
    assert stranger.get(address).status_code == 404
    assert by_link(sent.chen, sent.campaign).post(address).status_code == 405
    current = PaperSent.objects.get(kind="card", replaced_at=None)
    assert by_link(sent.chen, sent.campaign).get(f"{CARD}earlier/{current.public_id}/").status_code == 404


def test_a_post_that_begins_tomorrow_changes_the_card_tomorrow(sent):
    post = Post.objects.get(user=sent.li)
    post.until = sent.today + timedelta(days=1)
    post.save()

    assert renew_all_cards(at=timezone.now()) == 0
    assert renew_all_cards(at=timezone.now() + timedelta(days=1)) == 1


def test_the_number_of_queries_does_not_grow_with_the_families(sent, django_assert_max_num_queries):
    for n in range(12):
        household = sent.make_household(child=f"孩子{n}", phone=f"1391234{n:04d}")
        PaperSent.objects.create(
            campaign=sent.campaign,
            household=household,
            kind="card",
            edition=CardEdition.objects.get(),
            sent_at=timezone.now(),
        )
    set_phone(sent.li, "13911111111")

    with django_assert_max_num_queries(40):
        assert renew(sent) == 13
