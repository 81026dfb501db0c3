"""Pictures from strangers' servers: never from our own network, never more or longer than we said."""

import contextlib
import http.server
import threading
import time

import pytest

from lib import outside
from tests.clocks import crowd

GIF = b"GIF89a" + b"\0" * 50


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        """A client that goes away in the middle is what some tests are about."""


class Answers(http.server.BaseHTTPRequestHandler):
    asked: list[tuple[str, dict]] = []

    def log_message(self, *args):
        pass

    def do_GET(self):
        self.asked.append((self.path, dict(self.headers)))
        name = self.path.partition("?")[0].strip("/")
        if name == "loop":
            self.answer(302, location="/loop")
        elif name == "moved":
            self.answer(302, location="/a.gif")
        elif name == "inward":
            self.answer(302, location="http://intern.example/secret")
        elif name == "file":
            self.answer(302, location="file:///etc/passwd")
        elif name == "svg":
            self.answer(200, b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", kind="image/png")
        elif name == "html":
            self.answer(200, b"<script>alert(1)</script>", kind="text/html")
        elif name == "large":
            self.answer(200, GIF + b"\0" * outside.MAX_BYTES)
        elif name == "claims":
            self.answer(200, GIF, length=outside.MAX_BYTES + 1)
        elif name == "drip":
            with contextlib.suppress(OSError):
                self.answer(200, GIF, length=1000)
                for _second in range(100):
                    self.wfile.write(b"x")
                    time.sleep(0.05)
        elif name == "missing":
            self.answer(404, GIF)
        else:
            self.answer(200, GIF, kind="text/plain")

    def answer(self, status, content=b"", *, location="", kind="image/gif", length=None):
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content) if length is None else length))
        self.end_headers()
        self.wfile.write(content)


@pytest.fixture
def server(monkeypatch):
    """A server that stands in for the open internet: its address counts as public. Gives its URL."""
    Answers.asked = []
    served = Server(("127.0.0.1", 0), Answers)
    threading.Thread(target=served.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    port = served.server_address[1]
    public = outside.is_public
    monkeypatch.setattr(outside, "is_public", lambda ip: ip == "127.0.0.1" or public(ip))
    monkeypatch.setattr(outside, "PORTS", {80, 443, port})
    yield f"http://127.0.0.1:{port}"
    served.shutdown()
    served.server_close()


def test_a_picture_comes_and_we_tell_nothing_about_the_reader(server):
    found = outside.fetch(f"{server}/a b/ä.gif?u=1&v=%20")
    assert found == outside.Picture("image/gif", GIF)
    path, headers = Answers.asked[0]
    assert path == "/a%20b/%C3%A4.gif?u=1&v=%20"
    assert not {"Cookie", "Referer", "Accept-Language"} & set(headers)
    assert outside.fetch(f"{server}/moved").content == GIF


@pytest.mark.parametrize("name", ["loop", "file", "svg", "html", "large", "claims", "missing", "inward"])
def test_what_is_no_picture_is_refused(server, name, monkeypatch):
    resolve = outside.socket.getaddrinfo
    inner = [(2, 1, 6, "", ("10.0.0.1", 80))]
    monkeypatch.setattr(
        outside.socket,
        "getaddrinfo",
        lambda host, *rest, **more: inner if host == "intern.example" else resolve(host, *rest, **more),
    )
    with pytest.raises(outside.Refused):
        outside.fetch(f"{server}/{name}")


def test_a_slow_server_holds_nobody(server, monkeypatch):
    monkeypatch.setattr(outside, "SECONDS", 0.4)
    began = time.monotonic()
    with pytest.raises(outside.Refused):
        outside.fetch(f"{server}/drip")
    assert time.monotonic() - began < 3 * crowd()


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/a.gif",
        "http://localhost/a.gif",
        "http://[::1]/a.gif",
        "http://[::ffff:127.0.0.1]/a.gif",
        "http://0x7f000001/",
        "http://2130706433/",
        "http://127.1/",
        "http://0/",
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/",
        "http://user:pass@8.8.8.8/",
        "http://8.8.8.8:6379/",
        "https://8.8.8.8:22/",
        "ftp://8.8.8.8/a.gif",
        "file:///etc/passwd",
        "//8.8.8.8/a.gif",
        "http:///a.gif",
        "http://[/",
        "http://8.8.8.8:99999/",
        "",
        "http://8.8.8.8/" + "x" * 5000,
    ],
)
def test_our_own_network_is_never_asked(address, monkeypatch):
    def connect(*args, **more):
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(outside.socket, "create_connection", connect)
    with pytest.raises(outside.Refused):
        outside.fetch(address)


@pytest.mark.parametrize("inner", ["127.0.0.1", "192.168.1.7", "100.64.0.1", "fc00::1", "fe80::1%eth0"])
def test_a_name_with_one_address_of_our_own_network_is_refused(inner, monkeypatch):
    both = [(2, 1, 6, "", (ip, 80)) for ip in ("8.8.8.8", inner)]
    monkeypatch.setattr(outside.socket, "getaddrinfo", lambda *args, **more: both)
    monkeypatch.setattr(outside.socket, "create_connection", lambda *args, **more: pytest.fail("connected"))
    with pytest.raises(outside.Refused):
        outside.fetch("http://rebind.example/a.gif")


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True), ("2606:4700::1111", True), ("::ffff:8.8.8.8", True), ("64:ff9b::808:808", True),
        ("127.8.8.8", False), ("0.0.0.0", False), ("172.16.0.1", False), ("198.18.0.1", False),
        ("224.0.0.1", False), ("255.255.255.255", False), ("::", False), ("::1", False),
        ("fec0::1", False),
        ("ff02::1", False), ("2001:db8::1", False), ("::127.0.0.1", False), ("::ffff:10.0.0.1", False),
        ("64:ff9b::a00:1", False), ("2002:a00:1::", False), ("2002:7f00:1::", False), ("x", False),
        ("", False),
    ],
)  # fmt: skip
def test_which_addresses_are_public(address, public):
    assert outside.is_public(address) is public
