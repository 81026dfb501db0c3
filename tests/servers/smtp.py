"""A real SMTP server that keeps what it is given, and refuses when told to."""

import email
import email.policy
import socket
from email.message import EmailMessage

from aiosmtpd.controller import Controller


class Sink:
    """`letters` are what came, oldest first. `refusals` maps an address to the answer its RCPT gets."""

    def __init__(self) -> None:
        self.raw: list[bytes] = []
        self.envelopes: list[tuple[str, list[str]]] = []
        self.refusals: dict[str, str] = {}
        self.answer = ""  # said to DATA instead of 250

    async def handle_RCPT(self, server, session, envelope, address, options):
        if refusal := self.refusals.get(address):
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.answer:
            return self.answer
        self.raw.append(envelope.content)
        self.envelopes.append((envelope.mail_from, list(envelope.rcpt_tos)))
        return "250 OK"

    @property
    def letters(self) -> list[EmailMessage]:
        return [email.message_from_bytes(raw, policy=email.policy.default) for raw in self.raw]

    def clear(self) -> None:
        self.raw.clear()
        self.envelopes.clear()
        self.refusals.clear()
        self.answer = ""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start_sink() -> tuple[Sink, Controller]:
    """The sink and its running controller (`hostname`, `port`, `stop()`)."""
    sink = Sink()
    controller = Controller(sink, hostname="127.0.0.1", port=free_port(), data_size_limit=60_000_000)
    controller.start()
    return sink, controller
