"""A server that keeps docs/sync.md faithfully and the line badly: what the page at the door is tried against.

It opens what the phone wrapped, answers with receipts that the phone checks, and can be told to lose an answer, break off,
be too small for a batch, stumble over one operation, or sign receipts with a key of its own. Pages and scripts come from Django.
"""

from __future__ import annotations

import base64
import hashlib
import json
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.test import Client

NO_RECEIPT = ("refused",)
OFFERED = {
    "forms": [["home", "入户走访"], ["school", "园内面谈"], ["phone", "电话"]],
    "outcomes": [["met", "见到了"], ["declined", "婉拒"], ["away", "外出"]],
    "settles": [["on_the_spot", "当场解决"], ["pass_on", "转园里"]],
    "natures": [["求助", "求助"], ["建议", "建议"]],
    "topics": [["膳食", "膳食"], ["安全", "安全"]],
}


def plain64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def from64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def jwk(key: ec.EllipticCurvePrivateKey) -> dict[str, str]:
    numbers = key.public_key().public_numbers()
    x, y = (plain64(n.to_bytes(32, "big")) for n in (numbers.x, numbers.y))
    return {"kty": "EC", "crv": "P-256", "x": x, "y": y}


def canonical(operation: Any) -> bytes:
    """RFC 8785; the names of the protocol are ASCII, so code points and code units sort alike."""
    return json.dumps(operation, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


class Cut(Exception):
    """The line breaks here."""


@dataclass
class FieldServer:
    """What the school's side knows, and how it misbehaves."""

    me: str = "teacherzhang"
    name: str = "张老师"
    households: list[dict[str, Any]] = field(default_factory=list)
    devices: dict[str, dict[str, Any]] = field(default_factory=dict)
    answered: dict[str, tuple[str, dict[str, Any]]] = field(default_factory=dict)
    visits: dict[str, dict[str, Any]] = field(default_factory=dict)
    matters: dict[str, dict[str, Any]] = field(default_factory=dict)
    photos: dict[str, dict[str, Any]] = field(default_factory=dict)
    uploads: dict[str, dict[str, Any]] = field(default_factory=dict)
    log: list[tuple[str, str, int]] = field(default_factory=list)
    largest_batch: int = 1_000
    days: int = 2
    since: int = 1
    revoked: set[str] = field(default_factory=set)
    # before(method, path) may raise Cut or give a status; after(method, path) may raise Cut when all is stored.
    before: Callable[[str, str], int | None] = lambda method, path: None
    after: Callable[[str, str], None] = lambda method, path: None
    judge: Callable[[dict[str, Any]], list[str]] = lambda operation: []

    def __post_init__(self) -> None:
        self.seal_key, self.receipt_key = (ec.generate_private_key(ec.SECP256R1()) for _ in "12")
        self.signs_with = self.receipt_key
        self.lock = threading.RLock()
        self.connections: set[socket.socket] = set()

    # The line ---------------------------------------------------------------------------------------------------
    def start(self) -> str:
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *args: object) -> None: ...

            def setup(self) -> None:
                super().setup()
                server.connections.add(self.connection)

            def handle(self) -> None:
                try:
                    super().handle()
                except (Cut, OSError):
                    self.close_connection = True

            def serve(self) -> None:
                method, path = self.command, self.path.partition("?")[0]
                status = server.before(method, path)
                length = int(self.headers.get("Content-Length") or 0)
                body = self.rfile.read(length)
                if len(body) < length:
                    raise Cut
                if status:
                    said: Any = {}
                elif path.startswith("/api/") or path == "/visit/field/who/":
                    with server.lock:
                        query = self.path.partition("?")[2]
                        status, said = server.answer(method, path, body, self.headers, query)
                else:
                    return self.from_django(body)
                server.after(method, path)
                server.log.append((method, path, status))
                return self.reply(status, {"Content-Type": "application/json"}, json.dumps(said).encode())

            def from_django(self, body: bytes) -> None:
                if self.path.startswith(("/paper/", "/account/")) or self.path == "/":
                    page = "<main><section class=contact-card><h2>城东幼儿园</h2></section><p>别的</p></main>"
                    return self.reply(200, {"Content-Type": "text/html; charset=utf-8"}, page.encode())
                asked = {name: self.headers.get(name) or "" for name in ("cookie", "accept-language")}
                said = Client().generic(self.command, self.path, body, headers=asked)
                content = b"".join(said.streaming_content) if said.streaming else said.content
                kept = ("Content-Type", "Content-Security-Policy", "Cache-Control", "X-Field-Version", "Location")
                return self.reply(said.status_code, {n: said[n] for n in kept if said.has_header(n)}, content)

            def reply(self, status: int, headers: dict[str, str], body: bytes) -> None:
                self.send_response(status)
                for name, value in {**headers, "Content-Length": str(len(body))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST = do_PUT = do_HEAD = serve

        # The same port again after a pause: a phone remembers the address.
        self.http = ThreadingHTTPServer(("127.0.0.1", getattr(self, "port", 0)), Handler)
        self.http.daemon_threads = True
        self.port = self.http.server_address[1]
        threading.Thread(target=self.http.serve_forever, args=(0.02,), daemon=True).start()
        return f"http://127.0.0.1:{self.port}"

    def stop(self) -> None:
        self.http.shutdown()
        self.http.server_close()
        for connection in self.connections:  # else the browser goes on over those it holds
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        self.connections.clear()

    # The protocol -----------------------------------------------------------------------------------------------
    def answer(self, method: str, path: str, body: bytes, headers: Any, query: str = "") -> tuple[int, Any]:
        if path == "/visit/field/who/":
            said = {"me": self.me, "is_signed_in": bool(self.me), "since": self.since, "token": "token"}
            return 200, {**said, "is_revoked": query.removeprefix("device=") in self.revoked}
        if not self.me:
            return 401, {}
        if method != "GET" and headers["X-CSRFToken"] != "token":
            return 403, {}
        if path.startswith("/api/v1/upload/"):
            return self.upload(method, path.rsplit("/", 1)[1], body, headers)
        said = json.loads(body) if body else {}
        match method, path.removeprefix("/api/v1/"):
            case "GET", "device":
                return 200, {"seal": jwk(self.seal_key), "receipt": jwk(self.receipt_key), "protocol": 1}
            case "POST", "device":
                known = self.devices.setdefault(said["device"], {**said, "person": self.me})
                return (200, {}) if known["person"] == self.me else (409, {})
            case "GET", "day":
                return 200, self.day()
            case "POST", "sync":
                assert self.devices[said["device"]]["person"] == self.me
                if len(said["operations"]) > self.largest_batch:
                    return 413, {}
                now = datetime.now().astimezone().isoformat(timespec="seconds")
                return 200, {"now": now, "results": [self.take(each, now) for each in said["operations"]]}
            case "POST", "hand-in":
                return self.hand_in(said)
        return 404, {}

    def day(self) -> dict[str, Any]:
        until = (datetime.now().astimezone() + timedelta(days=self.days)).isoformat(timespec="seconds")
        open_visits = {each["household"]: key for key, each in self.visits.items() if not each["is_finished"]}
        rows = []
        for home in self.households:
            if any(each["household"] == home["household"] and each["is_finished"] for each in self.visits.values()):
                continue
            key = open_visits.get(home["household"])
            visit = self.visits[key] if key else {"fields": {}, "version": 0, "public_id": ""}
            matters = [{"id": m["public_id"], **m["fields"]} for m in self.matters.values() if m["visit"] == key]
            rows.append({**home, "id": visit["public_id"], "version": visit["version"], "record": visit["fields"]})
            rows[-1]["matters"] = matters
        return {"campaign": {}, "me": {"id": self.me, "name": self.name}, "until": until, "visits": rows, **OFFERED}

    def upload(self, method: str, key: str, body: bytes, headers: Any) -> tuple[int, Any]:
        known = self.uploads.get(key)
        if method == "PUT":
            span, total = headers["Content-Range"].removeprefix("bytes ").split("/")
            start = int(span.split("-")[0])
            known = self.uploads.setdefault(key, {"bytes": b"", "total": int(total)})
            if start > len(known["bytes"]):
                return 409, {"received": len(known["bytes"])}
            known["bytes"] = known["bytes"][:start] + body
        if known is None:
            return 404, {}
        count = len(known["bytes"])
        return 200, {"received": count, "total": known["total"], "done": count == known["total"]}

    def take(self, operation: dict[str, Any], now: str) -> dict[str, Any]:
        digest = hashlib.sha256(canonical(operation)).hexdigest()
        if operation["id"] in self.answered:
            known, result = self.answered[operation["id"]]
            return result if known == digest else {"id": operation["id"], "state": "refused", "code": 409}
        reasons = self.judge(operation)
        result = {"id": operation["id"]}
        result |= {"state": "refused", "reasons": reasons} if reasons else self.apply(operation, now)
        if result["state"] not in NO_RECEIPT:
            said = f"{operation['id']}\n{digest}\n{now}".encode()
            r, s = decode_dss_signature(self.signs_with.sign(said, ec.ECDSA(hashes.SHA256())))
            signature = plain64(r.to_bytes(32, "big") + s.to_bytes(32, "big"))
            result["receipt"] = {"at": now, "sha256": digest, "signature": signature}
            # A refused one may come again when its cause is gone; what was stored is stored once.
            self.answered[operation["id"]] = digest, result
        return result

    def apply(self, operation: dict[str, Any], now: str) -> dict[str, Any]:
        to = {name: change["to"] for name, change in operation["changes"].items()}
        target, kind = operation["target"], operation["kind"]
        if kind == "visit.open":
            fields = {"form": to["form"]}
            made = {"household": to["household"], "fields": fields, "version": 1, "is_finished": False, "seen": []}
            self.visits[target] = {**made, "public_id": f"v{len(self.visits)}", "person": self.me}
            return {"state": "stored", "public_id": self.visits[target]["public_id"], "version": 1}
        if kind == "photo.add":
            upload = self.uploads[to["upload"]]
            assert hashlib.sha256(upload["bytes"]).hexdigest() == to["sha256"]
            assert to["consent"] is True
            assert to.get("visit") in self.visits or to.get("matter") in self.matters
            self.photos[operation["id"]] = {**to, "bytes": upload["bytes"]}
            return {"state": "stored"}
        if kind == "matter.add":
            assert to["visit"] in self.visits, "a matter of no visit"
            made = {"visit": to.pop("visit"), "fields": to, "public_id": f"m{len(self.matters)}"}
            self.matters[target] = made
            return {"state": "stored", "public_id": made["public_id"]}
        if kind == "matter.remove":
            del self.matters[target]
            return {"state": "stored"}
        if kind == "matter.change":
            self.matters[target]["fields"] |= to
            return {"state": "stored"}
        visit = self.visits[target]
        visit["version"] += 1
        if kind == "visit.finish":
            visit["is_finished"] = True
            return {"state": "stored", "version": visit["version"]}
        conflicts = {}
        for name, change in operation["changes"].items():
            there = visit["fields"].get(name, change["from"])
            if there not in (change["from"], change["to"]):
                conflicts[name] = {"yours": change["to"], "theirs": there, "by": "李老师", "at": now}
            else:
                visit["fields"][name] = change["to"]
        visit["seen"].append(operation["id"])
        said = {"state": "conflict", "fields": conflicts} if conflicts else {"state": "stored"}
        return {**said, "version": visit["version"]}

    # What the school opens -----------------------------------------------------------------------------------------
    def content_key(self, wrapped: str) -> AESGCM:
        raw = from64(wrapped)
        point, iv, sealed = raw[:65], raw[65:77], raw[77:]
        theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
        shared = self.seal_key.exchange(ec.ECDH(), theirs)
        derived = HKDF(hashes.SHA256(), 32, salt=b"", info=b"zoufang device key").derive(shared)
        return AESGCM(AESGCM(derived).decrypt(iv, sealed, None))

    def opened(self, file: dict[str, Any]) -> tuple[list[dict[str, Any]], dict[str, bytes]]:
        """An exported file's operations and photos in the clear. InvalidTag where anything was changed or swapped."""
        key = self.content_key(file["wrapped_key"])

        def open_one(each: dict[str, str]) -> bytes:
            return key.decrypt(from64(each["iv"]), from64(each["sealed"]), each["id"].encode())

        operations = [json.loads(open_one(each)) for each in file["records"]]
        return operations, {each["id"]: open_one(each) for each in file["photos"]}

    def hand_in(self, file: dict[str, Any]) -> tuple[int, Any]:
        try:
            operations, photos = self.opened(file)
        except InvalidTag:
            return 422, {"reasons": ["打不开"]}
        for key, content in photos.items():
            self.uploads[key] = {"bytes": content, "total": len(content)}
        now = datetime.now().astimezone().isoformat(timespec="seconds")
        results = [self.take(each, now) for each in sorted(operations, key=lambda each: each["order"])]
        return 200, {"results": [*results, *({"id": key, "state": "stored"} for key in photos)]}


def a_household(number: int, **facts: Any) -> dict[str, Any]:
    """A family of the day, as /api/v1/day tells it."""
    at = datetime.now().astimezone().replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(minutes=number)
    return {
        "household": f"home{number}", "class": "classone", "appointment": f"date{number}", "state": "planned",
        "starts_at": at.isoformat(), "ends_at": "", "form": "home", "children": [f"陈小满{number}"],
        "place": "博山区城东街道1号楼", "how_to_get_there": "", "care": "", "wish": "",
        "guardians": [{"id": "g1", "name": f"陈建国{number}", "relation": "父亲"}],
        "teachers": [{"id": "teacherzhang", "name": "张老师"}, {"id": "teacherli", "name": "李老师"}],
        "card": "/paper/card", "letter": "/paper/letter", **facts,
    }  # fmt: skip
