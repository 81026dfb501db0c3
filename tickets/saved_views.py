"""The views that somebody has: their own, their teams', everybody's; and how many tickets each holds.

The numbers are those of the lists themselves, for this reader. What they cost is bounded: as many views as
there are keys for are counted, all in one statement, each up to MOST; one that would have to walk through the
tickets for a common word is not counted at all. The answer is kept until something happens on the desk.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b

from django.core.cache import cache
from django.db import connection
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from lib.prepared import Prepared
from staff.models import User
from staff.queries import teams_of
from tickets.finding import choice_from, tickets_of
from tickets.models import SavedView
from tickets.models.ticket import TicketQuerySet
from tickets.searching import narrowed_by

MOST_VIEWS = 60
COUNTED = 9
MOST = 1000
KEPT_FOR = 60  # seconds
EVERYBODY = "*"


def saved_views_of(user: User) -> tuple[SavedView, ...]:
    """Their own views, those shared with their teams, and everybody's, each in their order."""
    return tuple(_saved_views(user_id=user.pk))


@Prepared
def _saved_views(*, user_id: int) -> QuerySet[SavedView]:
    user = User(pk=user_id)
    theirs = Q(team__in=user.memberships.values("team")) | Q(shared=True)
    circle = Case(
        When(owner=user, then=Value(0)), When(shared=True, then=Value(2)), default=Value(1),
        output_field=IntegerField(),
    )  # fmt: skip
    found = SavedView.objects.filter(Q(owner=user) | theirs).select_related("team", "owner")
    return found.order_by(circle, "position", "name", "pk")[:MOST_VIEWS]


def changeable_by(user: User) -> QuerySet[SavedView]:
    """What they may rename, share otherwise and forget: their own; their teams' if they lead; everybody's if
    they may share with everybody.
    """
    theirs = Q(owner=user)
    if user.may("view.share"):
        theirs |= Q(team__in=teams_of(user).values("pk"))
    if user.may("view.share_all"):
        theirs |= Q(shared=True)
    return SavedView.objects.filter(theirs)


def may_change(view: SavedView, user: User) -> bool:
    return view.owner_id == user.pk or changeable_by(user).filter(pk=view.pk).exists()


def circles_of(user: User) -> list[tuple[str, str]]:
    """With whom they may share: (value of a form, name)."""
    found = [("", _("Only you"))]
    if user.may("view.share"):
        found += [(team.slug, team.name) for team in teams_of(user).order_by("name")]
    if user.may("view.share_all"):
        found.append((EVERYBODY, _("Everybody")))
    return found


def counts_of(
    user: User, views: Sequence[SavedView], now: datetime.datetime, stamp: str = ""
) -> Mapping[int, str]:
    """How many tickets the first of these views hold, in figures; "1000+" where there are more than MOST.
    With a `stamp` (listing.events_stamp) the answer is kept for as long as nothing happens.
    """
    views = views[:COUNTED]
    if not views:
        return {}
    key = _key(user, views, stamp)
    known: dict[int, str] | None = cache.get(key) if stamp else None
    if known is None:
        known = {pk: f"{MOST}+" if count > MOST else str(count) for pk, count in _counted(user, views, now)}
        if stamp:
            cache.set(key, known, KEPT_FOR)
    return known


def _key(user: User, views: Sequence[SavedView], stamp: str) -> str:
    told = repr(
        [(view.pk, view.query) for view in views] + [user.role, timezone.get_current_timezone_name(), stamp]
    )
    return f"views-{user.pk}-{blake2b(told.encode(), digest_size=12).hexdigest()}"


def _counted(user: User, views: Iterable[SavedView], now: datetime.datetime) -> list[tuple[int, int]]:
    parts, values = [], []
    for view in views:
        tickets = held_by(user, view.query, now)
        if tickets is None:
            continue
        sql, params = tickets.order_by().values("pk")[: MOST + 1].query.sql_with_params()
        parts.append(f"(SELECT %s::bigint, count(*) FROM ({sql}) AS held)")  # noqa: S608  compiled
        values += [view.pk, *params]
    if not parts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        return cursor.fetchall()


def held_by(
    user: User, query: Mapping[str, str], now: datetime.datetime, *, walking: bool = False
) -> TicketQuerySet | None:
    """The tickets of a list, unordered; None if it is not understood, or, without `walking`, found by walking
    alone.
    """
    choice = choice_from(user, query)
    tickets = tickets_of(user, choice, now)
    return narrowed_by(user, tickets, choice.words, walking=walking) if choice.words else tickets
