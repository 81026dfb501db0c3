"""A ticket gets somebody, or it is said why it waits.

One worker at a time hands out tickets: whoever comes meanwhile leaves them to it, and what is left over the
next tick finds. So nobody is given two things at once that they could take only one of.
"""

import datetime
import logging
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from django.db import connection, transaction

from lib import database_clock
from staff.models import Team, User
from tickets import clocks, events
from tickets.actions.assigning import hand_over
from tickets.actions.locking import copy_back
from tickets.actors import Actor, Desk, require
from tickets.choices import OURS, EventKind, Occasion
from tickets.crews import Crew
from tickets.models import RoutingTurn, Ticket
from tickets.routing import Choice, Rule, Wanted, choose, is_pressing
from tickets.routing_notices import tell_nobody
from tickets.wants import Wants

log = logging.getLogger(__name__)
DESK = Desk("routing")
LOCK = 0x726F757465  # "route"
# What of the candidates the history keeps.
MOST_SAID = 30
# On these occasions a ticket does not stay with whoever had it.
Also = Callable[[Ticket, int, datetime.datetime], None]
TAKES_AWAY = frozenset({Occasion.ABSENT, Occasion.SHIFT_END})


@contextmanager
def handing_out(*, wait: bool = False) -> Iterator[bool]:
    """Whether it is ours to hand out tickets now; a worker that is killed leaves that to the next."""
    with connection.cursor() as cursor:
        if wait:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
            ours = True
        else:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
            (ours,) = cursor.fetchone()
    try:
        yield ours
    finally:
        if ours:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def route(ticket: Ticket, *, by: User | None = None, at: datetime.datetime | None = None,
          occasion: str = Occasion.HAND, crew: Crew | None = None) -> Choice | None:  # fmt: skip
    """Give the ticket to whoever it should go to, by the terms of its team. None if there is nothing to give:
    somebody has it, or it is nobody's work any more. Asked by a colleague, they need the permission to
    assign.
    """
    if by is not None:
        require(by, "ticket.assign")
    with handing_out(wait=True):
        return next(iter(give([ticket], by=by, at=at, occasion=occasion, crew=crew)), None)


def give(
    tickets: Sequence[Ticket], *, by: User | None = None, at: datetime.datetime | None = None,
    occasion: str, crew: Crew | None = None, also: Also | None = None, stay: Collection[int] = (),
) -> list[Choice]:  # fmt: skip
    """Tickets of one team, one after the other, each in a transaction of its own, with what is `also` to be
    done to one that leaves somebody. Those in `stay` leave only if somebody takes them. Whoever calls hands
    out.
    """
    if not tickets:
        return []
    at = at or database_clock.now()
    crew = crew or Crew(tickets[0].team, at)
    wants = Wants(tickets, crew.members, at)
    made = []
    for one in sorted(tickets, key=lambda one: (one.queue_at, one.pk)):
        wanted = replace(wants.of[one.pk], not_again=wants.of[one.pk].not_again | _owner(one, occasion))
        said = wants.waiting.get(one.pk) in (True, is_pressing(wanted, crew.terms))
        try:
            leaves = bool(one.assignee_id) and occasion in TAKES_AWAY and one.pk not in stay
            choice = _give(one, crew, wanted, by or DESK, at, occasion, said=said, leaves=leaves, also=also)
        except Exception:  # the next tick tries it again, and the others do not wait for it
            if len(tickets) == 1:
                raise
            log.exception("ticket %s could not be routed", one.pk)
            continue
        if choice:
            made.append(choice)
    return made


def _owner(ticket: Ticket, occasion: str) -> frozenset[int]:
    """Whoever lets go of it now does not get it back at once."""
    lets_go = occasion in {*TAKES_AWAY, Occasion.UNTOUCHED}
    return frozenset({ticket.assignee_id} if lets_go and ticket.assignee_id else ())


