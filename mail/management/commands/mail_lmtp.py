"""The LMTP server: Postfix, Exim or Dovecot deliver into it."""

import asyncio
import ipaddress
import os
import signal
import socket
import ssl
import stat
from argparse import ArgumentParser
from functools import partial
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from mail import lmtp


class Command(BaseCommand):
    help = "Take mail over LMTP, on a socket of this machine or a TCP port, until it is stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--socket", type=Path, help="a Unix socket, for a mail server on this machine")
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8024)
        parser.add_argument("--certificate", type=Path, help="PEM; needed to listen beyond this machine")
        parser.add_argument("--key", type=Path, help="PEM")

    def handle(self, *args: object, **options) -> None:
        context = None
        if options["certificate"]:
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            context.load_cert_chain(options["certificate"], options["key"])
        if not options["socket"] and not context and not _is_here(options["host"]):
            raise CommandError("Beyond this machine LMTP needs TLS: give --certificate and --key.")
        asyncio.run(self._serve(options, context))

    async def _serve(self, options: dict, context: ssl.SSLContext | None) -> None:
        loop, postman = asyncio.get_running_loop(), lmtp.Postman()
        protocol = partial(lmtp.server, postman, context=context)
        if path := options["socket"]:
            _remove_left_socket(path)
            listening = await loop.create_unix_server(protocol, path=str(path))
            os.chmod(path, stat.S_IRUSR | stat.S_IWUSR | stat.S_IRGRP | stat.S_IWGRP)
            where = str(path)
        else:
            listening = await loop.create_server(protocol, host=options["host"], port=options["port"])
            where = "{}:{}".format(*listening.sockets[0].getsockname()[:2])
        ends = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, ends.set)
        self.stdout.write(f"LMTP on {where}")
        self.stdout.flush()
        await ends.wait()
        listening.close()
        postman.close()


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _remove_left_socket(path: Path) -> None:
    """One that nobody listens to any more; a living one is an error."""
    if not path.is_socket():
        return
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(str(path))
        except OSError:
            path.unlink()
            return
    raise CommandError(f"Somebody listens on {path} already.")
