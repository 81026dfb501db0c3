"""Checklists of a ticket: added, ticked, taken away."""

import datetime
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from lib import database_clock
from staff.models import User
from tickets import events
from tickets.actions.locking import copy_back, locked
from tickets.actors import Actor, Desk, require
from tickets.choices import DONE, EventKind
from tickets.models import Checklist, ChecklistItem, ChecklistTemplate, Ticket, TicketType
from tickets.models.checklist import LONGEST_ITEM

MOST_LISTS = 10
MOST_ITEMS = 50


@transaction.atomic
def add_checklist(
    ticket: Ticket, *, by: Actor, template: ChecklistTemplate, at: datetime.datetime | None = None
) -> Checklist:
    """The list as it reads now; twice is once."""
    require(by, "ticket.sort")
    if template.archived_at:
        raise ValidationError(_("“%(name)s” is no longer in use."), params={"name": template.name})
    fresh = locked(ticket)
    found = _add(fresh, [template], by=by, at=at or database_clock.now())
    copy_back(fresh, ticket)
    return found[0] if found else Checklist.objects.get(ticket=fresh, template=template)


def add_of_type(ticket: Ticket, kind: TicketType | None, *, by: Actor, at: datetime.datetime) -> None:
    """What the type brings, on a locked ticket; a customer who chose the type has not added it."""
    if kind:
        who = by if isinstance(by, User) else Desk("type")
        _add(ticket, kind.checklists.in_use(), by=who, at=at, of_type=True)


def _add(
    ticket: Ticket,
    templates: Iterable[ChecklistTemplate],
    *,
    by: Actor,
    at: datetime.datetime,
    of_type: bool = False,
) -> list[Checklist]:
    """Those that are not there yet, each with a line in the history."""
    there = list(Checklist.objects.filter(ticket=ticket).values_list("template", flat=True))
    made = []
    for template in templates:
        if template.pk in there:
            continue
        if len(there) + len(made) >= MOST_LISTS:
            raise ValidationError(_("A ticket has at most %(most)s checklists."), params={"most": MOST_LISTS})
        who = by if isinstance(by, User) else None
        row = Checklist.objects.create(
            ticket=ticket, template=template, name=template.name, added_by=who, added_at=at
        )
        ChecklistItem.objects.bulk_create(
            ChecklistItem(checklist=row, text=one["text"], required=one["required"], position=position)
            for position, one in enumerate(template.items)
        )
        events.touch(ticket)
        events.record(
            ticket, EventKind.CHECKLIST_ADDED, by=by, at=at, checklist=row.pk, name=row.name, of_type=of_type
        )
        made.append(row)
    return made


@transaction.atomic
def add_item(ticket: Ticket, *, by: User, text: str, at: datetime.datetime | None = None) -> ChecklistItem:
    """One of this ticket's own, on its list without a template; the first of them makes that list."""
    require(by, "ticket.sort")
    text = " ".join(text.replace("\x00", "").split())
    if not 1 <= len(text) <= LONGEST_ITEM:
        raise ValidationError(_("An item has 1 to %(most)s characters."), params={"most": LONGEST_ITEM})
    fresh, at = locked(ticket), at or database_clock.now()
    own = Checklist.objects.filter(ticket=fresh, template=None).first() or Checklist.objects.create(
        ticket=fresh, name="", added_by=by, added_at=at
    )
    count = own.items.count()
    if count >= MOST_ITEMS:
        raise ValidationError(_("A checklist has at most %(most)s items."), params={"most": MOST_ITEMS})
    item = ChecklistItem.objects.create(checklist=own, text=text, position=count)
    events.touch(fresh)
    events.record(fresh, EventKind.ITEM_ADDED, by=by, at=at, item=item.pk, text=text)
    copy_back(fresh, ticket)
    return item


@transaction.atomic
def tick(ticket: Ticket, *, by: User, item: int, done: bool, at: datetime.datetime | None = None) -> None:
    """An item is done, or not done after all; twice is once. What a solved ticket needed stays done."""
    require(by, "ticket.sort")
    fresh, at = locked(ticket), at or database_clock.now()
    row = ChecklistItem.objects.filter(checklist__ticket=fresh, pk=item).first()
    if row is None:
        raise ValidationError(_("There is no such item any more."))
    if row.required and not done and fresh.state in DONE:
        raise ValidationError(_("“%(item)s” is needed: reopen the ticket first."), params={"item": row.text})
    if (row.done_at is not None) != done:
        ChecklistItem.objects.filter(pk=row.pk).update(
            done_at=at if done else None, done_by=by if done else None
        )
        events.touch(fresh)
        kind = EventKind.ITEM_DONE if done else EventKind.ITEM_UNDONE
        events.record(fresh, kind, by=by, at=at, item=row.pk, text=row.text)
    copy_back(fresh, ticket)


@transaction.atomic
def remove_checklist(
    ticket: Ticket, *, by: User, checklist: int, at: datetime.datetime | None = None
) -> None:
    """It is gone; that it was there, and how far it was done, stays in the history."""
    require(by, "ticket.sort")
    fresh, at = locked(ticket), at or database_clock.now()
    row = Checklist.objects.filter(ticket=fresh, pk=checklist).first()
    if row:
        said = [{"text": one.text, "done": one.done_at is not None} for one in row.items.all()]
        row.delete()
        events.touch(fresh)
        events.record(fresh, EventKind.CHECKLIST_REMOVED, by=by, at=at, name=row.name, items=said)
    copy_back(fresh, ticket)
