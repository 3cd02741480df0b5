"""What a class group's robot is told and what its answer means. Builds and reads only; nothing is sent from here.

Sources: DingTalk open platform, "自定义机器人接入" and "自定义机器人安全设置"; WeCom developer centre, "群机器人配置说明"
and "全局错误码"; Feishu open platform, "自定义机器人使用指南". All three answer HTTP 200 with an error code inside.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from urllib.parse import parse_qs, quote_plus, urlsplit

from zoufang.engines.refusal import Reason

LONGEST_WORDS = 400


class Kind(StrEnum):
    DINGTALK = "dingtalk"
    WECOM = "wecom"
    FEISHU = "feishu"


class Fate(StrEnum):
    """What became of a message."""

    DELIVERED = "delivered"
    LATER = "later"
    CANNOT = "cannot"


@dataclass(frozen=True)
class Message:
    """A POST: `body` is JSON in UTF-8. `address` holds the robot's token: it belongs in no log."""

    address: str
    body: bytes


# kind → (hosts, path or its beginning, whose query name holds the token: "" where the path holds it)
_DOORS = {
    Kind.DINGTALK: (("oapi.dingtalk.com",), "/robot/send", "access_token"),
    Kind.WECOM: (("qyapi.weixin.qq.com",), "/cgi-bin/webhook/send", "key"),
    Kind.FEISHU: (("open.feishu.cn", "open.larksuite.com"), "/open-apis/bot/v2/hook/", ""),
}
# kind → codes that say "too fast" or "busy"; every other code but 0 needs a person.
_LATER = {Kind.DINGTALK: {-1, 130101, 410100}, Kind.WECOM: {-1, 45009}, Kind.FEISHU: {11232}}
# The longest text in bytes of UTF-8: WeCom's own limit of content; the others' of the whole request, less the envelope.
LONGEST_BYTES = {Kind.DINGTALK: 19_000, Kind.WECOM: 2_048, Kind.FEISHU: 19_000}
MOST_A_MINUTE = 20  # DingTalk and WeCom; Feishu takes 100
_FEISHU_BAD_OR_FAST = 9499  # a malformed body and "too many request" share this code


def what_an_address_lacks(kind: Kind, address: str) -> list[Reason]:
    """Reasons why this is not the webhook address of such a robot. Only the robots' own hosts, https, port 443."""
    wrong = [Reason("这不是这种机器人的地址:请在群的机器人设置里复制完整的 Webhook 地址,再粘贴到这里")]
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return wrong
    hosts, path, name = _DOORS[kind]
    # urlsplit drops tabs and line ends silently, and http clients read a backslash in more than one way.
    if re.search(r"[\s\\\x00-\x1f\x7f]", address) or parts.fragment or "@" in parts.netloc:
        return wrong
    if parts.scheme != "https" or port not in (None, 443) or parts.hostname not in hosts:
        return wrong
    if name:
        return [] if parts.path == path and list(parse_qs(parts.query)) == [name] else wrong
    return [] if re.fullmatch(re.escape(path) + r"[\w-]+", parts.path) and not parts.query else wrong


def message(kind: Kind, *, address: str, secret: str, text: str, now: datetime) -> Message:
    """The request for one text of several lines, as plain text: what was shown is what is read. `now` is aware;
    `secret` is empty where the robot does not sign."""
    said: dict[str, Any]
    if kind == Kind.DINGTALK:
        said = {"msgtype": "text", "text": {"content": text}}
        if secret:
            stamp = str(int(now.timestamp() * 1000))
            sign = _signed(secret, f"{stamp}\n{secret}")
            address += f"&timestamp={stamp}&sign={quote_plus(sign)}"
    elif kind == Kind.WECOM:
        said = {"msgtype": "text", "text": {"content": text}}
    else:
        said = {"msg_type": "text", "content": {"text": text}}
        if secret:
            stamp = str(int(now.timestamp()))
            said |= {"timestamp": stamp, "sign": _signed(f"{stamp}\n{secret}", "")}
    return Message(address, json.dumps(said, ensure_ascii=False).encode())


def fitted(kind: Kind, text: str, ending: str) -> tuple[str, bool]:
    """The text as this robot takes it, `ending` (where to read on) on lines of its own below; was it cut?

    One that is too long is cut down to its first paragraphs, and `ending` stays whole: half a sentence helps nobody.
    """
    whole = f"{text}\n\n{ending}"
    if len(whole.encode()) <= LONGEST_BYTES[kind]:
        return whole, False
    room = LONGEST_BYTES[kind] - len(f"\n\n{ending}".encode())
    kept = ""
    for line in text.splitlines():
        longer = f"{kept}\n{line}" if kept else line
        if len(longer.encode()) > room or len(kept.encode()) > room // 4:
            break
        kept = longer
    kept = kept.strip() or text.encode()[: room - 3].decode("utf-8", "ignore").strip() + "…"
    return f"{kept}\n\n{ending}", True


def read_answer(kind: Kind, status: int, body: bytes) -> tuple[Fate, str]:
    """What the answer means, and the robot's own words on one line (at most 400 letters)."""
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        answer = None
    code, words = _code_and_words(kind, answer if isinstance(answer, dict) else {})
    # Feishu says "too fast" now inside a 200, now inside a 400.
    fast = code in _LATER[kind] or (kind == Kind.FEISHU and code == _FEISHU_BAD_OR_FAST and "too many" in words.lower())
    if status != 200:
        later = fast or status == 429 or status >= 500
        return (Fate.LATER if later else Fate.CANNOT), _line(f"HTTP {status} {_text(body)}")
    if code is None:
        # Perhaps it stands in the group: a person looks, rather than the class reading it twice.
        return Fate.CANNOT, _line(f"看不懂机器人的回答:{_text(body)}")
    if code == 0:
        return Fate.DELIVERED, _line(f"0 {words}")
    return (Fate.LATER if fast else Fate.CANNOT), _line(f"{code} {words}")


def _code_and_words(kind: Kind, answer: dict[str, Any]) -> tuple[int | None, str]:
    names = ("code", "msg") if kind == Kind.FEISHU else ("errcode", "errmsg")
    code, words = answer.get(names[0]), answer.get(names[1], "")
    return (code if type(code) is int else None), str(words)


def _signed(key: str, text: str) -> str:
    return base64.b64encode(hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()).decode()


def _text(body: bytes) -> str:
    return body[: 4 * LONGEST_WORDS].decode("utf-8", "replace")


def _line(text: str) -> str:
    return re.sub(r"[\s\x00-\x1f\x7f]+", " ", text).strip()[:LONGEST_WORDS]
