"""What sign-up gives up of a family: links, requests for them, times, words, the address for reminders."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from zoufang.ground.channels.models import TextMessage
from zoufang.ground.outbox.models import OutboxRow
from zoufang.ground.privacy.erasing import Step, Whom
from zoufang.stages.signup.models import FamilyLink, FamilySession, LinkRequest, OfferedTime, Signup
from zoufang.stages.signup.states import RemindBy

BARE = {
    "place": "",
    "note": "",
    "note_for_principal_only": False,
    "told_note": "",
    "remind_by": RemindBy.NONE,
    "remind_mail": "",
    "language": "",
    "is_one_to_one": False,
    "answered_by": None,
}


def steps_of(whom: Whom) -> list[Step]:
    """Texts on their way first, by the links that they tell of and the phones that they go to."""
    links = FamilyLink.objects.filter(guardian__in=whom.guardians)
    requests = LinkRequest.objects.filter(phone_hash__in=whom.phone_hashes)
    texts = _texts(whom, links)
    said = [*texts.values_list("public_id", flat=True), *requests.values_list("public_id", flat=True)]
    return [
        Step(_("发件箱"), OutboxRow.objects.filter(subject__in=said)),
        Step(_("短信"), texts),
        Step(_("打开过链接的浏览器"), FamilySession.objects.filter(link__in=links)),
        Step(_("专属链接"), links),
        Step(_("要链接的请求"), requests),
        *_wishes(whom),
    ]


def _texts(whom: Whom, links: QuerySet[FamilyLink]) -> QuerySet[TextMessage]:
    """Those about the links, and those to the phones: a number is encrypted, so the few that still hold one are opened."""
    told = TextMessage.objects.filter(about__in=list(links.values_list("public_id", flat=True)))
    held = TextMessage.objects.exclude(to="")
    to_them = [each.pk for each in held.iterator() if each.to in whom.phones]
    return TextMessage.objects.filter(pk__in=[*told.values_list("pk", flat=True), *to_them])


def _wishes(whom: Whom) -> list[Step]:
    homes = Signup.objects.filter(household__in=whom.homes)
    stays = _("只留选了哪种方式、有没有参加:数字不变")
    if whom.is_whole:
        times = OfferedTime.objects.filter(signup__in=homes)
        return [Step(_("方便的时间"), times), Step(_("报名"), homes, values=BARE, stays=stays)]
    own = homes.filter(answered_by__in=whom.guardians)
    mine = {"note": "", "remind_by": RemindBy.NONE, "remind_mail": "", "answered_by": None}
    return [
        Step(_("报名"), own, values=mine, stays=stays),
        Step(_("报名"), homes, strips=("place", "note", "told_note"), stays=stays),
    ]
