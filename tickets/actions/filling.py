"""What kind of ticket it is, and the fields that this desk made for itself."""

import datetime
from collections.abc import Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from customers.models import Contact
from lib import database_clock
from staff.models import User
from tickets import clocks, events, promised, setup
from tickets.actions.checking_off import add_of_type
from tickets.actions.locking import copy_back, locked
from tickets.actions.writing import Part, write
from tickets.actors import Actor, require
from tickets.choices import DONE, Channel, EventKind, MessageKind
from tickets.field_words import say, show
from tickets.fields import Definition, Kind, Problem, Stage, Value, check, check_all
from tickets.models import Attachment, Message, Ticket, TicketType


@transaction.atomic
def set_fields(
    ticket: Ticket,
    *,
    by: Actor,
    values: Mapping[str, object],
    seen: Mapping[str, Value | None] | None = None,
    at: datetime.datetime | None = None,
) -> Ticket:
    """Set these fields to what was typed; the others stay. An empty value empties the field; a file that is
    given (a Part) comes into the conversation with a note, and stays there when the field is emptied.

    `seen` is what they held when the writer looked: what somebody changed since is not overwritten.
    ValidationError says what is wrong with which field; then nothing is set.
    """
    require(by, "ticket.sort")
    fresh = locked(ticket)
    fields = {one.key: one for one in setup.definitions() if one.belongs_to(fresh.type_id)}
    if unknown := next((key for key in values if key not in fields), None):
        raise ValidationError(_("This ticket has no field “%(field)s”."), params={"field": unknown[:80]})
    given, typed = _apart(fields, values)
    found = _checked(fresh, fields, typed)
    if seen is not None:
        _refuse_overtaken(fresh, fields, {**found, **dict.fromkeys(given, None)}, seen)
    at = at or database_clock.now()
    found |= _noted(fresh, fields, given, by=by, at=at)
    changed = {key: value for key, value in found.items() if fresh.custom.get(key) != value}
    if changed:
        _change(fresh, fields, changed, by=by, at=at)
    copy_back(fresh, ticket)
    return ticket


def _apart(
    fields: Mapping[str, Definition], values: Mapping[str, object]
) -> tuple[dict[str, Part], dict[str, object]]:
    """The files that are given, and the rest."""
    given = {
        key: raw
        for key, raw in values.items()
        if isinstance(raw, Part) and key in fields and fields[key].kind is Kind.FILE
    }
    return given, {key: raw for key, raw in values.items() if key not in given}


def _noted(
    ticket: Ticket,
    fields: Mapping[str, Definition],
    given: Mapping[str, Part],
    *,
    by: Actor,
    at: datetime.datetime,
) -> dict[str, Value]:
    """The numbers of the files, now that a note of their writer holds them."""
    if not given:
        return {}
    note = write(
        ticket, MessageKind.NOTE, channel=Channel.WEB, at=at, author=by if isinstance(by, User) else None,
        text=", ".join(fields[key].name for key in given), parts=list(given.values()),
    )  # fmt: skip
    events.record(ticket, EventKind.NOTED, by=by, at=at, message=note)
    return numbered(note, given)


def numbered(message: Message, given: Mapping[str, Part], first: int = 0) -> dict[str, Value]:
    """Which file of the message is which field's: its files from the number `first` on."""
    files = message.attachments.order_by("pk").values_list("pk", flat=True)[first:]
    return dict(zip(given, files, strict=True))


def _checked(
    ticket: Ticket, fields: Mapping[str, Definition], raw: Mapping[str, object]
) -> dict[str, Value | None]:
    stage = Stage.SOLVING if ticket.state in DONE else Stage.KEEPING
    found, problems = {}, []
    for key, typed in raw.items():
        found[key], problem = check(fields[key], typed, stage=stage, held=ticket.custom.get(key))
        problems += [problem] if problem else []
    problems += nobody(fields, found) + foreign(fields, found, ticket)
    if problems:
        raise ValidationError([say(problem, fields) for problem in problems])
    return found


def nobody(fields: Mapping[str, Definition], values: Mapping[str, Value | None]) -> list[Problem]:
    """A problem for each customer that there is not."""
    asked = {k: v for k, v in values.items() if v is not None and fields[k].kind is Kind.CONTACT}
    known = set(Contact.objects.filter(pk__in=asked.values()).values_list("pk", flat=True)) if asked else ()
    return [Problem(key, "contact", str(pk)) for key, pk in asked.items() if pk not in known]


