"""A mailbox, and ways of writing to it."""

from email.message import EmailMessage
from email.utils import format_datetime

import pytest
from django.utils import timezone

from lib.sealed import seal
from mail.intake import handle, receive
from mail.models import Mailbox, RawEmail
from tests.servers.dovecot import PASSWORD
from tickets.events import announce_row
from tickets.models import TicketEvent


@pytest.fixture
def mailbox(billing) -> Mailbox:
    return Mailbox.objects.create(name="Billing", address="billing@desk.example", team=billing)


@pytest.fixture
def other_mailbox(network) -> Mailbox:
    return Mailbox.objects.create(name="Network", address="network@desk.example", team=network)


@pytest.fixture
def fetched(mailbox, imap_server, mailbox_user) -> Mailbox:
    """The mailbox on a real server."""
    mailbox.host, mailbox.port, mailbox.security = "127.0.0.1", imap_server.port, "none"
    mailbox.username, mailbox.secret = mailbox_user, seal(PASSWORD)
    mailbox.save()
    mailbox.folders.create(name="INBOX")
    return mailbox


NUMBER = iter(range(1, 10**9))


def a_mail(
    *,
    sender="Dana Okafor <dana@okafor.example>",
    to="billing@desk.example",
    subject="Where is my refund?",
    text="Hello, where is it?\n",
    message_id="",
    **headers,
) -> EmailMessage:
    """Header names are given with underscores; None leaves one out."""
    mail = EmailMessage()
    standard = {
        "From": sender,
        "To": to,
        "Subject": subject,
        "Date": format_datetime(timezone.now()),
        "Message-ID": message_id or f"<{next(NUMBER)}.test@okafor.example>",
    }
    given = {name.replace("_", "-").title(): value for name, value in headers.items()}
    for name, value in {**{k.title(): v for k, v in standard.items()}, **given}.items():
        if value is not None:
            mail[name] = value
    mail.set_content(text)
    return mail


@pytest.fixture
def send(mailbox):
    """Hand a mail in and have it handled; gives the row."""

    def send(mail=None, box=None, **written) -> RawEmail:
        mail = a_mail(**written) if mail is None else mail
        raw = mail if isinstance(mail, bytes) else mail.as_bytes()
        row = receive(raw, mailbox=box or mailbox)
        handle(row.pk)
        row.refresh_from_db()
        return row

    return send


@pytest.fixture
def announce():
    """Tell the listeners everything that has not been told."""

    def announce() -> None:
        for event_id in (
            TicketEvent.objects.filter(announced_at=None).order_by("pk").values_list("pk", flat=True)
        ):
            announce_row(event_id)

    return announce
