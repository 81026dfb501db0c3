"""LMTP (RFC 2033): a mail server on the same network hands over; each recipient gets an answer of its own."""

import asyncio
import logging
import ssl
from concurrent.futures import ThreadPoolExecutor

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import Envelope, Session
from django.db import DatabaseError, close_old_connections, connection

from mail import intake
from mail.choices import Transport
from mail.delivering import mailbox_for
from mail.intake import receive

log = logging.getLogger(__name__)

THREADS = 4
STORED = "250 2.0.0 stored"
TRY_AGAIN = "451 4.3.0 the database does not answer, try again later"
NOBODY = "550 5.1.1 no such mailbox here"
NO_ROOM_FOR_NAMES = "452 4.5.3 too many recipients"
MOST_RECIPIENTS = 100


class Postman:
    """The answers of aiosmtpd, given by the desk. The database is asked in threads, never in the loop."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(max_workers=THREADS, thread_name_prefix="lmtp")

    async def _in_thread(self, work, *args):
        return await asyncio.get_running_loop().run_in_executor(self._threads, _fresh, work, *args)

    async def handle_RCPT(
        self, server: LMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return NO_ROOM_FOR_NAMES
        answer = await self._in_thread(_is_ours, address)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: LMTP, session: Session, envelope: Envelope) -> str:
        content = envelope.content or b""
        answers = [
            await self._in_thread(_store, content, recipient, envelope.mail_from or "")
            for recipient in envelope.rcpt_tos
        ]
        return "\r\n".join(answers)

    def close(self) -> None:
        self._threads.shutdown(wait=True)


def _fresh(work, *args):
    """A connection that was lost while nobody wrote is opened anew."""
    close_old_connections()
    try:
        return work(*args)
    finally:
        connection.close()


def _is_ours(address: str) -> str:
    try:
        return "250 2.1.5 ok" if mailbox_for(address) else NOBODY
    except DatabaseError as error:
        log.warning("no answer for a recipient: %s", error)
        return TRY_AGAIN


def _store(content: bytes, recipient: str, sender: str) -> str:
    """250 is said when the row is committed, and not before."""
    try:
        box = mailbox_for(recipient)
        if box is None:
            return NOBODY
        row = receive(
            content, mailbox=box, transport=Transport.LMTP, envelope_to=recipient, envelope_from=sender
        )
    except Exception as error:  # whatever it is: the sender's server keeps the mail and comes again
        log.warning("not stored: %s", error)
        return TRY_AGAIN
    return f"{STORED} as {row.pk}"


def server(postman: Postman, *, context: ssl.SSLContext | None = None) -> LMTP:
    """The protocol for one connection. With a certificate nothing is taken before STARTTLS."""
    return LMTP(
        postman,
        data_size_limit=intake.MAX_MAIL,
        enable_SMTPUTF8=True,
        decode_data=False,
        tls_context=context,
        require_starttls=context is not None,
        ident="Helpdesk",
        timeout=300,
    )
