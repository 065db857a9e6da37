"""Which addresses may be reached: public ones, checked after resolving, never by name alone."""

import ipaddress
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, urlsplit

from springhead.engine.kernel.problems import Refused
from springhead.engine.net.texts import ADDRESS_PRIVATE, ADDRESS_UNUSABLE, NAME_UNKNOWN

Resolver = Callable[[str, int], Sequence[str]]
"""Host name and port to the text of every address it has; raises OSError when there is none."""

PORTS: Final = frozenset({80, 443, 8080, 8443})

# `is_global` of Python's ipaddress calls these public although they lead inside or to many hosts at once.
_DENIED: Final = tuple(
    ipaddress.ip_network(text)
    for text in (
        "100.64.0.0/10",  # carrier-grade NAT, where one cloud keeps its metadata service
        "192.88.99.0/24",  # 6to4 relay
        "224.0.0.0/4",  # multicast
        "2001::/23",  # Teredo and its neighbours
        "2002::/16",  # 6to4
        "3fff::/20",  # documentation
    )
)
_UNICAST: Final = ipaddress.ip_network("2000::/3")
"""All of IPv6 that is handed out to hosts; IPv4 in disguise (mapped, NAT64), site-local, multicast and the rest lie outside."""


@dataclass(frozen=True, slots=True)
class Target:
    """One checked place to connect to: the address stands for the host from here on."""

    url: str
    scheme: str
    host: str
    port: int
    addresses: tuple[str, ...]

    @property
    def origin(self) -> str:
        """Scheme, host and port, as they are written in an allow-list."""
        return f"{self.scheme}://{self.host}:{self.port}"


def is_public(text: str) -> bool:
    """Tell whether an address belongs to one host on the public internet."""
    address = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address) and address not in _UNICAST:
        return False
    denied = any(address in network for network in _DENIED if network.version == address.version)
    return address.is_global and not denied


def leads_inside(host: str) -> bool:
    """Tell whether a host is written as an address that is not public; a name tells nothing before it is resolved."""
    try:
        return not is_public(host)
    except ValueError:
        return False


def system_resolver(host: str, port: int) -> list[str]:
    """Ask the operating system for every address of a host."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def check(url: str, *, resolve: Resolver, allow: frozenset[str], ports: frozenset[int] = PORTS) -> Target:
    """Parse an address, resolve its host once and check every address found.

    `allow` names exact origins (`http://127.0.0.1:8123`) that may lie inside: the demo's pretend agency.
    Raises `Refused`; nothing has been contacted then but the name service.
    """
    parts = parse(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    host = parts.hostname or ""
    if f"{parts.scheme}://{host}:{port}" in allow:
        return Target(url, parts.scheme, host, port, _resolved(host, port, resolve))
    if port not in ports:
        raise Refused(ADDRESS_UNUSABLE.at(url, reason=f"port {port}"))
    addresses = _resolved(host, port, resolve)
    if not all(is_public(address) for address in addresses):
        raise Refused(ADDRESS_PRIVATE.at(url))
    return Target(url, parts.scheme, host, port, addresses)


def parse(url: str) -> SplitResult:
    """Take an address apart. Raises `Refused` for what is none of http or https; contacts nobody."""
    try:
        parts = urlsplit(url.strip())
        valid_port = parts.port != 0
    except ValueError as error:
        raise Refused(ADDRESS_UNUSABLE.at(url, reason=str(error))) from error
    if parts.scheme not in {"http", "https"}:
        raise Refused(ADDRESS_UNUSABLE.at(url, reason=f"scheme {parts.scheme or '?'}"))
    if parts.username is not None or parts.password is not None:
        raise Refused(ADDRESS_UNUSABLE.at(parts.hostname or "", reason="user:password"))
    if not parts.hostname or not valid_port or any(char.isspace() for char in parts.netloc):
        raise Refused(ADDRESS_UNUSABLE.at(url, reason="host"))
    return parts


def _resolved(host: str, port: int, resolve: Resolver) -> tuple[str, ...]:
    try:
        addresses = tuple(resolve(_ascii(host), port))
    except (OSError, UnicodeError) as error:
        raise Refused(NAME_UNKNOWN.at(host)) from error
    if not addresses:
        raise Refused(NAME_UNKNOWN.at(host))
    return addresses


def _ascii(host: str) -> str:
    """Return the host as it goes over the wire: Chinese names become punycode."""
    return host if host.isascii() else host.encode("idna").decode()
