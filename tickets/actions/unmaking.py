"""What a macro changed along with an answer is changed back when that answer is taken back."""

import datetime

from staff.models import Team, User
from tickets.actions.assigning import assign, change_team
from tickets.actions.sorting import prioritise, tag
from tickets.choices import EventKind
from tickets.models import Message, Ticket, TicketEvent

CHANGES = (EventKind.TEAM_CHANGED, EventKind.ASSIGNED, EventKind.PRIORITISED, EventKind.TAGGED)


def unmake(ticket: Ticket, message: Message, *, before: TicketEvent, by: User, at: datetime.datetime) -> None:
    """The last change first; what somebody changed again meanwhile stays as they want it. Of a locked ticket;
    `before` is the event of the answer.
    """
    if not message.sent_key:
        return
    log = ticket.events.filter(actor=by, pk__lt=before.pk)
    used = log.filter(kind=EventKind.MACRO_USED, data__sent_key=message.sent_key).order_by("pk").first()
    if used is None:
        return
    for event in log.filter(pk__gt=used.pk, kind__in=CHANGES).order_by("-pk"):
        _BACK[event.kind](ticket, event.data["was"], event.data["to"], by, at)


def _team(ticket: Ticket, was: int, to: int, by: User, at: datetime.datetime) -> None:
    if ticket.team_id == to:
        change_team(ticket, by=by, to=Team.objects.get(pk=was), at=at)


def _assignee(ticket: Ticket, was: int | None, to: int | None, by: User, at: datetime.datetime) -> None:
    if ticket.assignee_id == to:
        assign(ticket, by=by, to=User.objects.filter(pk=was, is_active=True).first(), at=at)


def _priority(ticket: Ticket, was: str, to: str, by: User, at: datetime.datetime) -> None:
    if ticket.priority == to:
        prioritise(ticket, by=by, to=was, at=at)


def _tags(ticket: Ticket, was: list[str], to: list[str], by: User, at: datetime.datetime) -> None:
    wanted = ({*ticket.tags} - ({*to} - {*was})) | ({*was} - {*to})
    tag(ticket, by=by, tags=sorted(wanted), at=at)


_BACK = {
    EventKind.TEAM_CHANGED: _team,
    EventKind.ASSIGNED: _assignee,
    EventKind.PRIORITISED: _priority,
    EventKind.TAGGED: _tags,
}
