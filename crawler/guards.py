"""No private address is fetched: the resolved address is checked when a connection is made, and it is the one used.

A feed, a redirect or a robots.txt could otherwise point the crawler at this machine or its network (SSRF). Checking
names is not enough: `127.1`, `0x7f000001` and any host name can mean a private address.
"""

import ipaddress
from collections.abc import Sequence
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.resolver import CachingThreadedResolver
from twisted.internet.base import ReactorBase
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

# Hosts that were refused in this process, with the address they resolved to: Twisted keeps the resolver's error from
# whoever asked for the connection.
REFUSED_HOSTS: dict[str, str] = {}


def is_public_address(address: str) -> bool:
    """Tell whether an IP address, in its standard or IPv4-mapped form, is on the public internet.

    Raises ValueError when it is no IP address.
    """
    parsed = ipaddress.ip_address(address)
    if isinstance(parsed, ipaddress.IPv6Address):
        embedded = parsed.ipv4_mapped or parsed.sixtofour or (parsed.teredo[1] if parsed.teredo else None)
        if embedded is not None:
            return embedded.is_global and not embedded.is_multicast
    return parsed.is_global and not parsed.is_multicast


def find_literal_address(host: str) -> str | None:
    """Return the IP address that a URL's host is written as, or None for a name."""
    try:
        return str(ipaddress.ip_address(host.strip("[]").split("%", 1)[0]))
    except ValueError:
        return None


class GuardedResolver(CachingThreadedResolver):
    """Scrapy's caching resolver, IPv4, that gives out public addresses alone.

    For the hosts of the setting ALLOW_PRIVATE it gives out every address.
    """

    allowed: frozenset[str] = frozenset()

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> Self:
        """Build the resolver from the settings of a crawler process."""
        resolver: Self = super().from_crawler(crawler, reactor)
        resolver.allowed = frozenset(crawler.settings.getlist("ALLOW_PRIVATE"))
        return resolver

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:  # noqa: N802 - Twisted's name
        """Resolve a name; fails with DNSLookupError for a private address."""
        resolved: Deferred[str] = super().getHostByName(name, timeout)
        return resolved if name in self.allowed else resolved.addCallback(self._check, name)

    @staticmethod
    def _check(address: Any, name: str) -> str:
        if not is_public_address(str(address)):
            REFUSED_HOSTS[name] = str(address)
            raise DNSLookupError(f"{name} resolves to the private address {address}")
        return str(address)
