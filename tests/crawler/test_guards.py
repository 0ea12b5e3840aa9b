import pytest

from crawler.guards import find_literal_address, is_public_address


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "::1",
        "::",
        "fe80::1",
        "fd00::1",
        "::ffff:127.0.0.1",
        "2002:7f00:1::",
        "ff02::1",
    ],
)
def test_private(address: str) -> None:
    assert not is_public_address(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:4700::1111", "::ffff:93.184.216.34"])
def test_public(address: str) -> None:
    assert is_public_address(address)


def test_literal_addresses() -> None:
    assert find_literal_address("[::1]") == "::1"
    assert find_literal_address("10.0.0.1") == "10.0.0.1"
    assert find_literal_address("127.1") is None  # a name to be resolved, which the resolver checks
    assert find_literal_address("alder.example") is None
