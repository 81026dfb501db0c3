"""What is unread."""

import hashlib
from dataclasses import dataclass

from django.db.models import Count, Subquery
from django.db.models.functions import Coalesce

from notices.access import devices_for, notices_for
from notices.models import Device, Notice
from notices.push_words import trouble
from staff.models import User

PAGE = 40


def unread_count(user: User) -> int:
    return Notice.objects.filter(recipient=user, read_at=None).count() if user.is_active else 0


def unread_of(user_id: int) -> Coalesce:
    """The same number inside another statement: every page of the desk shows it."""
    rows = Notice.objects.filter(recipient_id=user_id, read_at=None).order_by()
    return Coalesce(Subquery(rows.values("recipient").annotate(n=Count("pk")).values("n")), 0)


@dataclass(frozen=True)
class Page:
    """`older` is the key of the next page, or None."""

    rows: list[Notice]
    older: int | None


def page_of(user: User, *, unread: bool, before: int | None) -> Page:
    rows = notices_for(user)
    if unread:
        rows = rows.filter(read_at=None)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: PAGE + 1])
    return Page(found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None)


@dataclass(frozen=True)
class Browser:
    """`mark` tells the browser which of them it is, without saying where others are. `trouble`: in words."""

    device: Device
    mark: str
    trouble: str


def browsers_of(user: User) -> list[Browser]:
    return [
        Browser(device, hashlib.sha256(device.endpoint.encode()).hexdigest(), trouble(device.problem))
        for device in devices_for(user)
    ]
