"""One reader on one connection, as cheap as Python can be: what is measured is the server."""

import socket
import time
from dataclasses import dataclass

PASS_BY = "Authorization: the page cache is passed by\r\n"
"""Nobody's page is kept for somebody who shows who they are: with this header every page is made anew."""


@dataclass(frozen=True)
class Answer:
    """``size`` is of the body as it travelled."""

    status: int
    size: int
    seconds: float
    body: bytes


class Reader:
    def __init__(self, port: int) -> None:
        self.port = port
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=120)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def get(self, path: str, *, fresh: bool = False, encoding: str = "br, gzip") -> Answer:
        """``fresh``: past the page cache. Redirects are answers like any other."""
        head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nAccept-Encoding: {encoding}\r\n"
        start = time.perf_counter()
        self.socket.sendall((head + (PASS_BY if fresh else "") + "\r\n").encode())
        raw = b""
        while b"\r\n\r\n" not in raw:
            raw += self._more()
        headers, _gap, body = raw.partition(b"\r\n\r\n")
        fields = {
            name.strip().lower(): value.strip()
            for name, _colon, value in (line.partition(b":") for line in headers.split(b"\r\n")[1:])
        }
        if fields.get(b"transfer-encoding") == b"chunked":
            while not body.endswith(b"0\r\n\r\n"):
                body += self._more()
        else:
            while len(body) < int(fields.get(b"content-length", b"0")):
                body += self._more()
        seconds = time.perf_counter() - start
        if fields.get(b"connection", b"").lower() == b"close":
            self.socket.close()
            self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=120)
        return Answer(int(headers[9:12]), len(body), seconds, body)

    def _more(self) -> bytes:
        received = self.socket.recv(1 << 18)
        if not received:
            raise ConnectionError(f"the server on port {self.port} hung up")
        return received

    def close(self) -> None:
        self.socket.close()
