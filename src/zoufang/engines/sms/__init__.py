"""What Aliyun's short message service is told and what its answer means. Builds and reads only; nothing is sent from here.

Sources: Aliyun, Dysmsapi 2017-05-25, "SendSms" and its error codes; "RPC API signature" (HMAC-SHA1). A refusal stands as
`Code` in the JSON, inside a 200 or not.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from zoufang.engines.robots import LONGEST_WORDS, Fate, Message

HEADERS = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
# "Too often" (per number, minute, hour, day) and "busy": later. Everything else needs a person.
_LATER = ("isv.BUSINESS_LIMIT_CONTROL", "isp.SYSTEM_ERROR", "isv.SYSTEM_ERROR", "Throttling", "ServiceUnavailable")
TEMPLATES = ("visit_reminder", "own_link")  # our own names of the texts that are sent; each has its approved template
FURTHER = ("new_card", "visit_moved")  # texts that an account may do without: a teacher tells these families
HOW = (
    "ZOUFANG_SMS_URL: aliyun://AccessKeyId:AccessKeySecret@dysmsapi.aliyuncs.com/?sign=签名"
    "&visit_reminder=SMS_1&own_link=SMS_2[&new_card=SMS_3][&visit_moved=SMS_4]"
)


@dataclass(frozen=True)
class Account:
    """Who sends: host, key, the approved signature, and the approved template of each of our own names."""

    host: str
    key_id: str
    key_secret: str
    sign_name: str
    templates: Mapping[str, str]


def account_of(url: str) -> Account | None:
    """The account that a setting names; None for an empty one. ValueError says how it is written, never what was."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
        named = dict(parse_qsl(parts.query, strict_parsing=True))
    except ValueError:
        raise ValueError(HOW) from None
    host, sign = parts.hostname or "", named.pop("sign", "")
    ours = host == "aliyuncs.com" or host.endswith(".aliyuncs.com")
    if (
        parts.scheme != "aliyun"
        or not ours
        or not parts.username
        or not parts.password
        or not sign
        or not set(TEMPLATES) <= set(named) <= {*TEMPLATES, *FURTHER}
    ):
        raise ValueError(HOW)
    return Account(host, unquote(parts.username), unquote(parts.password), sign, named)


def message(
    account: Account, *, to: str, template: str, values: Mapping[str, str], out_id: str, now: datetime, nonce: str
) -> Message:
    """The POST that sends one text to one number. `now` is aware; `nonce` never the same twice; KeyError for a template
    that the account does not have."""
    said = {
        "AccessKeyId": account.key_id,
        "Action": "SendSms",
        "Format": "JSON",
        "OutId": out_id,
        "PhoneNumbers": to,
        "RegionId": "cn-hangzhou",
        "SignName": account.sign_name,
        "SignatureMethod": "HMAC-SHA1",
        "SignatureNonce": nonce,
        "SignatureVersion": "1.0",
        "TemplateCode": account.templates[template],
        "TemplateParam": json.dumps(dict(values), ensure_ascii=False),
        "Timestamp": now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "Version": "2017-05-25",
    }
    said["Signature"] = signature("POST", said, account.key_secret)
    return Message(f"https://{account.host}/", urlencode(said).encode())


def signature(verb: str, said: Mapping[str, str], key_secret: str) -> str:
    """Base64 of HMAC-SHA1 over verb, path and the sorted parameters, each percent-encoded as RFC 3986 has it."""
    pairs = "&".join(f"{_encoded(name)}={_encoded(said[name])}" for name in sorted(said))
    text = f"{verb}&%2F&{_encoded(pairs)}"
    made = hmac.new(f"{key_secret}&".encode(), text.encode(), hashlib.sha1)
    return base64.b64encode(made.digest()).decode()


def read_answer(status: int, body: bytes) -> tuple[Fate, str]:
    """What the answer means, and the service's own words on one line."""
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        answer = None
    code = answer.get("Code") if isinstance(answer, dict) else None
    if not isinstance(answer, dict) or not isinstance(code, str):
        fate = Fate.LATER if status == 429 or status >= 500 else Fate.CANNOT
        return fate, _line(f"HTTP {status} {body[:800].decode('utf-8', 'replace')}")
    words = _line(f"{code} {answer.get('Message', '')}")
    if code == "OK":
        return (Fate.DELIVERED if status == 200 else Fate.CANNOT), words
    return (Fate.LATER if status == 429 or status >= 500 or code.startswith(_LATER) else Fate.CANNOT), words


def _encoded(text: str) -> str:
    return quote(text, safe="-_.~")


def _line(text: str) -> str:
    return re.sub(r"[\s\x00-\x1f\x7f]+", " ", text).strip()[:LONGEST_WORDS]
