"""One request to one checked address: the connection goes to the address, TLS and `Host` keep the name."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import lru_cache, partial
from typing import Any, Self

import certifi
import httpx

from springhead.engine.kernel.problems import Problem, Refused
from springhead.engine.net.addresses import Target
from springhead.engine.net.texts import ADDRESS_UNUSABLE, CERTIFICATE, CUT_SHORT, TOO_SLOW, UNREACHABLE

CONNECT_SECONDS = 10.0
READ_SECONDS = 30.0


@contextmanager
def request(
    method: str, target: Target, *, headers: Mapping[str, str], seconds: float, body: bytes | None = None
) -> Iterator[httpx.Response]:
    """Open an answer whose body has not been read. After `seconds` the connection is cut, wherever it stands.

    Raises `Refused`: too slow, certificate, unreachable, cut short, an address that cannot be written down.
    """
    watch = _Watch(seconds)
    try:
        with _client() as client, watch:
            send = partial(_send, client, method, target=target, headers=headers, watch=watch, body=body)
            with _first(target, watch, send) as response:
                yield response
        if watch.rang:  # a body without a stated length ends like this too
            raise Refused(TOO_SLOW.at(target.url, seconds=round(seconds)))
    except httpx.HTTPError as error:
        raise Refused(_problem(error, target, watch, seconds)) from error
    except httpx.InvalidURL as error:
        raise Refused(ADDRESS_UNUSABLE.at(repr(target.url), reason=str(error)[:200])) from error


@contextmanager
def _first(target: Target, watch: "_Watch", send: Callable[..., httpx.Response]) -> Iterator[httpx.Response]:
    """Try the checked addresses in turn until one accepts a connection."""
    *others, last = target.addresses[:3]
    for address in (*others, last):
        try:
            response = send(address=address)
        except (httpx.ConnectError, httpx.ConnectTimeout):
            if address == last or watch.rang:
                raise
            continue
        try:
            yield response
        finally:
            response.close()
        return


def _send(  # noqa: PLR0913  one request has these parts
    client: httpx.Client,
    method: str,
    *,
    address: str,
    target: Target,
    headers: Mapping[str, str],
    watch: "_Watch",
    body: bytes | None,
) -> httpx.Response:
    message = client.build_request(
        method,
        _pinned(target, address),
        headers={**headers, "Host": _host(target)},
        content=body,
        extensions={"sni_hostname": _name(target), "trace": watch.trace},
    )
    return client.send(message, stream=True)


class _Watch:
    """Cuts the connection when the time is up, so that a server that drips bytes cannot hold us."""

    def __init__(self, seconds: float) -> None:
        self.rang = False
        self._socket: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._ring)

    def __enter__(self) -> Self:
        self._timer.daemon = True
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def trace(self, event: str, info: Mapping[str, Any]) -> None:
        """Note the socket as soon as there is one (an extension of httpx)."""
        if event in {"connection.connect_tcp.complete", "connection.start_tls.complete"}:
            self._socket = info["return_value"].get_extra_info("socket")

    def _ring(self) -> None:
        self.rang = True
        if self._socket is not None:
            with suppress(OSError):  # already closed: the request ended by itself
                self._socket.shutdown(socket.SHUT_RDWR)


def _client() -> httpx.Client:
    """No proxy and no `.netrc` from the environment, no cookies kept, no redirect followed unseen."""
    timeout = httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS)
    return httpx.Client(verify=_trust(), trust_env=False, follow_redirects=False, timeout=timeout)


@lru_cache(maxsize=1)
def _trust() -> ssl.SSLContext:
    """Trust the machine's own authorities and the common ones; some agencies use the government's root."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


def _problem(error: httpx.HTTPError, target: Target, watch: _Watch, seconds: float) -> Problem:
    if watch.rang or isinstance(error, httpx.TimeoutException):
        return TOO_SLOW.at(target.url, seconds=round(seconds))
    if "CERTIFICATE" in str(error).upper():
        return CERTIFICATE.at(target.url, reason=str(error)[:200])
    if isinstance(error, httpx.ConnectError):
        return UNREACHABLE.at(target.url, reason=str(error)[:200])
    return CUT_SHORT.at(target.url, reason=str(error)[:200])


def _pinned(target: Target, address: str) -> httpx.URL:
    """Return the address to connect to: same path and query, host replaced by the checked address."""
    return httpx.URL(target.url).copy_with(host=address, port=target.port, fragment=None)


def _host(target: Target) -> str:
    name = f"[{_name(target)}]" if ":" in target.host else _name(target)
    usual = {"http": 80, "https": 443}[target.scheme]
    return name if target.port == usual else f"{name}:{target.port}"


def _name(target: Target) -> str:
    return target.host if target.host.isascii() else target.host.encode("idna").decode()
