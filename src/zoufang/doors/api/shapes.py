"""What the addresses take and answer, as the public description (openapi.json) shows it."""

from __future__ import annotations

from typing import Any

from ninja import Schema
from pydantic import Field

from zoufang.ground.capture.rules import MOST_RECORDS

UUID = r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"


class Reasons(Schema):
    reasons: list[str] = Field(description="whole sentences in the user's language")


class Keys(Schema):
    seal: dict[str, str] = Field(description="JWK: phones wrap their content key for it")
    receipt: dict[str, str] = Field(description="JWK: receipts are checked with it")
    today: str
    protocol: int


class DeviceNamed(Schema):
    device: str = Field(pattern=UUID)
    wrapped_key: str = Field(max_length=200)
    name: str = Field("", max_length=200)


class DeviceKept(Schema):
    device: str


class Batch(Schema):
    device: str = Field(pattern=UUID)
    protocol: int = 1
    sent_at: str = Field("", max_length=40)
    operations: list[Any] = Field(description=f"at most {MOST_RECORDS}; their shape stands in docs/sync.md")


class Receipt(Schema):
    at: str
    sha256: str
    signature: str = Field(description="ECDSA P-256, r and s, over id, sha256 and at, a line each")


class Result(Schema):
    id: str
    state: str = Field(description="stored, conflict, quarantined or refused")
    receipt: Receipt | None = None
    version: int | None = None
    public_id: str | None = None
    fields: dict[str, dict[str, Any]] | None = None
    reasons: list[str] | None = None
    code: int | None = None


class Results(Schema):
    now: str
    results: list[Result]


class OnTheWay(Schema):
    received: int
    total: int
    done: bool


class HandedIn(Schema):
    person: str
    results: list[Result]
    unreadable: int = Field(description="records that this installation's keys do not open")


class Day(Schema):
    campaign: dict[str, Any] | None
    me: dict[str, str]
    until: str
    visits: list[dict[str, Any]]
    forms: list[tuple[str, str]]
    outcomes: list[tuple[str, str]]
    settles: list[tuple[str, str]]
    natures: list[tuple[str, str]]
    topics: list[tuple[str, str]]
