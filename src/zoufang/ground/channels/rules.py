"""How fast a robot is spoken to, and what must be there before it is. Source: decision 11; domain §8."""

from __future__ import annotations

from datetime import datetime, timedelta

from zoufang.engines.refusal import Reason
from zoufang.engines.robots import MOST_A_MINUTE, Kind, what_an_address_lacks

APART = timedelta(seconds=60 / MOST_A_MINUTE)
LONGEST_SECRET = 200
LONGEST_ADDRESS = 500
# Every line to a group holds this word, so that it may be a robot's keyword.
KEYWORD = "家访"
TEST_LINE = "这是走访系统的一条测试消息,家访通知以后从这里发。看到它,说明机器人已经接好,不用回复。"


def what_a_robot_lacks(kind: str, address: str, secret: str) -> list[Reason]:
    """Reasons why this robot cannot be kept."""
    if kind not in list(Kind):
        return [Reason("请先选是哪一种群:钉钉、企业微信还是飞书")]
    if not address:
        return [Reason("请粘贴机器人的 Webhook 地址")]
    lacks = what_an_address_lacks(Kind(kind), address) if len(address) <= LONGEST_ADDRESS else []
    if len(address) > LONGEST_ADDRESS or len(secret) > LONGEST_SECRET:
        lacks.append(Reason("地址或密钥太长,请重新复制"))
    return lacks


def next_turn(*, at: datetime, last_due: datetime | None) -> datetime:
    """When the next line to one robot is due: three seconds after the one before."""
    return at if last_due is None else max(at, last_due + APART)
