"""The three robots, and the text message service, on this machine: an HTTPS server with a certificate of its own that checks as the real ones do.

Sources as in `engines/robots`: signature, a timestamp at most an hour off, keyword, 20 messages a minute, codes in a 200; `engines/sms` likewise.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
import ssl
import threading
import time
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, parse_qsl, quote, urlencode, urlsplit

import trustme

HOSTS = ("oapi.dingtalk.com", "qyapi.weixin.qq.com", "open.feishu.cn", "dysmsapi.aliyuncs.com")
SMS_URL = (
    "aliyun://key-id:key-secret@dysmsapi.aliyuncs.com/?sign=%E8%B5%B0%E8%AE%BF&visit_reminder=SMS_1&own_link=SMS_2"
)
DINGTALK = "https://oapi.dingtalk.com/robot/send?access_token=ding-token-7788"
WECOM = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=we-key-5566"
FEISHU = "https://open.feishu.cn/open-apis/bot/v2/hook/fs-hook-3344"
AN_HOUR = 3600


@dataclass
class RobotServer:
    """`said` holds what stands in each group, by token. `secrets`, `keywords` by token. `mood`: one of the ways to fail."""

    port: int = 0
    said: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    calls: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    secrets: dict[str, str] = field(default_factory=dict)
    keywords: dict[str, str] = field(default_factory=dict)
    tokens: set[str] = field(default_factory=lambda: {"ding-token-7788", "we-key-5566", "fs-hook-3344"})
    nonces: set[str] = field(default_factory=set)
    requests: list[str] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    mood: str = ""
    most_a_minute: int = 20
    authority: trustme.CA = field(default_factory=trustme.CA)

    def start(self) -> None:
        certificate = self.authority.issue_cert(*HOSTS)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        certificate.configure_cert(context)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(self))
        self._server.daemon_threads = True
        self._server.handle_error = lambda *_: None  # type: ignore[method-assign]
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True, do_handshake_on_connect=False)
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def trusted(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        self.authority.configure_trust(context)
        return context

    def answer(self, host: str, target: str, kind: str, body: bytes) -> tuple[int, object]:
        """What the real one would answer: (HTTP status, JSON)."""
        if host == "dysmsapi.aliyuncs.com":
            return self._sms(body)
        parts = urlsplit(target)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if not kind.startswith("application/json"):
            return 200, {"errcode": 43004, "errmsg": "无效的HTTP HEADER Content-Type"}
        said = json.loads(body)
        if host == "oapi.dingtalk.com":
            return 200, self._dingtalk(query, said)
        if host == "qyapi.weixin.qq.com":
            return 200, self._wecom(query.get("key", ""), said)
        if host == "open.feishu.cn":
            return 200, self._feishu(parts.path.rpartition("/")[2], said)
        return 404, {}

    def _sms(self, body: bytes) -> tuple[int, object]:
        said = dict(parse_qsl(body.decode(), strict_parsing=True))
        given = said.pop("Signature", "")
        encoded = urlencode(sorted(said.items()), quote_via=quote, safe="-_.~")
        text = f"POST&%2F&{quote(encoded, safe='-_.~')}"
        wanted = base64.b64encode(hmac.digest(b"key-secret&", text.encode(), "sha1")).decode()
        off = datetime.now(UTC) - datetime.strptime(said["Timestamp"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        if given != wanted:
            return 400, {"Code": "SignatureDoesNotMatch", "Message": "Specified signature is not matched"}
        if abs(off.total_seconds()) > 15 * 60:
            return 400, {"Code": "InvalidTimeStamp.Expired", "Message": "Specified time stamp is expired"}
        if said["SignatureNonce"] in self.nonces:
            return 400, {"Code": "SignatureNonceUsed", "Message": "Specified signature nonce was used already"}
        self.nonces.add(said["SignatureNonce"])
        phone = said["PhoneNumbers"]
        if not re.fullmatch(r"1\d{10}", phone):
            return 200, {"Code": "isv.MOBILE_NUMBER_ILLEGAL", "Message": f"{phone}invalid mobile number"}
        if self._too_fast(phone):
            return 200, {"Code": "isv.BUSINESS_LIMIT_CONTROL", "Message": "触发分钟级流控Permits:1"}
        self.said[phone].append(f"{said['TemplateCode']} {said['TemplateParam']}")
        return 200, {"Code": "OK", "Message": "OK", "BizId": "900619746936498440^0", "RequestId": "1"}

    def _dingtalk(self, query: dict[str, str], said: dict) -> dict:
        token = query.get("access_token", "")
        if token not in self.tokens:
            return {"errcode": 300005, "errmsg": "token is not exist"}
        if secret := self.secrets.get(token):
            stamp = query.get("timestamp", "0")
            wanted = hmac.digest(secret.encode(), f"{stamp}\n{secret}".encode(), hashlib.sha256)
            if abs(time.time() - int(stamp) / 1000) > AN_HOUR:
                return {"errcode": 310000, "errmsg": "invalid timestamp"}
            if query.get("sign") != base64.b64encode(wanted).decode():
                return {"errcode": 310000, "errmsg": "sign not match"}
        text = said["text"]["content"]
        if self.keywords.get(token, "") not in text:
            return {"errcode": 310000, "errmsg": "keywords not in content"}
        if self._too_fast(token):
            return {"errcode": 130101, "errmsg": "send too fast, exceed 20 times per minute"}
        self.said[token].append(text)
        return {"errcode": 0, "errmsg": "ok"}

    def _wecom(self, key: str, said: dict) -> dict:
        if key not in self.tokens:
            return {"errcode": 93000, "errmsg": "invalid webhook url, hint: [1], from ip: 203.0.113.9"}
        text = said["text"]["content"]
        if len(text.encode()) > 2048:
            return {"errcode": 40058, "errmsg": "text.content exceed max length 2048"}
        if self._too_fast(key):
            return {"errcode": 45009, "errmsg": "api freq out of limit"}
        self.said[key].append(text)
        return {"errcode": 0, "errmsg": "ok"}

    def _feishu(self, hook: str, said: dict) -> dict:
        if hook not in self.tokens:
            return {"code": 19001, "msg": "param invalid: incoming webhook access token invalid", "data": {}}
        if secret := self.secrets.get(hook):
            stamp = said.get("timestamp", "0")
            wanted = hmac.digest(f"{stamp}\n{secret}".encode(), b"", hashlib.sha256)
            if abs(time.time() - int(stamp)) > AN_HOUR or said.get("sign") != base64.b64encode(wanted).decode():
                return {"code": 19021, "msg": "sign match fail or timestamp is not within one hour from current time"}
        text = said["content"]["text"]
        if self.keywords.get(hook, "") not in text:
            return {"code": 19024, "msg": "Key Words Not Found"}
        if self._too_fast(hook):
            return {"code": 11232, "msg": "frequency limited"}
        self.said[hook].append(text)
        return {"StatusCode": 0, "StatusMessage": "success", "code": 0, "data": {}, "msg": "success"}

    def _too_fast(self, token: str) -> bool:
        now = time.time()
        self.calls[token] = [each for each in self.calls[token] if now - each < 60] + [now]
        return len(self.calls[token]) > self.most_a_minute


def _handler_of(server: RobotServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            server.requests.append(self.path)
            server.bodies.append(body)
            if server.mood == "hang":
                time.sleep(3)
                return
            if server.mood == "redirect":
                self.send_response(307)
                self.send_header("Location", f"https://{HOSTS[1]}/elsewhere")
                self.end_headers()
                return
            if server.mood == "flood":
                self.send_response(200)
                self.end_headers()
                for _ in range(200):
                    self.wfile.write(b"x" * 65_536)
                return
            if server.mood == "trickle":
                self.send_response(200)
                self.send_header("Content-Length", "1000")
                self.end_headers()
                for _ in range(100):
                    self.wfile.write(b" ")
                    time.sleep(0.05)
                return
            status, said = server.answer(self.headers["Host"], self.path, self.headers.get("Content-Type", ""), body)
            answer = json.dumps(said, ensure_ascii=False).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            """Quiet."""

    return Handler
