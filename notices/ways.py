"""The ways in which a notice reaches somebody: one table."""

import datetime
from collections.abc import Callable, Collection
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from notices.choices import Kind, Way
from notices.models import Notice, Wish
from staff.models import User


@dataclass(frozen=True, slots=True)
class Means:
    """`wished`: the kinds it holds for with somebody who chose nothing; `adjustable`: whether one may."""

    adjustable: bool
    wished: Collection[str]
    send: Callable[[Notice, datetime.datetime], None]


def _in_the_tray(notice: Notice, now: datetime.datetime) -> None:
    """The row itself is the tray."""


def _by_letter(notice: Notice, now: datetime.datetime) -> None:
    """Written by the next sweep, which knows how many there are (notices.letters)."""
    notice.letter_due_at = now


def _by_digest(notice: Notice, now: datetime.datetime) -> None:
    """With the others of the day, unless it is read by then."""
    notice.digest, notice.letter_due_at = True, next_digest(now, ZoneInfo(notice.recipient.time_zone))


def _by_push(notice: Notice, now: datetime.datetime) -> None:
    """Written down for each of their browsers by the next sweep (notices.pushing)."""
    notice.push_due_at = now


def next_digest(now: datetime.datetime, zone: datetime.tzinfo) -> datetime.datetime:
    """The next morning of the reader's."""
    local = now.astimezone(zone)
    day = local.date() + datetime.timedelta(days=local.time() >= DIGEST_AT)
    return datetime.datetime.combine(day, DIGEST_AT, zone)


DIGEST_AT = datetime.time(8)
PUSHED = (Kind.ESCALATION, Kind.MENTIONED, Kind.CUSTOMER, Kind.ASSIGNED, Kind.ANSWER, Kind.ALARM)
WAYS: dict[str, Means] = {
    Way.TRAY: Means(adjustable=False, wished=list(Kind), send=_in_the_tray),
    Way.LETTER: Means(adjustable=True, wished=(Kind.ANSWER,), send=_by_letter),
    Way.DIGEST: Means(adjustable=True, wished=(Kind.MENTIONED,), send=_by_digest),
    # Whoever turns it on in a browser wants to hear; without a browser it goes nowhere.
    Way.PUSH: Means(adjustable=True, wished=PUSHED, send=_by_push),
}
MAILED = (Way.LETTER, Way.DIGEST)


def ways_for(users: Collection[User], kind: str, asked: str) -> dict[int, set[str]]:
    """How each of them is told: as they wish, and in the way that was asked for whatever they wish."""
    wishes = {
        (user, way): on
        for user, way, on in Wish.objects.filter(user__in=users, kind=kind).values_list("user", "way", "on")
    }
    told = {
        user.pk: {
            way
            for way, means in WAYS.items()
            if way == asked or not means.adjustable or wishes.get((user.pk, way), kind in means.wished)
        }
        for user in users
    }
    return {pk: ways - {Way.DIGEST} if Way.LETTER in ways else ways for pk, ways in told.items()}
