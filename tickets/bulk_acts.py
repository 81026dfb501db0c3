"""What can be done to many tickets: the same verbs as to one, and what stands in the way in words."""

import datetime
from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from staff.models import User
from staff.queries import teams_of
from tickets import actions, setup
from tickets.choices import DONE, Priority
from tickets.field_words import show
from tickets.listing_words import MOVE_WORDS, SNOOZE_WORDS
from tickets.models import Ticket, TicketType
from tickets.readiness import require_ready
from tickets.refusals import why
from tickets.snooze import presets
from tickets.workflow import MOVES, HeldOpen, MoveRefused, NotReady

Act = Callable[[Ticket], object]


class NoSuchAct(LookupError):
    """Nothing is done by that name."""


def act_for(user: User, do: str, tag: str, values: Mapping[str, Any] | None = None) -> Act:
    """take, unread, tag, move:NAME, snooze:WHEN, wake, priority:WORD, team:SLUG, and fields (with `values`).
    NoSuchAct for any other.
    """
    name, _sep, value = do.partition(":")
    match name:
        case "take":
            return lambda ticket: actions.take(ticket, by=user)
        case "unread":
            return lambda ticket: actions.mark_unread(ticket, by=user)
        case "tag":
            return lambda ticket: actions.tag(ticket, by=user, tags=[*ticket.tags, tag])
        case "wake":
            return lambda ticket: actions.wake(ticket, by=user)
        case "snooze":
            until = time_of(value)
            return lambda ticket: actions.snooze(ticket, by=user, until=until)
        case "move" if value in MOVES:
            return lambda ticket: actions.move(ticket, value, by=user)
        case "priority":
            return lambda ticket: actions.prioritise(ticket, by=user, to=value)
        case "fields" if values:
            return lambda ticket: fill_in(ticket, values, by=user)
        case "team":
            team = teams_of(user).filter(slug=value).first()
            if team:
                return lambda ticket: actions.change_team(ticket, by=user, to=team)
    raise NoSuchAct(do)


@transaction.atomic
def fill_in(ticket: Ticket, values: Mapping[str, Any], *, by: User) -> None:
    """Its type first: with it come the fields. All of it, or nothing; what is solved must lack nothing."""
    if kind := values.get("type"):
        to = TicketType.objects.in_use().filter(pk=kind).first()
        if to is None:
            raise ValidationError(_("There is no such type."))
        actions.set_type(ticket, by=by, to=to)
    if fields := values.get("fields"):
        actions.set_fields(ticket, by=by, values=fields)
    if ticket.state in DONE:
        require_ready(ticket, "solve")


def fixed(do: str) -> str:
    """The same act with its time written out, so that tomorrow is the same day for every ticket."""
    name, _sep, value = do.partition(":")
    until = time_of(value) if name == "snooze" else None
    return f"snooze:{until.isoformat()}" if until else do


def time_of(value: str) -> datetime.datetime | None:
    """One of the times that are offered, or one written out; None for "reply"."""
    offered = presets(timezone.localtime())
    if value == "reply" or value in offered:
        return offered.get(value)
    try:
        at = parse_datetime(value)
    except ValueError:
        at = None
    if at is None or timezone.is_naive(at):
        raise NoSuchAct(value)
    return at


def attempt(act: Act, ticket: Ticket) -> str:
    """Do it; what stands in the way, or nothing."""
    try:
        act(ticket)
    except ValidationError as error:
        return " ".join(error.messages)
    except (HeldOpen, NotReady) as error:
        return why(error)
    except MoveRefused:
        return _("That is not possible while it is %(state)s.") % {"state": ticket.get_state_display()}
    except PermissionDenied:
        return _("You may not do that.")
    return ""


def words_of(do: str, tag: str = "", values: Mapping[str, Any] | None = None) -> str:
    """The act in words, as the heading of what is to be done."""
    name, _sep, value = do.partition(":")
    match name:
        case "take":
            return _("Take")
        case "unread":
            return _("Mark unread")
        case "tag":
            return _("Tag: %(tag)s") % {"tag": tag}
        case "wake":
            return _("Wake now")
        case "snooze":
            return _("Snooze: %(until)s") % {"until": _until(value)}
        case "move":
            return str(MOVE_WORDS.get(value, value))
        case "priority":
            return _("Priority: %(word)s") % {"word": dict(Priority.choices).get(value, value)}
        case "fields":
            return _filled(values or {})
        case "undo":
            return _("Take back")
    return _("To team %(team)s") % {"team": value}


def _filled(values: Mapping[str, Any]) -> str:
    """Type: Refund, Order: R-17"""
    kind = TicketType.objects.filter(pk=values.get("type")).first()
    known, said = setup.every_definition(), values.get("fields", {})
    names = setup.names_in(known, said)
    set_ = [(known[key].name, show(known[key], each, names)) for key, each in said.items() if key in known]
    pairs = [*([(_("Type"), kind.name)] if kind else []), *set_]
    return ", ".join(f"{name}: {value}" for name, value in pairs)


def _until(value: str) -> str:
    if value in SNOOZE_WORDS:
        return str(SNOOZE_WORDS[value])
    at = parse_datetime(value)
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M") if at else value
