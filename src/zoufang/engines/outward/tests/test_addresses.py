import pytest

from zoufang.engines.outward.addresses import may_be_called


@pytest.mark.parametrize("address", ["203.119.1.1", "2400:3200::1"])
def test_a_public_address_may_be_called(address):
    assert may_be_called(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "100.100.100.200",
        "0.0.0.0",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fd00:ec2::254",
        "ff02::1",
        "::ffff:10.0.0.1",
        "::ffff:8.8.8.8",
        "64:ff9b::a00:1",
        "64:ff9b::808:808",
        "64:ff9b:1::1",
        "2002:a00:1::",
        "2001::1",
        "::10.0.0.1",
        "x",
    ],
)
def test_an_inner_address_is_never_called(address):
    assert not may_be_called(address)
