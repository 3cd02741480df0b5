"""What a page tells its reader."""

import re

_NOISE = re.compile(r'value="[A-Za-z0-9]{64}"|nonce="[^"]*"|\?v=[0-9a-f]+')


def told_by(html: str) -> str:
    """The page without what is random in it: a token of 64 letters holds "138" about once in three thousand pages."""
    return _NOISE.sub("", html)
