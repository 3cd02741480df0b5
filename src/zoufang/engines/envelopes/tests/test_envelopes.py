"""Only this installation opens what a phone closed for it, and only under the id that it was closed with."""

import secrets

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from zoufang.engines.envelopes import CannotOpen, open_record, packed, unwrap, wrap

SECRET, CONTENT_KEY, IV = bytes(range(32)), b"k" * 32, b"i" * 12


def test_a_wrapped_key_and_a_record_are_opened():
    key = unwrap(SECRET, wrap(SECRET, CONTENT_KEY))
    sealed = packed(AESGCM(CONTENT_KEY).encrypt(IV, "门口".encode(), b"one"))

    assert key == CONTENT_KEY
    assert open_record(key, iv=packed(IV), sealed=sealed, id="one").decode() == "门口"
    for changed in ({"id": "two"}, {"iv": packed(b"j" * 12)}, {"sealed": sealed[:-4]}, {"sealed": "é"}, {"iv": ""}):
        with pytest.raises(CannotOpen):
            open_record(key, **{"iv": packed(IV), "sealed": sealed, "id": "one"} | changed)


@pytest.mark.parametrize("wrapped", ["", "x", "é", packed(secrets.token_bytes(125)), packed(b"\x04" + bytes(124))])
def test_what_is_no_wrapped_key_is_said_to_be_none(wrapped):
    with pytest.raises(CannotOpen):
        unwrap(SECRET, wrapped)


def test_another_installation_opens_nothing():
    with pytest.raises(CannotOpen):
        unwrap(b"\x07" * 32, wrap(SECRET, CONTENT_KEY))
