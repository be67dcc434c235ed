"""Which addresses may be connected to."""

import pytest

from custom_components.kaizen.search.errors import ForbiddenAddressError
from custom_components.kaizen.search.reading.addresses import Rules, is_public

PUBLIC = [
    "1.1.1.1",
    "93.184.216.34",
    "2606:4700:4700::1111",
    "2a00:1450:4001:80b::200e",
]
INSIDE = [
    "0.0.0.0",
    "127.0.0.1",
    "127.8.9.10",
    "10.0.0.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "192.0.0.1",
    "192.0.2.1",
    "198.18.0.1",
    "224.0.0.251",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fd12:3456:789a::1",
    "fec0::1",
    "ff02::fb",
    "::ffff:127.0.0.1",
    "::ffff:192.168.1.1",
    "::ffff:8.8.8.8",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::808:808",
    "2002:7f00:1::",
    "2001:0:5ef5:79fd::1",
    "2001:db8::1",
    "not an address",
    "",
]


@pytest.mark.parametrize("address", PUBLIC)
def test_public(address: str) -> None:
    """The Internet may be reached."""
    assert is_public(address)


@pytest.mark.parametrize("address", INSIDE)
def test_inside(address: str) -> None:
    """Nothing of the house, of the provider's network or without an owner may be."""
    assert not is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0x7f.0.0.1/",
        "http://0177.0.0.1/",
        "http://017700000001/",
        "http://127.0.0.1./",
        "http://１２７.０.０.１/",
        "http://①②⑦.0.0.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[fe80::1%25eth0]/",
        "http://localhost/",
        "http://LOCALHOST./",
        "http://homeassistant.local/",
        "http://homeassistant/",
        "http://router.lan/",
        "http://nas.home.arpa/",
        "http://metadata.google.internal/",
        "http://user@example.com/",
        "http://example.com:pass@127.0.0.1/",
        "http://user:secret@example.com/",
        "http://example.com:8123/",
        "https://example.com:22/",
        "http://example.com:0/",
        "http://example.com:99999/",
        "ftp://example.com/",
        "file:///etc/passwd",
        "gopher://example.com/",
        "javascript:alert(1)",
        "data:text/html,hello",
        "//example.com/",
        "example.com",
        "http://",
        "http:///etc",
        "http://example..com/",
        "http://exa mple.com/",
        "",
        "https://my.house.example.com/",
        f"https://example.com/{'a' * 3000}",
    ],
)
def test_forbidden(url: str) -> None:
    """No way of writing it leads into the house."""
    rules = Rules(own_hosts=lambda: {"my.house.example.com"})
    with pytest.raises(ForbiddenAddressError):
        rules.check(url)


@pytest.mark.parametrize(
    ("url", "checked"),
    [
        ("https://example.com/a?b=c&d=e#part", "https://example.com/a?b=c&d=e"),
        ("HTTP://Example.COM/", "http://example.com/"),
        ("http://example.com:80/x", "http://example.com:80/x"),
        ("https://müller.de/", "https://müller.de/"),
        ("http://1.1.1.1/", "http://1.1.1.1/"),
        ("http://[2606:4700:4700::1111]/", "http://[2606:4700:4700::1111]/"),
        (" https://example.com/ ", "https://example.com/"),
    ],
)
def test_allowed(url: str, checked: str) -> None:
    """Public pages are read as they were named, without the part after the hash."""
    assert Rules().check(url).human_repr() == checked
