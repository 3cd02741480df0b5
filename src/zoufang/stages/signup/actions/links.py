"""A guardian's link: made, shown, opened, answered for, locked, reissued, revoked."""

from __future__ import annotations

import base64
import hmac
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from zoufang.engines.refusal import Reason, Refused
from zoufang.ground.accounts.actor import NOBODY, SYSTEM, Actor, family_actor
from zoufang.ground.campaign.models import Campaign
from zoufang.ground.channels.actions import post_sms, send_sms
from zoufang.ground.channels.queries import last_text_about, sms_is_set_up, what_a_text_is_about
from zoufang.ground.journal.actions import record
from zoufang.ground.org.models import Unit
from zoufang.ground.outbox.actions import post
from zoufang.ground.privacy.fields import fingerprint
from zoufang.stages.roster.models import Guardian
from zoufang.stages.signup import queries, rules
from zoufang.stages.signup.models import FamilyLink, FamilySession, LinkRequest

OWN_LINK = "own_link"  # the text's template
REQUESTED = "signup.link_request"
TEXTED = "signup.own_link"


def token_of(guardian: Guardian, campaign: Campaign, generation: int) -> str:
    """128 bits in 26 letters without i, l, o, u; the same for the same three, so it need not be kept."""
    compact = settings.KEYS.token(guardian.public_id, campaign.public_id, generation)
    number = int.from_bytes(base64.urlsafe_b64decode(compact + "=="), "big")
    return "".join(rules.LETTERS[number >> 5 * place & 31] for place in reversed(range(26)))


@transaction.atomic
def link_for(*, guardian: Guardian, campaign: Campaign, at: datetime) -> str:
    """The guardian's address, `…/f#token`; the link stands from now on."""
    link = FamilyLink.objects.filter(guardian=guardian, campaign=campaign).first()
    if link is None:
        token = token_of(guardian, campaign, 1)
        FamilyLink.objects.get_or_create(guardian=guardian, campaign=campaign, defaults={"token_hash": hash_of(token)})
        return address_with(token)
    return address_with(token_of(guardian, campaign, link.generation))


@transaction.atomic
def show_link(*, guardian: Guardian, campaign: Campaign, by: Actor, at: datetime) -> str:
    """The address, for somebody who sends it to that guardian; that it was shown stands in the journal. Refused when revoked."""
    address = link_for(guardian=guardian, campaign=campaign, at=at)
    link = FamilyLink.objects.select_for_update().get(guardian=guardian, campaign=campaign)
    if link.revoked_at is not None:
        raise Refused("这条链接已停用,请先重新发放")
    link.shown_at = at
    link.save(update_fields=["shown_at"])
    record("link.shown", link, by=by, at=at, unit=campaign.unit)
    return address


@transaction.atomic
def reissue_link(*, guardian: Guardian, campaign: Campaign, by: Actor, at: datetime) -> None:
    """A new link; the old one and every browser that it opened are void, locks are gone."""
    link_for(guardian=guardian, campaign=campaign, at=at)
    link = FamilyLink.objects.select_for_update().get(guardian=guardian, campaign=campaign)
    link.generation += 1
    link.token_hash = hash_of(token_of(guardian, campaign, link.generation))
    link.wrong_answer_count, link.locked_at, link.revoked_at, link.first_opened_at = 0, None, None, None
    link.disowned_at = None
    link.save()
    link.sessions.filter(closed_at__isnull=True).update(closed_at=at)
    record("link.reissued", link, by=by, at=at, unit=campaign.unit, facts={"generation": link.generation})


@transaction.atomic
def revoke_link(*, guardian: Guardian, campaign: Campaign, by: Actor, at: datetime) -> None:
    """The link opens nothing any more, at once."""
    link_for(guardian=guardian, campaign=campaign, at=at)
    link = FamilyLink.objects.select_for_update().get(guardian=guardian, campaign=campaign)
    link.revoked_at = at
    link.save(update_fields=["revoked_at"])
    link.sessions.filter(closed_at__isnull=True).update(closed_at=at)
    record("link.revoked", link, by=by, at=at, unit=campaign.unit)


@transaction.atomic
def open_link(*, token: str, at: datetime) -> str:
    """A browser came with the token: the secret of its session. Refused for a token that opens nothing; shows nothing yet."""
    link = queries.link_by_token(token)
    if link is None or link.revoked_at is not None or link.guardian.household.left_on is not None:
        raise Refused("这条链接打不开了,可能已更换。请向老师要一条新的")
    if rules.is_over(ends_on=link.campaign.ends_on, today=timezone.localdate(at)):
        raise Refused(rules.CAMPAIGN_OVER)
    secret = secrets.token_urlsafe(24)
    FamilySession.objects.create(
        link=link,
        generation=link.generation,
        secret_hash=settings.KEYS.fingerprint(secret, purpose="link"),
        opened_at=at,
        expires_at=at + timedelta(days=rules.SESSION_DAYS),
    )
    return secret


