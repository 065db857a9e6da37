"""Sending a small message to an address somebody gave: checked like every address, short, no redirect followed."""

from collections.abc import Mapping
from typing import Final

from springhead.engine.net import addresses
from springhead.engine.net.addresses import Resolver, system_resolver
from springhead.engine.net.connect import request
from springhead.engine.net.fetch import AGENT

SECONDS: Final = 10.0
MOST_READ: Final = 65_536  # of an answer nobody reads


def post(
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    allow: frozenset[str] = frozenset(),
    resolve: Resolver = system_resolver,
) -> int:
    """Send `body` with POST and return the status. Raises `Refused`: private address, unreachable, too slow, certificate."""
    target = addresses.check(url, resolve=resolve, allow=allow)
    told = {"User-Agent": AGENT, "Accept": "*/*", "Connection": "close", **headers}
    with request("POST", target, headers=told, seconds=SECONDS, body=body) as response:
        read = 0
        for chunk in response.iter_raw():
            read += len(chunk)
            if read > MOST_READ:
                break
        return response.status_code
