"""The menu, said once: what stands in the bar of the phone and at the side of the desk, and for whom."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_noop as _


@dataclass(frozen=True)
class MenuItem:
    """A place to go. `roles`: whose menu it stands in (values of accounts' Role)."""

    route: str
    label: str
    icon: str
    roles: frozenset[str]
    on_phone: bool = False

    def is_here(self, address: str) -> bool:
        """Is the page at this address (or below it) this place?"""
        place = reverse(self.route)
        return address == place if place == "/" else address.startswith(place)


TEACHER = frozenset({"teacher"})
PRINCIPAL = frozenset({"principal"})
CLERK = frozenset({"clerk"})
LEADER = frozenset({"leader"})
MANAGER = frozenset({"middle_manager"})
LEADING = PRINCIPAL | LEADER | CLERK
VISITING_STAFF = PRINCIPAL | LEADER | MANAGER
DISTRICT_ADMIN = frozenset({"district_admin"})
DISTRICT = DISTRICT_ADMIN | {"inspector"}

MENU: tuple[MenuItem, ...] = (
    MenuItem("desks:today", _("今天"), "smart-home", TEACHER, on_phone=True),
    MenuItem("desks:school", _("总览"), "layout-dashboard", LEADING | MANAGER, on_phone=True),
    MenuItem("desks:district", _("全区"), "layout-dashboard", DISTRICT, on_phone=True),
    MenuItem("desks:families", _("家庭"), "users", TEACHER, on_phone=True),
    MenuItem("problem:index", _("问题"), "message-report", TEACHER | LEADING | MANAGER | DISTRICT, on_phone=True),
    MenuItem("schedule:index", _("排期"), "calendar", TEACHER | LEADING, on_phone=True),
    MenuItem("visit:index", _("走访"), "walk", TEACHER | LEADING),
    MenuItem("visit:staff_index", _("教职工走访"), "users-group", VISITING_STAFF),
    MenuItem("visit:along_index", _("跟岗"), "users", PRINCIPAL | LEADER),
    MenuItem("visit:papers_index", _("联系服务卡和一封信"), "mail-check", TEACHER | LEADING),
    MenuItem("revisit:index", _("回访"), "phone-call", TEACHER | LEADING | MANAGER),
    MenuItem("ledger:index", _("台账"), "file-spreadsheet", LEADING, on_phone=True),
    MenuItem("ledger:layouts", _("台账模板"), "file-text", DISTRICT_ADMIN),
    MenuItem("supervision:index", _("数字"), "chart-bar", LEADING | DISTRICT, on_phone=True),
    MenuItem("signup:index", _("通知与报名"), "speakerphone", TEACHER | LEADING),
    MenuItem("roster:index", _("花名册"), "list", TEACHER | LEADING),
    MenuItem("rights:index", _("信息与同意"), "shield-check", TEACHER | PRINCIPAL),
    MenuItem("doors:corrections", _("更正请求"), "pencil", TEACHER | PRINCIPAL | CLERK),
    MenuItem("doors:erasures", _("删除请求"), "trash", PRINCIPAL),
    MenuItem("assignment:index", _("精准到人"), "user-check", TEACHER | LEADING | MANAGER),
    MenuItem("briefing:index", _("部署学习"), "book", TEACHER | LEADING | MANAGER),
    MenuItem("campaign:index", _("走访活动"), "flag", LEADING | DISTRICT),
    MenuItem("doors:burdens", _("嫌麻烦"), "heart", PRINCIPAL | DISTRICT),
    MenuItem("capture:quarantine", _("手机记录"), "device-mobile", PRINCIPAL),
    MenuItem("capture:hand_in", _("交存手机记录"), "upload", CLERK),
    MenuItem("accounts:people", _("教职工"), "id", PRINCIPAL | DISTRICT_ADMIN),
    MenuItem("accounts:units", _("单位"), "sitemap", DISTRICT_ADMIN),
    MenuItem("safeguarding:index", _("孩子保护"), "shield-lock", PRINCIPAL | DISTRICT_ADMIN),
    MenuItem("safeguarding:new", _("孩子受伤害?立即报告"), "alert-triangle", TEACHER | LEADER | CLERK | MANAGER),
    MenuItem("outbox:index", _("发件箱"), "mail", PRINCIPAL | CLERK | DISTRICT_ADMIN),
)
