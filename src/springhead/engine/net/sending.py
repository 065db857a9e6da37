"""Sending a small message to an address somebody gave: checked like every address, short, no redirect followed."""

from collections.abc import Mapping
from typing import Final

import httpx

from springhead.engine.kernel.problems import Refused
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
    """Send `body` with POST and return the status. Raises `Refused`: private address, unreachable, too slow, certificate.

    The status is the answer: what follows it is read for courtesy, 64 KiB at most and within the same ten seconds,
    and takes nothing back when it drips or breaks off.
    """
    target = addresses.check(url, resolve=resolve, allow=allow)
    told = {"User-Agent": AGENT, "Accept": "*/*", "Connection": "close", **headers}
    status = 0
    try:
        with request("POST", target, headers=told, seconds=SECONDS, body=body) as response:
            status = response.status_code
            _read_a_little(response)
    except Refused:
        if not status:
            raise
    return status


def _read_a_little(response: httpx.Response) -> None:
    read = 0
    for chunk in response.iter_raw():
        read += len(chunk)
        if read > MOST_READ:
            return
