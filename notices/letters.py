"""Notices as letters: one each, or in a storm one for all."""

import datetime
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone, translation

from notices.models import Notice
from notices.words import Said, say
from outbox.actions import queue
from outbox.letters import render
from outbox.models import Letter
from outbox.writing import full_address
from staff.models import User

DIGEST = "notice_digest"
IN_ONE_DIGEST = 50
TURNS = 7_420  # the class of the advisory locks by which one worker at a time writes to somebody


def send_due(now: datetime.datetime) -> int:
    """Write every letter that is due; how many. Safe with many workers, and to be killed anywhere."""
    due = Notice.objects.filter(letter=None, letter_due_at__lte=now).order_by()
    recipients = list(due.values_list("recipient", flat=True).distinct())
    return sum(send_to(recipient, now) for recipient in recipients)


@transaction.atomic
def send_to(recipient: int, now: datetime.datetime) -> int:
    """What waits for this person. More than a few within a while become a digest, at most one a while."""
    if not _my_turn(recipient):
        return 0
    waiting = list(
        Notice.objects.filter(recipient=recipient, letter=None, letter_due_at__lte=now).order_by("pk")
    )
    reader = User.objects.get(pk=recipient)
    if not reader.is_active:
        return _let_go(waiting)
    digest = [notice for notice in waiting if notice.digest]
    return _send_digest(reader, digest) + _send_each(reader, [n for n in waiting if not n.digest], now)


def _send_digest(reader: User, notices: Sequence[Notice]) -> int:
    """What was not read in the tray meanwhile, in one letter."""
    _let_go([notice for notice in notices if notice.read_at])
    unread = [notice for notice in notices if not notice.read_at]
    if unread:
        _write(reader, DIGEST if len(unread) > 1 else "notice", unread)
    return int(bool(unread))


def _send_each(reader: User, waiting: Sequence[Notice], now: datetime.datetime) -> int:
    if not waiting:
        return 0
    most, while_ = (
        settings.NOTICE_LETTERS["most"],
        datetime.timedelta(minutes=settings.NOTICE_LETTERS["minutes"]),
    )
    recent = Letter.objects.filter(notices__recipient=reader, queued_at__gt=now - while_).distinct()
    if len(waiting) + recent.count() <= most:
        for notice in waiting:
            _write(reader, "notice", [notice])
        return len(waiting)
    last = recent.filter(kind=DIGEST).order_by("-queued_at").values_list("queued_at", flat=True).first()
    if last is not None:
        Notice.objects.filter(pk__in=[n.pk for n in waiting]).update(letter_due_at=last + while_)
        return 0
    _write(reader, DIGEST, waiting)
    return 1


def _my_turn(recipient: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [TURNS, recipient])
        (mine,) = cursor.fetchone()
    return mine


def _let_go(notices: Sequence[Notice]) -> int:
    Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(letter_due_at=None)
    return 0


def _write(reader: User, name: str, notices: Sequence[Notice]) -> None:
    """The letter and the mark on the rows, in one transaction: told once."""
    with translation.override(reader.language), timezone.override(ZoneInfo(reader.time_zone)):
        said = say(notices, reader)
        subject, text, html = render(name, _context(reader, said), reader.language)
    letter = queue(
        key=f"{name}-{reader.pk}-{notices[0].pk}-{notices[-1].pk}",
        kind=name,
        to=[full_address(reader.full_name, reader.email)],
        subject=subject,
        text=text,
        html=html,
        thread=f"notices-{reader.pk}",
    )
    Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(letter=letter)


def _context(reader: User, said: Sequence[Said]) -> dict[str, Any]:
    return {
        "name": reader.first_name,
        "said": said[:IN_ONE_DIGEST],
        "first": said[0],
        "count": len(said),
        "more": max(0, len(said) - IN_ONE_DIGEST),
        "tray": f"{settings.BASE_URL}{reverse('notices:tray')}",
        "wishes": f"{settings.BASE_URL}{reverse('notices:wishes')}",
    }
