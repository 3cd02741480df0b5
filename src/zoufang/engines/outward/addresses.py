"""Which network addresses may be called at all: the answer of a name server is somebody else's word."""

from __future__ import annotations

from ipaddress import IPv6Address, IPv6Network, ip_address

# Addresses that lead on to an IPv4 address (RFC 6052, 8215, 3056, 4380); Python calls some of them global.
_LEADING_ON = tuple(map(IPv6Network, ("::/96", "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")))


def may_be_called(address: str) -> bool:
    """Is this a public unicast address? 100.64/10 (with a cloud's 100.100.100.200), NAT64 and mapped ones are not."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    if isinstance(found, IPv6Address) and (found.ipv4_mapped or any(found in each for each in _LEADING_ON)):
        return False
    return found.is_global and not found.is_multicast and not found.is_reserved
