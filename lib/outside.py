"""What the desk asks of somebody else's server: a picture, fetched so that no reader is seen there, or a few
bytes handed in. No Django.

The address comes from a stranger, so it must not lead into our own network: a name is resolved once, every
address it has must be public, and the connection goes to that very address. Redirects of pictures begin anew;
what is handed in follows none.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import SplitResult, quote, urljoin, urlsplit

MAX_BYTES = 5_000_000
MAX_REDIRECTS = 3
MAX_ADDRESS = 4000
SECONDS = 6.0  # for everything together
PORTS = frozenset({80, 443})
AT_ONCE = 4  # of one process: the others of its threads stay for the people
_HEADERS = {
    "User-Agent": "Helpdesk",
    "Accept": "image/png,image/jpeg,image/gif,image/webp",
    "Accept-Encoding": "identity",
}
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_turns = threading.BoundedSemaphore(AT_ONCE)


class Refused(Exception):
    """It is no picture, it did not come in time, or the server could not be asked."""


class NotPublic(Refused):
    """The address leads to no public server, and never was asked."""


@dataclass(frozen=True, slots=True)
class Picture:
    content_type: str
    content: bytes


def fetch(address: str) -> Picture:
    """A PNG, JPEG, GIF or WebP of at most MAX_BYTES, within SECONDS. Refused otherwise."""
    if not _turns.acquire(timeout=2):
        raise Refused("too many at once")
    try:
        return _fetch(address)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Refused(type(error).__name__) from error
    finally:
        _turns.release()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said to what was handed in; `retry_after` as it wrote it."""

    status: int
    retry_after: str


def post(address: str, content: bytes, headers: Mapping[str, str]) -> Answer:
    """Hand it in over https. No redirect is followed, the answer's body is not read. Refused, NotPublic."""
    asking = _Asking("POST", content, {"User-Agent": "Helpdesk", **headers}, frozenset({"https"}))
    watch = _Watch(SECONDS)
    try:
        answer = _asked(address, watch, asking)
        return Answer(answer.status, answer.getheader("Retry-After", ""))
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Refused(type(error).__name__) from error
    finally:
        watch.end()


def kind_of(content: bytes) -> str:
    """The media type by the first bytes, whatever the server calls it; '' for what is none of ours."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return ""


def is_public(address: str) -> bool:
    """Is this IP address one of the open internet, for us and for everybody? Also inside IPv6 wrappings."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        wrapped = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in _NAT64:
            wrapped = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if wrapped is not None:
            return ip not in ipaddress.ip_network("::/96") and _is_open(wrapped)
    return _is_open(ip)


def _is_open(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    if isinstance(ip, ipaddress.IPv6Address) and ip.is_site_local:
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


def _fetch(address: str) -> Picture:
    watch = _Watch(SECONDS)
    try:
        for _turn in range(MAX_REDIRECTS + 1):
            answer = _asked(address, watch, _Asking())
            if answer.status not in {301, 302, 303, 307, 308}:
                return _picture(answer)
            address = urljoin(address, answer.getheader("Location", ""))
    finally:
        watch.end()
    raise Refused("too many redirects")


def _picture(answer: http.client.HTTPResponse) -> Picture:
    if answer.status != 200 or answer.getheader("Content-Encoding", "identity").lower() != "identity":
        raise Refused(f"status {answer.status}")
    if int(answer.getheader("Content-Length") or 0) > MAX_BYTES:
        raise Refused("too large")
    content = answer.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise Refused("too large")
    if not (content_type := kind_of(content)):
        raise Refused("no picture")
    return Picture(content_type, content)


class _Watch:
    """Ends the connection when the time is over: a server that sends a byte a second gains nothing."""

    def __init__(self, seconds: float) -> None:
        self._open: list[socket.socket] = []
        self._over = False
        self._timer = threading.Timer(seconds, self._ring)
        self._timer.daemon = True
        self._timer.start()

    def watch(self, connected: socket.socket) -> None:
        self._open.append(connected)
        if self._over:
            raise Refused("out of time")

    def _ring(self) -> None:
        self._over = True
        for connected in self._open:
            # Not the method of an SSL socket, which would forget its state in the middle of a read.
            with contextlib.suppress(OSError):  # it is closed already
                socket.socket.shutdown(connected, socket.SHUT_RDWR)

    def end(self) -> None:
        """Close everything. Refused when the time was over: what came may be only a part."""
        self._timer.cancel()
        for connected in self._open:
            connected.close()
        if self._over:
            raise Refused("out of time")


@dataclass(frozen=True, slots=True)
class _Asking:
    method: str = "GET"
    content: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=lambda: _HEADERS)
    schemes: frozenset[str] = frozenset({"http", "https"})


def _asked(address: str, watch: _Watch, asking: _Asking) -> http.client.HTTPResponse:
    """The answer's head; its body is not read yet."""
    parts, port = _parts_of(address, asking.schemes)
    host = _ascii(parts.hostname or "")
    connected = socket.create_connection((_resolved(host, port), port), timeout=SECONDS)
    watch.watch(connected)
    if parts.scheme == "https":
        secure = ssl.create_default_context()
        connected = secure.wrap_socket(connected, server_hostname=host, do_handshake_on_connect=False)
        watch.watch(connected)
        connected.do_handshake()
    connection = http.client.HTTPConnection(host, port)
    connection.sock = connected
    # Spaces and letters of other alphabets are written as the web writes them; what is encoded stays.
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = "?" + quote(parts.query, safe="/%:@!$&'()*+,;=~-._?") if parts.query else ""
    connection.request(asking.method, path + query, body=asking.content, headers=dict(asking.headers))
    return connection.getresponse()


def _parts_of(address: str, schemes: frozenset[str]) -> tuple[SplitResult, int]:
    if len(address) > MAX_ADDRESS:
        raise NotPublic("address too long")
    parts = urlsplit(address)
    port = parts.port or {"http": 80, "https": 443}.get(parts.scheme, 0)
    if parts.scheme not in schemes or port not in PORTS or parts.username is not None:
        raise NotPublic("not an address of the web")
    return parts, port


def _ascii(host: str) -> str:
    host = host.rstrip(".")
    return host if host.isascii() else host.encode("idna").decode("ascii")


def _resolved(host: str, port: int) -> str:
    """One address of the name. Refused when any of them is not public."""
    if not host:
        raise NotPublic("no server is named")
    found = {str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    if not found or not all(is_public(one) for one in found):
        raise NotPublic("not a public server")
    return min(found, key=lambda one: (":" in one, one))  # IPv4 first: not every machine has IPv6
