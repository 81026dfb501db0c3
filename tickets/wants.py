"""What tickets ask of whoever gets them, as tickets.routing wants to know it."""

import datetime
from collections.abc import Collection, Iterable, Sequence

from django.db.models import Count

from scheduling.calendar import ALWAYS_OPEN
from tickets.choices import EventKind, Priority
from tickets.efforts import effort_in
from tickets.models import RoutingNeed, Ticket, TicketEvent
from tickets.models.ticket import NEVER
from tickets.promised import calendar_of
from tickets.routing import Need, Wanted

MINUTE = datetime.timedelta(minutes=1)
# Who cared for a customer's tickets so lately knows them.
LATELY = datetime.timedelta(days=90)
# Who left it to others, or from whom somebody took it, does not get it back before that.
NOT_AGAIN = datetime.timedelta(hours=4)


class Wants:
    """Of tickets of one team, in three statements however many they are: what each asks for, `of`; and
    which of them are said to wait already, with whether it pressed by then.
    """

    def __init__(self, tickets: Sequence[Ticket], people: Collection[int], at: datetime.datetime) -> None:
        team = tickets[0].team_id if tickets else 0
        needs = list(RoutingNeed.objects.filter(routing__team=team, skill__active=True)) if team else []
        known = _known({one.requester_id for one in tickets}, people, at)
        past = _Past([one.pk for one in tickets], at)
        self.waiting = past.pressed
        self.of = {
            one.pk: Wanted(
                one.pk,
                needs=tuple(_needs(one, needs)),
                language=one.language,
                urgent=one.priority == Priority.URGENT,
                slack=None if one.queue_at == NEVER else (one.queue_at - at) / MINUTE,
                waited=open_minutes(one, past.since.get(one.pk, at), at),
                effort=effort_in(one),
                knows=known.get(one.requester_id, {}),
                not_again=frozenset(past.not_again.get(one.pk, ())),
            )
            for one in tickets
        }


def skills_of(ticket: Ticket) -> list[int]:
    """Which skills its team asks for, for such a ticket."""
    needs = RoutingNeed.objects.filter(routing__team=ticket.team_id, skill__active=True)
    return [one.skill for one in _needs(ticket, needs)]


def _needs(ticket: Ticket, needs: Iterable[RoutingNeed]) -> list[Need]:
    """The highest level of each skill that something asks for."""
    found: dict[int, int] = {}
    for one in needs:
        if one.type_id == ticket.type_id if one.type_id else one.tag in ticket.tags:
            found[one.skill_id] = max(found.get(one.skill_id, 0), one.level)
    return [Need(skill, level) for skill, level in sorted(found.items())]


def _known(
    requesters: Collection[int], people: Collection[int], at: datetime.datetime
) -> dict[int, dict[int, int]]:
    """For how many tickets of each customer each of them cared lately."""
    rows = Ticket.objects.filter(
        requester__in=requesters, assignee__in=people, active_at__gt=at - LATELY
    ).order_by()
    found: dict[int, dict[int, int]] = {}
    for requester, user, count in rows.values_list("requester", "assignee").annotate(n=Count("pk")):
        found.setdefault(requester, {})[user] = count
    return found


def open_minutes(ticket: Ticket, since: datetime.datetime, at: datetime.datetime) -> float:
    """In the hours in which its team is open."""
    if since >= at:
        return 0.0
    number = ticket.calendar_version_id
    calendar = calendar_of(number) if number else ALWAYS_OPEN
    return calendar.between(since, at) / MINUTE


class _Past:
    """Since when each of them waits for somebody, as was first written down, and who had it a while ago."""

    def __init__(self, numbers: Collection[int], at: datetime.datetime) -> None:
        self.since: dict[int, datetime.datetime] = {}
        self.pressed: dict[int, bool] = {}
        self.not_again: dict[int, set[int]] = {}
        rows = TicketEvent.objects.filter(
            ticket__in=numbers, kind__in=[EventKind.ASSIGNED, EventKind.ROUTED, EventKind.SKIPPED]
        ).order_by("ticket", "pk")
        for number, kind, when, actor, data in rows.values_list("ticket", "kind", "at", "actor", "data"):
            lately = when > at - NOT_AGAIN
            if kind == EventKind.SKIPPED and lately:
                self._not(number, actor)
            elif kind == EventKind.ASSIGNED:
                self.since.pop(number, None)
                self.pressed.pop(number, None)
                if data.get("to") is None and lately:
                    self._not(number, data.get("was"))
            elif kind == EventKind.ROUTED and data.get("to") is None:
                self.since.setdefault(number, when)
                self.pressed[number] = bool(data.get("pressing"))

    def _not(self, number: int, user: int | None) -> None:
        if user is not None:
            self.not_again.setdefault(number, set()).add(user)
