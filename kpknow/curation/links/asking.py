"""Asks one address of the web whether it is there, and never anything inside our own walls.

Every name is looked up once; each of its addresses must be public, and the connection goes to the address that was
looked at, so that a name cannot lead elsewhere in between. Redirects are followed by the same rule.
"""

import http.client
import ipaddress
import logging
import socket
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from kpknow.curation.models import Outcome

logger = logging.getLogger(__name__)

MOST_REDIRECTS = 5
PATIENCE = 10.0
"""Seconds for a connection, and for each piece of an answer."""
LONGEST = 30.0
"""Seconds for one request as a whole: some servers send a byte now and then."""
NAT64 = ipaddress.ip_network("64:ff9b::/96")
LASTING = (301, 308)
REDIRECTS = (*LASTING, 302, 303, 307)
HEADERS = {"User-Agent": "link check", "Accept": "*/*", "Connection": "close"}

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
MayAsk = Callable[[IPAddress], bool]


@dataclass(frozen=True)
class Answer:
    """``status``: of HTTP, None where none came."""

    outcome: Outcome
    status: int | None = None


class NotAsked(Exception):
    """The address leads inside, or is none of the web's."""


def is_public(address: IPAddress) -> bool:
    """Somebody else's, reachable from everywhere: not loopback, private, link-local, shared, multicast or reserved.

    Addresses of IPv4 in the clothes of IPv6 are judged by what is inside.
    """
    if isinstance(address, ipaddress.IPv6Address):
        inside = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if address in NAT64:
            inside = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inside is not None:
            return is_public(inside)
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def ask(address: str, *, may_ask: MayAsk = is_public) -> Answer:
    """What became of this address; never raises for what a server does. At most six pages, half a minute each."""
    has_moved = False
    try:
        for _step in range(MOST_REDIRECTS + 1):
            status, leads_to = request(address, may_ask)
            if status not in REDIRECTS or not leads_to:
                return Answer(judged(status, has_moved=has_moved), status)
            has_moved = has_moved or status in LASTING
            address = urljoin(address, leads_to)
    except NotAsked:
        return Answer(Outcome.NOT_ASKED)
    except ssl.SSLCertVerificationError:
        return Answer(Outcome.UNTRUSTED)
    except (OSError, http.client.HTTPException, ValueError) as failed:
        logger.info("an address did not answer: %s", type(failed).__name__)
        return Answer(Outcome.SILENT)
    return Answer(Outcome.ERROR, status)


def judged(status: int, *, has_moved: bool) -> Outcome:
    if status < 400:
        return Outcome.MOVED if has_moved else Outcome.THERE
    if status in (404, 410):
        return Outcome.GONE
    if status in (401, 403, 405, 429, 451):
        return Outcome.CLOSED
    return Outcome.ERROR


def request(address: str, may_ask: MayAsk) -> tuple[int, str]:
    """Status and where it leads on. HEAD, and GET where a server does not know that; nothing of the page is read."""
    status, leads_to = send("HEAD", address, may_ask)
    return (status, leads_to) if status < 400 else send("GET", address, may_ask)


def send(method: str, address: str, may_ask: MayAsk) -> tuple[int, str]:
    try:
        parts = urlsplit(address)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError as impossible:
        raise NotAsked from impossible
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.password:
        raise NotAsked
    host = parts.hostname.encode("idna").decode()
    connection = http.client.HTTPConnection(host, port, timeout=PATIENCE)
    connection.sock = connected(host, port, parts.scheme == "https", may_ask)
    was_too_long = threading.Event()
    watch = threading.Timer(LONGEST, hang_up, (connection.sock, was_too_long))
    watch.start()
    try:
        connection.request(method, path_of(parts), headers=HEADERS)
        answer = connection.getresponse()
        if was_too_long.is_set():
            raise TimeoutError
        return answer.status, answer.headers.get("Location", "")
    finally:
        watch.cancel()
        connection.close()


def path_of(parts: SplitResult) -> str:
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    return f"{path}?{quote(parts.query, safe='/?%:@!$&()*+,;=~-._')}" if parts.query else path


def connected(host: str, port: int, is_tls: bool, may_ask: MayAsk) -> socket.socket:
    """A connection to an address that was looked at; NotAsked if any of the name's addresses may not be asked."""
    found = [
        ipaddress.ip_address(str(place[0]).partition("%")[0])
        for *_kind, place in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    ]
    if not found or not all(may_ask(one) for one in found):
        raise NotAsked
    plain = socket.create_connection((str(found[0]), port), timeout=PATIENCE)
    if not is_tls:
        return plain
    try:
        return ssl.create_default_context().wrap_socket(plain, server_hostname=host)
    except OSError:
        plain.close()
        raise


def hang_up(connection: socket.socket, was_too_long: threading.Event) -> None:
    """Says so first: the reader sees the end of the connection at once, and takes half an answer for a whole one."""
    was_too_long.set()
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        logger.info("it was over already")
