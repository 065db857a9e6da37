"""A small HTTP load client: keep-alive connections on one epoll loop, prebuilt requests, exact latencies.

It is written here because wrk is not on people's machines. It shares the processors with the server it
measures, as wrk would; a run tells how busy it was itself.
"""

import select
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass
class Load:
    """What one run saw. `busy` is the share of the time the client itself was computing."""

    seconds: float
    latencies: list[float] = field(default_factory=list)
    wrong: int = 0
    busy: float = 0.0

    @property
    def rate(self) -> float:  # noqa: D102
        return len(self.latencies) / self.seconds

    def quantile(self, share: float) -> float:
        """Latency in milliseconds."""
        ordered = sorted(self.latencies)
        return 1000 * ordered[min(int(len(ordered) * share), len(ordered) - 1)] if ordered else float("nan")


class Connection:
    """One keep-alive connection and how much of its answer is still to come."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.setblocking(False)
        self.sent = 0.0
        self.left = 0
        self.chunked = False
        self.tail = b""
        self.head = b""

    def send(self, request: bytes) -> None:  # noqa: D102
        self.left, self.chunked, self.tail, self.head = -1, False, b"", b""
        self.sent = time.perf_counter()
        self.socket.send(request)

    def receive(self) -> bool:
        """Take what arrived; true when the answer is complete."""
        data = self.socket.recv(1 << 20)
        if not data:
            raise ConnectionError("the server closed the connection")
        if self.left == -1:
            self.head += data
            end = self.head.find(b"\r\n\r\n")
            if end < 0:
                return False
            head, data = self.head[:end].lower(), self.head[end + 4 :]
            self._measure(head)
        if self.chunked:
            self.tail = (self.tail + data)[-5:]
            return self.tail == b"0\r\n\r\n"
        self.left -= len(data)
        return self.left <= 0

    def _measure(self, head: bytes) -> None:
        at = head.find(b"\r\ncontent-length:")
        if at >= 0:
            self.left = int(head[at + 17 : (head + b"\r\n").find(b"\r\n", at + 2)])
        else:
            self.left = 0
            self.chunked = b"chunked" in head


def request(address: str, *more: str) -> bytes:
    """Return the bytes of a GET request."""
    lines = [f"GET {address} HTTP/1.1", "host: 127.0.0.1", "accept: */*", *more, "", ""]
    return "\r\n".join(lines).encode()


def run(
    port: int, requests: Sequence[bytes], *, connections: int, seconds: float, status: bytes = b"200"
) -> Load:
    """Send the requests in turn over all connections for so many seconds."""
    links = {link.socket.fileno(): link for link in (Connection(port) for _ in range(connections))}
    poll = select.epoll()
    number = 0
    for handle, link in links.items():
        poll.register(handle, select.EPOLLIN)
        link.send(requests[number % len(requests)])
        number += 1
    load, start, worked = Load(seconds), time.perf_counter(), time.process_time()
    finish = start + seconds
    # A slow server gets the time to answer every connection once: a rate of nothing says nothing.
    while time.perf_counter() < finish or len(load.latencies) < connections:
        for handle, _ in poll.poll(1.0):
            link = links[handle]
            if not link.receive():
                continue
            load.latencies.append(time.perf_counter() - link.sent)
            load.wrong += link.head[9:12] != status
            link.send(requests[number % len(requests)])
            number += 1
    load.seconds = time.perf_counter() - start
    load.busy = (time.process_time() - worked) / load.seconds
    _drain(poll, links)
    poll.close()
    for link in links.values():
        link.socket.close()
    return load


def _drain(poll: select.epoll, links: dict[int, Connection]) -> None:
    """Wait for the answers still owed: a server left with work would take the processor from the next run."""
    owed = set(links)
    while owed:
        for handle, _ in poll.poll(1.0):
            if handle in owed and links[handle].receive():
                owed.discard(handle)


def download(port: int, address: str, *, most_seconds: float) -> tuple[float, int, bool]:
    """Fetch one long answer; return seconds, bytes, and whether it came to its end in time."""
    link = Connection(port)
    link.socket.setblocking(True)
    link.socket.settimeout(most_seconds)
    start, size, done = time.perf_counter(), 0, False
    link.socket.sendall(request(address))
    tail = b""
    while time.perf_counter() - start < most_seconds:
        data = link.socket.recv(1 << 20)
        size += len(data)
        tail = (tail + data)[-5:]
        if not data or tail == b"0\r\n\r\n":
            done = True
            break
    link.socket.close()
    return time.perf_counter() - start, size, done
