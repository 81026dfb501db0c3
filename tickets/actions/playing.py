"""The next best ticket: found, taken by whoever comes first, or left to somebody else with a reason."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from lib import database_clock
from staff.models import User
from tickets import events
from tickets.access import tickets_for
from tickets.actions.assigning import assign, take
from tickets.actions.locking import copy_back, locked
from tickets.actors import require
from tickets.choices import OURS, EventKind
from tickets.gates import Stand, kept_from, standings_of
from tickets.guarding import refuse_another
from tickets.models import Ticket, TicketEvent
from tickets.models.ticket import NEVER, TicketQuerySet
from tickets.next_best import Candidate, Person, Ranked, rank

# Among so many, those that are due first, the best is looked for.
LOOKED_AT = 100
SKIPPED_FOR = datetime.timedelta(hours=4)


@dataclass(frozen=True)
class Hand:
    """What somebody is offered, best first, and where they stand before the gates."""

    ranked: tuple[Ranked, ...]
    stands: tuple[Stand, ...] = ()

    @property
    def kept_from(self) -> list[Stand]:
        return [one for one in self.stands if one.is_out]


def offered_to(user: User, now: datetime.datetime) -> Hand:
    stands = tuple(standings_of(user, now))
    found = list(
        _open_to(user, now, stands)
        .order_by("queue_at", "number")
        .values_list("number", "queue_at", "language", "priority", "assignee", "opened_at")[:LOOKED_AT]
    )
    candidates = [
        Candidate(number, None if due == NEVER else due, language, priority, assignee == user.pk, opened)
        for number, due, language, priority, assignee, opened in found
    ]
    return Hand(tuple(rank(candidates, person_of(user), now)), stands)


def _open_to(user: User, now: datetime.datetime, stands: Collection[Stand]) -> TicketQuerySet:
    """Awake work that is theirs, or nobody's in their teams and behind no gate that keeps them out; without
    what they left to others a while ago.
    """
    skipped = TicketEvent.objects.filter(kind=EventKind.SKIPPED, actor=user, at__gt=now - SKIPPED_FOR).values(
        "ticket"
    )
    nobodys = Q(assignee=None, team__in=user.memberships.values("team")) & ~kept_from(stands)
    theirs = Q(assignee=user) | nobodys
    return tickets_for(user).awake().filter(theirs, state__in=OURS).exclude(pk__in=skipped)


def person_of(user: User) -> Person:
    """They speak their own language and those of their teams; their load is beside that of their teams'."""
    languages = {user.language, *user.memberships.values_list("team__language", flat=True)}
    teams = user.memberships.values("team")
    people = User.objects.filter(is_active=True, memberships__team__in=teams).distinct().count()
    mine = Q(assignee=user)
    counted = (
        Ticket.objects.awake()
        .filter(mine | Q(team__in=teams), state__in=OURS, assignee__isnull=False)
        .aggregate(all=Count("pk"), own=Count("pk", filter=mine))
    )
    return Person(frozenset(languages), counted["own"], counted["all"] / max(people, 1))


def take_next(*, by: User) -> tuple[Ticket, Ranked]:
    """The best one that nobody else takes at this moment. ValidationError if there is none, or they are at a
    hard cap.
    """
    require(by, "ticket.assign")
    refuse_another(by)
    now = database_clock.now()
    hand = offered_to(by, now)
    for one in hand.ranked:
        if ticket := _taken(one, by, now, hand.stands):
            return ticket, one
    raise ValidationError(_("Nothing is left to take."))


@transaction.atomic
def _taken(one: Ranked, by: User, now: datetime.datetime, stands: Collection[Stand]) -> Ticket | None:
    """None if somebody holds it or has it by now: they were quicker."""
    rows = Ticket.objects.select_for_update(skip_locked=True, of=("self",), no_key=True)
    ticket = rows.filter(
        pk__in=_open_to(by, now, stands).filter(pk=one.candidate.number).values("pk")
    ).first()
    return take(ticket, by=by) if ticket else None


@transaction.atomic
def skip(ticket: Ticket, *, by: User, reason: str) -> Ticket:
    """Leave it to others for some hours. One that they had taken from nobody is nobody's again.
    ValidationError without a reason.
    """
    require(by, "ticket.assign")
    reason = " ".join(reason.split())[:300]
    if not reason:
        raise ValidationError(_("Say why, in a few words."))
    fresh = locked(ticket)
    now = database_clock.now()
    if fresh.assignee_id == by.pk and _took_it(fresh, by):
        assign(fresh, by=by, to=None, at=now)
    events.record(fresh, EventKind.SKIPPED, by=by, at=now, reason=reason)
    copy_back(fresh, ticket)
    return ticket


def _took_it(ticket: Ticket, by: User) -> bool:
    last = ticket.events.filter(kind=EventKind.ASSIGNED).order_by("-pk").first()
    return bool(last and last.actor_id == by.pk and last.data.get("was") is None)
