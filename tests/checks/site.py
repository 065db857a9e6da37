"""A pretend agency on 127.0.0.1 that gives the answers of `pages`, and misbehaves on request."""

import threading
import time
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.checks.pages import ANSWERS, CSV, LOGIN

BY_NAME = {name: (status, media, body) for name, status, media, body, *_ in ANSWERS}


class Handler(BaseHTTPRequestHandler):
    """Each path answers in its own way; `server.now` tells what is answered at this moment, for overlaps."""

    def log_message(self, *_):
        """Keep the test output quiet."""

    def do_GET(self):
        server = self.server
        with server.lock:
            server.under_way += 1
            server.most = max(server.most, server.under_way)
            server.times.append(time.monotonic())
            server.paths.append(self.path)
        try:
            self.answer(self.path.strip("/").partition("?")[0].partition(";")[0].rpartition(")/")[2])
        finally:
            with server.lock:
                server.under_way -= 1

    def answer(self, name):
        if name in self.server.instead:
            self.give(*self.server.instead[name])
        elif name in BY_NAME:
            self.give(*BY_NAME[name])
        elif name == "redirect":
            self.give(302, "", b"", Location=self.path.partition("?to=")[2])
        elif name == "account/login":
            self.give(200, "text/html", LOGIN)
        elif name == "wait":
            self.give(429, "text/plain", b"slow down", Retry_After="7")
        elif name == "slow.csv":
            time.sleep(0.3)
            self.give(200, "text/csv", CSV)
        elif name == "endless.csv":
            self.send_response(200)
            self.send_header("Content-Type", "text/csv")
            self.end_headers()
            with suppress(OSError):
                self.wfile.write(CSV)
                while True:
                    self.wfile.write("橋,1,2026-03-02 10:00\n".encode() * 5_000)
        else:
            self.give(404, "text/plain", b"no")

    def give(self, status, media, body, **headers):
        self.send_response(status)
        if media:
            self.send_header("Content-Type", media)
        for header, value in headers.items():
            self.send_header(header.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with suppress(OSError):  # the machine has seen enough of a long file
            self.wfile.write(body)


@contextmanager
def site():
    """Serve on a free port of 127.0.0.1; yield the origin and the server (which notes what it saw)."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.lock = threading.Lock()
    server.under_way = server.most = 0
    server.times, server.paths, server.instead = [], [], {}
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
