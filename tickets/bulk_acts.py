"""What can be done to many tickets: the same verbs as to one, and what stands in the way in words."""

import datetime
from collections.abc import Callable

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from staff.models import User
from staff.queries import teams_of
from tickets import actions
from tickets.choices import Priority
from tickets.listing_words import MOVE_WORDS, SNOOZE_WORDS
from tickets.models import Ticket
from tickets.refusals import why
from tickets.snooze import presets
from tickets.workflow import MOVES, HeldOpen, MoveRefused, NotReady

Act = Callable[[Ticket], object]


class NoSuchAct(LookupError):
    """Nothing is done by that name."""


def act_for(user: User, do: str, tag: str) -> Act:
    """take, unread, tag, move:NAME, snooze:WHEN, wake, priority:WORD, team:SLUG. NoSuchAct for any other."""
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
        case "team":
            team = teams_of(user).filter(slug=value).first()
            if team:
                return lambda ticket: actions.change_team(ticket, by=user, to=team)
    raise NoSuchAct(do)


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


def words_of(do: str, tag: str = "") -> str:
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
        case "undo":
            return _("Take back")
    return _("To team %(team)s") % {"team": value}


def _until(value: str) -> str:
    if value in SNOOZE_WORDS:
        return str(SNOOZE_WORDS[value])
    at = parse_datetime(value)
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M") if at else value
