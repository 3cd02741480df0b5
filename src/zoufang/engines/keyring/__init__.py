"""The installation's keys: made once, kept in a folder of their own (mode 0600), apart from the database.

A ring holds numbered keys per purpose. Encryption always uses the newest; older ones still open what they closed.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

PURPOSES = ("session", "private", "lookup", "link", "journal", "files", "receipt", "seal")
NONCE_BYTES = 12


class CannotOpen(Exception):
    """The text was closed with a key that this ring does not hold, or it was altered."""


@dataclass(frozen=True)
class KeyRing:
    """Keys by purpose and number; `keys["private"][1]` is 32 random bytes."""

    keys: Mapping[str, Mapping[int, bytes]]

    @classmethod
    def open(cls, folder: Path) -> KeyRing:
        """Read the ring in `folder`; make the folder and the first key of each purpose where they are missing."""
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        found: dict[str, dict[int, bytes]] = {}
        for purpose in PURPOSES:
            if not list(folder.glob(f"{purpose}.*.key")):
                _write_once(folder / f"{purpose}.1.key")
            found[purpose] = {
                int(file.name.split(".")[1]): urlsafe_b64decode(file.read_bytes().strip())
                for file in folder.glob(f"{purpose}.*.key")
            }
        return cls(found)

    def newest(self, purpose: str) -> tuple[int, bytes]:
        """Number and bytes of the key that closes new texts."""
        number = max(self.keys[purpose])
        return number, self.keys[purpose][number]

    def close(self, text: str, *, purpose: str = "private") -> str:
        """Encrypt (AES-256-GCM): `number:base64(nonce + ciphertext)`."""
        return self.close_bytes(text.encode("utf-8", "surrogatepass"), purpose=purpose)

    def close_bytes(self, content: bytes, *, purpose: str = "private") -> str:
        """As `close`, for bytes."""
        number, sealed = self.seal(content, purpose=purpose)
        return f"{number}:{urlsafe_b64encode(sealed).decode()}"

    def seal(self, content: bytes, *, purpose: str) -> tuple[int, bytes]:
        """Key number and nonce + ciphertext, for content that is stored as bytes."""
        number, key = self.newest(purpose)
        nonce = secrets.token_bytes(NONCE_BYTES)
        return number, nonce + AESGCM(key).encrypt(nonce, content, purpose.encode())

    def unseal(self, number: int, sealed: bytes, *, purpose: str) -> bytes:
        """The content again. Raises CannotOpen."""
        try:
            key = self.keys[purpose][number]
            return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], purpose.encode())
        except (KeyError, InvalidTag, ValueError) as fault:
            raise CannotOpen(f"no key opens this {purpose} content") from fault

    def open_text(self, closed: str, *, purpose: str = "private") -> str:
        """The text again. Raises CannotOpen."""
        number, _, body = closed.partition(":")
        if not number.isdigit():
            raise CannotOpen("this text was never closed")
        return self.unseal(int(number), urlsafe_b64decode(body), purpose=purpose).decode("utf-8", "surrogatepass")

    def fingerprint(self, text: str, *, purpose: str = "lookup") -> str:
        """Keyed hash (HMAC-SHA-256, 32 hex digits) by which an encrypted value can still be found."""
        # The oldest key, always: a look-up hash must not change when encryption keys are rotated.
        key = self.keys[purpose][min(self.keys[purpose])]
        return hmac.new(key, text.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()[:32]

    def token(self, *parts: object, purpose: str = "link") -> str:
        """128 bits, URL-safe, that only this installation can compute for these parts."""
        message = "\x1f".join(str(part) for part in parts).encode()
        digest = hmac.new(self.newest(purpose)[1], message, hashlib.sha256).digest()[:16]
        return urlsafe_b64encode(digest).decode().rstrip("=")


def _write_once(file: Path) -> None:
    # Two first starts at once: the first file wins, the second start reads it.
    content = urlsafe_b64encode(secrets.token_bytes(32))
    draft = file.with_suffix(f".{os.getpid()}.{secrets.token_hex(4)}.draft")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
