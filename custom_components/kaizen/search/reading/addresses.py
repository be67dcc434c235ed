"""Which addresses lead to a public web page, and not into somebody's house."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
import re
from typing import Final

from yarl import URL

from ..errors import ForbiddenAddressError

PORTS: Final = frozenset({80, 443})
ADDRESS_LIMIT: Final = 2000
"""Characters of an address."""

_INSIDE: Final = (
    *("localhost", "local", "localdomain", "internal", "intranet", "home", "lan"),
    *("corp", "private", "home.arpa", "onion", "test", "invalid"),
)
"""Names that no public page ends in (RFC 6761, RFC 6762, RFC 8375, ICANN's name collisions)."""
_LABEL: Final = re.compile(r"[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?")
_NUMBER: Final = re.compile(r"(?:0x[0-9a-f]*|\d+)", re.IGNORECASE)

_CARRIERS: Final = tuple(
    map(
        IPv6Network,
        ("::/96", "::ffff:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16"),
    )
)
"""IPv6 addresses with an IPv4 address in them: another way to write one."""
_TUNNELS: Final = (IPv6Network("2001::/32"), IPv6Network("fec0::/10"))


def is_public(text: str) -> bool:
    """Return whether an IP address belongs to the public Internet."""
    try:
        address: IPv4Address | IPv6Address = ip_address(text)
    except ValueError:
        return False
    if isinstance(address, IPv6Address) and (
        address.scope_id is not None
        or any(address in network for network in (*_CARRIERS, *_TUNNELS))
    ):
        return False
    return (
        address.is_global
        and not address.is_multicast
        and not address.is_reserved
        and not address.is_unspecified
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What may be connected to."""

    public: Callable[[str], bool] = is_public
    """Tells of an IP address whether it may."""
    ports: Collection[int] = PORTS
    own_hosts: Callable[[], Collection[str]] = frozenset
    """The names this house has on the Internet: they lead back into it."""

    def check(self, text: str) -> URL:
        """Return a page's address as it will be connected to.

        Raises:
            ForbiddenAddressError: It is none, or leads somewhere else than to a public page.
        """
        try:
            url = URL(text.strip())
            port = url.port
        except ValueError:
            raise ForbiddenAddressError from None
        host = (url.raw_host or "").rstrip(".").lower()
        if (
            len(text) > ADDRESS_LIMIT
            or url.scheme not in {"http", "https"}
            or url.user is not None
            or url.password is not None
            or port not in self.ports
            or not self._may_name(host)
        ):
            raise ForbiddenAddressError
        return url.with_fragment(None)

    def _may_name(self, host: str) -> bool:
        if ":" in host or _is_dotted(host):
            return self.public(host)
        labels = host.split(".")
        return (
            len(labels) > 1
            and all(map(_LABEL.fullmatch, labels))
            # Whatever ends in a number is an IPv4 address to some resolver (WHATWG, "ends in a number").
            and not _NUMBER.fullmatch(labels[-1])
            and not any(host == name or host.endswith(f".{name}") for name in _INSIDE)
            and host not in self.own_hosts()
        )


def _is_dotted(host: str) -> bool:
    try:
        return str(IPv4Address(host)) == host
    except ValueError:
        return False
