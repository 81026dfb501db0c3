"""Putting a ticket in its place: priority, tags, subject."""

import datetime
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from lib import database_clock
from tickets import clocks, events, promised
from tickets.actions.locking import copy_back, locked
from tickets.actors import Actor, require
from tickets.choices import EventKind, Priority
from tickets.models import Ticket
from tickets.tags import meant, note_words

MOST_TAGS = 20


@transaction.atomic
def prioritise(ticket: Ticket, *, by: Actor, to: str, at: datetime.datetime | None = None) -> Ticket:
    """Change the priority, and with it what was promised."""
    require(by, "ticket.sort")
    if to not in Priority.values:
        raise ValidationError(_("“%(word)s” is not a priority."), params={"word": to})
    fresh = locked(ticket)
    at = at or database_clock.now()
    if fresh.priority != to:
        was = fresh.priority
        events.touch(fresh, priority=to)
        events.record(fresh, EventKind.PRIORITISED, by=by, at=at, was=was, to=to)
        if promised.rematch(fresh, by=by, at=at, priority_was=was):
            clocks.refresh(fresh, at)
    copy_back(fresh, ticket)
    return ticket


def clean_tags(words: Sequence[str]) -> list[str]:
    """Lower-case words without spaces, sorted, each once. ValidationError if one is too long or there are
    too many.
    """
    tags = sorted({"-".join(word.lower().split()) for word in words} - {""})
    if long := next((tag for tag in tags if len(tag) > 40), None):
        raise ValidationError(_("The tag “%(tag)s” is longer than 40 characters."), params={"tag": long})
    if len(tags) > MOST_TAGS:
        raise ValidationError(_("A ticket can have at most %(most)s tags."), params={"most": MOST_TAGS})
    return tags


@transaction.atomic
def tag(ticket: Ticket, *, by: Actor, tags: Sequence[str], at: datetime.datetime | None = None) -> Ticket:
    """Set the tags to exactly these; a synonym is stored as the tag it means."""
    require(by, "ticket.sort")
    wanted = meant(clean_tags(tags))
    fresh = locked(ticket)
    if fresh.tags != wanted:
        note_words(set(wanted) - set(fresh.tags))
        was, at = fresh.tags, at or database_clock.now()
        events.touch(fresh, tags=wanted)
        events.record(fresh, EventKind.TAGGED, by=by, at=at, was=was, to=wanted)
        if promised.rematch(fresh, by=by, at=at):
            clocks.refresh(fresh, at)
    copy_back(fresh, ticket)
    return ticket


@transaction.atomic
def retitle(ticket: Ticket, *, by: Actor, subject: str, at: datetime.datetime | None = None) -> Ticket:
    require(by, "ticket.sort")
    subject = " ".join(subject.split())
    if not subject or len(subject) > 500:
        raise ValidationError(_("A subject has 1 to 500 characters."))
    fresh = locked(ticket)
    if fresh.subject != subject:
        was = fresh.subject
        events.touch(fresh, subject=subject)
        events.record(fresh, EventKind.RETITLED, by=by, at=at or database_clock.now(), was=was, to=subject)
    copy_back(fresh, ticket)
    return ticket
