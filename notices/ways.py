"""The ways in which a notice reaches somebody: one table."""

import datetime
from collections.abc import Callable, Collection
from dataclasses import dataclass

from notices.choices import Way
from notices.models import Notice, Wish
from staff.models import User


@dataclass(frozen=True, slots=True)
class Means:
    """`wished` says what holds for somebody who chose nothing; `adjustable` whether they may choose."""

    adjustable: bool
    wished: bool
    send: Callable[[Notice, datetime.datetime], None]


def _in_the_tray(notice: Notice, now: datetime.datetime) -> None:
    """The row itself is the tray."""


def _by_letter(notice: Notice, now: datetime.datetime) -> None:
    """Written by the next sweep, which knows how many there are (notices.letters)."""
    notice.letter_due_at = now


WAYS: dict[str, Means] = {
    Way.TRAY: Means(adjustable=False, wished=True, send=_in_the_tray),
    Way.LETTER: Means(adjustable=True, wished=False, send=_by_letter),
}
CHOSEN = [way for way in Way if WAYS[way].adjustable]


def ways_for(users: Collection[User], kind: str, asked: str) -> dict[int, set[str]]:
    """How each of them is told: as they wish, and in the way that was asked for whatever they wish."""
    wishes = {
        (user, way): on
        for user, way, on in Wish.objects.filter(user__in=users, kind=kind).values_list("user", "way", "on")
    }
    return {
        user.pk: {
            way
            for way, means in WAYS.items()
            if way == asked or not means.adjustable or wishes.get((user.pk, way), means.wished)
        }
        for user in users
    }
