"""When somebody may sign. Source: the plan, 组织部署; issue 2, briefing."""

from __future__ import annotations

from zoufang.engines.refusal import Reason


def what_forbids_signing(*, signed: int, newest: int | None, is_ended: bool) -> list[Reason]:
    """Reasons why this version cannot be signed: only the newest one counts, and only while the campaign is on."""
    if is_ended:
        return [Reason("活动已经结束,不用再签名")]
    if newest is None:
        return [Reason("还没有实施方案,请园长先写好")]
    if signed != newest:
        return [Reason("方案刚刚更新为第 %(newest)s 版,请读完新版再签名", newest=newest)]
    return []
