"""What waited that somebody could have answered: in their teams, in a language they write, behind no gate
that keeps them out.
"""

import datetime
from collections.abc import Collection, Iterable, Iterator

from django.db.models.fields.json import KT
from django.utils import timezone

from reports.people.fair import Waiting
from staff.choices import Level
from staff.models import HeldSkill, Team, User
from tickets.choices import EventKind, State
from tickets.gates import Stand, kept_from, standings_of
from tickets.models import Ticket, TicketEvent

ASKS = (EventKind.OPENED, EventKind.CUSTOMER_WROTE)
ANSWERS = (EventKind.AGENT_ANSWERED, EventKind.NO_REPLY_NEEDED)
# What waited already when the period began was asked in the days before.
BEFORE = datetime.timedelta(days=7)


def languages_of(user: User, teams: Iterable[Team]) -> set[str]:
    """Their own, those of their teams, and those they write well enough to work alone."""
    held = HeldSkill.objects.on(timezone.localdate()).filter(user=user, level__gte=Level.WORKS)
    codes = held.exclude(skill__code="").values_list("skill__code", flat=True)
    return {user.language, *(team.language for team in teams), *codes}


def gates_closed_to(user: User, now: datetime.datetime) -> list[Stand]:
    return [one for one in standings_of(user, now) if one.is_out]


def waiting_for(
    teams: Collection[int],
    languages: Collection[str],
    closed: Collection[Stand],
    since: datetime.datetime,
    until: datetime.datetime,
) -> list[Waiting]:
    """From when a customer asked to when anybody answered, or it was solved; one statement."""
    events = TicketEvent.objects.filter(
        kind__in=[*ASKS, *ANSWERS, EventKind.MOVED], at__gte=since - BEFORE, at__lt=until,
        ticket__team__in=teams, ticket__language__in=languages, ticket__merged_into=None,
        ticket__active_at__gte=since - BEFORE,  # whoever asked then made it active: few tickets are read
    )  # fmt: skip
    if closed:
        events = events.exclude(ticket__in=Ticket.objects.filter(kept_from(closed)).values("pk"))
    rows = events.order_by("ticket", "at", "pk").values_list(
        "ticket", "ticket__team", "kind", "at", KT("data__to")
    )
    start, end = since.timestamp(), until.timestamp()
    spells = (
        Waiting(max(one.starts_at, start), min(one.ends_at, end), one.team) for one in _spells(rows, end)
    )
    return [one for one in spells if one.starts_at < one.ends_at]


def _spells(rows: Iterable[tuple], end: float) -> Iterator[Waiting]:
    ticket, team, asked = None, 0, None
    for number, of, kind, at, to in rows:
        if number != ticket:
            if asked is not None:
                yield Waiting(asked, end, team)
            ticket, team, asked = number, of, None
        if kind in ASKS:
            asked = at.timestamp() if asked is None else asked
        elif asked is not None and (kind in ANSWERS or to == State.SOLVED):
            yield Waiting(asked, at.timestamp(), team)
            asked = None
    if asked is not None:
        yield Waiting(asked, end, team)
