"""What waited that somebody could have answered: in their teams, in a language they write, behind no gate
that keeps them out. From when a customer asked to when anybody answered; what was never answered, because it
was solved or needed no reply, was nothing to answer.
"""

import datetime
from collections.abc import Collection, Iterable
from operator import add, sub

from django.db.models import Q
from django.utils import timezone

from reports.counted.queue_reading import Frame, each, ended_in
from reports.counted.queues import Queues
from staff.choices import Level
from staff.models import HeldSkill, Team, User
from tickets.choices import ACTIVE
from tickets.gates import Stand, kept_from, standings_of
from tickets.models import Ticket


def languages_of(user: User, teams: Iterable[Team]) -> set[str]:
    """Their own, those of their teams, and those they write well enough to work alone."""
    held = HeldSkill.objects.on(timezone.localdate()).filter(user=user, level__gte=Level.WORKS)
    codes = held.exclude(skill__code="").values_list("skill__code", flat=True)
    return {user.language, *(team.language for team in teams), *codes}


def gates_closed_to(user: User, now: datetime.datetime) -> list[Stand]:
    return [one for one in standings_of(user, now) if one.is_out]


def queues_of(
    teams: Collection[int],
    languages: Collection[str],
    closed: Collection[Stand],
    since: datetime.datetime,
    until: datetime.datetime,
) -> Queues:
    """In three statements, and one more where days are stale, or gates closed."""
    frame, of = Frame.over(since, until), Q(team__in=teams, language__in=languages)
    waiting = Ticket.objects.filter(of, state__in=ACTIVE, unanswered_since__lt=until).order_by()
    if closed:
        waiting = waiting.exclude(kept_from(closed))
    rows = waiting.values_list("team", "unanswered_since")
    still = frame.added_up((team, int(at.timestamp()), frame.end) for team, at in rows)
    found = each(add, ended_in(frame, of), still)
    if closed:
        behind = Ticket.objects.filter(kept_from(closed)).values("pk")
        found = each(sub, found, frame.of(frame.facts(of).filter(ticket__in=behind)))
    return Queues(frame.start, found)
