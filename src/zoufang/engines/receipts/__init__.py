"""Receipts that a phone can check by itself: what was received, when, signed with the installation's own key.

ECDSA P-256 with SHA-256; the digest is over the canonical JSON of RFC 8785. Shapes as docs/sync.md has them.
"""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

# The order of P-256's group (SEC 2, 2.4.2): a private key is a number from 1 to below it.
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


class NotCanonical(ValueError):
    """This value has no canonical JSON: a lone half of a letter, a number that JavaScript cannot hold."""


def digest_of(value: Any) -> str:
    """SHA-256 (64 hex digits) of the value's canonical JSON. Raises NotCanonical."""
    import rfc8785

    try:
        return hashlib.sha256(rfc8785.dumps(value)).hexdigest()
    except (rfc8785.CanonicalizationError, UnicodeError, RecursionError) as fault:
        raise NotCanonical(type(fault).__name__) from fault


def private_key(secret: bytes) -> EllipticCurvePrivateKey:
    """The P-256 key that these 32 random bytes stand for."""
    from cryptography.hazmat.primitives.asymmetric import ec

    return ec.derive_private_key(int.from_bytes(secret, "big") % (ORDER - 1) + 1, ec.SECP256R1())


def public_jwk(secret: bytes) -> dict[str, str]:
    """The public half, as a browser imports it (RFC 7517)."""
    numbers = private_key(secret).public_key().public_numbers()
    return {"kty": "EC", "crv": "P-256", "x": _text(numbers.x), "y": _text(numbers.y)}


def signature(secret: bytes, *, id: str, sha256: str, at: str) -> str:
    """base64url of r ‖ s (64 bytes, as WebCrypto has it) over `id`, `sha256`, `at`, a line each."""
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

    signed = private_key(secret).sign(f"{id}\n{sha256}\n{at}".encode(), ec.ECDSA(hashes.SHA256()))
    r, s = decode_dss_signature(signed)
    return urlsafe_b64encode(r.to_bytes(32, "big") + s.to_bytes(32, "big")).decode().rstrip("=")


def _text(number: int) -> str:
    return urlsafe_b64encode(number.to_bytes(32, "big")).decode().rstrip("=")
