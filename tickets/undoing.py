"""Taking back what was done to several tickets: by the same actions, where nothing happened since."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from staff.models import Team, User
from tickets import actions
from tickets.access import tickets_for
from tickets.models import Ticket, TicketType
from tickets.models.ticket import NEVER
from tickets.workflow import MoveRefused

SALT = "tickets.undo"
SECONDS = 120
KEPT = (
    "state",
    "assignee_id",
    "team_id",
    "priority",
    "tags",
    "snoozed_until",
    "snooze_keeps",
    "type_id",
    "custom",
)
# (before, after) → the move that leads back; what was new comes back as open, because somebody has seen it.
BACK = {
    ("new", "waiting"): "resume",
    ("open", "waiting"): "resume",
    ("new", "hold"): "resume",
    ("open", "hold"): "resume",
    ("waiting", "open"): "wait",
    ("waiting", "hold"): "wait",
    ("hold", "open"): "hold",
    ("hold", "waiting"): "hold",
    ("new", "solved"): "reopen",
    ("open", "solved"): "reopen",
    ("solved", "open"): "solve",
}


def kept(ticket: Ticket) -> dict[str, Any]:
    """How the ticket is before the act."""
    return {name: _said(getattr(ticket, name)) for name in KEPT}


def _said(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime.datetime) else value


def changes(ticket: Ticket, before: dict[str, Any]) -> dict[str, Any]:
    """What of it the act changed, as it was."""
    return {name: value for name, value in before.items() if _said(getattr(ticket, name)) != value}


def token(by: User, done: Iterable[tuple[Ticket, dict[str, Any]]]) -> str:
    """What it takes to undo, signed for this person. "" if nothing was changed."""
    steps = []
    for ticket, before in done:
        if changed := changes(ticket, before):
            steps.append([ticket.number, ticket.revision, changed])
    return signing.dumps([by.pk, steps], salt=SALT, compress=True) if steps else ""


def undo(text: str, *, by: User) -> tuple[int, int]:
    """How many tickets are as they were, and how many not. ValueError if the token is not theirs or old."""
    try:
        owner, steps = signing.loads(text, salt=SALT, max_age=SECONDS)
    except signing.BadSignature as error:
        raise ValueError("no such act") from error
    if owner != by.pk:
        raise ValueError("somebody else's act")
    known = {
        ticket.number: ticket
        for ticket in tickets_for(by)
        .filter(number__in=[number for number, *_ in steps])
        .select_related("team", "requester")
    }
    back = 0
    for number, revision, before in steps:
        ticket = known.get(number)
        if ticket is None or ticket.revision != revision:
            continue
        try:
            restore(ticket, before, by)
        except (ValidationError, MoveRefused, PermissionDenied):
            continue
        back += 1
    return back, len(steps) - back


@transaction.atomic
def restore(ticket: Ticket, before: dict[str, Any], by: User) -> None:
    """By the same verbs. What they refuse is raised, and then nothing is taken back."""
    if "team_id" in before:
        actions.change_team(ticket, by=by, to=Team.objects.get(pk=before["team_id"]))
    if "assignee_id" in before:
        assignee = before["assignee_id"]
        actions.assign(ticket, by=by, to=User.objects.get(pk=assignee) if assignee else None)
    if "priority" in before:
        actions.prioritise(ticket, by=by, to=before["priority"])
    if "tags" in before:
        actions.tag(ticket, by=by, tags=before["tags"])
    if "custom" in before:  # as long as it is of the type that has them
        was, now = before["custom"], ticket.custom
        differ = {key: was.get(key) for key in {*was, *now} if was.get(key) != now.get(key)}
        actions.set_fields(ticket, by=by, values=differ)
    if "type_id" in before:
        kind = before["type_id"]
        actions.set_type(ticket, by=by, to=TicketType.objects.get(pk=kind) if kind else None)
    if move := BACK.get((before.get("state", ""), ticket.state)):
        actions.move(ticket, move, by=by)
    if "snoozed_until" in before:
        _put_aside_again(ticket, before, by)


def _put_aside_again(ticket: Ticket, before: dict[str, Any], by: User) -> None:
    """As it was; what has come in the meantime stays here."""
    said = before["snoozed_until"]
    until = datetime.datetime.fromisoformat(said) if said else None
    if until is None:
        actions.wake(ticket, by=by)
    else:
        keeps = before.get("snooze_keeps", ticket.snooze_keeps)
        actions.snooze(ticket, by=by, until=None if until == NEVER else until, keeps=keeps)