def _give(
    ticket: Ticket, crew: Crew, wanted: Wanted, by: Actor, at: datetime.datetime, occasion: str, *,
    said: bool, leaves: bool, also: Also | None,
) -> Choice | None:  # fmt: skip
    """None if it changed meanwhile, or somebody is at it. What waits as it did costs no statement."""
    takes = occasion in {*TAKES_AWAY, Occasion.UNTOUCHED}
    if ticket.assignee_id and not takes:
        return None
    choice = choose(crew.candidates(ticket, wanted.needs), wanted, crew.terms)
    if choice.person is None and not leaves and (said or ticket.assignee_id or choice.rule is Rule.BY_HAND):
        return choice
    with transaction.atomic():
        fresh = _held(ticket, crew.team)
        if fresh is None:
            return None
        if also and fresh.assignee_id:
            also(fresh, fresh.assignee_id, at)
        _write(fresh, choice, crew, wanted, by, at, occasion, leaves=leaves)
        copy_back(fresh, ticket)
    return choice


def _held(ticket: Ticket, team: Team) -> Ticket | None:
    """Locked, and just as it was when it was looked at; None if it is not, or somebody holds it."""
    rows = Ticket.objects.select_for_update(skip_locked=True, of=("self",), no_key=True)
    return rows.select_related("requester__organisation", "team").filter(
        pk=ticket.pk, team=team, assignee=ticket.assignee_id, type=ticket.type_id, tags=ticket.tags,
        state__in=OURS, snoozed_until=None,
    ).first()  # fmt: skip


def _write(
    fresh: Ticket, choice: Choice, crew: Crew, wanted: Wanted, by: Actor, at: datetime.datetime,
    occasion: str, *, leaves: bool,
) -> None:  # fmt: skip
    events.record(
        fresh, EventKind.ROUTED, by=by, at=at, occasion=str(occasion), to=choice.person,
        was=fresh.assignee_id, rule=choice.rule.value, strategy=crew.terms.strategy.value,
        passed=[one.value for one in choice.passed], said=as_json(choice), wants=wants_as_json(wanted),
        pressing=(pressing := is_pressing(wanted, crew.terms)),
    )  # fmt: skip
    if choice.rule is Rule.WAITS and pressing:
        tell_nobody(fresh, at)
    if choice.person is None and not leaves:
        events.touch(fresh)
        return
    to = crew.members[choice.person].user if choice.person is not None else None
    hand_over(fresh, by=by, to=to, at=at, called=choice.rule is Rule.ON_CALL)
    clocks.refresh(fresh, at)
    if to:
        RoutingTurn.objects.bulk_create(
            [RoutingTurn(team=crew.team, user=to, at=at)], update_conflicts=True,
            unique_fields=["team", "user"], update_fields=["at"],
        )  # fmt: skip
        crew.gave(to.pk, wanted.effort)


def as_json(choice: Choice) -> list[list[Any]]:
    """What is kept of it: number, what keeps them out, what they weigh."""
    return [
        [one.person, [word.value for word in one.nots], [[kind.value, worth] for kind, worth in one.points]]
        for one in choice.said[:MOST_SAID]
    ]


def wants_as_json(wanted: Wanted) -> dict[str, Any]:
    return {
        "needs": [[one.skill, one.level] for one in wanted.needs], "language": wanted.language,
        "effort": round(wanted.effort), "slack": None if wanted.slack is None else round(wanted.slack),
        "waited": round(wanted.waited),
    }  # fmt: skip


def waiting_in(team: Team) -> list[int]:
    """Work of the team that is nobody's, those first that are due first."""
    found = Ticket.objects.awake().filter(team=team, assignee=None, state__in=OURS)
    return list(found.order_by("queue_at", "pk").values_list("pk", flat=True))


def read(numbers: Collection[int]) -> list[Ticket]:
    """As `give` wants them."""
    return list(Ticket.objects.filter(pk__in=numbers).select_related("team").defer("search_vector"))
