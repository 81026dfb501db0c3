"""The conversation with the mail server, step by step, so that we know how far a letter came (RFC 5321)."""

from __future__ import annotations

import contextlib
import re
import smtplib
import socket
import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.smtp import EmailBackend

from lib.text import one_line
from outbox.writing import Parcel

_ENHANCED = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_DOT = re.compile(rb"(?m)^\.")


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said about one recipient: three digits and its words."""

    digits: int
    text: str

    @property
    def taken(self) -> bool:
        return 200 <= self.digits < 300

    @property
    def final(self) -> bool:
        """5xx: trying again changes nothing (RFC 5321, 4.2.1)."""
        return self.digits >= 500

    @property
    def code(self) -> str:
        """The enhanced status (RFC 3463) if there is one: it says more than three digits."""
        found = _ENHANCED.search(self.text)
        return found[1] if found else str(self.digits)


class AnswerLost(Exception):
    """The letter was handed over whole and the answer never came: it may have arrived."""


NO_SMTPUTF8 = Answer(553, "5.6.7 our mail server does not take addresses with letters of other alphabets")


def hand_over(
    parcel: Parcel, recipients: Sequence[str], *, before_the_end: Callable[[dict[str, Answer]], None]
) -> dict[str, Answer]:
    """Recipient → answer. `before_the_end` gets the answers so far, while nothing has been sent for good yet.

    Raises AnswerLost when nobody can know; after any other exception nothing was sent to anybody. A recipient
    that is not among the answers was not tried.
    """
    connection = get_connection()
    if not isinstance(connection, EmailBackend):
        before_the_end(dict.fromkeys(recipients, Answer(250, "")))
        connection.send_messages([parcel.for_django(recipients)])
        return dict.fromkeys(recipients, Answer(250, ""))
    try:
        connection.open()
    except BaseException:
        with contextlib.suppress(OSError, smtplib.SMTPException):
            connection.close()
        raise
    smtp = connection.connection
    try:
        answers = _converse(smtp, parcel, recipients, before_the_end)
    except BaseException:
        smtp.close()  # without a word: in the middle of a letter a word would be part of it
        raise
    _part(smtp)
    return answers


def _converse(
    smtp: smtplib.SMTP,
    parcel: Parcel,
    recipients: Sequence[str],
    before_the_end: Callable[[dict[str, Answer]], None],
) -> dict[str, Answer]:
    smtp.ehlo_or_helo_if_needed()
    if parcel.utf8 and not smtp.has_extn("smtputf8"):
        return {who: NO_SMTPUTF8 for who in recipients if not who.isascii()}
    answer = _said(smtp.mail(parcel.sender, _letter_options(smtp, parcel)))
    if not answer.taken:
        return dict.fromkeys(recipients, answer)
    answers = {who: _said(smtp.rcpt(who, _recipient_options(smtp, who))) for who in recipients}
    taken = [who for who, answer in answers.items() if answer.taken]
    if not taken:
        return answers
    answer = _said(smtp.docmd("DATA"))
    if answer.digits == 354:
        smtp.send(_DOT.sub(b"..", parcel.raw))
        before_the_end(answers)
        _still_there(smtp)
        answer = _end(smtp)
    return answers | dict.fromkeys(taken, answer)


def _said(reply: tuple[int, bytes]) -> Answer:
    """The reply; 421 means that the server leaves (RFC 5321, 3.8), whatever was asked."""
    digits, words = reply
    if digits == 421 or not 200 <= digits < 600:
        raise smtplib.SMTPServerDisconnected(f"{digits} {words.decode(errors='replace')}")
    return Answer(digits, one_line(words.decode(errors="replace"), 400))


def _still_there(smtp: smtplib.SMTP) -> None:
    """A server says nothing before the end. If it did, or hung up, the letter is not sent, and we know it."""
    sock = smtp.sock
    assert sock is not None
    patience = sock.gettimeout()
    sock.settimeout(0)
    try:
        early = sock.recv(512)
    except (BlockingIOError, ssl.SSLWantReadError):
        return
    finally:
        sock.settimeout(patience)
    raise smtplib.SMTPServerDisconnected(early.decode(errors="replace") or "hung up before the end")


def _end(smtp: smtplib.SMTP) -> Answer:
    """The dot that ends the letter, and the answer that counts. A server may take its time over it."""
    try:
        assert smtp.sock is not None
        smtp.sock.settimeout(settings.EMAIL_ANSWER_TIMEOUT)
        smtp.send(b".\r\n")
        digits, words = smtp.getreply()
    except (OSError, smtplib.SMTPException) as error:
        raise AnswerLost(f"{type(error).__name__}: {error}") from error
    if not 200 <= digits < 600:
        raise AnswerLost(f"{digits} {words.decode(errors='replace')}")
    return Answer(digits, one_line(words.decode(errors="replace"), 400))


def _letter_options(smtp: smtplib.SMTP, parcel: Parcel) -> list[str]:
    options = [f"SIZE={len(parcel.raw)}"] if smtp.has_extn("size") else []
    if parcel.utf8:
        options.append("SMTPUTF8")
    if smtp.has_extn("dsn"):  # RFC 3461: a bounce will name this id, and bring the headers alone
        options += ["RET=HDRS", f"ENVID={xtext(parcel.envelope_id)}"]
    return options


def _recipient_options(smtp: smtplib.SMTP, who: str) -> list[str]:
    if not smtp.has_extn("dsn"):
        return []
    original = [f"ORCPT=rfc822;{xtext(who)}"] if who.isascii() else []
    return ["NOTIFY=FAILURE,DELAY", *original]


def xtext(text: str) -> str:
    """RFC 3461, 4: `+` and `=` and what cannot be printed as `+2B`."""
    return "".join(c if "!" <= c <= "~" and c not in "+=" else f"+{ord(c):02X}" for c in text if c.isascii())


def _part(smtp: smtplib.SMTP) -> None:
    """Say good-bye. How the server takes it changes nothing any more."""
    with contextlib.suppress(OSError, smtplib.SMTPException):
        if smtp.sock is not None:
            smtp.sock.settimeout(5)
        smtp.quit()
    smtp.close()


def is_away(error: Exception) -> bool:
    """The server is not there or does not know us; no other letter would fare better just now."""
    if isinstance(error, smtplib.SMTPException):
        return isinstance(
            error,
            smtplib.SMTPConnectError
            | smtplib.SMTPHeloError
            | smtplib.SMTPAuthenticationError
            | smtplib.SMTPServerDisconnected
            # It offers no TLS or no login, though we were told it does: nothing is sent without.
            | smtplib.SMTPNotSupportedError,
        )
    return isinstance(error, ConnectionError | TimeoutError | socket.gaierror | ssl.SSLError)


def is_hopeless(error: Exception) -> bool:
    """The letter itself cannot be written: a bad address or header. What the server said is an answer."""
    return isinstance(error, ValueError) and not isinstance(error, OSError)
