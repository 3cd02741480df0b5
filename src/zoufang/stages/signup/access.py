"""Who writes notices and hands out links; which family a browser belongs to."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from zoufang.engines.refusal import Reason
from zoufang.ground.accounts.actor import Actor, family_actor
from zoufang.ground.accounts.devices import is_marked
from zoufang.ground.accounts.states import Role
from zoufang.ground.campaign.models import Campaign
from zoufang.ground.org.models import Unit
from zoufang.stages.roster.models import Guardian, Household
from zoufang.stages.signup import queries, rules
from zoufang.stages.signup.models import FamilyLink, FamilySession


@dataclass(frozen=True)
class Family:
    """The household (and the guardian of it) that a browser's link opened, in one campaign. `on_staff_device`: a member of
    staff is, or ever was, signed in there: what is said there is not the family's own word."""

    guardian: Guardian
    household: Household
    campaign: Campaign
    link: FamilyLink
    session: FamilySession
    actor: Actor
    on_staff_device: bool


def cookie_name() -> str:
    """`__Host-` on https; on plain http programs would drop such a cookie."""
    return f"{'__Host-' if settings.SESSION_COOKIE_SECURE else ''}zoufang-family"


def known_session(request: HttpRequest) -> FamilySession | None:
    """The session that this browser's cookie names, whether or not it still opens anything."""
    secret = request.COOKIES.get(cookie_name(), "")
    return queries.session_by_secret(secret) if secret else None


def opened_session(request: HttpRequest) -> FamilySession | None:
    """The browser's session, if its link still holds; the digits may not have been answered yet."""
    session = known_session(request)
    return session if session is not None and not why_shut(session) else None


def why_shut(session: FamilySession) -> list[Reason]:
    """Reasons why this session opens nothing any more; none of them says whose it was."""
    link = session.link
    return rules.why_shut(
        campaign_over=rules.is_over(ends_on=link.campaign.ends_on, today=timezone.localdate()),
        is_replaced=link.generation != session.generation,
        is_revoked=link.revoked_at is not None or link.guardian.household.left_on is not None,
        is_closed=session.closed_at is not None or session.expires_at <= timezone.now(),
    )


def family_of(request: HttpRequest) -> Family | None:
    """本户链接已打开、并答对登记电话后四位的家长,只看本户"""
    session = opened_session(request)
    if session is None or session.passed_at is None:
        return None
    guardian = session.link.guardian
    return Family(
        guardian=guardian,
        household=guardian.household,
        campaign=session.link.campaign,
        link=session.link,
        session=session,
        actor=family_actor(guardian.pk, guardian.name),
        on_staff_device=is_marked(request) or bool(request.actor.is_signed_in),  # type: ignore[attr-defined]
    )


def may_see_notices(actor: Actor) -> bool:
    """任课教师看本班通知与报名,园长、班子成员、整理提报专人看本园的"""
    return bool(actor.classes_taught()) or actor.is_any(Role.PRINCIPAL, Role.LEADER, Role.CLERK)


def may_write_notices(actor: Actor) -> bool:
    """园长和整理提报专人起草、修改通知"""
    return actor.is_any(Role.PRINCIPAL, Role.CLERK)


def may_approve_notices(actor: Actor) -> bool:
    """园长批准通知"""
    return actor.is_any(Role.PRINCIPAL)


def may_hand_out_links(actor: Actor, klass: Unit) -> bool:
    """The class's teachers, the principal, the clerk: to the guardian alone."""
    return klass.pk in actor.classes_taught() or actor.holds(Role.PRINCIPAL, Role.CLERK, at=klass.path)


def may_print_slips(actor: Actor) -> bool:
    """本班教师打印各家的纸条,逐次记入日志;其他人都不能"""
    return bool(actor.classes_taught())


def may_print_slips_of(actor: Actor, klass: Unit) -> bool:
    """Every slip opens a family's own pages: its class's teachers alone."""
    return klass.pk in actor.classes_taught()


def may_read_notes(actor: Actor, klass: Unit) -> bool:
    """What a family said beforehand: the class's teachers and the principal."""
    return klass.pk in actor.classes_taught() or may_read_private_notes(actor, klass)


def may_read_private_notes(actor: Actor, klass: Unit) -> bool:
    """What a family said to the principal alone."""
    return actor.holds(Role.PRINCIPAL, at=klass.path)


def may_give_links(actor: Actor) -> bool:
    """本班教师、园长和整理提报专人把链接单独发给家长,逐次记入日志"""
    return bool(actor.classes_taught()) or actor.is_any(Role.PRINCIPAL, Role.CLERK)
