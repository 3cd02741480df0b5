"""What a phone closed with a key of its own, opened with the installation's: the wrapped key, then each record.

The wrapping (docs/sync.md): ephemeral ECDH P-256 with the installation's `seal` key, HKDF-SHA-256 with the info below, and
AES-256-GCM over the 32 bytes; `public point (65) ‖ iv (12) ‖ ciphertext with tag (48)`.
"""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64

from zoufang.engines.receipts import private_key

INFO = b"zoufang device key"
POINT, IV, KEY, TAG = 65, 12, 32, 16
WRAPPED_BYTES = POINT + IV + KEY + TAG


class CannotOpen(Exception):
    """It was closed for another installation, with another key, or it was altered."""


def unwrap(secret: bytes, wrapped: str) -> bytes:
    """The phone's content key (32 bytes). Raises CannotOpen."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    raw = unpacked(wrapped)
    if len(raw) != WRAPPED_BYTES:
        raise CannotOpen("length")
    try:
        theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw[:POINT])
        key = _between(private_key(secret).exchange(ec.ECDH(), theirs))
        return AESGCM(key).decrypt(raw[POINT : POINT + IV], raw[POINT + IV :], None)
    except (InvalidTag, ValueError) as fault:
        raise CannotOpen(type(fault).__name__) from fault


def open_record(key: bytes, *, iv: str, sealed: str, id: str) -> bytes:
    """What lies in one record (or photo), whose id was closed with it. Raises CannotOpen."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(key).decrypt(unpacked(iv), unpacked(sealed), id.encode())
    except (InvalidTag, ValueError) as fault:
        raise CannotOpen(type(fault).__name__) from fault


def unpacked(text: str) -> bytes:
    """Bytes from base64url without padding. Raises CannotOpen."""
    try:
        return urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (NotBase64, ValueError) as fault:
        raise CannotOpen("base64") from fault


def packed(raw: bytes) -> str:
    """base64url without padding."""
    return urlsafe_b64encode(raw).decode().rstrip("=")


def wrap(secret: bytes, content_key: bytes) -> str:
    """What a phone does, for tests and tools: the content key closed for the holder of `secret`."""
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    own = ec.generate_private_key(ec.SECP256R1())
    key = _between(own.exchange(ec.ECDH(), private_key(secret).public_key()))
    point = own.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    iv = secrets.token_bytes(IV)
    return packed(point + iv + AESGCM(key).encrypt(iv, content_key, None))


def _between(shared: bytes) -> bytes:
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(algorithm=hashes.SHA256(), length=KEY, salt=b"", info=INFO).derive(shared)
