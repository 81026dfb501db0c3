"""A ticket that was solved, and the letter about it."""

import datetime
import re

from django.conf import settings
from django.utils import timezone

from mail.surveys import ask_due
from outbox.models import Letter
from staff.models import Team, User
from tickets.actions import move, reply
from tickets.choices import EventKind
from tickets.events import announce_row
from tickets.models import Survey, TeamSurvey, Ticket, TicketEvent

MINUTE = datetime.timedelta(minutes=1)


def switch_on(team: Team, **said) -> TeamSurvey:
    terms = {"active": True, "delay_minutes": 60, **said}
    return TeamSurvey.objects.update_or_create(team=team, defaults=terms)[0]


def solve(ticket: Ticket, by: User, *, answered: bool = True) -> TicketEvent:
    """Solved, with an answer or without, and the news of it told."""
    ticket.refresh_from_db()
    if answered:
        reply(ticket, by=by, text="It is on its way.", then="solve")
    else:
        move(ticket, "solve", by=by)
    event = ticket.events.filter(kind=EventKind.MOVED, data__move="solve").order_by("-pk").first()
    announce_row(event.pk)
    return event


def make_due(**which) -> None:
    Survey.objects.filter(state="waiting", **which).update(due_at=timezone.now() - MINUTE)


def asked_about(ticket: Ticket, by: User) -> Survey:
    """Solved, and its customer asked."""
    event = solve(ticket, by)
    make_due(ticket=ticket)
    assert ask_due() == 1
    return Survey.objects.get(solved=event)


def links() -> dict[int, str]:
    """Score → the address behind it, from the newest letter."""
    text = Letter.objects.filter(kind="survey").latest("pk").text
    return {
        int(score): path
        for path, score in re.findall(rf"{re.escape(settings.BASE_URL)}(\S+\?score=(\d))", text)
    }
