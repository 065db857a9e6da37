"""One look at one address over the network: the only place where checks leave the house."""

from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings

from springhead.engine.kernel.now import monotonic
from springhead.engine.kernel.problems import Refused
from springhead.engine.net.addresses import is_public, system_resolver
from springhead.engine.net.fetch import Fetcher, Limits, Peek
from springhead.engine.storage.texts import DISK_FULL
from springhead.foundation.checks import pacing, sniffing, texts
from springhead.foundation.checks.evidence import Evidence
from springhead.foundation.checks.pacing import HostPace

LIMITS: Final = Limits(size=sniffing.CONTAINER, seconds=45.0, redirects=5)
SITE: Final = "/demo/agency-site/"
BUSY: Final = (429, 503)
PASSING: Final = (texts.HOST_BUSY.code, DISK_FULL.code)
"""What stops a look without being the address's fault; it is tried again."""


@cache
def client() -> Fetcher:
    """Return the outgoing client of this process. In demo mode it reaches the pretend agency's site, nothing else."""
    here = settings.SPRINGHEAD
    pace = HostPace(here.link_pause)
    if here.demo:
        return Fetcher(allow=frozenset({here.address}), resolve=_nobody_else, limits=LIMITS, pace=pace)
    return Fetcher(limits=LIMITS, pace=pace)


def _nobody_else(host: str, port: int) -> list[str]:
    """Know only our own host, and addresses that lead inside (which are then refused as such)."""
    if host == urlsplit(settings.SPRINGHEAD.address).hostname:
        return system_resolver(host, port)
    try:
        inside = not is_public(host)
    except ValueError:
        inside = False
    if not inside:
        raise OSError(host)
    return [host]


def reachable(url: str) -> None:
    """Refuse what this installation never looks at: in demo mode everything but the pretend agency's site."""
    here = settings.SPRINGHEAD
    site = f"{here.address}{SITE}"
    if here.demo and not url.startswith(site):
        raise Refused(texts.DEMO_ONLY.at(url, site=site))


def look(url: str, *, using: Fetcher | None = None) -> Evidence:
    """Look at an address and return what was found.

    Raises `Refused` only for what passes by itself (`PASSING`): the host is busy with us, our disk is full.
    """
    begun = monotonic()
    try:
        peek = (using or client()).peek(url, most=sniffing.most)
    except Refused as refused:
        problem = refused.problems[0]
        if problem.code in PASSING:
            raise
        return replace(Evidence().with_trouble(problem), elapsed=_since(begun))
    elapsed = _since(begun)
    return replace(told(url, peek), elapsed=elapsed, wait=_busy(peek))


def told(url: str, peek: Peek) -> Evidence:
    """Return what the beginning of an answer tells."""
    scratch = Path(settings.SPRINGHEAD.scratch)
    scratch.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=scratch, prefix="link-") as folder:
        return sniffing.sniff(peek, Path(folder), asked=url, apart=settings.SPRINGHEAD.reads_apart)


def _busy(peek: Peek) -> int:
    """Leave a host alone that asks for it; return for how many seconds."""
    if peek.status not in BUSY:
        return 0
    seconds = pacing.wait_of(peek.retry_after)
    pacing.hold(urlsplit(peek.url).hostname or "", seconds)
    return seconds


def _since(begun: float) -> int:
    return round((monotonic() - begun) * 1_000)
