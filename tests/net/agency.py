"""A pretend agency on 127.0.0.1 that misbehaves on request; every path is one behaviour."""

import gzip
import socket
import threading
import time
from collections import Counter
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

CSV = "站名,水位\n石門,243.5\n".encode()
BOMB = gzip.compress(bytes(30_000_000))


class Handler(BaseHTTPRequestHandler):
    """Each path answers in its own way."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        """Keep the test output quiet."""

    def do_GET(self):
        self.server.seen[self.command, self.path.partition("?")[0]] += 1
        self.server.headers_seen.append(dict(self.headers))
        getattr(self, "path_" + self.path.strip("/").partition("?")[0].replace(".", "_").replace("/", "_"))()

    do_HEAD = do_GET  # noqa: N815  named by the standard library

    def give(self, body=CSV, status=200, length=None, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def path_file_csv(self):
        self.give(
            Content_Type="text/csv; charset=big5", ETag='"one"', Last_Modified="Sat, 31 Jan 2026 04:00:00 GMT"
        )

    def path_plain(self):
        self.give()

    def path_conditional(self):
        if self.headers.get("If-None-Match") == '"one"':
            self.give(b"", status=304, ETag='"one"')
        else:
            self.give(ETag='"one"')

    def path_missing(self):
        self.give(b"no", status=404)

    def path_login(self):
        self.give(b"<html>", status=200, Content_Type="text/html; charset=utf-8")

    def path_short(self):
        self.give(length=len(CSV) + 100)
        self.close_connection = True

    def path_gzip(self):
        self.give(gzip.compress(CSV), Content_Encoding="gzip")

    def path_gzip_cut(self):
        self.give(gzip.compress(CSV)[:-9], Content_Encoding="gzip")

    def path_bomb(self):
        self.give(BOMB, Content_Encoding="gzip")

    def path_brotli(self):
        self.give(Content_Encoding="br")

    def path_endless(self):
        self.send_response(200)
        self.end_headers()
        self.close_connection = True
        try:
            while True:
                self.wfile.write(b"x" * 65_536)
        except OSError:
            pass

    def path_drip(self):
        self.send_response(200)
        self.end_headers()
        self.close_connection = True
        try:
            for _ in range(100):
                self.wfile.write(b"x")
                time.sleep(0.1)
        except OSError:
            pass

    def path_drip_headers(self):
        self.close_connection = True
        try:
            self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
            for _ in range(100):
                self.wfile.write(b"x")
                time.sleep(0.1)
        except OSError:
            pass

    def path_huge(self):
        self.send_response(200)
        self.send_header("Content-Length", str(10**12))
        self.end_headers()
        self.close_connection = True

    def path_changes_once(self):
        number = self.server.seen["GET", "/changes_once"]
        self.give(b"version %d" % min(number, 2), ETag=f'"{min(number + (self.command == "HEAD"), 2)}"')

    def path_changes_always(self):
        self.server.version += 1
        self.give(b"version %d" % self.server.version, ETag=f'"{self.server.version}"')

    def path_two_backends(self):
        self.server.version += 1
        self.give(ETag=f'"backend-{self.server.version % 2}"')

    def path_no_head(self):
        if self.command == "HEAD":
            self.give(b"", status=405)
        else:
            self.give(ETag='"one"')

    def path_redirect(self):
        self.give(b"", status=302, Location=self.path.partition("?to=")[2])

    def path_loop(self):
        self.give(b"", status=302, Location="/loop")

    def path_named(self):
        self.give(Content_Disposition="attachment; filename*=UTF-8''%E6%B0%B4%E5%BA%AB.csv")


@contextmanager
def agency():
    """Serve on a free port of 127.0.0.1; yield the origin and the server (which counts what it saw)."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.seen, server.version, server.headers_seen = Counter(), 0, []
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def closed_port():
    """Return a port of 127.0.0.1 on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
