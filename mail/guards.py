"""How much a machine may write: by sender, by house and by mailbox, each counted apart from the others.

All counts come from rows with an index of their own and stop at their limit, so a mail costs the same at any
size. What a machine says again is known by what stays the same: numbers, tags and spaces do not count.
"""

import datetime
import hashlib
import re

from django.conf import settings
from django.db import connection
from django.db.models import Q, QuerySet

from lib.storing import insert
from mail.houses import SHARED
from mail.models import Courtesy
from mail.parsed import ParsedMail
from tickets import workflow
from tickets.choices import EventKind
from tickets.models import Ticket

HOUR = datetime.timedelta(hours=1)
DAY = datetime.timedelta(hours=24)
SAME_AGAIN = datetime.timedelta(minutes=180)
ALIKE_CHARS = 200
MANY_CHARS = 20  # so long a text no two people begin alike

_CHANGING = re.compile(r"\[#[0-9A-Za-z]{4,16}\]|\d+|\s+")
_PREFIX = re.compile(r"^(?:\s*\w{1,6}\s?(?:\[\d+\])?\s?:)+")

_COUNTS = """
SELECT (SELECT count(*) FROM (SELECT 1 FROM mail_courtesy WHERE address = %(address)s
                AND at > %(day)s AND given LIMIT %(most_sender)s) s),
       (SELECT count(*) FROM (SELECT 1 FROM mail_courtesy WHERE address = %(address)s
                AND at > %(again)s AND subject = %(subject)s AND given LIMIT 1) s),
       (SELECT count(*) FROM (SELECT 1 FROM mail_courtesy WHERE words = %(words)s AND at > %(again)s
                AND subject = %(subject)s AND domain = %(domain)s AND given LIMIT 1) s),
       (SELECT count(*) FROM (SELECT 1 FROM mail_courtesy WHERE words = %(words)s
                AND at > %(again)s AND given LIMIT %(most_words)s) s),
       (SELECT count(*) FROM (SELECT 1 FROM mail_courtesy WHERE domain = %(domain)s
                AND at > %(hour)s AND given LIMIT %(most_domain)s) s),
       (SELECT count(*) FROM (SELECT 1 FROM mail_courtesy WHERE mailbox_id = %(mailbox)s
                AND at > %(hour)s AND given LIMIT %(most_mailbox)s) s),
       (SELECT count(*) FROM (SELECT 1 FROM mail_courtesy WHERE mailbox_id = %(mailbox)s
                AND at > %(just_now)s AND newcomer LIMIT %(most_newcomers)s) s)
"""
_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 11))"


def spend(
    mail: ParsedMail, *, sender: str, mailbox_id: int | None, at: datetime.datetime, newcomer: bool
) -> str:
    """`yes`, and one row more to count; or which guard says no. In the transaction that opens the ticket.

    Two workers with two mails of one sender take turns, and so do those with mails of strangers to one
    mailbox: a machine that changes its address, its house and all its words is known by nothing but how many
    strangers come at once; while they keep coming, none is written to.
    """
    most = settings.CONFIRMATIONS
    domain = sender.rpartition("@")[2]
    shared = domain in SHARED
    strangers = newcomer and not shared
    wanted = {
        "address": sender,
        "domain": domain[:255],
        "mailbox": mailbox_id,
        "subject": digest(_PREFIX.sub("", mail.subject)),
        "words": digest(mail.text),
        "day": at - DAY,
        "hour": at - HOUR,
        "again": at - SAME_AGAIN,
        "most_sender": most["sender_day"],
        "most_words": 1 if len(alike(mail.text)) >= MANY_CHARS else 2,
        "most_domain": most["strangers_hour"] if strangers else most["domain_hour"],
        "most_mailbox": most["mailbox_hour"],
        "just_now": at - newcomers_span(),
        "most_newcomers": most["newcomers"],
    }
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [sender])
        if newcomer:
            cursor.execute(_LOCK, [f"newcomers of {mailbox_id}"])
        cursor.execute(_COUNTS, wanted)
        counted = cursor.fetchone()
    by_sender, same, same_house, same_words, by_domain, by_mailbox, newcomers = counted
    if by_sender >= wanted["most_sender"]:
        return "too_many_a_day"
    if same or same_house or same_words >= wanted["most_words"]:
        return "same_again"
    if by_domain >= wanted["most_domain"] and not shared:
        return "too_many_of_domain"
    if by_mailbox >= wanted["most_mailbox"]:
        return "too_many_of_mailbox"
    given = not newcomer or newcomers < most["newcomers"]
    insert(
        Courtesy(
            at=at,
            mailbox_id=mailbox_id,
            address=sender,
            domain=wanted["domain"],
            subject=wanted["subject"],
            words=wanted["words"],
            newcomer=newcomer,
            given=given,
        )
    )
    return "yes" if given else "too_many_newcomers"


def newcomers_span() -> datetime.timedelta:
    """Within what time it counts how many wrote for the first time."""
    return datetime.timedelta(minutes=settings.CONFIRMATIONS["newcomers_minutes"])


def withheld(now: datetime.datetime) -> QuerySet[Courtesy]:
    """The confirmations that nobody gets because too many strangers write just now."""
    return Courtesy.objects.filter(at__gt=now - newcomers_span(), newcomer=True, given=False)


def digest(text: str) -> int:
    """63 bits of it."""
    return int.from_bytes(hashlib.blake2b(alike(text).encode(), digest_size=8).digest(), "big") >> 1


def alike(text: str) -> str:
    """What stays the same when a machine says it again."""
    return _CHANGING.sub("", text[:2000]).lower()[:ALIKE_CHARS]


def may_reopen(ticket: Ticket, at: datetime.datetime) -> bool:
    """Whether one mail more may reopen this ticket: something that reopens it all the time is a machine."""
    if ticket.state not in workflow.ENDED:
        return True
    lately = ticket.events.filter(Q(data__move="reopen"), kind=EventKind.MOVED, at__gt=at - HOUR)
    return lately.count() < settings.CONFIRMATIONS["reopens_hour"]


def forget_old(now: datetime.datetime) -> int:
    """Delete what no guard looks at any more."""
    return Courtesy.objects.filter(at__lt=now - DAY - HOUR).delete()[0]
