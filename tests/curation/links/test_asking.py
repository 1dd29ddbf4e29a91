"""Asking an address, against servers of our own: nothing leaves this machine."""

import ipaddress
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from kpknow.curation.links import asking
from kpknow.curation.links.asking import Answer, ask, is_public
from kpknow.curation.models import Outcome

HERE = ipaddress.ip_address("127.0.0.1")


def here(address: asking.IPAddress) -> bool:
    return address == HERE


class Pages(BaseHTTPRequestHandler):
    asked: list[tuple[str, str]] = []

    def answer(self) -> None:
        self.asked.append((self.command, self.path))
        name = self.path.strip("/")
        if name.startswith("to="):
            self.send_response(301 if "lasting" in name else 302)
            self.send_header("Location", name.removeprefix("to=").removeprefix("lasting:"))
        elif name == "ring":
            self.send_response(302)
            self.send_header("Location", "/ring")
        elif name == "drip":
            self.connection.sendall(b"HTTP/1.1 200 OK\r\n")
            threading.Event().wait(2)
            return
        elif name == "nonsense":
            self.wfile.write(b"\x00\xff\r\n\r\n")
            return
        elif name == "no-head":
            self.send_response(405 if self.command == "HEAD" else 200)
        else:
            self.send_response(int(name) if name.isdigit() else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_HEAD = do_GET = answer  # noqa: N815  # names of http.server

    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture
def site() -> Iterator[str]:
    Pages.asked = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/200", Answer(Outcome.THERE, 200)),
        ("/no-head", Answer(Outcome.THERE, 200)),
        ("/404", Answer(Outcome.GONE, 404)),
        ("/410", Answer(Outcome.GONE, 410)),
        ("/403", Answer(Outcome.CLOSED, 403)),
        ("/429", Answer(Outcome.CLOSED, 429)),
        ("/500", Answer(Outcome.ERROR, 500)),
        ("/nonsense", Answer(Outcome.SILENT)),
        ("/to=/200", Answer(Outcome.THERE, 200)),
        ("/to=lasting:/200", Answer(Outcome.MOVED, 200)),
        ("/to=lasting:/404", Answer(Outcome.GONE, 404)),
        ("/Бишкек?q=ы b", Answer(Outcome.THERE, 200)),
    ],
)
def test_every_answer_is_understood(path: str, answer: Answer, site: str) -> None:
    assert ask(site + path, may_ask=here) == answer


def test_a_ring_of_redirects_ends(site: str) -> None:
    assert ask(f"{site}/ring", may_ask=here).outcome == Outcome.ERROR
    assert len(Pages.asked) == asking.MOST_REDIRECTS + 1


def test_nothing_inside_is_asked(site: str) -> None:
    """A server of this machine, by every name it has: it never hears of it."""
    port = site.rpartition(":")[2]

    for host in ("127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]", "0"):
        assert ask(f"http://{host}:{port}/200").outcome in (Outcome.NOT_ASKED, Outcome.SILENT)

    assert Pages.asked == []


def test_a_redirect_inside_is_not_followed(site: str) -> None:
    for inside in (
        "http://127.0.0.2/",
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/",
        "file:///etc/x",
    ):
        assert ask(f"{site}/to={inside}", may_ask=here).outcome == Outcome.NOT_ASKED


@pytest.mark.parametrize(
    "address",
    [
        *("file:///etc/passwd", "ftp://example.org/", "gopher://127.0.0.1/", "javascript:alert(1)", "example.org", ""),
        *("http://", "http://user:word@example.org/", "http://[::1", "http://x:99999/", "http://\x00/", "//x"),
    ],
)
def test_only_the_web_is_asked(address: str) -> None:
    assert ask(address, may_ask=lambda _address: False).outcome in (Outcome.NOT_ASKED, Outcome.SILENT)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),  # noqa: S104
        *("224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:10.0.0.1"),
        *("2002:7f00:1::", "64:ff9b::7f00:1", "192.0.2.1", "198.18.0.1"),
    ],
)
def test_addresses_inside_are_known(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "64:ff9b::5db8:d70e"])
def test_addresses_of_others_are_known(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


def test_a_server_that_never_ends_is_left(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "LONGEST", 0.2)

    assert ask(f"{site}/drip", may_ask=here).outcome == Outcome.SILENT


def test_a_server_that_is_not_there_is_silent() -> None:
    assert ask("http://127.0.0.1:1/", may_ask=here).outcome == Outcome.SILENT
