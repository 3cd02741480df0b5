"""When somebody may sign. Source: the plan, 组织部署; issue 2, briefing."""

from __future__ import annotations

import re

from zoufang.engines.refusal import Reason

# 1. / 1、/ (1) / 一、/ - / · before a point: the page numbers them itself.
_MARK = re.compile(r"^(?:[-*·•]\s*|[(（]?\d{1,2}[)）.、．]\s*|[一二三四五六七八九十]{1,2}、\s*)")


def points_in(body: str) -> list[str]:
    """A text of talking points as its points: a line is one, without its number; heads (#) and empty lines are none."""
    lines = [line.strip() for line in body.splitlines()]
    points = [_MARK.sub("", line).strip() for line in lines if not line.startswith("#")]
    return [point for point in points if point]


def what_forbids_signing(*, signed: int, newest: int | None, is_ended: bool) -> list[Reason]:
    """Reasons why this version cannot be signed: only the newest one counts, and only while the campaign is on."""
    if is_ended:
        return [Reason("活动已经结束,不用再签名")]
    if newest is None:
        return [Reason("还没有实施方案,请园长先写好")]
    if signed != newest:
        return [Reason("方案刚刚更新为第 %(newest)s 版,请读完新版再签名", newest=newest)]
    return []
