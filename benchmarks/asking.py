"""Asking a WSGI application in this very process, as a web server would, with a browser's cookies."""

import io
import re
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

from benchmarks.floor import cpu_of_server

BOUNDARY = "a-boundary-of-the-benchmark"


@dataclass(frozen=True, slots=True)
class Answer:
    """`wall`, `cpu` and `server` are seconds: CPU of the whole process, and of the server process of
    PostgreSQL that worked for it; `statements` went to the database.
    """

    status: int
    headers: dict[str, str]
    body: bytes
    wall: float = 0.0
    cpu: float = 0.0
    statements: int = 0
    server: float = 0.0

    @property
    def text(self) -> str:
        return self.body.decode()

    def count(self, pattern: str) -> int:
        return len(re.findall(pattern, self.text))


class Meter:
    """Statements, CPU and wall time of what happens between `start` and `stop`."""

    def __init__(self, connection: Any) -> None:
        self.statements = 0
        self.connection = connection
        connection.execute_wrappers.append(self._note)

    def _note(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        self.statements += 1
        return execute(sql, params, many, context)

    def _server(self) -> tuple[int, float]:
        """The server's process, and what it has used: it is another one after a while."""
        if self.connection.connection is None:
            return 0, 0.0
        pid = self.connection.connection.info.backend_pid
        return pid, cpu_of_server(pid) or 0.0

    def start(self) -> None:
        self.statements = 0
        self.server = self._server()
        self.cpu, self.wall = time.process_time(), time.perf_counter()

    def stop(self) -> tuple[float, float, int, float]:
        wall, cpu = time.perf_counter() - self.wall, time.process_time() - self.cpu
        was, now = self.server, self._server()
        return wall, cpu, self.statements, now[1] - (was[1] if was[0] == now[0] else 0.0)


class Browser:
    def __init__(self, application: Callable[..., Any], meter: Meter, session: str = "") -> None:
        self.application, self.meter = application, meter
        self.csrf = secrets.token_hex(16)
        self.cookies = {"csrftoken": self.csrf} | ({"sessionid": session} if session else {})

    def get(self, url: str, **headers: str) -> Answer:
        return self._ask("GET", url, b"", "", headers)

    def post(self, url: str, fields: dict[str, Any], **headers: str) -> Answer:
        kind = "application/x-www-form-urlencoded"
        return self._ask(
            "POST", url, urlencode(fields, doseq=True).encode(), kind, {"X_CSRFTOKEN": self.csrf, **headers}
        )

    def _ask(self, method: str, url: str, body: bytes, kind: str, headers: dict[str, str]) -> Answer:
        path, _, query = url.partition("?")
        environ = {
            "REQUEST_METHOD": method,
            "SCRIPT_NAME": "",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": "localhost:8000",
            "HTTP_ACCEPT_LANGUAGE": "en",
            "HTTP_COOKIE": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "CONTENT_TYPE": kind,
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": io.StringIO(),
            "wsgi.multithread": True,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
            **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
        }
        begun: list[Any] = []
        self.meter.start()
        answer = self.application(environ, lambda status, told, problem=None: begun.extend((status, told)))
        content = b"".join(answer)
        if hasattr(answer, "close"):
            answer.close()
        measured = self.meter.stop()
        for name, value in begun[1]:
            if name == "Set-Cookie":
                self.cookies |= {key: morsel.value for key, morsel in SimpleCookie(value).items()}
        self.csrf = self.cookies["csrftoken"]
        return Answer(int(begun[0][:3]), dict(begun[1]), content, *measured)