@transaction.atomic
def answer_possession(*, session: FamilySession, digits: str, at: datetime) -> list[Reason]:
    """The registered phone's last four digits: right ones open the family's pages (no reasons).

    Wrong ones are counted on the link, the fifth locks it; the count is written, so this returns reasons instead of raising.
    """
    link = FamilyLink.objects.select_for_update().select_related("guardian", "campaign__unit").get(pk=session.link_id)
    if link.locked_at is not None:
        return [Reason("答错次数太多,这条链接已锁定。请向老师要一条新的")]
    given = rules.plain_digits(digits)[-4:]  # who types the whole number has proved more, not less
    if len(given) < 4:
        return [Reason("请填四位数字:园里登记的那个手机号的最后四位")]  # a slip, no guess: not counted
    expected = link.guardian.phone[-4:]
    if len(expected) == 4 and hmac.compare_digest(given, expected):
        FamilySession.objects.filter(pk=session.pk).update(passed_at=at)
        link.wrong_answer_count = 0
        link.first_opened_at = link.first_opened_at or at
        link.save(update_fields=["wrong_answer_count", "first_opened_at"])
        record("link.opened", link, by=family_actor(link.guardian_id, ""), at=at, unit=link.campaign.unit)
        return []
    link.wrong_answer_count += 1
    left = rules.MOST_WRONG_ANSWERS - link.wrong_answer_count
    if left <= 0:
        link.locked_at = at
    link.save(update_fields=["wrong_answer_count", "locked_at"])
    # Whoever answers wrongly may be a stranger: the journal names nobody.
    record("link.answered_wrongly", link, by=NOBODY, at=at, unit=link.campaign.unit, outcome="refused")
    if left <= 0:
        return [Reason("答错次数太多,这条链接已锁定。请向老师要一条新的")]
    return [Reason("后四位不对。请填在园里登记的那个手机号,还可以试 %(left)s 次", left=left)]


@transaction.atomic
def close_session(*, session: FamilySession, is_not_me: bool, at: datetime) -> None:
    """This browser is nobody's any more. `is_not_me`: the class's teachers are told too. The link and other browsers stay:
    any of those it was forwarded to could say so."""
    FamilySession.objects.filter(pk=session.pk).update(closed_at=at)
    if is_not_me:
        link = FamilyLink.objects.select_for_update().select_related("campaign__unit").get(pk=session.link_id)
        link.disowned_at = at
        link.save(update_fields=["disowned_at"])
        by = family_actor(link.guardian_id, "") if session.passed_at else NOBODY
        record("link.disowned", link, by=by, at=at, unit=link.campaign.unit)


@transaction.atomic
def request_link(*, campaign: Campaign, klass: Unit, phone: str, at: datetime) -> None:
    """Somebody with this phone asked for the link. Registered or not, the same is done, so that not even the time it takes
    tells. Refused while a class's address is being flooded."""
    asked = LinkRequest.objects.filter(klass=klass, asked_at__gt=at - timedelta(hours=1)).count()
    if reasons := rules.why_not_ask(asked_this_hour=asked):
        raise Refused(reasons)
    LinkRequest.objects.filter(klass=klass, asked_at__lt=at - timedelta(days=rules.REQUEST_DAYS)).delete()
    request = LinkRequest.objects.create(
        campaign=campaign, klass=klass, phone_hash=fingerprint("phone", phone), asked_at=at
    )
    if sms_is_set_up(OWN_LINK):
        # Whose number it is, the worker finds out: here the same is written for every number.
        post(REQUESTED, request, unit=klass, at=at)


@transaction.atomic
def text_link(*, request_id: str, at: datetime) -> str:
    """Whoever asked with a registered phone gets the own link on that phone, at most once an hour; nobody else gets
    anything. The same words either way."""
    request = LinkRequest.objects.select_related("campaign__unit", "klass").filter(public_id=request_id).first()
    if request is not None and sms_is_set_up(OWN_LINK):
        for guardian in queries.guardians_who_asked(request):
            _text_to(guardian, request.campaign, at)
    return Reason("已处理")


def _text_to(guardian: Guardian, campaign: Campaign, at: datetime) -> None:
    address = link_for(guardian=guardian, campaign=campaign, at=at)
    link = FamilyLink.objects.select_for_update().get(guardian=guardian, campaign=campaign)
    if link.revoked_at is not None or not rules.may_be_texted(last=last_text_about(link.public_id), at=at):
        return
    values = {"school": campaign.unit.name, "link": address}
    post_sms(
        to=guardian.phone,
        template=OWN_LINK,
        values=values,
        unit=campaign.unit,
        at=at,
        about=link.public_id,
        deliver_as=TEXTED,
    )
    record("link.texted", link, by=SYSTEM, at=at, unit=campaign.unit)


def deliver_link(text_id: str, *, at: datetime) -> str:
    """The text with the own link is sent; only then does nobody wait for it any more. Raises TryLater, CannotDeliver."""
    words = send_sms(text_id, at=at)
    with transaction.atomic():
        FamilyLink.objects.filter(public_id=what_a_text_is_about(text_id)).update(shown_at=at)
    return words


def hash_of(token: str) -> str:
    """By which a link is found; of the token nothing else is kept."""
    return str(settings.KEYS.fingerprint(token, purpose="link"))


def address_with(token: str) -> str:
    """The address that this token opens."""
    return f"{settings.PUBLIC_URL}/f#{token}"
