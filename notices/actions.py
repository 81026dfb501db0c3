"""Telling people, and what they do with it."""

import datetime
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from django.db import transaction

from lib import database_clock
from notices.choices import Kind, Way
from notices.models import Notice, Wish
from notices.ways import WAYS, ways_for
from staff.models import User

FORGOTTEN_AT_ONCE = 5000


@transaction.atomic
def notify(
    to: Collection[User],
    *,
    key: str,
    kind: str,
    words: str,
    detail: str = "",
    params: Mapping[str, Any] | None = None,
    page: str = "",
    page_args: Sequence[Any] = (),
    act_page: str = "",
    act_words: str = "",
    about: tuple[str, int] | None = None,
    due_at: datetime.datetime | None = None,
    way: str = Way.TRAY,
    at: datetime.datetime | None = None,
) -> int:
    """Tell each of them once, in the caller's transaction; how many were not told of this `key` before.

    `way` is the least that is done; who wishes for more gets more. `due_at` is when it was to be told: what
    comes later says how late it is. Whoever calls has made sure that they may know.
    """
    if not to:
        return 0
    at = at or database_clock.now()
    ways = ways_for(to, kind, way)
    rows = []
    for user in to:
        row = Notice(
            recipient=user, key=key, kind=kind, words=words, detail=detail, params=dict(params or {}),
            page=page, page_args=list(page_args), act_page=act_page, act_words=act_words,
            about=about[0] if about else "", about_id=about[1] if about else None,
            due_at=min(due_at or at, at), created_at=at,
        )  # fmt: skip
        for name in sorted(ways[user.pk]):
            WAYS[name].send(row, at)
        rows.append(row)
    before = Notice.objects.filter(key=key, recipient__in=to).count()
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows) - before


def mark_read(notices: Collection[Notice], *, by: User) -> int:
    """Their own that were unread; anybody else's stay as they are."""
    mine = Notice.objects.filter(recipient=by, read_at=None, pk__in=[notice.pk for notice in notices])
    return mine.update(read_at=database_clock.now())


def mark_all_read(*, by: User, up_to: int | None = None) -> int:
    """All of theirs, or those up to the one they have seen: what came since stays unread."""
    mine = Notice.objects.filter(recipient=by, read_at=None)
    if up_to is not None:
        mine = mine.filter(pk__lte=up_to)
    return mine.update(read_at=database_clock.now())


def take_out(about: tuple[str, int], change: Callable[[Any], Any]) -> None:
    """What was told about this, without words that must not be kept."""
    for notice in Notice.objects.filter(about=about[0], about_id=about[1]):
        if (params := change(notice.params)) != notice.params:
            Notice.objects.filter(pk=notice.pk).update(params=params)


def settle(about: tuple[str, int], *, keys: str = "", by: User | None = None, alone: bool = False) -> int:
    """Nothing is left to do about this, for anybody; whoever settled it has read of it.

    `keys`: only the notices whose key begins so. `alone`: each has to do it for themselves, and `by` has.
    """
    now = database_clock.now()
    open_ones = Notice.objects.filter(
        about=about[0], about_id=about[1], settled_at=None, key__startswith=keys
    )
    if alone:
        open_ones = open_ones.filter(recipient=by)
    if by is not None:
        open_ones.filter(recipient=by, read_at=None).update(read_at=now)
    return open_ones.update(settled_at=now)


def unsettle(about: tuple[str, int], *, keys: str) -> int:
    """What settled it was taken back: there is something to do again."""
    return Notice.objects.filter(
        about=about[0], about_id=about[1], settled_at__isnull=False, key__startswith=keys
    ).update(settled_at=None)


@transaction.atomic
def wish(*, by: User, wishes: Mapping[tuple[str, str], bool]) -> None:
    """Their own choices, as (kind, way): whether. Those that nobody may choose are refused with KeyError."""
    for kind, way in wishes:
        if kind not in Kind.values or not WAYS[way].adjustable:
            raise KeyError((kind, way))
    Wish.objects.bulk_create(
        [Wish(user=by, kind=kind, way=way, on=on) for (kind, way), on in wishes.items()],
        update_conflicts=True,
        unique_fields=["user", "kind", "way"],
        update_fields=["on"],
    )


def forget_old(now: datetime.datetime, *, days: int) -> int:
    """What was told so long ago, read or not; in pieces, so that no lock lasts."""
    gone = 0
    while True:
        old = Notice.objects.filter(created_at__lt=now - datetime.timedelta(days=days)).order_by("created_at")
        count, _ = Notice.objects.filter(
            pk__in=list(old.values_list("pk", flat=True)[:FORGOTTEN_AT_ONCE])
        ).delete()
        gone += count
        if count < FORGOTTEN_AT_ONCE:
            return gone
