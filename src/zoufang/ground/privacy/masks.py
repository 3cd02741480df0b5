"""Masks: what a page shows of a private value until someone asks for it with a reason."""

from __future__ import annotations

# What stands where an erased name or sentence stood; it names nobody and is never masked.
ASKED = "已按家长要求删除"
OVER = "已到期删除"
GONE = frozenset({ASKED, OVER})


def mask_phone(phone: str) -> str:
    """138****: never the last four digits, which open the family's door."""
    return f"{phone[:3]}****" if phone else ""


def mask_name(name: str) -> str:
    """陈**: the first letter."""
    if name in GONE:
        return name
    return name[:1] + "*" * min(2, max(0, len(name) - 1)) if name else ""


def mask_address(address: str) -> str:
    """The first six letters, mostly district and neighbourhood."""
    return f"{address[:6]}…" if len(address) > 6 else ("…" if address else "")
