"""A phone as tests have it: it makes operations, signs nothing, checks receipts. Shapes as docs/sync.md has them."""

from __future__ import annotations

import hashlib
import json
import secrets
from base64 import urlsafe_b64decode
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import uuid4

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from zoufang.engines.envelopes import packed


def canonical(value: Any) -> bytes:
    """RFC 8785 for what operations hold: no floats, names in ASCII."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def change(**fields: Any) -> dict[str, dict[str, Any]]:
    """`opinions=("was", "now")`, or the new value alone."""
    pairs = {name: each if isinstance(each, tuple) else ("", each) for name, each in fields.items()}
    return {name.rstrip("_"): {"from": was, "to": to} for name, (was, to) in pairs.items()}


@dataclass
class Phone:
    """Its name, its content key, and how many operations it has made."""

    uuid: str = field(default_factory=lambda: str(uuid4()))
    key: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    made: int = 0

    def operation(
        self, kind: str, target: str = "", *, base: int = 0, at: datetime | None = None, **fields: Any
    ) -> Any:
        """The next operation; what it makes is called by its own id, as the page does."""
        self.made += 1
        id = str(uuid4())
        at = at or datetime.now().astimezone()
        return {
            "id": id,
            "kind": kind,
            "target": target or id,
            "base": base,
            "made_at": at.isoformat(timespec="seconds"),
            "order": self.made,
            "changes": change(**fields),
        }

    def seal(self, id: str, content: bytes) -> dict[str, str]:
        """As it lies in the phone's store."""
        iv = secrets.token_bytes(12)
        return {"id": id, "iv": packed(iv), "sealed": packed(AESGCM(self.key).encrypt(iv, content, id.encode()))}

    def batch(self, *operations: Any, sent_at: datetime | None = None) -> dict[str, Any]:
        """As it is sent."""
        at = sent_at or datetime.now().astimezone()
        return {"device": self.uuid, "protocol": 1, "sent_at": at.isoformat(), "operations": list(operations)}


def receipt_holds(jwk: dict[str, str], operation: Any, receipt: dict[str, str]) -> bool:
    """Does the receipt speak of exactly this operation, signed with this key? InvalidSignature where it is forged."""
    x, y = (int.from_bytes(urlsafe_b64decode(jwk[each] + "=="), "big") for each in "xy")
    raw = urlsafe_b64decode(receipt["signature"] + "==")
    r, s = (int.from_bytes(each, "big") for each in (raw[:32], raw[32:]))
    key = ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
    said = f"{operation['id']}\n{receipt['sha256']}\n{receipt['at']}".encode()
    key.verify(encode_dss_signature(r, s), said, ec.ECDSA(hashes.SHA256()))
    return receipt["sha256"] == hashlib.sha256(canonical(operation)).hexdigest()
