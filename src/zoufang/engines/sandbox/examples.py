"""What the sandbox's own tests run in it."""

from __future__ import annotations

import os


def backwards(payload: bytes) -> bytes:
    return payload[::-1]


def spin(payload: bytes) -> bytes:
    while True:
        pass


def eat(payload: bytes) -> bytes:
    return bytes(1 << 30)


def fail(payload: bytes) -> bytes:
    raise ValueError(payload)


def environment(payload: bytes) -> bytes:
    return repr(sorted(os.environ.items())).encode()
