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


# The robots' codes that a teacher can do something about. Source: as `engines/robots`.
_KEY = Reason("加签密钥不对:请移除后重新接一次,密钥从群机器人的安全设置里复制")
_WORD = Reason("群机器人设了关键词:请在它的安全设置里把关键词改成“家访”")
_EITHER = Reason("安全设置对不上:请核对加签密钥;若设的是关键词,请改成“家访”;若限了 IP,请联系管理员")
_GONE = Reason("这条地址已失效或抄错了:请移除后,从群机器人的设置里重新复制")
_ADVICE = {"310000": _EITHER, "300005": _GONE, "93000": _GONE, "19001": _GONE, "19021": _KEY, "19024": _WORD}


def what_to_do(words: str) -> Reason | None:
    """What helps with a robot's answer that begins with a known code."""
    return _ADVICE.get(words.partition(" ")[0])
