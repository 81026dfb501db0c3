"""A real SMTP server that keeps what it is given, and refuses, hangs up or stalls when told to."""

import asyncio
import email
import email.policy
import re
import socket
import threading
from collections.abc import Callable
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

_DSN = re.compile(r" ((?:RET|ENVID|NOTIFY|ORCPT)=\S+)")
HANG_UP, STALL = "hang up", "stall"


def _calm(stage: str) -> str:
    return ""


class Sink:
    """`letters` are what came, oldest first. `refusals` maps an address to the answer its RCPT gets.

    `moods` says what happens once at a stage (ehlo, mail, rcpt, data, body; end and taken come after the dot,
    the letter lost or kept): HANG_UP, STALL, or an answer. `reached` is set when it does.
    """

    def __init__(self) -> None:
        self.raw: list[bytes] = []
        self.envelopes: list[tuple[str, list[str]]] = []
        self.refusals: dict[str, str] = {}
        self.answer = ""  # said to DATA instead of 250
        self.moods: dict[str, str] = {}
        self.reached = threading.Event()
        self.let_go = threading.Event()  # set by a test: who stalls goes on as if nothing had been
        self.whim: Callable[[str], str] = _calm  # a mood for every stage of every letter
        self.utf8 = True  # takes addresses of any alphabet (RFC 6531)
        self.asked: list[str] | None = None  # a list: speaks DSN (RFC 3461), and keeps what it was asked

    async def moody(self, server: SMTP, stage: str) -> str:
        """The answer to give at this stage, HANG_UP if there is nobody to answer any more, or ''."""
        mood = self.moods.pop(stage, "") or self.whim(stage)
        if mood:
            self.reached.set()
        if mood == STALL:
            while server.transport and not server.transport.is_closing():
                if self.let_go.is_set():
                    return ""
                await asyncio.sleep(0.02)
        if mood == HANG_UP and server.transport:
            server.transport.abort()
        return HANG_UP if mood in {HANG_UP, STALL} else mood

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        session.host_name = hostname
        offered = [line for line in responses if self.utf8 or "SMTPUTF8" not in line]
        return [*offered[:-1], "250-DSN", offered[-1]] if self.asked is not None else offered

    async def handle_RCPT(self, server, session, envelope, address, options):
        if refusal := self.refusals.get(address):
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.answer:
            return self.answer
        if mood := await self.moody(server, "end"):
            return mood
        self.raw.append(envelope.content)
        self.envelopes.append((envelope.mail_from, list(envelope.rcpt_tos)))
        return await self.moody(server, "taken") or "250 OK"

    @property
    def letters(self) -> list[EmailMessage]:
        return [email.message_from_bytes(raw, policy=email.policy.default) for raw in self.raw]

    def clear(self) -> None:
        self.raw.clear()
        self.envelopes.clear()
        self.refusals.clear()
        self.answer = ""
        self.moods.clear()
        self.reached.clear()
        self.let_go.clear()
        self.utf8, self.asked, self.whim = True, None, _calm


class Moody(SMTP):
    """Asks the sink about its mood at every step."""

    async def _goes_on(self, stage: str) -> bool:
        answer = await self.event_handler.moody(self, stage)
        if answer and answer != HANG_UP:
            await self.push(answer)
        return not answer

    def _kept(self, arg):
        """Keep what belongs to DSN: aiosmtpd knows none of it."""
        if self.event_handler.asked is not None:
            self.event_handler.asked += _DSN.findall(arg)
        return _DSN.sub("", arg)

    async def smtp_EHLO(self, hostname):
        if await self._goes_on("ehlo"):
            await super().smtp_EHLO(hostname)

    async def smtp_MAIL(self, arg):
        if await self._goes_on("mail"):
            await super().smtp_MAIL(self._kept(arg))

    async def smtp_RCPT(self, arg):
        if await self._goes_on("rcpt"):
            await super().smtp_RCPT(self._kept(arg))

    async def smtp_DATA(self, arg):
        if not await self._goes_on("data"):
            return
        if "body" in self.event_handler.moods or self.event_handler.whim("read"):
            await self.push("354 go on")
            await self._reader.readline()
            if await self._goes_on("body"):
                self.transport.abort()
            return
        await super().smtp_DATA(arg)


class MoodyController(Controller):
    def factory(self):
        return Moody(self.handler, **self.SMTP_kwargs)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start_sink() -> tuple[Sink, Controller]:
    """The sink and its running controller (`hostname`, `port`, `stop()`)."""
    sink = Sink()
    controller = MoodyController(sink, hostname="127.0.0.1", port=free_port(), data_size_limit=60_000_000)
    controller.start()
    return sink, controller
