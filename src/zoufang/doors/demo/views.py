"""The demo's front page: step in as anyone of the district, or as a family. Nothing of it exists with real data."""

from __future__ import annotations

from dataclasses import dataclass, replace
from time import time
from typing import Any

from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from zoufang.doors.demo import stamp
from zoufang.ground.accounts.models import User
from zoufang.ground.campaign.models import Campaign
from zoufang.stages.roster.models import Guardian
from zoufang.stages.signup.actions import link_for
from zoufang.web.pages import go, open_to_all, page

STEPS = (
    noop("部署学习"),
    noop("花名册"),
    noop("精准到人"),
    noop("通知与报名"),
    noop("排期"),
    noop("走访"),
    noop("三个一"),
    noop("解决问题"),
    noop("回访"),
    noop("台账"),
    noop("报送"),
    noop("督导"),
)


@dataclass(frozen=True)
class Door:
    """A way in, with what to try first."""

    key: str
    icon: str
    label: str
    first: str


def doors() -> list[Door]:
    """One for each kind of person; the keys are those of the stamp's logins."""
    return [
        Door("teacher", "walk", _("教师"), _("打开“今天”里的下一户,点“开始记录”,两三下记完一次走访。")),
        Door("principal", "school", _("园长"), _("看总览里“今天要您决定的”,把一件新问题交办下去。")),
        Door("clerk", "clipboard-list", _("整理提报专人"), _("打开“台账”,看缺漏,起草、封存、报送。")),
        Door("leader", "users", _("班子成员"), _("打开“教职工走访”,走访一位老师。")),
        Door("inspector", "eye", _("督导员"), _("看全区:谁报送了,谁逾期,点进一所园看分子和分母。")),
        Door("district_admin", "settings", _("区级管理员"), _("在“人员”里邀请一位新园长,链接只显示一次。")),
    ]


def ready_doors() -> dict[str, Door]:
    """The same roles at the school whose ledgers are ready, for its second login of the role."""
    return {
        "clerk": Door(
            "", "clipboard-check", _("整理提报专人(可以报送的园)"), _("缺漏都补齐了:打开“台账”起草,等园长封存后报送。")
        ),
        "principal": Door("", "lock", _("园长(可以报送的园)"), _("打开“台账”,核对无误就封存,再发给督导室。")),
    }


def ways_in(shown: stamp.Stamp) -> list[tuple[Door, stamp.Login]]:
    """Each role's door, then those of the school that is ready to submit."""
    first: dict[str, stamp.Login] = {}
    second: list[stamp.Login] = []
    for each in shown.logins:
        if each.role in first:
            second.append(each)
        else:
            first[each.role] = each
    ready = ready_doors()
    ways = [(door, first[door.key]) for door in doors() if door.key in first]
    return ways + [(replace(ready[each.role], key=each.user), each) for each in second if each.role in ready]


@open_to_all(why="演示数据的首页:换一个角色(只在演示数据里存在)")
def front(request: HttpRequest) -> HttpResponse:
    """Who would you like to be?"""
    shown = _stamp()
    ways = ways_in(shown)
    families = [
        Door(f"family-{n}", "home-heart", words, first)
        for n, ((words, _guardian), first) in enumerate(zip(shown.families, _first_steps(), strict=False))
    ]
    return page(
        request,
        "doors/demo.html",
        steps=[_(step) for step in STEPS],
        doors=ways,
        families=families,
    )


@open_to_all(why="在演示数据里以一个角色登录", verbs=["POST"])
def step_in(request: HttpRequest) -> HttpResponse:
    """Sign in as a role of the demo (its second factor counts as shown), or go to a family's door with its link."""
    shown, key = _stamp(), request.POST.get("as", "")
    if key.startswith("family-") and key[7:].isdigit() and int(key[7:]) < len(shown.families):
        guardian = (
            Guardian.objects.select_related("household").filter(public_id=shown.families[int(key[7:])][1]).first()
        )
        if guardian is None:
            raise Http404
        # As on a phone of its own: where a teacher is signed in, what a family says is kept apart.
        logout(request)
        return page(request, "doors/demo_family.html", **_family_door(request, guardian))
    chosen = next((each for each in shown.logins if key in (each.role, each.user)), None)
    person = User.objects.filter(username=chosen.user, is_active=True).first() if chosen else None
    if person is None:
        raise Http404
    logout(request)
    login(request, person, backend="django.contrib.auth.backends.ModelBackend")
    request.session["account_authentication_methods"] = [
        {"method": "password", "at": time(), "username": person.username},
        {"method": "mfa", "at": time(), "type": "totp"},
    ]
    return go(request, "desks:today")


def _family_door(request: HttpRequest, guardian: Guardian) -> dict[str, Any]:
    campaign = Campaign.objects.filter(unit=guardian.household.school).order_by("-starts_on").first()
    if campaign is None:
        raise Http404
    return {
        "address": request.build_absolute_uri(
            "/f#" + link_for(guardian=guardian, campaign=campaign, at=request.now).rpartition("#")[2]
        ),
        "digits": guardian.phone[-4:],
    }


def _first_steps() -> list[str]:
    return [
        _("还没有回复的家庭:用一分钟选方式、选时间。"),
        _("反映过问题的家庭:看问题走到了哪一步,说“真的解决了吗”。"),
        _("约好时间的家庭:加到手机日历,点“这个时间不行”,再撤销。"),
    ]


def _stamp() -> stamp.Stamp:
    found = stamp.read()
    if found is None:
        raise Http404
    return found
