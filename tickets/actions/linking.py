"""Tickets that belong together without being one: related, duplicates, children, incidents of a problem."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from lib import database_clock
from staff.models import User
from tickets import events
from tickets.actions.locking import copy_back, locked, locked_pair
from tickets.actors import require
from tickets.choices import EventKind, LinkKind
from tickets.models import Ticket, TicketLink

# Each of these has one ticket above it.
UPWARD = frozenset({LinkKind.CHILD, LinkKind.INCIDENT, LinkKind.DUPLICATE})
MADE_BY_HAND = (LinkKind.RELATED, *sorted(UPWARD))
DEEPEST = 20


@transaction.atomic
def link(one: Ticket, *, by: User, kind: str, to: Ticket, at: datetime.datetime | None = None) -> TicketLink:
    """`one` is the `kind` of `to`: its child, its duplicate. Made twice, it is there once. ValidationError if
    it cannot be. The caller has checked that `by` may see both.
    """
    require(by, "ticket.sort")
    if kind not in MADE_BY_HAND:
        raise ValidationError(_("There is no such link."))
    if one.pk == to.pk:
        raise ValidationError(_("A ticket is not linked to itself."))
    first, second = locked_pair(one, to)
    if kind == LinkKind.RELATED and first.pk > second.pk:
        first, second = second, first
    if kind in UPWARD:
        _check_upward(first, second, kind)
    return note_link(first, second, kind, by=by, at=at or database_clock.now())


def note_link(one: Ticket, other: Ticket, kind: str, *, by: User, at: datetime.datetime) -> TicketLink:
    """The row, and a line in both histories; both are locked."""
    row, is_new = TicketLink.objects.get_or_create(
        kind=kind, one=one, other=other, defaults={"made_by": by, "made_at": at}
    )
    if is_new:
        _tell(row, EventKind.LINKED, by=by, at=at)
    return row


def _check_upward(one: Ticket, above: Ticket, kind: str) -> None:
    """One ticket above each, and no circles: on the way up from `above` nobody meets `one`."""
    there = TicketLink.objects.filter(kind=kind, one=one).exclude(other=above).first()
    if there:
        raise ValidationError(
            _("#%(number)s already belongs to #%(other)s in this way. Remove that link first."),
            params={"number": one.pk, "other": there.other_id},
        )
    number: int | None = above.pk
    for _step in range(DEEPEST):
        if number is None:
            return
        if number == one.pk:
            raise ValidationError(
                _("#%(other)s belongs to #%(number)s already: that would be a circle."),
                params={"number": one.pk, "other": above.pk},
            )
        number = TicketLink.objects.filter(kind=kind, one=number).values_list("other", flat=True).first()
    raise ValidationError(_("That would be more than %(most)s levels."), params={"most": DEEPEST})


@transaction.atomic
def unlink(row: TicketLink, *, by: User, at: datetime.datetime | None = None) -> None:
    """Twice is once."""
    require(by, "ticket.sort")
    locked_pair(row.one, row.other)
    found = TicketLink.objects.filter(pk=row.pk).select_related("one", "other").first()
    if found:
        _tell(found, EventKind.UNLINKED, by=by, at=at or database_clock.now())
        found.delete()


def _tell(row: TicketLink, event: str, *, by: User, at: datetime.datetime) -> None:
    for ticket, other, is_one in ((row.one, row.other_id, True), (row.other, row.one_id, False)):
        events.touch(ticket)
        events.record(ticket, event, by=by, at=at, link=row.kind, to=other, one=is_one)


@transaction.atomic
def wait_for_children(
    ticket: Ticket, *, by: User, waits: bool, at: datetime.datetime | None = None
) -> Ticket:
    """Whether it can be solved while a child of it is open."""
    require(by, "ticket.sort")
    fresh = locked(ticket)
    if fresh.waits_for_children != waits:
        events.touch(fresh, waits_for_children=waits)
        events.record(fresh, EventKind.CHILDREN_AWAITED, by=by, at=at or database_clock.now(), waits=waits)
    copy_back(fresh, ticket)
    return ticket
