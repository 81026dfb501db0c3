"""Tickets leave whoever is not there: at the end of a shift, with an absence, and when nobody touches them.

Nothing is remembered of what a tick has done: each looks at who has what and who is there. Any number of
workers may run and die. Only where a roster speaks is anything taken from anybody for being absent.
"""

import datetime
import logging
from collections import defaultdict
from collections.abc import Collection, Iterator

from django.db.models import F, OuterRef, Q, Subquery

from lib import database_clock
from scheduling.there import NOT_THERE, There, anybody_off, there
from staff.models import User
from tickets.actions.handing_over import give_note, tell_shift_ends
from tickets.actions.routing import give, handing_out, read
from tickets.choices import OURS, EventKind, Occasion, RoutingStrategy
from tickets.models import Handled, TeamRouting, Ticket, TicketEvent
from tickets.models.ticket import NEVER, TicketQuerySet
from tickets.routing_notices import tell_absent
from tickets.shift_end import Held, Off, leaving, may_wait
from tickets.wants import open_minutes

log = logging.getLogger(__name__)
# Whose shift ended longer ago than this is absent, not just gone.
JUST = datetime.timedelta(hours=12)
# Where nothing is promised, a customer waits so long for somebody who is off.
PATIENCE = datetime.timedelta(hours=24)


def move_on(now: datetime.datetime | None = None, *, only: Collection[int] = ()) -> int:
    """Give away what falls due while its owner is off; how many tickets left somebody. Whose shift ends soon
    is asked for the hand-over. `only`: of these people.
    """
    with handing_out() as ours:
        if not ours:
            return 0
        at = now or database_clock.now()
        if not anybody_off(at):
            return 0
        held = held_by(only)
        users = list(User.objects.filter(pk__in=held).order_by("pk"))
        present = there(users, at)
        tell_shift_ends(users, present, held, at)
        gone: dict[tuple[int, str], list[int]] = defaultdict(list)
        stay: set[int] = set()
        for one in users:
            seen = present.get(one.pk, NOT_THERE)
            for ticket in leaving(held[one.pk], off(seen), at) if is_off(seen) else ():
                gone[ticket.team, _occasion(seen, at)].append(ticket.number)
                stay |= {ticket.number} if may_wait(ticket, off(seen)) else set()
        return sum(_leave(numbers, occasion, at, stay) for (_team, occasion), numbers in gone.items())


def is_off(seen: There) -> bool:
    """The roster says so; of whom it does not speak nobody can tell."""
    return seen.rostered and not seen.on_shift and not seen.on_call


def off(seen: There) -> Off:
    return Off(seen.left_at, seen.next_at)


def _occasion(seen: There, at: datetime.datetime) -> str:
    just = seen.left_at is not None and at - seen.left_at < JUST
    return Occasion.SHIFT_END if just else Occasion.ABSENT


def held_by(only: Collection[int] = ()) -> dict[int, list[Held]]:
    """By owner, the tickets that are our move and have a promise, or a customer who waits; since when they
    have each.
    """
    given = TicketEvent.objects.filter(ticket=OuterRef("pk"), kind=EventKind.ASSIGNED).order_by("-pk")
    rows = (
        _in_hand()
        .exclude(queue_at=NEVER, unanswered_since=None)
        .annotate(since=Subquery(given.values("at")[:1]), giver=Subquery(given.values("actor")[:1]))
    )
    if only:
        rows = rows.filter(assignee__in=only)
    found: dict[int, list[Held]] = defaultdict(list)
    values = rows.values_list("assignee", "pk", "team", "queue_at", "unanswered_since", "since", "giver")
    for owner, number, team, due, asked, since, giver in values.iterator():
        due = asked + PATIENCE if due == NEVER else due
        found[owner].append(Held(number, team, due, since, taken=giver == owner))
    return dict(found)


def _in_hand() -> TicketQuerySet:
    return Ticket.objects.awake().filter(state__in=OURS, assignee__isnull=False).order_by()


def _leave(numbers: Collection[int], occasion: str, at: datetime.datetime, stay: Collection[int]) -> int:
    """How many left. One team that fails does not keep the others' tickets."""
    tickets = read(numbers)
    was = {one.pk: one.assignee_id for one in tickets}
    try:
        give(tickets, at=at, occasion=occasion, also=give_note, stay=stay)
    except Exception:
        log.exception("tickets %s could not leave their owner", list(numbers))
    return sum(one.assignee_id != was[one.pk] for one in tickets)


def on_absence(
    user: User, starts_at: datetime.datetime, ends_at: datetime.datetime, by: User | None = None
) -> None:
    """Somebody is off for a while (ABSENCE_LISTENERS), and the roster says so: what cannot wait leaves them
    at once if that is now, and whoever leads hears what stays. What comes later the beat finds.
    """
    now = database_clock.now()
    if starts_at <= now < ends_at:
        moved = move_on(now, only=[user.pk])
        tell_absent(user, ends_at, moved, _in_hand().filter(assignee=user).count(), by=by, at=now)


# --- untouched


def move_untouched(now: datetime.datetime | None = None) -> int:
    """Give away what its owner has not touched for too long, while the customer waits, if somebody else can
    take it; how many.
    """
    with handing_out() as ours:
        if not ours:
            return 0
        at = now or database_clock.now()
        moved = 0
        routings = TeamRouting.objects.filter(untouched_minutes__gt=0, team__active=True)
        for routing in routings.exclude(strategy=RoutingStrategy.MANUAL).order_by("pk"):
            numbers = [one.pk for one in _untouched(routing, at)]
            made = give(read(numbers), at=at, occasion=Occasion.UNTOUCHED)
            moved += sum(choice.person is not None for choice in made)
        return moved


def _untouched(routing: TeamRouting, at: datetime.datetime) -> Iterator[Ticket]:
    """By the last thing that its owner did to it, or that made it theirs; work in the browser counts too."""
    done = TicketEvent.objects.filter(
        Q(actor=OuterRef("assignee")) | Q(kind=EventKind.ASSIGNED), ticket=OuterRef("pk")
    ).order_by("-at")
    beat = Handled.objects.filter(ticket=OuterRef("pk"), user=OuterRef("assignee"))
    rows = (
        _in_hand()
        .filter(team=routing.team_id, unanswered_since__isnull=False)
        .annotate(touched=Subquery(done.values("at")[:1]), beat=Subquery(beat.values("beat_at")[:1]))
    )
    for one in rows.order_by(F("queue_at"), "pk"):
        since = max(filter(None, [one.touched, one.beat, one.unanswered_since]))
        if open_minutes(one, since, at) >= routing.untouched_minutes:
            yield one
