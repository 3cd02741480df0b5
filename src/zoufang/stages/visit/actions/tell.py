"""Families hear of a new card as they chose to be reminded; who chose nothing finds it marked on the own page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from zoufang.engines.refusal import Reason
from zoufang.ground.accounts.actor import Actor
from zoufang.ground.campaign.models import Campaign
from zoufang.ground.channels.actions import post_sms, send_sms
from zoufang.ground.channels.queries import sms_is_set_up, what_a_text_is_about
from zoufang.ground.journal.actions import record
from zoufang.ground.outbox.actions import post
from zoufang.ground.outbox.mails import hand_over, mail_is_on
from zoufang.stages.signup.models import Signup
from zoufang.stages.signup.states import RemindBy
from zoufang.stages.visit.models import PaperSent

MAILED = "visit.new_card"
TEXTED = "visit.new_card_text"
TEMPLATE = "new_card"  # the text's template


def tell_of_new_cards(*, campaign: Campaign, papers: Sequence[PaperSent], at: datetime) -> None:
    """What leaves the house waits in the outbox, in the act's own transaction; what the teachers are to say stands on
    their page. Where a chosen channel is not there any more, the teachers say it."""
    signups = {
        each.household_id: each
        for each in Signup.objects.filter(campaign=campaign, household__in=[paper.household_id for paper in papers])
        .exclude(remind_by=RemindBy.NONE)
        .select_related("answered_by")
        .prefetch_related("household__guardians")
    }
    for paper in papers:
        if signup := signups.get(paper.household_id):
            paper.tell_by = _posted(paper, signup, campaign, at)
            paper.save(update_fields=["tell_by"])


def _posted(paper: PaperSent, signup: Signup, campaign: Campaign, at: datetime) -> RemindBy:
    if signup.remind_by == RemindBy.MAIL and signup.remind_mail and mail_is_on():
        post(MAILED, paper, unit=campaign.unit, at=at)
        return RemindBy.MAIL
    guardians = [signup.answered_by, *signup.household.guardians.all()]
    phone = next((each.phone for each in guardians if each is not None and each.phone), "")
    if signup.remind_by == RemindBy.SMS and phone and sms_is_set_up(TEMPLATE):
        values = {"school": campaign.unit.name}
        about = paper.public_id
        post_sms(to=phone, template=TEMPLATE, values=values, unit=campaign.unit, at=at, about=about, deliver_as=TEXTED)
        return RemindBy.SMS
    return RemindBy.TEACHER


@transaction.atomic
def note_told(*, paper: PaperSent, by: Actor, at: datetime) -> None:
    """A teacher told the family. Noted before: nothing is done again."""
    paper = PaperSent.objects.select_for_update(of=("self",)).select_related("campaign__unit").get(pk=paper.pk)
    if paper.told_at is not None:
        return
    paper.told_at = at
    paper.save(update_fields=["told_at"])
    record("paper.told", paper, by=by, at=at, unit=paper.campaign.unit)


def deliver_new_card(public_id: str, *, at: datetime) -> str:
    """The mail is with the mail server. Not sent of a card that was opened or replaced meanwhile; sent before: not again."""
    paper = PaperSent.objects.select_related("campaign__unit").filter(public_id=public_id).first()
    if paper is None:
        return Reason("这张卡已经不在了,没有发")
    if paper.told_at is not None:
        return Reason("已经发过")
    if paper.first_opened_at is not None or paper.replaced_at is not None:
        return Reason("家长已看到,或又换了新卡,没有发")
    signup = Signup.objects.filter(campaign=paper.campaign, household=paper.household_id).first()
    if signup is None or signup.remind_by != RemindBy.MAIL or not signup.remind_mail:
        return Reason("家长不要邮件提醒了,没有发")
    hand_over(message_of(paper, signup))
    PaperSent.objects.filter(pk=paper.pk).update(told_at=at)
    return Reason("已交给邮件服务器")


def message_of(paper: PaperSent, signup: Signup) -> EmailMessage:
    """The mail, in the family's language: no child's name, the door's address without the token."""
    school = paper.campaign.unit.name
    with translation.override(signup.language or settings.LANGUAGE_CODE):
        lines = [
            _("您好!"),
            "",
            _("%(school)s的联系服务卡换了新的:老师或电话有变化。原来收到的卡还能看,请以新卡为准。")
            % {"school": school},
            _("新卡在您家的走访页面上,请打开您的专属链接看;链接丢了可以从这里进:%(door)s")
            % {"door": f"{settings.PUBLIC_URL}/f"},
            "",
            _("这封信是您自己选的提醒。不想再收,在您家的走访页面里改成“不用提醒”。"),
        ]
        return EmailMessage(
            subject=_("联系服务卡换了新的"),
            body="\n".join(lines) + "\n",
            from_email=settings.DEFAULT_FROM_EMAIL,
            to=[signup.remind_mail],
            headers={"Message-ID": f"<card-{paper.public_id}@{urlsplit(settings.PUBLIC_URL).hostname}>"},
        )


def deliver_new_card_text(text_id: str, *, at: datetime) -> str:
    """The text is sent, and the family stands as told. Raises TryLater, CannotDeliver."""
    words = send_sms(text_id, at=at)
    PaperSent.objects.filter(public_id=what_a_text_is_about(text_id)).update(told_at=at)
    return words