def foreign(
    fields: Mapping[str, Definition], values: Mapping[str, Value | None], ticket: Ticket | None
) -> list[Problem]:
    """A problem for each file that is none of this ticket: nobody points at what they may not see."""
    asked = {k: v for k, v in values.items() if v is not None and fields[k].kind is Kind.FILE}
    held = set(ticket.custom.values() if ticket and asked else ())
    if new := {key: number for key, number in asked.items() if number not in held}:
        here = Attachment.objects.filter(pk__in=new.values(), message__ticket=ticket)
        known = set(here.values_list("pk", flat=True)) if ticket else set()
        return [Problem(key, "file") for key, number in new.items() if number not in known]
    return []


def _refuse_overtaken(
    ticket: Ticket,
    fields: Mapping[str, Definition],
    found: Mapping[str, Value | None],
    seen: Mapping[str, Value | None],
) -> None:
    for key, value in found.items():
        now = ticket.custom.get(key)
        if key in seen and now != seen[key] and now != value:
            names = setup.names_in(fields, {key: now})
            raise ValidationError(
                _("“%(field)s” was changed meanwhile and now says “%(value)s”. Yours is not saved."),
                params={"field": fields[key].name, "value": show(fields[key], now, names) or "–"},
            )


def _change(
    ticket: Ticket,
    fields: Mapping[str, Definition],
    changed: Mapping[str, Value | None],
    *,
    by: Actor,
    at: datetime.datetime,
) -> None:
    was = ticket.custom
    to = {key: value for key, value in {**was, **changed}.items() if value is not None}
    events.touch(ticket, custom=to)
    events.record(ticket, EventKind.FIELDS_SET, by=by, at=at, changes=told(fields, was, to))
    if promised.rematch(ticket, by=by, at=at):
        clocks.refresh(ticket, at)


def told(
    fields: Mapping[str, Definition], was: Mapping[str, Value], to: Mapping[str, Value]
) -> list[dict[str, object]]:
    """Old and new of each field that differs: as stored, and as one read it that day. The names of files are
    left out: what is redacted must not stand here.
    """
    people = {key: about for key, about in fields.items() if about.kind is not Kind.FILE}
    names = setup.names_in(people, was) | setup.names_in(people, to)
    return [
        {
            "field": key, "name": about.name, "was": was.get(key), "to": to.get(key),
            "read": [show(about, was.get(key), names), show(about, to.get(key), names)],
        }
        for key, about in fields.items()
        if was.get(key) != to.get(key)
    ]  # fmt: skip


def first_values(
    kind: TicketType | None, raw: Mapping[str, object], *, stage: Stage, by_customer: bool = False
) -> tuple[dict[str, Value], dict[str, Part], list[Problem], dict[str, Definition]]:
    """What a new ticket of this type begins with, the files that come with its first message, what is wrong
    with the rest, and the fields. A customer fills in what they are asked, and nothing else.
    """
    fields = {one.key: one for one in (setup.for_customers() if by_customer else setup.definitions())}
    type_id = kind.pk if kind else None
    given, typed = _apart({k: one for k, one in fields.items() if one.belongs_to(type_id)}, raw)
    asked = [one for key, one in fields.items() if key not in given]
    values, problems = check_all(asked, typed, type_id=type_id, stage=stage)
    strangers = nobody(fields, values) + foreign(fields, values, None)
    for problem in strangers:
        del values[problem.field]
    return values, given, [*problems, *strangers], fields


@transaction.atomic
def set_type(
    ticket: Ticket, *, by: Actor, to: TicketType | None, at: datetime.datetime | None = None
) -> Ticket:
    """What it is about, and with it which fields it has. No value is lost: with its old type it has its old
    fields again. The checklists of the type are added.
    """
    require(by, "ticket.sort")
    fresh = locked(ticket)
    if to and to.archived_at and to.pk != fresh.type_id:
        raise ValidationError(_("“%(name)s” is no longer in use."), params={"name": to.name})
    if fresh.type_id != (to.pk if to else None):
        was, at = fresh.type, at or database_clock.now()
        events.touch(fresh, type=to)
        events.record(fresh, EventKind.TYPE_SET, by=by, at=at, **_named(was, "was"), **_named(to, "to"))
        add_of_type(fresh, to, by=by, at=at)
        if promised.rematch(fresh, by=by, at=at):
            clocks.refresh(fresh, at)
    copy_back(fresh, ticket)
    return ticket


def _named(kind: TicketType | None, side: str) -> dict[str, object]:
    return {side: kind.pk if kind else None, f"{side}_name": kind.name if kind else ""}


def all_said(problems: Sequence[Problem], fields: Mapping[str, Definition]) -> ValidationError:
    return ValidationError([say(problem, fields) for problem in problems])
