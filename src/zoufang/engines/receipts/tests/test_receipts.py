"""A receipt is checked with the public key alone, over exactly what was sent."""

from base64 import urlsafe_b64decode

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from zoufang.engines.receipts import NotCanonical, digest_of, public_jwk, signature

SECRET = bytes(range(32))


def number(text):
    return int.from_bytes(urlsafe_b64decode(text + "=" * (-len(text) % 4)), "big")


def check(jwk, signed, *, id, sha256, at):
    raw = urlsafe_b64decode(signed + "==")
    key = ec.EllipticCurvePublicNumbers(number(jwk["x"]), number(jwk["y"]), ec.SECP256R1()).public_key()
    half = int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")
    key.verify(encode_dss_signature(*half), f"{id}\n{sha256}\n{at}".encode(), ec.ECDSA(hashes.SHA256()))


def test_a_phone_checks_a_receipt_and_finds_a_forged_one():
    facts = {"id": "a", "sha256": digest_of({"b": 1, "a": "门"}), "at": "2026-07-03T17:20:11+08:00"}
    signed = signature(SECRET, **facts)

    check(public_jwk(SECRET), signed, **facts)
    with pytest.raises(InvalidSignature):
        check(public_jwk(SECRET), signed, **facts | {"at": "2026-07-03T17:20:12+08:00"})
    with pytest.raises(InvalidSignature):
        check(public_jwk(b"\x01" * 32), signed, **facts)


def test_the_digest_is_over_canonical_json():
    # The text of RFC 8785: keys sorted, no blanks, letters as they are.
    assert digest_of({"b": [1, True], "a": "门\n"}) == digest_of({"a": "门\n", "b": [1, True]})
    import hashlib

    assert digest_of({"b": [1, True], "a": "门\n"}) == hashlib.sha256('{"a":"门\\n","b":[1,true]}'.encode()).hexdigest()


@pytest.mark.parametrize("value", ["\ud800", 2**60, float("nan")])
def test_what_a_browser_cannot_write_the_same_way_has_no_digest(value):
    with pytest.raises(NotCanonical):
        digest_of({"a": value})
