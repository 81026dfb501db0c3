"""Whose ticket it is."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lib import database_clock
from notices.actions import notify
from notices.choices import Kind as NoticeKind
from notices.choices import Way
from staff.models import Team, User
from tickets import clocks, events, promised
from tickets.actions.locking import copy_back, locked
from tickets.actions.moving import apply_move
from tickets.actions.snoozing import rouse
from tickets.actors import Actor, require
from tickets.choices import EventKind, State, Waking
from tickets.guarding import refuse_more
from tickets.models import Ticket, TicketEvent
from tickets.phrases import who

GIVEN = gettext_noop("{who} assigned this to you: #{number} {subject}")
CALLED = gettext_noop("You are on call, and this came: #{number} {subject}")


@transaction.atomic
def assign(ticket: Ticket, *, by: Actor, to: User | None, at: datetime.datetime | None = None) -> Ticket:
    """Give the ticket to a colleague of its team, or to nobody. ValidationError if they cannot work on it, or
    have as much as they may have already.
    """
    require(by, "ticket.assign")
    fresh = locked(ticket)
    if to and not may_work(to, fresh.team):
        raise ValidationError(
            _("%(name)s is not in %(team)s. Move the ticket to their team first."),
            params={"name": to.full_name, "team": fresh.team.name},
        )
    if fresh.assignee_id != (to.pk if to else None):
        if to and to != by and not events.is_history():
            refuse_more(to, fresh.team)
        at = at or database_clock.now()
        hand_over(fresh, by=by, to=to, at=at)
        clocks.refresh(fresh, at)
    copy_back(fresh, ticket)
    return ticket


def may_work(user: User, team: Team) -> bool:
    return user.is_active and (user.may("ticket.see_all") or user.memberships.filter(team=team).exists())


def hand_over(
    ticket: Ticket, *, by: Actor, to: User | None, at: datetime.datetime, called: bool = False
) -> None:
    """The change itself, on a locked ticket; taking a new ticket opens it. Who is `called` has no page open:
    they get a letter.
    """
    was = ticket.assignee_id
    events.touch(ticket, assignee_id=to.pk if to else None)
    event = events.record(ticket, EventKind.ASSIGNED, by=by, at=at, was=was, to=to.pk if to else None)
    tell_owner(ticket, event, by=by, to=to, called=called)
    if to and to != by:
        rouse(ticket, Waking.HANDED, by=by, at=at)
    if to and ticket.state == State.NEW:
        apply_move(ticket, "open", by=by, at=at)


def tell_owner(
    ticket: Ticket, event: TicketEvent, *, by: Actor, to: User | None, called: bool = False
) -> None:
    """Whoever was given the ticket by somebody else hears of it, in the transaction that gives it."""
    if to is None or to == by or events.is_history():
        return
    notify(
        [to], key=f"assigned-{event.pk}", kind=NoticeKind.ASSIGNED, words=CALLED if called else GIVEN,
        way=Way.LETTER if called else Way.TRAY,
        params={"who": who(event), "number": ticket.pk, "subject": ticket.subject}, page="tickets:ticket",
        page_args=[ticket.pk], about=("ticket", ticket.pk), at=event.at,
    )  # fmt: skip


def take(ticket: Ticket, *, by: User, at: datetime.datetime | None = None) -> Ticket:
    """Assign it to oneself."""
    return assign(ticket, by=by, to=by, at=at)


@transaction.atomic
def change_team(ticket: Ticket, *, by: Actor, to: Team, at: datetime.datetime | None = None) -> Ticket:
    """Hand the ticket to another team: its assignee stays only if they work there too; the promise follows
    the team.
    """
    require(by, "ticket.assign")
    fresh = locked(ticket)
    at = at or database_clock.now()
    if fresh.team_id != to.pk:
        was = fresh.team_id
        events.touch(fresh, team=to)
        events.record(fresh, EventKind.TEAM_CHANGED, by=by, at=at, was=was, to=to.pk)
        if fresh.assignee_id and not may_work(fresh.assignee, to):
            hand_over(fresh, by=by, to=None, at=at)
        rouse(fresh, Waking.HANDED, by=by, at=at)
        promised.rematch(fresh, by=by, at=at, team_changed=True)
        clocks.refresh(fresh, at)
    copy_back(fresh, ticket)
    return ticket
