"""Published quotas: so many requests per minute and client, told in every answer (RateLimit header fields)."""

from typing import Final

from springhead.engine.dataplane import texts
from springhead.engine.dataplane.messages import Header
from springhead.engine.kernel.now import monotonic
from springhead.engine.kernel.problems import Refused

WINDOW: Final = 60  # seconds
MOST_CLIENTS: Final = 200_000  # counted apart in one window; beyond that, clients share one count


class Quotas:
    """Counts per client in the present minute. Addresses are forgotten when the minute ends."""

    def __init__(self, most: int, most_with_key: int) -> None:
        self._most = {False: most, True: most_with_key}
        self._policy = {
            with_key: (b"ratelimit-policy", f'"{_name(with_key=with_key)}";q={count};w={WINDOW}'.encode())
            for with_key, count in self._most.items()
        }
        self._window = 0
        self._counts: dict[str, int] = {}

    def spend(self, client: str, *, with_key: bool) -> tuple[Header, ...]:
        """Count one request and return the headers that tell what is left; Refused when nothing is."""
        most = self._most[with_key]
        if not most:
            return ()
        moment = int(monotonic())
        window, passed = divmod(moment, WINDOW)
        if window != self._window:
            self._window, self._counts = window, {}
        who = client if len(self._counts) < MOST_CLIENTS else ""
        used = self._counts.get(who, 0) + 1
        self._counts[who] = used
        left = WINDOW - passed
        if used > most:
            raise Refused(texts.QUOTA.at(most=most, seconds=left))
        told = f'"{_name(with_key=with_key)}";r={most - used};t={left}'.encode()
        return (self._policy[with_key], (b"ratelimit", told))


def who_asks(address: str, key: str) -> str:
    """Return whose count it is: the key's, the IPv4 address's, or the IPv6 network's (/64)."""
    if key:
        return key
    return ":".join(address.split(":")[:4]) if ":" in address else address


def _name(*, with_key: bool) -> str:
    return "key" if with_key else "default"
